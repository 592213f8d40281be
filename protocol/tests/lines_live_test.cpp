// SPDX-License-Identifier: Apache-2.0
// The records of E!, as the board's state has them (OUT-3, OUT-4).
#include <gtest/gtest.h>

#include <vector>

#include "cellwarden/protocol/lines_records.hpp"
#include "lines_board.hpp"

namespace cellwarden::protocol {
namespace {

using namespace core::literals;
using test::LinesBoard;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('|', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::string letters_of(const std::string& text) {
  std::string letters;
  for (const std::string& line : lines_of(text)) letters += line.front();
  return letters;
}

class LinesLive : public testing::Test {
 protected:
  explicit LinesLive(std::uint8_t cells = 4) : board{cells} {
    board.log_in();
    board.line("E!");
  }
  LinesBoard board;
};

// OUT-3: before the first good message there is nothing to say.
TEST_F(LinesLive, NothingBeforeTheFirstGoodMessage) {
  EXPECT_EQ(board.told(), "");
  board.pack.damaged_at(0_s);
  EXPECT_EQ(board.told(), "");
}

// All cells stand before H: a client that waits for U, E and H wants every cell by then.
TEST_F(LinesLive, EachMessageIsToldInThisOrder) {
  board.pack.start();
  EXPECT_EQ(letters_of(board.told()), "UVTCCCCEMBH");
  EXPECT_EQ(letters_of(board.told()), "UVTCCCCEMBH");
}

TEST_F(LinesLive, TheRecordsOfAQuietPack) {
  board.pack.cells[1] = core::cell_reading(3310_mV, 21'000_mC);
  board.pack.cells[2] = core::cell_reading(3290_mV, 19'000_mC);
  board.pack.sensors = {.in = 18'500_mA, .out = 2_A};
  board.pack.start();
  board.log_in();
  EXPECT_EQ(board.told(),
            "U_0A50_+0172_+014A_+0028|"  // 13.2 V, 18.5 A in, 16.5 A battery, 2 A out
            "V_292_03_296_02_2A8|"
            "T_125_03_127_02|"
            "C_01_04_294_126_83_30|"  // both allowed, uncalibrated; both relays closed
            "C_02_04_296_127_83_30|"
            "C_03_04_292_125_83_30|"
            "C_04_04_294_126_83_30|"
            "E_000000_0007D0_000000_32|"  // half of 4 kWh
            "M_000000_000000_00:00|"
            "B_X000000_X000000_X000000_X000000|"
            "H_FF_X0000_X0000_FF_X000000_X000000|");
}

// IN-3: as reported, in steps of range/200; IN-4: no second sensor is X, never 0 A.
TEST_F(LinesLive, CurrentsAreThoseOfTheDataOutput) {
  board.pack.sensors = {.in = 12'301_mA, .out = {}};
  board.pack.start();
  EXPECT_EQ(board.told().substr(0, 25), "U_0A50_+00FA_+00FA_X0000|");  // 12.5 A
  board.pack.factory.sensor = core::SensorRange::a25;
  EXPECT_EQ(board.told().substr(0, 25),
            "U_0A50_+00F5_+00F5_X0000|");  // 12.25 A: 12.301 → 98 × 0.125
}

// OUT-3: during E currents are X, nothing is allowed, and the last voltages go on.
TEST_F(LinesLive, DuringECurrentsAreNotAvailableAndNothingIsAllowed) {
  board.pack.start();
  board.pack.fail();
  const auto lines = lines_of(board.told());
  EXPECT_EQ(lines[0], "U_0A50_X0000_X0000_X0000");
  EXPECT_EQ(lines[3], "C_01_04_294_126_84_00");
}

// With one sensor what comes in is what is charged (EN-1); with two B is unknown, see above.
TEST_F(LinesLive, WithOneSensorTheChargedEnergyIsKnown) {
  board.pack.start();
  board.pack.state.energy.in_total.whole = 12'999_Wh;
  board.pack.state.energy.out_today.whole = 255_Wh;
  EXPECT_EQ(lines_of(board.told())[9], "B_00000C_000000_000000_0000FF");
}

// EN-2: M has the time of the device clock.
TEST_F(LinesLive, TheTimeIsThatOfTheDeviceClock) {
  board.pack.start();
  core::set_clock(board.pack.state.clock, 23_h + 3_min, board.pack.time);
  EXPECT_EQ(lines_of(board.told())[8], "M_000000_000000_17:03");
}

class LinesLiveOf17 : public LinesLive {
 protected:
  LinesLiveOf17() : LinesLive{17} { board.pack.start(); }
};

// Up to 16 cells a message; a larger pack is told in turns.
TEST_F(LinesLiveOf17, LargePacksAreToldInTurns) {
  const auto first = lines_of(board.told());
  EXPECT_EQ(first[3].substr(0, 5), "C_01_");
  EXPECT_EQ(first[18].substr(0, 5), "C_10_");
  EXPECT_EQ(first[19].front(), 'E');
  const auto second = lines_of(board.told());
  EXPECT_EQ(second[3].substr(0, 5), "C_11_");
  EXPECT_EQ(second[4].substr(0, 5), "C_01_");
}

// Known clients: MRK takes a record by its number of fields and one letter; AIO wants at least so
// many; DUD takes exactly these, and of C only six, which is generation 2.
TEST_F(LinesLive, EveryRecordHasTheFieldsThatKnownClientsCount) {
  const auto fields = [](const std::string& line) {
    return 1 + std::count(line.begin(), line.end(), '_');
  };
  const auto expected = [](char letter, Generation generation) -> std::ptrdiff_t {
    switch (letter) {
      case 'U': return 5;
      case 'V': return 6;
      case 'T': return 5;
      case 'C': return generation == Generation::three ? 7 : 6;
      case 'E': return 5;
      case 'M': return 4;
      case 'H': return 7;
      case 'B': return 5;
      default: return 0;
    }
  };
  board.pack.start();
  for (const Generation generation : {Generation::three, Generation::one_or_two}) {
    board.facts.generation = generation;
    for (const std::string& line : lines_of(board.told())) {
      EXPECT_EQ(fields(line), expected(line.front(), generation)) << line;
    }
  }
}

}  // namespace
}  // namespace cellwarden::protocol
