// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/words/sentences.hpp"

#include <gtest/gtest.h>

namespace cellwarden::words {
namespace {

using namespace core::literals;
using core::EventKind;
using core::RuleId;
using core::Subject;

// RELAY-3
TEST(Words, AReasonReadsAsInTheRequirements) {
  EXPECT_EQ(sentence({RuleId::ch_1, Subject::highest_cell_voltage, 7, 3652, 3600}),
            "CH-1: cell 7 is 3.652 V, limit 3.600 V");
  EXPECT_EQ(sentence({RuleId::ld_12, Subject::state_of_charge, 0, 3000, 5000}),
            "LD-12: SOC counted 3 %, restart at 5 %");
}

// RELAY-3
TEST(Words, EveryOtherReasonSaysWhatHolds) {
  EXPECT_EQ(sentence({RuleId::ch_2, Subject::lowest_cell_voltage, 2, 3401, 3400}),
            "CH-2: full, even the lowest cell 2 is 3.401 V, V-bypass 3.400 V");
  EXPECT_EQ(sentence({RuleId::ld_3, Subject::highest_cell_temperature, 4, 80'500, 80'000}),
            "LD-3: cell 4 is 80.5 °C, limit 80 °C");
  EXPECT_EQ(sentence({RuleId::ch_5, Subject::communication, 0, 4, 3}),
            "CH-5: no cell communication, 4 messages missed in a row");
  EXPECT_EQ(sentence({RuleId::ch_5, Subject::communication, 9, 4, 3}),
            "CH-5: no cell communication, the reading of cell 9 is invalid");
  EXPECT_EQ(sentence({RuleId::ld_4, Subject::communication, 0, 0, 3}),
            "LD-4: no cell communication, waiting for two good messages in a row");
  EXPECT_EQ(sentence({RuleId::relay_1, Subject::restart_delay, 0, 12'000, 30'000}),
            "RELAY-1: waiting, 12 s of 30 s");
  EXPECT_EQ(sentence({RuleId::relay_9, Subject::hold, 0, 0, 0}), "RELAY-9: held open by the owner");
  EXPECT_EQ(
      sentence({RuleId::out_6, Subject::clock, 0, 0, 0}),
      "OUT-6: the OUT board's clock does not fit the rhythm of the messages: more than 10 % apart");
}

std::string told(EventKind kind, int number, std::int32_t value, std::int32_t limit) {
  return sentence({.kind = kind,
                   .number = static_cast<std::uint8_t>(number),
                   .value = value,
                   .limit = limit,
                   .since = 0_s});
}

TEST(Words, EveryEventIsASentence) {
  EXPECT_EQ(told(EventKind::communication_lost, 0, 3, 3), "Warning E: 3 messages missed in a row.");
  EXPECT_EQ(told(EventKind::communication_lost, 5, 3, 3),
            "Warning E: no valid reading of cell 5 in 3 messages.");
  EXPECT_EQ(told(EventKind::reading_invalid, 3, 3 * 256, 0),
            "The voltage of cell 3 is invalid: impossibly high.");
  EXPECT_EQ(told(EventKind::reading_invalid, 3, 4, 0),
            "The temperature of cell 3 is invalid: sensor open.");
  EXPECT_EQ(told(EventKind::reading_invalid, 3, 1 * 256 + 6, 0),
            "Voltage (missing) and temperature (not a number) of cell 3 are invalid.");
  EXPECT_EQ(told(EventKind::gap_not_counted, 0, 10'000, 3000),
            "A gap of 10 s without good messages is not counted into the SOC.");
  EXPECT_EQ(told(EventKind::sensor_saturated, 2, -100'000, 100'000),
            "Current sensor I-2 is saturated: -100 A of 100 A. The SOC is uncalibrated now.");
  EXPECT_EQ(told(EventKind::relay_oscillating, 2, 10'000, 0),
            "The load relay oscillates: it now waits 10 s before it closes.");
  EXPECT_EQ(
      told(EventKind::break_located, 6, 11, 0),
      "No data from cell 6: check the wire between cell 6 and cell 7, and the board on cell 6.");
  for (int kind = 0; kind <= static_cast<int>(EventKind::store_failing); ++kind) {
    EXPECT_TRUE(told(static_cast<EventKind>(kind), 1, 1000, 2000).ends_with('.')) << kind;
  }
}

TEST(Words, TimesAreClocksDaysOrDates) {
  EXPECT_EQ(clock_text(0_s), "00:00:00");
  EXPECT_EQ(clock_text(24_h - 1_ms), "23:59:59");
  EXPECT_EQ(clock_text(24_h), "day 2, 00:00:00");
  EXPECT_EQ(clock_text(-1_ms), "day 0, 23:59:59");
  EXPECT_EQ(clock_text(1_s * 1'760'000'000), "2025-10-09 08:53:20 UTC");
}

TEST(Words, DurationsHaveTheUnitThatFits) {
  EXPECT_EQ(duration_text(500_ms), "0.5 s");
  EXPECT_EQ(duration_text(59'999_ms), "59.999 s");
  EXPECT_EQ(duration_text(61_s), "1 min 1 s");
  EXPECT_EQ(duration_text(3660_s), "1 h 1 min");
  EXPECT_EQ(duration_text(49_h), "2 d 1 h");
}

}  // namespace
}  // namespace cellwarden::words
