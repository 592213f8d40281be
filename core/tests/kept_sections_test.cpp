// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/kept_sections.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "model_memory.hpp"

namespace cellwarden::core {
namespace {

using namespace literals;

using Payload = std::vector<std::uint8_t>;

StoredSection stored(const Payload& payload, std::uint8_t version = kSectionVersion) {
  return {.found = true, .version = version, .sequence = 7, .payload = payload};
}

Payload bytes_of(const Settings& settings) {
  Payload payload(kSettingsBytes);
  encode_settings(settings, std::span<std::uint8_t, kSettingsBytes>{payload});
  return payload;
}

Payload bytes_of(const PinGuard& guard, Milliseconds now) {
  Payload payload(kAccessBytes);
  encode_access(guard, now, std::span<std::uint8_t, kAccessBytes>{payload});
  return payload;
}

Payload bytes_of(const Counters& counters) {
  Payload payload(kCountersBytes);
  encode_counters(counters.soc, counters.energy, std::span<std::uint8_t, kCountersBytes>{payload});
  return payload;
}

Payload with(Payload payload, std::size_t at, std::initializer_list<std::uint8_t> bytes) {
  std::copy(bytes.begin(), bytes.end(), payload.begin() + static_cast<std::ptrdiff_t>(at));
  return payload;
}

Problem settings_problem(const Payload& payload) {
  Settings settings;
  return decode_settings(stored(payload), settings);
}

Problem access_problem(const Payload& payload) {
  PinGuard guard;
  return decode_access(stored(payload), guard);
}

Problem commissioning_problem(const Payload& payload) {
  Commissioning commissioning;
  return decode_commissioning(stored(payload), commissioning);
}

Problem offsets_problem(const Payload& payload) {
  CellOffsets offsets;
  return decode_offsets(stored(payload), offsets);
}

Problem counters_problem(const Payload& payload) {
  Counters counters;
  return decode_counters(stored(payload), counters);
}

Problem factory_problem(const Payload& payload) {
  FactorySettings factory;
  return decode_factory(stored(payload), factory);
}

Problem zeros_problem(const Payload& payload, SensorRange sensor = SensorRange::a100) {
  Zeros zeros;
  return decode_zeros(stored(payload), sensor, zeros);
}

Counters some_counters() {
  return {.soc = {.capacity = 4000_Wh,
                  .count = count_at(4000_Wh, 42_percent),
                  .calibrated = true,
                  .empty_since = {}},
          .energy = {.in_today = {.whole = 1_Wh, .nanojoules = 2},
                     .out_today = {.whole = 3_Wh, .nanojoules = 4},
                     .in_total = {.whole = 0x12'3456'789A_Wh, .nanojoules = 5},
                     .out_total = {.whole = 6_Wh, .nanojoules = 0x345'6789'ABCD}}};
}

// OUT-5: what a missing or foreign record says, for every section alike.
TEST(KeptSections, AMissingOrForeignRecordIsNamedAndLeavesTheValueAlone) {
  Settings settings;
  settings.pin = 4321;
  EXPECT_EQ(decode_settings({}, settings), SectionProblem::missing);
  Payload payload = bytes_of(Settings{});
  EXPECT_EQ(decode_settings(stored(payload, 2), settings), SectionProblem::unknown_version);
  payload.pop_back();
  EXPECT_EQ(decode_settings(stored(payload), settings), SectionProblem::wrong_length);
  payload.resize(kSettingsBytes + 1);
  EXPECT_EQ(decode_settings(stored(payload), settings), SectionProblem::wrong_length);
  EXPECT_EQ(settings.pin, 4321);
}

// OUT-5
TEST(KeptSections, EverySectionHasItsLength) {
  for (const std::size_t length : {0U, 1U, 2U, 3U, 8U, 52U, 64U, 512U}) {
    const Payload payload(length);
    const auto wrong = [length](Problem problem, std::size_t right) {
      EXPECT_EQ(problem == SectionProblem::wrong_length, length != right) << length;
    };
    wrong(settings_problem(payload), 64);
    wrong(access_problem(payload), 3);
    wrong(commissioning_problem(payload), 2);
    wrong(counters_problem(payload), 52);
    wrong(factory_problem(payload), 2);
    wrong(zeros_problem(payload), 8);
    EXPECT_EQ(offsets_problem(payload) == SectionProblem::wrong_length,
              length % 2 != 0 || length > 510);
  }
}

// OUT-5: the places of the settings in the memory must never change without a new version.
TEST(KeptSettings, StandInTheOrderOfSettingIdInFourBytesEach) {
  Settings settings;
  settings.t_min = -10_C;
  const Payload payload = bytes_of(settings);
  constexpr std::array<std::int32_t, 16> kExpected{
      2000, 1000, 4000, 3200, 1234, 2700, 3600, -10'000, 80'000, 95, 5, 0, 30'000, 100, 50, 2};
  for (std::size_t i = 0; i < kExpected.size(); ++i) {
    std::uint32_t value = 0;
    for (std::size_t k = 0; k < 4; ++k) value |= std::uint32_t{payload[4 * i + k]} << (8 * k);
    EXPECT_EQ(static_cast<std::int32_t>(value), kExpected[i]) << i;
  }
}

// OUT-5, SET-1: every row at its ends, and just outside.
TEST(KeptSettings, ComeBackAtTheEndsOfEachRangeAndNotBeyond) {
  for (std::size_t i = 0; i < setting_rows().size(); ++i) {
    const SettingRow& row = setting_rows()[i];
    for (const std::int32_t value : {row.min, row.max, row.min - 1, row.max + 1, row.min - row.step,
                                     row.max + row.step, INT32_MIN, INT32_MAX}) {
      Settings settings;
      // Whatever the row's value, the rest of the set must not contradict it.
      settings.v_min = 2000_mV;
      settings.v_max = 5000_mV;
      settings.t_min = -40_C;
      settings.t_max = 85_C;
      settings.charge_restart = 100_percent;
      settings.discharge_restart = 0_percent;
      const auto word = static_cast<std::uint32_t>(value);
      const Payload payload =
          with(bytes_of(settings), 4 * i,
               {static_cast<std::uint8_t>(word), static_cast<std::uint8_t>(word >> 8),
                static_cast<std::uint8_t>(word >> 16), static_cast<std::uint8_t>(word >> 24)});
      Settings back;
      const Problem problem = decode_settings(stored(payload), back);
      row.set(settings, value);
      const bool good = value >= row.min && value <= row.max && settings.v_min < settings.v_max &&
                        settings.t_min < settings.t_max &&
                        settings.charge_restart > settings.discharge_restart;
      ASSERT_EQ(!problem, good) << row.name << " " << value;
      if (good) {
        EXPECT_EQ(row.get(back), value) << row.name;
      } else {
        EXPECT_EQ(problem, SectionProblem::out_of_range) << row.name << " " << value;
      }
    }
  }
}

// OUT-5: no bytes whatever give settings that an owner could not have set.
TEST(KeptSettings, AnyBytesGiveSettingsThatMayBeSetOrNone) {
  constexpr int kTries = 200'000;
  test::Random random{9};
  int accepted = 0;
  for (int i = 0; i < kTries; ++i) {
    Payload payload = bytes_of(Settings{});
    for (std::uint32_t n = random.below(3); n > 0; --n) {
      payload[random.below(kSettingsBytes)] = random.byte();
    }
    Settings settings;
    if (decode_settings(stored(payload), settings)) continue;
    ++accepted;
    ASSERT_FALSE(check_settings(settings, settings.v_min + 1_mV)) << "try " << i;
    ASSERT_EQ(bytes_of(settings), payload) << "try " << i;
  }
  EXPECT_GT(accepted, kTries / 10);
  EXPECT_LT(accepted, kTries / 2);
}

// SET-2: neither the count nor the lock ends with a power loss.
TEST(KeptAccess, TheWrongPinsAndTheLockOutliveAPowerLoss) {
  PinGuard guard;
  for (int i = 0; i < 13; ++i) try_pin(guard, 1, 2, 0_s);  // five lock; then locked: no effect
  EXPECT_EQ(bytes_of(guard, 0_s), (Payload{0, 1, 1}));
  for (int i = 0; i < 3; ++i) try_pin(guard, 1, 2, 60_s);
  EXPECT_EQ(bytes_of(guard, 60_s), (Payload{3, 1, 0}));
  for (int i = 0; i < 2; ++i) try_pin(guard, 1, 2, 60_s);
  PinGuard back;
  ASSERT_FALSE(decode_access(stored(bytes_of(guard, 60_s)), back));
  resume_lock(back, 0_s);
  EXPECT_EQ(lock_left(back, 0_s), 2_min);
}

// SET-2: a lock that is over does not begin again with the next power-up.
TEST(KeptAccess, ALockThatRanOutIsStoredAsNone) {
  PinGuard guard;
  for (int i = 0; i < 5; ++i) try_pin(guard, 1, 2, 0_s);
  EXPECT_EQ(bytes_of(guard, 59'999_ms), (Payload{0, 1, 1}));
  EXPECT_EQ(bytes_of(guard, 60_s), (Payload{0, 1, 0}));
}

// OUT-5
TEST(KeptAccess, WhatCannotBeIsRefused) {
  EXPECT_FALSE(access_problem({4, 255, 1}));
  EXPECT_FALSE(access_problem({0, 0, 0}));
  EXPECT_EQ(access_problem({5, 1, 0}), SectionProblem::out_of_range);
  EXPECT_EQ(access_problem({0, 1, 2}), SectionProblem::out_of_range);
  EXPECT_EQ(access_problem({0, 0, 1}), SectionProblem::out_of_range);  // locked, but never yet
}

// CHAIN-7, IN-4, RELAY-9
TEST(KeptCommissioning, ComesBackAndIsNeverImpossible) {
  Payload payload(kCommissioningBytes);
  encode_commissioning({.cells = 255, .second_sensor = true},
                       std::span<std::uint8_t, kCommissioningBytes>{payload});
  EXPECT_EQ(payload, (Payload{255, 1}));
  Commissioning commissioning;
  ASSERT_FALSE(decode_commissioning(stored(payload), commissioning));
  EXPECT_EQ(commissioning.cells, 255);
  EXPECT_TRUE(commissioning.second_sensor);
  EXPECT_FALSE(commissioning.hold_charge_open);
  EXPECT_FALSE(commissioning.hold_load_open);
  encode_commissioning({.cells = 4, .hold_charge_open = true},
                       std::span<std::uint8_t, kCommissioningBytes>{payload});
  ASSERT_FALSE(decode_commissioning(stored(payload), commissioning));
  EXPECT_FALSE(commissioning.second_sensor);
  EXPECT_TRUE(commissioning.hold_charge_open);
  EXPECT_FALSE(commissioning.hold_load_open);
  encode_commissioning({.cells = 4, .hold_load_open = true},
                       std::span<std::uint8_t, kCommissioningBytes>{payload});
  ASSERT_FALSE(decode_commissioning(stored(payload), commissioning));
  EXPECT_FALSE(commissioning.hold_charge_open);
  EXPECT_TRUE(commissioning.hold_load_open);
  EXPECT_FALSE(commissioning_problem({2, 7}));
  EXPECT_FALSE(commissioning_problem({0, 0}));
  EXPECT_FALSE(commissioning_problem({2, 0}));
  EXPECT_EQ(commissioning_problem({1, 0}), SectionProblem::out_of_range);
  EXPECT_EQ(commissioning_problem({2, 8}), SectionProblem::out_of_range);
}

// CELL-10
TEST(KeptOffsets, ComeBackForAll255Cells) {
  std::vector<CellOffset> offsets;
  for (int i = 0; i < kMaxCells; ++i) {
    const int part = i % 101;
    offsets.push_back({Millivolts{part - 50}, MilliCelsius{(2 * part - 100) * 100}});
  }
  Payload payload(offsets.size() * kOffsetBytes);
  encode_offsets(offsets, payload);
  EXPECT_EQ(payload[0], 0xCE);  // −50 mV
  EXPECT_EQ(payload[1], 0x9C);  // −10.0 °C
  CellOffsets back;
  ASSERT_FALSE(decode_offsets(stored(payload), back));
  ASSERT_EQ(back.size(), offsets.size());
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    EXPECT_EQ(back[i].voltage, offsets[i].voltage);
    EXPECT_EQ(back[i].temperature, offsets[i].temperature);
  }
}

// CELL-10: one bad cell, and none is taken over.
TEST(KeptOffsets, MoreThanAnOwnerMaySetIsRefused) {
  const auto problem_of = [](int voltage, int temperature) {
    return offsets_problem(
        {0, 0, static_cast<std::uint8_t>(voltage), static_cast<std::uint8_t>(temperature)});
  };
  EXPECT_FALSE(problem_of(50, 100));
  EXPECT_FALSE(problem_of(-50, -100));
  for (const auto& [voltage, temperature] :
       {std::pair{51, 0}, {-51, 0}, {0, 101}, {0, -101}, {-128, 0}, {0, -128}}) {
    EXPECT_EQ(problem_of(voltage, temperature), SectionProblem::out_of_range) << voltage;
  }
  CellOffsets offsets;
  offsets.push_back({.voltage = 1_mV, .temperature = 0_C});
  const Payload bad{0, 0, 51, 0};
  EXPECT_TRUE(decode_offsets(stored(bad), offsets));
  EXPECT_EQ(offsets.size(), 1U);
}

// SOC-4, EN-1: to the last 10 nJ and nJ.
TEST(KeptCounters, ComeBackExactly) {
  const Counters counters = some_counters();
  const Payload payload = bytes_of(counters);
  Counters back;
  ASSERT_FALSE(decode_counters(stored(payload), back));
  EXPECT_EQ(back.soc.capacity, 4000_Wh);
  EXPECT_EQ(back.soc.count, counters.soc.count);
  EXPECT_TRUE(back.soc.calibrated);
  EXPECT_FALSE(back.soc.empty_since);
  EXPECT_EQ(back.energy.in_total.whole, counters.energy.in_total.whole);
  EXPECT_EQ(back.energy.out_total.nanojoules, counters.energy.out_total.nanojoules);
  EXPECT_EQ(bytes_of(back), payload);
  back.soc.calibrated = false;
  EXPECT_EQ(bytes_of(back)[9], payload[9] & 0x7F);
}

// SOC-4: the places of the counters.
TEST(KeptCounters, StandAtTheirPlaces) {
  const Payload payload = bytes_of(some_counters());
  EXPECT_EQ(Payload(payload.begin(), payload.begin() + 2), (Payload{40, 0}));  // 4.0 kWh
  EXPECT_EQ(payload[9] & 0x80, 0x80);                                          // calibrated
  EXPECT_EQ(Payload(payload.begin() + 10, payload.end()),
            (Payload{1,    0,    0,    0,    2,    0,    0,    0,    0,    0,        // in today
                     3,    0,    0,    0,    4,    0,    0,    0,    0,    0,        // out today
                     0x9A, 0x78, 0x56, 0x34, 0x12, 5,    0,    0,    0,    0,    0,  // in total
                     6,    0,    0,    0,    0,    0xCD, 0xAB, 0x89, 0x67, 0x45, 0x03}));
}

// OUT-5, SOC-1: 0…100 % of a capacity that can be set.
TEST(KeptCounters, AnImpossibleStateOfChargeIsRefused) {
  Counters counters = some_counters();
  counters.soc.count = full_count(4000_Wh);
  EXPECT_FALSE(counters_problem(bytes_of(counters)));
  counters.soc.count += SocCount{1};
  EXPECT_EQ(counters_problem(bytes_of(counters)), SectionProblem::out_of_range);
  counters.soc.count = SocCount{0};
  EXPECT_FALSE(counters_problem(bytes_of(counters)));
  counters.soc.count = SocCount{-1};
  EXPECT_EQ(counters_problem(bytes_of(counters)), SectionProblem::out_of_range);
  counters.soc = {.capacity = 0_Wh, .count = SocCount{0}, .empty_since = {}};
  EXPECT_EQ(counters_problem(bytes_of(counters)), SectionProblem::out_of_range);
  counters.soc.capacity = 6'553'500_Wh;
  counters.soc.count = full_count(6'553'500_Wh);
  EXPECT_FALSE(counters_problem(bytes_of(counters)));
}

// OUT-5, EN-1: the rest of a counter is less than 1 Wh.
TEST(KeptCounters, AnImpossibleRestIsRefusedInEachCounter) {
  for (EnergyCounter EnergyCounters::*const counter :
       {&EnergyCounters::in_today, &EnergyCounters::out_today, &EnergyCounters::in_total,
        &EnergyCounters::out_total}) {
    Counters counters = some_counters();
    EnergyCounter& one = std::invoke(counter, counters.energy);
    one.nanojoules = kNanojoulesPerWattHour - 1;
    EXPECT_FALSE(counters_problem(bytes_of(counters)));
    one.nanojoules = kNanojoulesPerWattHour;
    EXPECT_EQ(counters_problem(bytes_of(counters)), SectionProblem::out_of_range);
  }
}

// EN-1: a counter that outgrew its place stays at the end of it; it does not begin anew.
TEST(KeptCounters, EnergyThatDoesNotFitIsTheMostThatDoes) {
  Counters counters = some_counters();
  counters.energy.in_today.whole = 0x1'0000'0000_Wh;
  counters.energy.out_total.whole = 0x100'0000'0000_Wh;
  Counters back;
  ASSERT_FALSE(decode_counters(stored(bytes_of(counters)), back));
  EXPECT_EQ(back.energy.in_today.whole, 0xFFFF'FFFF_Wh);
  EXPECT_EQ(back.energy.out_total.whole, 0xFF'FFFF'FFFF_Wh);
}

// IN-2
TEST(KeptFactory, EveryCodeOfTheSwitchesComesBack) {
  for (unsigned code = 0; code < 128; ++code) {
    const FactorySettings factory = factory_settings_of(static_cast<SwitchPositions>(code));
    Payload payload(kFactoryBytes);
    encode_factory(factory, std::span<std::uint8_t, kFactoryBytes>{payload});
    FactorySettings back;
    ASSERT_FALSE(decode_factory(stored(payload), back));
    EXPECT_EQ(back.sensor, factory.sensor);
    EXPECT_EQ(back.cells, factory.cells);
  }
  EXPECT_EQ(factory_problem({8, 16}), SectionProblem::out_of_range);
  EXPECT_EQ(factory_problem({2, 1}), SectionProblem::out_of_range);
  EXPECT_FALSE(factory_problem({7, 2}));
}

// IN-6: at most 5 % of the sensor's range.
TEST(KeptZeros, ComeBackUpToFivePercentOfTheRange) {
  const auto problem_of = [](Milliamps first, Milliamps second, SensorRange sensor) {
    Payload payload(kZerosBytes);
    encode_zeros({first, second}, std::span<std::uint8_t, kZerosBytes>{payload});
    Zeros back{7_mA, 7_mA};
    const Problem problem = decode_zeros(stored(payload), sensor, back);
    EXPECT_EQ(back, problem ? (Zeros{7_mA, 7_mA}) : (Zeros{first, second}));
    return problem;
  };
  EXPECT_FALSE(problem_of(5_A, -5_A, SensorRange::a100));
  EXPECT_EQ(problem_of(5001_mA, 0_A, SensorRange::a100), SectionProblem::out_of_range);
  EXPECT_EQ(problem_of(0_A, -5001_mA, SensorRange::a100), SectionProblem::out_of_range);
  EXPECT_EQ(problem_of(5_A, 0_A, SensorRange::a25), SectionProblem::out_of_range);
  EXPECT_FALSE(problem_of(100_A, 0_A, SensorRange::a2000));
  EXPECT_EQ(problem_of(Milliamps{INT32_MIN}, 0_A, SensorRange::a2000),
            SectionProblem::out_of_range);
}

}  // namespace
}  // namespace cellwarden::core
