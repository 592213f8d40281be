// SPDX-License-Identifier: Apache-2.0
// The public reads and writes of settings (SET-1, RELAY-9): what is written is read back, and what
// cannot be honoured is KO.
#include <gtest/gtest.h>

#include "lines_board.hpp"

namespace cellwarden::protocol {
namespace {

using namespace core::literals;
using test::LinesBoard;

class LinesSettings : public testing::Test {
 protected:
  LinesSettings() { board.log_in(); }

  // Both bytes of a word.
  std::string word(std::string_view high, std::string_view low) {
    const std::string first = board.answer_to(high);
    return first == "OK|" ? board.answer_to(low) : "high byte: " + first;
  }

  LinesBoard board;
};

// The sum that one source describes: of all characters but the separators. (The only public answer,
// 333_03_05_03_DBB_EF, does not fit it: 0x8C. It was probably edited.)
std::string with_sum(const std::string& fields) {
  unsigned sum = 0;
  for (const char c : fields) sum += c == '_' ? 0 : static_cast<unsigned char>(c);
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  return fields + "_" + kDigits[sum / 16 % 16] + kDigits[sum % 16] + "|";
}

// The defaults of section 7 of the requirements, in the steps of the wire.
TEST_F(LinesSettings, ReadsTellTheDefaults) {
  EXPECT_EQ(board.answer_to("V@"), with_sum("333_00_00_04_2A8"));  // E until a good message; 3.40 V
  EXPECT_EQ(board.answer_to("S1@"), with_sum("00C8_0064_0028_31323334"));  // 2 kW, 1 kW, 4 kWh
  // 2.70, 3.60 V, 10, 80 °C, 95, 5 %; 10 °C, V-low = V-min, 3.20 V, 100, 50 mV
  EXPECT_EQ(board.answer_to("S2@"), with_sum("21C_2D0_11A_16C_5F_05_11A_21C_280_0A_05"));
  // Sensor 100 A has no code; normal mode; restart delays 30 s
  EXPECT_EQ(board.answer_to("S3@"), with_sum("FF_00_00_00_00_06_06_00_00_00_00_00"));
  EXPECT_EQ(board.answer_to("SRY0@"), with_sum("00_01_00"));
  EXPECT_EQ(board.answer_to("SRY1@"), with_sum("00_02_00"));
}

TEST_F(LinesSettings, TheSumIsThatOfTheCharactersWithoutSeparators) {
  EXPECT_EQ(with_sum("333_03_05_03_DBB"), "333_03_05_03_DBB_8C|");
}

TEST_F(LinesSettings, SensorsWithACodeAreNamed) {
  const auto code = [this](core::SensorRange sensor) {
    board.pack.factory.sensor = sensor;
    return board.answer_to("S3@").substr(0, 2);
  };
  EXPECT_EQ(code(core::SensorRange::a250), "01");
  EXPECT_EQ(code(core::SensorRange::a500), "02");
  EXPECT_EQ(code(core::SensorRange::a1000), "0B");
  EXPECT_EQ(code(core::SensorRange::a2000), "FF");
}

TEST_F(LinesSettings, EverySettingThatBothHaveCanBeWritten) {
  const core::Settings& s = board.pack.settings;
  EXPECT_EQ(word("01-010!", "2C-011!"), "OK|");
  EXPECT_EQ(s.solar_peak_power, 3000_W);
  EXPECT_EQ(word("00-020!", "01-021!"), "OK|");
  EXPECT_EQ(s.inverter_peak_power, 10_W);
  EXPECT_EQ(word("FF-030!", "FF-031!"), "OK|");
  EXPECT_EQ(s.battery_capacity, 6'553'500_Wh);
  EXPECT_EQ(word("02-040!", "58-041!"), "OK|");
  EXPECT_EQ(s.v_min, 3000_mV);
  EXPECT_EQ(board.answer_to("14-042!"), "OK|");
  EXPECT_EQ(s.v_min_hysteresis, 200_mV);
  EXPECT_EQ(word("02-046!", "94-047!"), "OK|");
  EXPECT_EQ(s.nominal_cell_voltage, 3300_mV);
  EXPECT_EQ(word("02-050!", "DA-051!"), "OK|");
  EXPECT_EQ(s.v_max, 3650_mV);
  EXPECT_EQ(board.answer_to("00-052!"), "OK|");
  EXPECT_EQ(s.v_max_hysteresis, 0_mV);
  EXPECT_EQ(word("01-060!", "15-061!"), "OK|");  // 277 → 5.289 °C
  EXPECT_EQ(s.t_min, 5_C);
  EXPECT_EQ(word("01-070!", "61-071!"), "OK|");  // 353 → 70.421 °C
  EXPECT_EQ(s.t_max, 70_C);
  EXPECT_EQ(board.answer_to("5A-080!"), "OK|");
  EXPECT_EQ(s.charge_restart, 90_percent);
  EXPECT_EQ(board.answer_to("0a-081!"), "OK|");
  EXPECT_EQ(s.discharge_restart, 10_percent);
  EXPECT_EQ(word("00-082!", "78-083!"), "OK|");
  EXPECT_EQ(s.restart_delay, 600_s);
}

// The wire has 5 mV where the setting has 10 mV: the nearest step, and the read says which.
TEST_F(LinesSettings, AValueBetweenTwoStepsIsRoundedAndReadBack) {
  EXPECT_EQ(word("02-046!", "8B-047!"), "OK|");  // 651 × 5 mV = 3.255 V
  EXPECT_EQ(board.pack.settings.nominal_cell_voltage, 3260_mV);
  EXPECT_EQ(board.answer_to("S2@").substr(30, 3), "28C");  // 3.260 V
}

// SET-1: V-min < V-bypass < V-max, here 3.40 V: at the limit, just below, just above.
TEST_F(LinesSettings, AWordThatBreaksTheOrderIsKO) {
  EXPECT_EQ(word("02-040!", "A8-041!"), "KO|");  // 3.400 V
  EXPECT_EQ(board.pack.settings.v_min, 2700_mV);
  EXPECT_EQ(word("02-040!", "A7-041!"), "OK|");  // 3.395 V
  EXPECT_EQ(word("02-050!", "A8-051!"), "KO|");
  EXPECT_EQ(board.pack.settings.v_max, 3600_mV);
  EXPECT_EQ(word("02-050!", "A9-051!"), "OK|");  // 3.405 V
  EXPECT_EQ(word("01-070!", "1A-071!"), "KO|");  // T-max 10 °C = T-min
  EXPECT_EQ(board.answer_to("05-080!"), "KO|");  // charge restart 5 % = discharge restart
  EXPECT_EQ(board.answer_to("06-080!"), "OK|");
}

// Outside its range a value is refused here already; the board is not even asked.
TEST_F(LinesSettings, OutOfRangeIsKO) {
  board.done.clear();
  EXPECT_EQ(word("00-010!", "00-011!"), "KO|");  // 0 W; 0.01 kW is the lowest
  EXPECT_EQ(word("00-030!", "00-031!"), "KO|");
  EXPECT_EQ(word("01-040!", "8F-041!"), "KO|");  // 1.995 V
  EXPECT_EQ(word("03-050!", "E9-051!"), "KO|");  // 5.005 V
  EXPECT_EQ(word("00-060!", "DF-061!"), "KO|");  // 223 → −40.989 °C
  EXPECT_EQ(word("01-070!", "74-071!"), "KO|");  // 372 → 86.7 °C
  EXPECT_EQ(word("00-082!", "79-083!"), "KO|");  // 605 s
  EXPECT_EQ(board.answer_to("65-080!"), "KO|");  // 101 %
  EXPECT_EQ(board.answer_to("33-042!"), "KO|");  // 510 mV
  EXPECT_TRUE(board.done.empty());
}

// A word is nothing until its low byte has come, right behind the high one.
TEST_F(LinesSettings, HalfAWordChangesNothing) {
  EXPECT_EQ(board.answer_to("30-041!"), "KO|");  // no high byte
  EXPECT_EQ(board.answer_to("02-040!"), "OK|");
  EXPECT_EQ(board.answer_to("02-050!"), "OK|");  // another write comes between
  EXPECT_EQ(board.answer_to("30-041!"), "KO|");
  EXPECT_EQ(board.answer_to("02-040!"), "OK|");
  EXPECT_EQ(board.answer_to("S2@").substr(0, 3), "21C");  // a read may
  EXPECT_EQ(board.answer_to("30-041!"), "OK|");
  EXPECT_EQ(board.pack.settings.v_min, 2800_mV);
  EXPECT_EQ(board.answer_to("30-041!"), "KO|");  // the high byte is used up
}

// What is a switch, hardware, or something we do not have: OK only if it is so already.
TEST_F(LinesSettings, WhatCannotBeChangedIsKOUnlessItIsSo) {
  for (const char* same :
       {"00-015!", "FF-016!", "00-017!", "00-086!", "00-087!", "00-08B!", "00-08D!", "00-08E!",
        "00-08F!", "00-092!", "01-340!", "00-341!", "02-360!", "00-361!"}) {
    EXPECT_EQ(board.answer_to(same), "OK|") << same;
  }
  for (const char* other :
       {"01-015!", "01-016!", "01-017!", "01-086!", "01-087!", "01-08B!", "01-08D!", "01-08E!",
        "01-08F!", "01-092!", "02-340!", "01-341!", "01-360!", "01-361!", "00-000!", "00-FFF!"}) {
    EXPECT_EQ(board.answer_to(other), "KO|") << other;
  }
  EXPECT_EQ(word("02-044!", "1C-045!"), "OK|");
  EXPECT_EQ(word("02-044!", "30-045!"), "KO|");
}

// There is one T-min and one restart delay here. The second address of each must not move the
// first: a lower T-min for discharging would let a frozen pack be charged.
TEST_F(LinesSettings, TheSecondOfTwoThatAreOneHereIsKOUnlessEqual) {
  EXPECT_EQ(word("01-062!", "1A-063!"), "OK|");
  EXPECT_EQ(word("01-062!", "00-063!"), "KO|");
  EXPECT_EQ(board.pack.settings.t_min, 10_C);
  EXPECT_EQ(word("00-084!", "06-085!"), "OK|");
  EXPECT_EQ(word("00-084!", "07-085!"), "KO|");
  EXPECT_EQ(board.pack.settings.restart_delay, 30_s);
}

// RELAY-9: a relay can be held open; nobody can hold one closed.
TEST_F(LinesSettings, ForcingARelayOffHoldsItOpen) {
  EXPECT_EQ(board.answer_to("01-019!"), "OK|");
  EXPECT_TRUE(board.facts.hold_charge_open);
  EXPECT_FALSE(board.facts.hold_load_open);
  EXPECT_EQ(board.answer_to("01-362!"), "OK|");
  EXPECT_TRUE(board.facts.hold_charge_open);
  EXPECT_TRUE(board.facts.hold_load_open);
  EXPECT_EQ(board.answer_to("S3@").substr(6, 5), "01_01");
  EXPECT_EQ(board.answer_to("SRY0@").substr(0, 2), "01");
  EXPECT_EQ(board.answer_to("00-342!"), "OK|");
  EXPECT_FALSE(board.facts.hold_charge_open);
  EXPECT_EQ(board.answer_to("02-342!"), "KO|");
  EXPECT_EQ(board.answer_to("02-362!"), "KO|");
  EXPECT_EQ(board.answer_to("00-01A!"), "OK|");
  EXPECT_FALSE(board.facts.hold_load_open);
}

TEST_F(LinesSettings, TheLogHasWhatThePublicTypesCanName) {
  board.pack.start();
  EXPECT_EQ(board.answer_to("L0@"), with_sum("00000000_00_0000_00"));  // empty
  board.pack.fail();
  EXPECT_EQ(board.answer_to("TS@"), with_sum("00000004"));
  EXPECT_EQ(board.answer_to("L0@"), with_sum("00000004_05_0003_00"));  // E, 3 messages missed
  EXPECT_EQ(board.answer_to("L1@"), with_sum("00000000_00_0000_00"));
  board.pack.good_at(10_s);
  board.pack.good_at(11_s);
  board.pack.fail();
  EXPECT_EQ(board.answer_to("L0@"), with_sum("0000000E_05_0003_00"));  // the newest first
  EXPECT_EQ(board.answer_to("L1@"), with_sum("00000004_05_0003_00"));
  EXPECT_EQ(board.answer_to("L9@"), with_sum("00000000_00_0000_00"));
}

TEST_F(LinesSettings, TheHourlyHistoryIsEmpty) {
  for (const char* line : {"H0@", "H9@", "HA@", "HD@"}) {
    EXPECT_EQ(board.answer_to(line), with_sum("00_FFFFFFFFFFFFFFFFFFFFFFFF")) << line;
  }
}

}  // namespace
}  // namespace cellwarden::protocol
