// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/lines_source.hpp"

#include <gtest/gtest.h>

namespace cellwarden::gateway {
namespace {

using namespace core::literals;
using core::Milliseconds;
using core::Warning;

class OurLines : public testing::Test {
 protected:
  OurLines() {
    protocol::LinesSession session;
    session.device = protocol::LinesDevice::ours;
    source.take(session, 0_ms);
  }
  // One cycle of two cells; age: of the last chain message.
  void cycle(Milliseconds now, std::uint32_t missed, std::optional<Milliseconds> age) {
    protocol::WarningsLine warnings;
    warnings.known = age.has_value();
    warnings.age = age;
    warnings.missed = missed;
    if (missed >= 3) warnings.warnings.set(Warning::communication);
    source.take(warnings, now);
    protocol::CurrentsLine currents;
    currents.in = 5'000_mA;
    source.take(currents, now);
    const protocol::CellState cell{.reading = core::cell_reading(3'300_mV, 20'000_mC),
                                   .hot = false};
    protocol::CellsLine cells{.first = 1, .cells = {}};
    for (int i = 0; i < 2; ++i) cells.cells.push_back(cell);
    source.take(cells, now);
  }

  LinesSource source;
  const Observation& seen{source.observation()};
};

// APP-7: the board tells the last values again in every cycle that brings no message.
TEST_F(OurLines, WhatIsToldAgainWithoutAMessageIsAsOldAsItWas) {
  cycle(1'000_ms, 0, 0_ms);
  for (int i = 1; i <= 10; ++i) {
    cycle(Milliseconds{1'000 + i * 1'000}, static_cast<std::uint32_t>(i), Milliseconds{i * 1'000});
  }
  EXPECT_EQ(seen.cells[0]->at, 1'000_ms);
  EXPECT_EQ(seen.currents->at, 1'000_ms);
  EXPECT_EQ(seen.sensors->at, 1'000_ms);
  EXPECT_EQ(seen.alarms->at, 11'000_ms) << "the board itself is heard";
  cycle(12'000_ms, 0, 0_ms);
  EXPECT_EQ(seen.cells[1]->at, 12'000_ms);
  EXPECT_EQ(seen.currents->at, 12'000_ms);
}

// An invalid cell is E as well, but its messages do come.
TEST_F(OurLines, AMessageWithAnInvalidCellIsFresh) {
  cycle(1'000_ms, 0, 0_ms);
  protocol::WarningsLine warnings;
  warnings.known = true;
  warnings.age = 0_ms;
  warnings.invalid_cell = 2;
  warnings.warnings.set(Warning::communication);
  source.take(warnings, 2'000_ms);
  source.take(protocol::CurrentsLine{}, 2'000_ms);
  EXPECT_EQ(seen.currents->at, 2'000_ms);
}

TEST_F(OurLines, WhoConnectsDuringEIsToldTheAgeByTheBoard) {
  cycle(100'000_ms, 40, 40'000_ms);
  EXPECT_EQ(seen.cells[0]->at, 60'000_ms);
}

TEST_F(OurLines, CellsThatWereNeverHeardAreUnknown) {
  cycle(1'000_ms, 4, {});
  EXPECT_FALSE(seen.cells[0]);
  EXPECT_FALSE(seen.currents);
}

}  // namespace
}  // namespace cellwarden::gateway
