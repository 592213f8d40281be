// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/settings.hpp"

#include <gtest/gtest.h>

#include <string>

namespace cellwarden::core {
namespace {

using namespace literals;
using enum SettingProblem;

const SettingRow& row(SettingId id) { return setting_rows()[static_cast<std::size_t>(id)]; }

// SET-1
TEST(Settings, TheDefaultsAreThoseOfTheManualAndAllowed) {
  const Settings s;
  EXPECT_EQ(s.solar_peak_power, 2000_W);
  EXPECT_EQ(s.inverter_peak_power, 1000_W);
  EXPECT_EQ(s.battery_capacity, 4000_Wh);
  EXPECT_EQ(s.nominal_cell_voltage, 3200_mV);
  EXPECT_EQ(s.pin, 1234);
  EXPECT_EQ(s.v_min, 2700_mV);
  EXPECT_EQ(s.v_max, 3600_mV);
  EXPECT_EQ(s.t_min, 10_C);
  EXPECT_EQ(s.t_max, 80_C);
  EXPECT_EQ(s.charge_restart, 95_percent);
  EXPECT_EQ(s.discharge_restart, 5_percent);
  EXPECT_EQ(s.profile, Profile::guarded);
  EXPECT_EQ(s.restart_delay, 30_s);
  EXPECT_EQ(s.v_min_hysteresis, 100_mV);
  EXPECT_EQ(s.v_max_hysteresis, 50_mV);
  EXPECT_EQ(s.out_board_version, BoardVersion::v2);
  EXPECT_FALSE(check_settings(s, 3400_mV));
}

struct Range {
  SettingId id;
  std::int32_t min;
  std::int32_t max;
  std::int32_t step;
};

// SET-1: section 7, in W, Wh, mV, 0.001 °C, % and ms.
TEST(Settings, RangesAndStepsAreThoseOfTheTable) {
  using enum SettingId;
  const std::array<Range, 16> ranges{{{solar_peak_power, 10, 655'350, 10},
                                      {inverter_peak_power, 10, 655'350, 10},
                                      {battery_capacity, 100, 6'553'500, 100},
                                      {nominal_cell_voltage, 2000, 4000, 10},
                                      {pin, 0, 9999, 1},
                                      {v_min, 2000, 5000, 5},
                                      {v_max, 2000, 5000, 5},
                                      {t_min, -40'000, 85'000, 1000},
                                      {t_max, -40'000, 85'000, 1000},
                                      {charge_restart, 1, 100, 1},
                                      {discharge_restart, 0, 99, 1},
                                      {profile, 0, 1, 1},
                                      {restart_delay, 0, 600'000, 5000},
                                      {v_min_hysteresis, 0, 500, 10},
                                      {v_max_hysteresis, 0, 500, 10},
                                      {out_board_version, 1, 2, 1}}};
  ASSERT_EQ(setting_rows().size(), ranges.size());
  for (const Range& range : ranges) {
    const SettingRow& setting = row(range.id);
    EXPECT_EQ(setting.id, range.id);
    EXPECT_FALSE(check_value(setting, range.min)) << setting.name;
    EXPECT_FALSE(check_value(setting, range.max)) << setting.name;
    EXPECT_FALSE(check_value(setting, range.min + range.step)) << setting.name;
    EXPECT_EQ(check_value(setting, range.min - 1), out_of_range) << setting.name;
    EXPECT_EQ(check_value(setting, range.max + 1), out_of_range) << setting.name;
    if (range.step > 1) {
      EXPECT_EQ(check_value(setting, range.min + 1), off_step) << setting.name;
      EXPECT_EQ(check_value(setting, range.max - 1), off_step) << setting.name;
    }
  }
}

// SET-1
TEST(Settings, EveryRowReadsAndWritesItsOwnValue) {
  for (const SettingRow& setting : setting_rows()) {
    Settings changed;
    setting.set(changed, setting.max);
    EXPECT_EQ(setting.get(changed), setting.max) << setting.name;
    for (const SettingRow& other : setting_rows()) {
      if (other.id == setting.id) continue;
      EXPECT_EQ(other.get(changed), other.get(Settings{})) << setting.name << " " << other.name;
    }
  }
}

std::string refused(const Settings& settings, Millivolts v_bypass = 3400_mV) {
  const std::optional<SettingsError> error = check_settings(settings, v_bypass);
  if (!error) return "";
  const auto name = [](SettingId id) {
    return id == SettingId::v_bypass ? "v_bypass" : row(id).name;
  };
  switch (error->problem) {
    case out_of_range: return std::string{name(error->id)} + " out of range";
    case off_step: return std::string{name(error->id)} + " off step";
    case not_below: return std::string{name(error->id)} + " not below " + name(error->other);
    case not_above: break;
  }
  return std::string{name(error->id)} + " not above " + name(error->other);
}

// SET-1
TEST(Settings, VMinMustBeBelowVBypassAndThatBelowVMax) {
  Settings s;
  s.v_min = 3395_mV;
  EXPECT_EQ(refused(s), "");
  s.v_min = 3400_mV;
  EXPECT_EQ(refused(s), "v_min not below v_bypass");
  s = {};
  s.v_max = 3405_mV;
  EXPECT_EQ(refused(s), "");
  s.v_max = 3400_mV;
  EXPECT_EQ(refused(s), "v_max not above v_bypass");
  EXPECT_EQ(refused(Settings{}, 3600_mV), "v_max not above v_bypass");
}

// SET-1
TEST(Settings, TMinMustBeBelowTMax) {
  Settings s;
  s.t_min = 79_C;
  EXPECT_EQ(refused(s), "");
  s.t_min = 80_C;
  EXPECT_EQ(refused(s), "t_min not below t_max");
  s.t_min = 81_C;
  EXPECT_EQ(refused(s), "t_min not below t_max");
}

// SET-1
TEST(Settings, ChargeRestartMustBeAboveDischargeRestart) {
  Settings s;
  s.discharge_restart = 94_percent;
  EXPECT_EQ(refused(s), "");
  s.discharge_restart = 95_percent;
  EXPECT_EQ(refused(s), "charge_restart not above discharge_restart");
}

// SET-1
TEST(Settings, AChangeIsTakenAsAWholeOrRefusedWithTheReason) {
  Settings proposed;
  proposed.v_min = 2900_mV;
  proposed.v_max = 3650_mV;
  const auto taken = change_settings(proposed, 3400_mV);
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->v_min, 2900_mV);
  proposed.restart_delay = 601_s;
  const auto no = change_settings(proposed, 3400_mV);
  ASSERT_FALSE(no);
  EXPECT_EQ(no.error().id, SettingId::restart_delay);
  EXPECT_EQ(no.error().problem, out_of_range);
  EXPECT_EQ(refused(proposed), "restart_delay out of range");
  proposed.restart_delay = 31_s;
  EXPECT_EQ(refused(proposed), "restart_delay off step");
}

// SET-0
TEST(Settings, OnlyASwitchCanContradictThemAfterwards) {
  const Settings s;
  EXPECT_FALSE(v_bypass_contradicts(s, 3400_mV));
  EXPECT_FALSE(v_bypass_contradicts(s, 3500_mV));
  EXPECT_TRUE(v_bypass_contradicts(s, 3600_mV));
  Settings high;
  high.v_min = 3450_mV;
  EXPECT_TRUE(v_bypass_contradicts(high, 3400_mV));
}

}  // namespace
}  // namespace cellwarden::core
