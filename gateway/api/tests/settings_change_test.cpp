// SPDX-License-Identifier: Apache-2.0
// Changes of settings before anything is sent (SET-0, SET-1), in the manual's own numbers.
#include "settings_change.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace cellwarden::api {
namespace {

using namespace core::literals;
using nlohmann::json;
using testing::HasSubstr;

constexpr core::Millivolts kBypass = 3'400_mV;
constexpr WriteWay kReal{.ours = false, .generation = protocol::Generation::three};

auto staged(const json& wanted, const WriteWay& way = {}, const core::Settings& now = {}) {
  return stage(wanted, now, kBypass, way);
}
std::string refusal(const json& wanted, const WriteWay& way = {}) {
  const auto result = staged(wanted, way);
  return result ? "" : result.error().sentence;
}

TEST(SettingsChange, TellsOldAndNew) {
  const auto result = staged({{"v_min", 2.75}, {"charge_restart", 90}});
  ASSERT_TRUE(result);
  ASSERT_EQ(result->changes.size(), 2U);
  EXPECT_EQ(result->after.v_min, 2'750_mV);
  EXPECT_EQ(result->before.v_min, 2'700_mV);
  EXPECT_EQ(result->after.charge_restart, 90_percent);
  EXPECT_EQ(result->after.v_max, 3'600_mV);
}

TEST(SettingsChange, OfWhatIsSoAlreadyIsNone) {
  const auto result = staged({{"v_min", 2.7}, {"t_max", 80}});
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->changes.empty());
}

// SET-1: V-min < V-bypass < V-max; 3.395 V is just below 3.40 V.
TEST(SettingsChange, KeepsVMinBelowVBypassBelowVMax) {
  EXPECT_TRUE(staged({{"v_min", 3.395}}));
  EXPECT_THAT(refusal({{"v_min", 3.4}}), HasSubstr("v_min would be 3.4 V, but it must be below "
                                                   "v_bypass, which is 3.4 V"));
  EXPECT_TRUE(staged({{"v_max", 3.405}}));
  EXPECT_THAT(refusal({{"v_max", 3.4}}), HasSubstr("above v_bypass"));
}

TEST(SettingsChange, KeepsTheOrderOfTemperaturesAndRestarts) {
  EXPECT_TRUE(staged({{"t_min", 79}}));
  EXPECT_THAT(refusal({{"t_min", 80}}), HasSubstr("t_max"));
  EXPECT_TRUE(staged({{"discharge_restart", 94}}));
  EXPECT_THAT(refusal({{"discharge_restart", 95}}), HasSubstr("must be"));
}

TEST(SettingsChange, NamesRangeAndStep) {
  EXPECT_THAT(refusal({{"v_min", 1.995}}), HasSubstr("from 2 to 5 V"));
  EXPECT_TRUE(staged({{"v_min", 2.0}}));
  EXPECT_THAT(refusal({{"v_min", 2.703}}), HasSubstr("steps of 0.005 V"));
  EXPECT_THAT(refusal({{"restart_delay", 602}}), HasSubstr("from 0 to 600 s"));
  EXPECT_THAT(refusal({{"restart_delay", 12}}), HasSubstr("steps of 5 s"));
  EXPECT_THAT(refusal({{"charge_restart", 101}}), HasSubstr("from 1 to 100 %"));
  EXPECT_THAT(refusal({{"out_board_version", 258}}), HasSubstr("from 1 to 2"));
}

TEST(SettingsChange, RefusesWhatIsNoNumber) {
  for (const json& value : {json("2.7"), json(nullptr), json(true), json(1e300), json::array(),
                            json(2.7000001), json(-1e18)}) {
    EXPECT_THAT(refusal({{"v_min", value}}), HasSubstr("must be a number")) << value;
  }
}

TEST(SettingsChange, RefusesTheOnesThatAreNone) {
  EXPECT_THAT(refusal({{"v_bypass", 3.5}}), HasSubstr("switches"));
  EXPECT_THAT(refusal({{"pin", 1}}), HasSubstr("call of its own"));
  EXPECT_THAT(refusal({{"vmin", 2.8}}), HasSubstr("no setting 'vmin'"));
}

// A real pack holds temperatures in steps of 0.857 °C: 10 °C is none of them, 10.431 °C is.
TEST(SettingsChange, SaysWhatARealPackCanHold) {
  EXPECT_THAT(refusal({{"t_min", 12}}, kReal), HasSubstr("the nearest is"));
  EXPECT_TRUE(staged({{"t_min", 10.431}}, kReal));
  EXPECT_THAT(refusal({{"profile", 1}}, kReal), HasSubstr("cannot be written"));
  EXPECT_TRUE(staged({{"v_min", 2.75}}, kReal));
  EXPECT_THAT(refusal({{"v_min", 3.4}}, kReal), HasSubstr("below v_bypass"));
}

TEST(SettingsChange, TakesTheNewVMaxForTheNewVMin) {
  core::Settings now;
  now.t_min = core::MilliCelsius{10'000};
  now.t_max = core::MilliCelsius{20'000};
  EXPECT_TRUE(staged({{"t_min", 30}, {"t_max", 40}}, {}, now)) << "both at once";
  EXPECT_FALSE(staged({{"t_min", 30}}, {}, now));
}

TEST(SettingsChange, KnowsWhatIsMissing) {
  gateway::SettingsView view;
  EXPECT_EQ(unknown_settings(view).size(), 15U) << "all but the PIN";
  view.tell(core::SettingId::v_min);
  EXPECT_EQ(unknown_settings(view).size(), 14U);
}

}  // namespace
}  // namespace cellwarden::api
