// SPDX-License-Identifier: Apache-2.0
// All roads to a pack tell the same, field for field, as its board knows it (OUT-3, OUT-4).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "one_pack.hpp"

namespace cellwarden::gateway::roads {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

// A data output, and lines beside it, at one pack.
class Roads : public testing::TestWithParam<Road> {
 protected:
  OnePack pack{GetParam()};

  std::size_t cells() const { return 5; }
  void compare_now(const char* when, bool settled = false) {
    const Truth truth = truth_of(pack.bench);
    Scope of_output{.only_cell = pack.output.cell(), .keys = settled};
    EXPECT_THAT(differences(pack.output.told(), truth, of_output), IsEmpty()) << when;
    EXPECT_THAT(differences(pack.lines.told(), truth), IsEmpty()) << when;
  }
  // In each cycle what it tells, and then everything.
  void compare_for_a_while(const char* when) {
    for (int i = 0; i < 10; ++i) {
      pack.run_cycle();
      compare_now(when);
    }
    pack.settle();
    compare_now(when, true);
  }
  std::size_t fault(twin::FaultKind kind, int cell, double magnitude) {
    return pack.make_fault({.kind = kind, .cell = cell, .magnitude = magnitude});
  }
  bool is(core::Warning warning) const {
    return pack.bench.out_board(1).state.status.warnings.has(warning);
  }
};

TEST_P(Roads, AHealthyPackIsTheSameOverEach) {
  pack.settle();
  ASSERT_EQ(pack.lines.session().phase, protocol::LinesPhase::live);
  compare_for_a_while("healthy");
  // It is a pack to compare with: nothing is 0 by chance, and every cell is another.
  const core::State& state = truth_of(pack.bench).state();
  EXPECT_GT(state.status.currents.in.count(), 1'000);
  EXPECT_GT(state.status.currents.out.value().count(), 1'000);
  EXPECT_NE(state.cells[0].voltage, state.cells[1].voltage);
  EXPECT_NE(state.cells[0].temperature, state.cells[1].temperature);
  EXPECT_GT(state.energy.in_today.whole.count(), 5);
  EXPECT_TRUE(state.charge.closed);
}

TEST_P(Roads, OneWithACellAboveVMaxIsTheSameOverEach) {
  pack.settle();
  fault(twin::FaultKind::cell_voltage_bias, 3, 400);
  pack.settle();
  ASSERT_TRUE(is(core::Warning::voltage_high));
  ASSERT_FALSE(truth_of(pack.bench).state().charge.closed);
  compare_for_a_while("a cell above V-max");
}

TEST_P(Roads, OneThatIsTooColdIsTheSameOverEach) {
  pack.settle();
  fault(twin::FaultKind::ambient, 0, -60);
  for (int i = 0; i < 100 && !is(core::Warning::temperature_low); ++i) {
    pack.bench.run_until(pack.bench.time_s() + 300);
  }
  pack.settle();
  ASSERT_TRUE(is(core::Warning::temperature_low));
  compare_for_a_while("too cold");
}

TEST_P(Roads, OneWithABrokenWireIsTheSameOverEach) {
  pack.settle();
  const std::size_t broken = fault(twin::FaultKind::chain_wire_broken, 2, 0);
  pack.settle();
  ASSERT_TRUE(is(core::Warning::communication));
  compare_for_a_while("a broken wire");
  pack.bench.mend_fault(broken);
  pack.settle();
  ASSERT_FALSE(is(core::Warning::communication));
  compare_for_a_while("mended");
}

TEST_P(Roads, OneWithALostTemperatureIsTheSameOverEach) {
  pack.settle();
  fault(twin::FaultKind::thermistor_open, 4, 0);
  pack.settle();
  ASSERT_EQ(truth_of(pack.bench).state().cells[3].temperature_fault,
            core::ReadingFault::sensor_open);
  compare_for_a_while("a lost temperature");
}

// Only over our own lines can all of it be done.
class OwnersRoads : public Roads {};

// Corrections of a cell, a relay that is held open, the clock, a waiver (CELL-7, CELL-10, RELAY-9).
TEST_P(OwnersRoads, WhatAnOwnerDidIsTheSameOverEach) {
  pack.settle();
  protocol::LineCommand command;
  command.action = protocol::LineAction::set_offset;
  command.cell = 2;
  command.offset = {.voltage = core::Millivolts{-13}, .temperature = core::MilliCelsius{1'700}};
  ASSERT_TRUE(pack.lines.client().command(command));
  command = {};
  command.action = protocol::LineAction::hold;
  command.hold_load_open = true;
  ASSERT_TRUE(pack.lines.client().command(command));
  command = {};
  command.action = protocol::LineAction::set_clock;
  command.local_time = core::Milliseconds{1'790'000'000'000};
  ASSERT_TRUE(pack.lines.client().command(command));
  command = {};
  command.action = protocol::LineAction::waive_temperature;
  command.cell = 5;
  command.days = 2;
  ASSERT_TRUE(pack.lines.client().command(command));
  ASSERT_TRUE(pack.lines.client().request(protocol::LineRequest::offsets));
  pack.settle();
  ASSERT_TRUE(pack.bench.out_board(1).hold_load_open);
  compare_for_a_while("held open");
}

INSTANTIATE_TEST_SUITE_P(Lines, OwnersRoads, testing::Values(Road::ours));
INSTANTIATE_TEST_SUITE_P(Lines, Roads,
                         testing::Values(Road::lines_3, Road::lines_6, Road::lines_2, Road::ours),
                         [](const auto& it) {
                           switch (it.param) {
                             case Road::lines_6: return "generation_3_with_6_fields";
                             case Road::lines_2: return "generation_2";
                             case Road::ours: return "ours";
                             default: return "generation_3";
                           }
                         });

// Of the events of our board its public log has one kind (docs/protocols/lines.md).
TEST(RoadsLog, TellsThatTheWireWasBroken) {
  OnePack pack{Road::lines_3};
  pack.settle();
  EXPECT_THAT(pack.lines.take_log(), IsEmpty());
  const auto broken = pack.make_fault({.kind = twin::FaultKind::chain_wire_broken, .cell = 2});
  const core::Milliseconds began = pack.now();
  for (int i = 0; i < 10; ++i) pack.run_cycle();
  pack.bench.mend_fault(broken);
  for (int i = 0; i < 700; ++i) pack.run_cycle();
  const auto entries = pack.lines.take_log();
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].entry.type, protocol::PublicLogType::communication);
  EXPECT_NEAR(static_cast<double>((entries[0].at - began).count()), 3'000, 2'000);
}

// The comparison sees it when a road tells one field wrongly, whichever it is.
TEST(RoadsCompared, EachFieldThatIsWrongIsSeen) {
  OnePack pack{Road::ours};
  pack.settle();
  const Truth truth = truth_of(pack.bench);
  boards::OutBoard other = truth.board;
  other.state.energy.in_today.whole += core::WattHours{1};
  other.settings.t_max += core::MilliCelsius{1'000};
  other.head.options.cycle = core::Cycle::fast;
  other.counters.good += 1;
  const auto seen = differences(pack.lines.told(), {.board = other, .now = truth.now});
  EXPECT_THAT(seen, testing::Contains(HasSubstr("energy in today")));
  EXPECT_THAT(seen, testing::Contains(HasSubstr("setting t_max")));
  EXPECT_THAT(seen, testing::Contains(HasSubstr("cycle")));
  EXPECT_THAT(seen, testing::Contains(HasSubstr("messages: good")));
}

// The table is in docs/protocols/roads.md. UPDATE_GOLDEN=1 writes it.
TEST(RoadsCompared, TheTableOfThePageIsThisOne) {
  const std::string page = CELLWARDEN_DOCS_FOLDER "/protocols/roads.md";
  const auto read = [&] {
    std::ostringstream all;
    all << std::ifstream{page}.rdbuf();
    return all.str();
  };
  std::string text = read();
  const std::size_t begin = text.find("| value |");
  ASSERT_NE(begin, std::string::npos) << page;
  const std::size_t end = text.find("\n\n", begin);
  if (std::getenv("UPDATE_GOLDEN") != nullptr) {
    std::ofstream{page} << text.substr(0, begin) + table() + text.substr(end + 1);
    text = read();
  }
  EXPECT_THAT(text, HasSubstr(table())) << "UPDATE_GOLDEN=1 writes it anew";
}

}  // namespace
}  // namespace cellwarden::gateway::roads
