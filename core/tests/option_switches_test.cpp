// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/option_switches.hpp"

#include <gtest/gtest.h>

#include <initializer_list>

namespace cellwarden::core {
namespace {

using namespace literals;

// The positions with these switches ON.
SwitchPositions on(std::initializer_list<int> switches) {
  unsigned bits = 0;
  for (const int number : switches) bits |= 1U << static_cast<unsigned>(number - 1);
  return static_cast<SwitchPositions>(bits);
}

// The contacts as seen every 100 ms from `from` to `to`; returns the last verdict.
SwitchVerdict hold(OptionSwitches& state, SwitchPositions contacts, Milliseconds from,
                   Milliseconds to) {
  SwitchVerdict last;
  for (Milliseconds t = from; t <= to; t += 100_ms) {
    const SwitchVerdict verdict = judge_switches(state, contacts, t);
    if (verdict.program) last.program = verdict.program;
    last.programming_began = last.programming_began || verdict.programming_began;
    last.options = verdict.options;
  }
  return last;
}

// IN-1
TEST(OptionSwitches, AllOffIsTheSlowCycle3400MillivoltsAndNormalMode) {
  const Options options = options_of(0);
  EXPECT_EQ(cycle_length(options.cycle), 1000_ms);
  EXPECT_EQ(options.v_bypass, 3400_mV);
  EXPECT_EQ(options.mode, Mode::normal);
  EXPECT_FALSE(options.blind_spot);
  EXPECT_FALSE(options.auto_zero);
}

// IN-1
TEST(OptionSwitches, EachSwitchDoesWhatTheManualSays) {
  EXPECT_EQ(cycle_length(options_of(on({1})).cycle), 500_ms);
  EXPECT_TRUE(options_of(on({3})).blind_spot);
  EXPECT_TRUE(options_of(on({4})).auto_zero);
  EXPECT_EQ(options_of(on({5})).mode, Mode::critical);
  EXPECT_EQ(options_of(on({7})).v_bypass, 3500_mV);
  EXPECT_EQ(options_of(on({6})).v_bypass, 3600_mV);
  EXPECT_EQ(options_of(on({6, 7})).v_bypass, 3700_mV);
  EXPECT_EQ(options_of(on({2})).v_bypass, 4000_mV);
  EXPECT_EQ(options_of(on({2, 7})).v_bypass, 4100_mV);
  EXPECT_EQ(options_of(on({2, 6})).v_bypass, 4200_mV);
  EXPECT_EQ(options_of(on({2, 6, 7})).v_bypass, 4300_mV);
}

// IN-1
TEST(OptionSwitches, ASwitchActsAfter3SecondsUnchangedAndAtPowerUpAtOnce) {
  OptionSwitches state;
  EXPECT_EQ(judge_switches(state, on({5}), 0_s).options.mode, Mode::critical);
  EXPECT_FALSE(hold(state, on({3, 5}), 10_s, 12'900_ms).options.blind_spot);
  EXPECT_TRUE(judge_switches(state, on({3, 5}), 13_s).options.blind_spot);
}

// IN-1
TEST(OptionSwitches, ASwitchThatBouncesStartsThe3SecondsAnew) {
  OptionSwitches state;
  hold(state, 0, 0_s, 1_s);
  hold(state, on({1}), 2_s, 4_s);
  hold(state, 0, 4100_ms, 4200_ms);
  EXPECT_EQ(hold(state, on({1}), 4300_ms, 7200_ms).options.cycle, Cycle::slow);
  EXPECT_EQ(judge_switches(state, on({1}), 7300_ms).options.cycle, Cycle::fast);
}

// IN-2
TEST(FactorySettings, KnowTheEightSensorsAndTheSixteenCellCounts) {
  using enum SensorRange;
  EXPECT_EQ(factory_settings_of(on({})).sensor, a25);
  EXPECT_EQ(factory_settings_of(on({3})).sensor, a50);
  EXPECT_EQ(factory_settings_of(on({2})).sensor, a100);
  EXPECT_EQ(factory_settings_of(on({2, 3})).sensor, a250);
  EXPECT_EQ(factory_settings_of(on({1})).sensor, a400);
  EXPECT_EQ(factory_settings_of(on({1, 3})).sensor, a500);
  EXPECT_EQ(factory_settings_of(on({1, 2})).sensor, a1000);
  EXPECT_EQ(factory_settings_of(on({1, 2, 3})).sensor, a2000);
  const std::array<int, 16> cells{4, 8, 12, 16, 20, 24, 28, 32, 48, 64, 80, 96, 128, 156, 204, 255};
  for (unsigned code = 0; code < 16; ++code) {
    SwitchPositions positions = 0;
    for (unsigned bit = 0; bit < 4; ++bit) {
      if ((code >> bit & 1U) != 0) {
        positions = static_cast<SwitchPositions>(positions | on({7 - static_cast<int>(bit)}));
      }
    }
    EXPECT_EQ(factory_settings_of(positions).cells, cells[code]) << code;
  }
}

// IN-2
TEST(FactorySettings, AreProgrammedByTogglingSwitch8) {
  OptionSwitches state;
  hold(state, 0, 0_s, 5_s);
  hold(state, on({2, 3, 6, 7}), 6_s, 20_s);  // 250 A, 16 cells
  EXPECT_TRUE(hold(state, on({2, 3, 6, 7, 8}), 21_s, 24_s).programming_began);
  EXPECT_FALSE(hold(state, on({2, 3, 6, 7}), 25_s, 27'900_ms).program);
  const SwitchVerdict verdict = judge_switches(state, on({2, 3, 6, 7}), 28_s);
  ASSERT_TRUE(verdict.program);
  EXPECT_EQ(verdict.program->sensor, SensorRange::a250);
  EXPECT_EQ(verdict.program->cells, 16);
  EXPECT_FALSE(hold(state, on({2, 3, 6, 7}), 28'100_ms, 60_s).program) << "once";
}

// IN-2
TEST(FactorySettings, TheCodeIsThePositionsInTheMomentWhen8GoesOff) {
  OptionSwitches state;
  hold(state, 0, 0_s, 5_s);
  hold(state, on({8}), 6_s, 10_s);
  hold(state, on({1, 4, 8}), 10'100_ms, 11_s);
  judge_switches(state, on({1, 4}), 11'100_ms);
  const SwitchVerdict verdict = hold(state, 0, 11'200_ms, 14'100_ms);
  ASSERT_TRUE(verdict.program);
  EXPECT_EQ(verdict.program->sensor, SensorRange::a400);
  EXPECT_EQ(verdict.program->cells, 48);
}

// IN-2
TEST(FactorySettings, AreNotTouchedWhen8IsOnForLessThan3Seconds) {
  OptionSwitches state;
  hold(state, on({2}), 0_s, 5_s);
  hold(state, on({2, 8}), 6_s, 8'900_ms);
  EXPECT_FALSE(hold(state, on({2}), 9_s, 60_s).program);
}

// IN-2
TEST(FactorySettings, While8BouncesNothingIsProgrammedYet) {
  OptionSwitches state;
  hold(state, on({2}), 0_s, 5_s);
  hold(state, on({2, 8}), 6_s, 10_s);
  EXPECT_FALSE(hold(state, on({2}), 10'100_ms, 12_s).program);
  EXPECT_FALSE(hold(state, on({2, 8}), 12'100_ms, 16_s).program);
  EXPECT_TRUE(hold(state, on({2}), 16'100_ms, 19'100_ms).program);
}

// IN-2
TEST(FactorySettings, From8OnUntil10SecondsAfter8OffTheOthersHaveNoOtherEffect) {
  OptionSwitches state;
  hold(state, 0, 0_s, 5_s);
  hold(state, on({8}), 6_s, 10_s);
  EXPECT_EQ(hold(state, on({5, 8}), 10'100_ms, 20_s).options.mode, Mode::normal);
  EXPECT_EQ(hold(state, on({5}), 20'100_ms, 30_s).options.mode, Mode::normal);
  EXPECT_EQ(judge_switches(state, on({5}), 30'100_ms).options.mode, Mode::critical);
}

// IN-2
TEST(FactorySettings, SwitchesSetBackWithinThe10SecondsNeverAct) {
  OptionSwitches state;
  hold(state, 0, 0_s, 5_s);
  hold(state, on({8}), 6_s, 10_s);
  hold(state, on({1, 5, 8}), 10'100_ms, 12_s);
  hold(state, on({1, 5}), 12'100_ms, 16_s);
  const SwitchVerdict verdict = hold(state, 0, 16'100_ms, 40_s);
  EXPECT_EQ(verdict.options.mode, Mode::normal);
  EXPECT_EQ(verdict.options.cycle, Cycle::slow);
}

// IN-2, IN-6
TEST(FactorySettings, NoAutoZeroRunsWhile8IsOn) {
  OptionSwitches state;
  EXPECT_TRUE(hold(state, on({4}), 0_s, 5_s).options.auto_zero);
  EXPECT_FALSE(judge_switches(state, on({4, 8}), 6_s).options.auto_zero);
  EXPECT_FALSE(hold(state, on({4}), 10_s, 19'900_ms).options.auto_zero);
  EXPECT_TRUE(judge_switches(state, on({4}), 20_s).options.auto_zero);
}

}  // namespace
}  // namespace cellwarden::core
