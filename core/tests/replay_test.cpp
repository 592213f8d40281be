// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/replay.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace cellwarden::core {
namespace {

using namespace literals;

class Replay {
 public:
  Replay() {
    settings.cells = 2;
    settings.settings.profile = Profile::exact;
  }
  void begin() { replay = first_replay_state(settings); }
  Outputs good_at(Milliseconds time, Millivolts first, Millivolts second) {
    const std::vector<CellReading> cells{cell_reading(first, 25_C), cell_reading(second, hot)};
    return replay_step(
        replay, settings,
        {.time = time, .intact = true, .cells = cells, .current_in = current, .current_out = {}});
  }
  Outputs missed_at(Milliseconds time) {
    return replay_step(
        replay, settings,
        {.time = time, .intact = false, .cells = {}, .current_in = {}, .current_out = {}});
  }
  [[nodiscard]] bool bypass(int number) const {
    return replay.bypass[static_cast<std::size_t>(number - 1)].on;
  }

  ReplaySettings settings;
  ReplayState replay;
  Milliamps current;
  MilliCelsius hot = 25_C;
};

// PLUS-4
TEST(Replay, StartsWithTheSocItWasGiven) {
  Replay r;
  r.settings.initial_soc_millionths = 96'000'000;
  r.settings.initial_calibrated = true;
  r.begin();
  EXPECT_EQ(r.replay.state.soc.count, count_at(4000_Wh, 96_percent));
  EXPECT_TRUE(r.replay.state.soc.calibrated);
}

// PLUS-4
TEST(Replay, RunsTheRulesOfTheBoards) {
  Replay r;
  r.begin();
  EXPECT_FALSE(r.good_at(0_s, 3300_mV, 3300_mV).charge_relay_closed);
  EXPECT_TRUE(r.good_at(1_s, 3300_mV, 3300_mV).charge_relay_closed);
  EXPECT_FALSE(r.good_at(2_s, 3300_mV, 3600_mV).charge_relay_closed);
}

// PLUS-4, CELL-3
TEST(Replay, KeepsTheBypassOverMissedMessagesUntilTheThird) {
  Replay r;
  r.begin();
  r.good_at(0_s, 3300_mV, 3400_mV);
  EXPECT_FALSE(r.bypass(1));
  EXPECT_TRUE(r.bypass(2)) << "also while E waits for its second message";
  r.missed_at(1_s);
  r.missed_at(2_s);
  EXPECT_TRUE(r.bypass(2));
  r.missed_at(3_s);
  EXPECT_FALSE(r.bypass(2));
  r.good_at(4_s, 3300_mV, 3395_mV);
  EXPECT_FALSE(r.bypass(2));
  r.good_at(5_s, 3300_mV, 3400_mV);
  EXPECT_TRUE(r.bypass(2));
}

// PLUS-4, CELL-3
TEST(Replay, AGapOfThreeMissedMessagesReleasesTheBypassToo) {
  Replay r;
  r.begin();
  r.good_at(0_s, 3300_mV, 3400_mV);
  r.good_at(2'499_ms, 3300_mV, 3395_mV);
  EXPECT_TRUE(r.bypass(2));
  r.good_at(5'999_ms, 3300_mV, 3395_mV);
  EXPECT_FALSE(r.bypass(2));
}

// PLUS-4, CELL-5
TEST(Replay, AHotBoardStaysLatchedOverMissedMessages) {
  Replay r;
  r.settings.settings.t_max = 85_C;
  r.begin();
  r.hot = 70_C;
  r.good_at(0_s, 3300_mV, 3500_mV);
  EXPECT_FALSE(r.bypass(2));
  for (const Milliseconds t : {1_s, 2_s, 3_s}) r.missed_at(t);
  r.hot = 65_C;
  r.good_at(4_s, 3300_mV, 3500_mV);
  EXPECT_FALSE(r.bypass(2));
  r.hot = 59_C;
  r.good_at(5_s, 3300_mV, 3500_mV);
  EXPECT_TRUE(r.bypass(2));
}

// PLUS-4, IN-7
TEST(Replay, FindsSaturationInTheNumbers) {
  Replay r;
  r.settings.initial_calibrated = true;
  r.begin();
  r.current = 100_A;
  r.good_at(0_s, 3300_mV, 3300_mV);
  EXPECT_FALSE(r.replay.state.soc.calibrated);
}

}  // namespace
}  // namespace cellwarden::core
