// SPDX-License-Identifier: Apache-2.0
// What is wrong with faults and expectations, as an owner reads it.
#include <gtest/gtest.h>

#include "cellwarden/twin/fault_rows.hpp"
#include "scenario_texts.hpp"

namespace cellwarden::scenario {
namespace {

using test::refusal_after;

std::string fault(const std::string& keys) { return refusal_after("[[fault]]\n" + keys); }
std::string expect(const std::string& keys) { return refusal_after("[[expect]]\n" + keys); }

TEST(FaultErrors, KnowTheKinds) {
  EXPECT_EQ(fault("cell = 3\n"), "s.toml:3: kind is missing in [[fault]]: say what breaks.");
  EXPECT_EQ(fault("kind = \"chain_wire_brocken\"\n"),
            "s.toml:4: no kind of fault is called 'chain_wire_brocken'. Did you mean "
            "'chain_wire_broken'?");
}

TEST(FaultErrors, KnowWhatAKindIsAbout) {
  EXPECT_EQ(fault("kind = \"board_dead\"\n"),
            "s.toml:3: the fault board_dead needs cell = …; it may be 1 to 16.");
  EXPECT_EQ(fault("kind = \"board_dead\"\ncell = 17\n"),
            "s.toml:5: cell = 17 is not possible with board_dead; it may be 1 to 16.");
  EXPECT_EQ(fault("kind = \"board_dead\"\ncell = -1\n"),
            "s.toml:5: cell = -1 is not possible with board_dead; it may be 1 to 16.");
  // The wire behind the last cell leads nowhere.
  EXPECT_EQ(fault("kind = \"chain_wire_broken\"\ncell = 15\n"), "");
  EXPECT_EQ(fault("kind = \"chain_wire_broken\"\ncell = 16\n"),
            "s.toml:5: cell = 16 is not possible with chain_wire_broken; it may be 1 to 15.");
  // The chain begins in the IN board and ends in the OUT board.
  EXPECT_EQ(fault("kind = \"board_missing\"\ncell = 1\n"),
            "s.toml:5: cell = 1 is not possible with board_missing; it may be 2 to 15.");
  EXPECT_EQ(fault("kind = \"sensor_stuck\"\nsensor = 2\n"),
            "s.toml:5: sensor = 2 is not possible with sensor_stuck; it may be 1 to 1.");
  EXPECT_EQ(fault("kind = \"sensor_lost\"\n"),
            "s.toml:4: the fault sensor_lost needs two sensors; this pack has no "
            "[pack.sensor_out].");
  EXPECT_EQ(fault("kind = \"relay_flipped\"\nrelay = \"both\"\n"),
            "s.toml:5: relay = 'both' is not possible; it may be \"charge\" or \"load\".");
  EXPECT_EQ(fault("kind = \"relay_flipped\"\n"),
            "s.toml:3: the fault relay_flipped needs relay = …; it may be 1 to 2.");
  EXPECT_EQ(fault("kind = \"out_power_loss\"\ncell = 3\n"),
            "s.toml:5: there is no key 'cell' in [[fault]].");
  EXPECT_EQ(fault("kind = \"out_power_loss\"\npack = 2\n"),
            "s.toml:5: pack = 2 is not possible; there is one pack.");
}

TEST(FaultErrors, KnowTheMagnitudes) {
  EXPECT_EQ(fault("kind = \"chain_intermittent\"\ncell = 3\n"),
            "s.toml:4: the fault chain_intermittent needs share = …: 0 to 1.");
  EXPECT_EQ(fault("kind = \"chain_intermittent\"\ncell = 3\nshare = 1.5\n"),
            "s.toml:6: share = 1.5 is not possible; it may be 0 to 1.");
  EXPECT_EQ(fault("kind = \"chain_intermittent\"\ncell = 3\nmagnitude = 1\n"),
            "s.toml:4: the fault chain_intermittent needs share = …: 0 to 1.");
  EXPECT_EQ(fault("kind = \"boards_swapped\"\ncell = 3\nother_cell = 17\n"),
            "s.toml:6: other_cell = 17 is not possible with boards_swapped; it may be 1 to 16.");
  EXPECT_EQ(fault("kind = \"boards_swapped\"\ncell = 3\nother_cell = 3\n"),
            "s.toml:6: other_cell must be another cell than cell.");
  EXPECT_EQ(fault("kind = \"switches\"\n"),
            "s.toml:3: the fault switches needs on = […]: the switches that are ON from then on.");
  EXPECT_EQ(fault("kind = \"switches\"\non = [9]\n"),
            "s.toml:5: there is no switch 9; on may name 1 to 8.");
}

TEST(FaultErrors, KnowTimes) {
  const std::string dead = "kind = \"board_dead\"\ncell = 3\n";
  EXPECT_EQ(fault(dead + "start = 10\nend = 10\n"),
            "s.toml:7: the end of the fault must be after its start.");
  EXPECT_EQ(fault(dead + "start = -1\n"),
            "s.toml:6: start is before the beginning of the scenario.");
  EXPECT_EQ(fault(dead + "start = 86400\n"),
            "s.toml:6: the fault starts after the end of the scenario.");
  EXPECT_EQ(fault(dead + "start = \"noon\"\n"),
            "s.toml:6: start = 'noon' is not possible; it may be a clock time (\"06:30\", \"day 3, "
            "12:41:07\") or a number of seconds since the beginning.");
  EXPECT_NE(fault(dead + "start = \"24:00\"\nend = \"day 3, 00:00\"\n").find("a clock time"),
            std::string::npos);
  EXPECT_EQ(fault("kind = \"button\"\nstart = 5\n"), "s.toml:3: the fault button needs an end.");
  EXPECT_EQ(fault("kind = \"memory_corruption\"\nbits = 3\nstart = 5\nend = 6\n"),
            "s.toml:7: the fault memory_corruption happens once, at start: leave end out.");
  EXPECT_EQ(fault("kind = \"weak_cell\"\ncell = 2\nleft_percent = 50\nstart = 5\n"),
            "s.toml:7: the fault weak_cell is there from the beginning to the end: leave start and "
            "end out.");
}

// Whatever a kind asks for, leaving it out is a sentence and never a silent 0.
TEST(FaultErrors, AreMadeByEveryKindThatNeedsSomething) {
  for (const twin::FaultRow& row : twin::fault_rows()) {
    const bool about_something =
        row.target != twin::FaultTarget::nothing && row.target != twin::FaultTarget::site;
    const bool needs =
        row.key != nullptr || about_something || row.time == twin::FaultTime::needs_end;
    EXPECT_EQ(fault(std::string{"kind = \""} + row.name + "\"\n").empty(), !needs) << row.name;
  }
}

TEST(ExpectationErrors, KnowTheNames) {
  EXPECT_EQ(expect("happens = \"warning_e_began\"\n"),
            "s.toml:4: nothing that happens is called 'warning_e_began'. Did you mean "
            "'warning_E_began'?");
  EXPECT_EQ(expect("holds = \"load_relay_close\"\n"),
            "s.toml:4: no condition is called 'load_relay_close'. Did you mean "
            "'load_relay_closed'?");
  EXPECT_EQ(expect("figure = \"missed_kwh\"\nmax = 1\n"),
            "s.toml:4: no figure is called 'missed_kwh'. Did you mean 'missed_wh'?");
  EXPECT_EQ(expect("holds = \"warning_E_began\"\n"),
            "s.toml:4: 'warning_E_began' goes with happens, not with holds.");
  EXPECT_EQ(expect("says = \"x\"\n"),
            "s.toml:3: an [[expect]] says one of happens = \"…\", holds = \"…\" and figure = "
            "\"…\".");
  EXPECT_EQ(expect("happens = \"board_reset\"\nreason = \"CH-x\"\n"),
            "s.toml:5: reason = 'CH-x' is not possible; it may be CH-1, CH-2, CH-3, CH-4, CH-5, "
            "CH-11, CH-12, CH-13, CH-14, CH-15, LD-1, LD-2, LD-3, LD-4, LD-11, LD-12, LD-13, "
            "LD-14, RELAY-1, RELAY-9 or OUT-6.");
}

TEST(ExpectationErrors, KnowWhatANumberIsFor) {
  EXPECT_EQ(expect("holds = \"bypass_on\"\n"), "s.toml:3: 'bypass_on' needs number = …, the cell.");
  EXPECT_EQ(expect("holds = \"bypass_on\"\nnumber = 17\n"),
            "s.toml:5: number = 17 is not possible; the pack has 16 cells.");
  EXPECT_EQ(expect("figure = \"used_wh\"\nmin = 1\nnumber = 3\n"),
            "s.toml:6: 'used_wh' is about no single cell.");
  EXPECT_EQ(expect("figure = \"used_wh\"\nmin = 1\npack = 1\n"),
            "s.toml:6: used_wh is a figure of the whole site: leave pack out.");
  EXPECT_EQ(expect("holds = \"charge_relay_closed\"\nnumber = 1\n"),
            "s.toml:5: 'charge_relay_closed' is about no single cell.");
  EXPECT_EQ(expect("happens = \"charge_relay_closed\"\nnumber = 1\n"), "");
  EXPECT_EQ(expect("happens = \"break_located\"\ntolerance = 1\n"),
            "s.toml:5: tolerance belongs to a number, and is 0 or more.");
  EXPECT_EQ(expect("happens = \"break_located\"\npack = 2\n"),
            "s.toml:5: pack = 2 is not possible; there is one pack.");
}

TEST(ExpectationErrors, KnowTimesAndAmounts) {
  EXPECT_EQ(expect("holds = \"data\"\nfrom = 5\nto = 5\n"), "s.toml:6: to must be after from.");
  EXPECT_EQ(expect("holds = \"data\"\nfrom = -5\n"),
            "s.toml:5: from is before the beginning of the scenario.");
  EXPECT_EQ(expect("holds = \"data\"\nfrom = 86400\n"),
            "s.toml:5: from is after the end of the scenario.");
  EXPECT_EQ(expect("holds = \"data\"\nnever = true\n"),
            "s.toml:5: there is no key 'never' in [[expect]].");
  EXPECT_EQ(expect("happens = \"board_reset\"\nnever = true\nat_most = 2\n"),
            "s.toml:5: never = true says it all: leave at_least and at_most out.");
  EXPECT_EQ(expect("happens = \"board_reset\"\nat_least = 3\nat_most = 2\n"),
            "s.toml:6: at_most must not be below at_least.");
  EXPECT_EQ(expect("happens = \"board_reset\"\nat_least = -1\n"),
            "s.toml:5: at_least must be 0 or more.");
  EXPECT_EQ(expect("happens = \"board_reset\"\nreason = \"CH-1\"\n"),
            "s.toml:5: only charge_relay_opened and load_relay_opened have a reason.");
  EXPECT_EQ(expect("figure = \"used_wh\"\n"), "s.toml:4: say min, max or both for the figure.");
  EXPECT_EQ(expect("figure = \"used_wh\"\nmin = 2\nmax = 1\n"),
            "s.toml:6: max must not be below min.");
}

}  // namespace
}  // namespace cellwarden::scenario
