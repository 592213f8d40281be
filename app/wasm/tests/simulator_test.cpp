// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/simulator/simulator.hpp"

#include <gtest/gtest.h>

#include "story.hpp"

namespace cellwarden::simulator {
namespace {

using test::error_code;
using test::json;
using test::small_plan;
using test::start;
using test::status;

bool has_event(const Simulator& simulator, std::string_view kind) {
  const json told = simulator.events(0);
  for (const json& event : told["events"]) {
    if (event["kind"] == kind) return true;
  }
  return false;
}

TEST(Simulator, ShowsAPackAsTheGatewayDoes) {
  Simulator simulator;
  start(simulator);
  const json shown = status(simulator);
  EXPECT_EQ(shown["presence"], "live");
  EXPECT_EQ(shown["simulated"], true);
  EXPECT_EQ(shown["cells"].size(), 8U);
  EXPECT_EQ(shown["setup"]["cells"], 8);
  EXPECT_EQ(shown["identity"]["ours"], true);
  EXPECT_EQ(shown["links"][0]["kind"], "simulated");
  EXPECT_EQ(shown["links"][0]["bad"], 0);
  for (const char* const group : {"currents", "charge", "panel", "chain", "sensors"}) {
    EXPECT_FALSE(shown[group].is_null()) << group;
  }
  EXPECT_TRUE(shown["warnings"].empty());
  EXPECT_NEAR(shown["charge"]["soc_percent"].get<double>(), 50, 1);
}

// CHAIN-4, CHAIN-5, CHAIN-6: E within 3.6 s, with its place, and no flash behind it.
TEST(Simulator, ACutWireIsWarningEWithItsPlace) {
  Simulator simulator;
  start(simulator);
  ASSERT_EQ(error_code(simulator.fault("chain_wire_broken", 1, 3, 0, true)), "");
  simulator.advance(3600);
  json shown = status(simulator);
  EXPECT_EQ(shown["warnings"], json::array({"E"}));
  EXPECT_EQ(shown["chain"]["break_at_cell"], 3);
  EXPECT_EQ(shown["charge_relay"]["allowed"], false);
  EXPECT_EQ(shown["load_relay"]["allowed"], false);
  EXPECT_NE(shown["sentence"].get<std::string>().find("no data from cell 3"), std::string::npos);
  simulator.advance(5000);
  const json cells = simulator.snapshot()["packs"][0]["cells"];
  for (std::size_t i = 0; i < 7; ++i) {
    EXPECT_EQ(cells[i]["since_flash_ms"].get<int>() > 3000, i + 1 > 3) << i + 1;
  }
  EXPECT_TRUE(has_event(simulator, "break_located"));
  ASSERT_EQ(error_code(simulator.fault("chain_wire_broken", 1, 3, 0, false)), "");
  simulator.advance(120'000);
  shown = status(simulator);
  EXPECT_TRUE(shown["warnings"].empty());
  EXPECT_EQ(shown["load_relay"]["allowed"], true);
}

TEST(Simulator, AKnobChangesTheCurrent) {
  Simulator simulator;
  start(simulator);
  simulator.turn("sun_share", 0);
  simulator.turn("house_w", 20);
  simulator.advance(10'000);
  const auto current = [&] { return status(simulator)["currents"]["battery_ma"].get<int>(); };
  const int resting = current();
  simulator.turn("house_w", 200);
  simulator.advance(10'000);
  const int loaded = current();
  EXPECT_LT(loaded, resting - 3000);
  simulator.turn("sun_share", 1);
  simulator.advance(10'000);
  EXPECT_GT(current(), 0);
  simulator.turn("house_w", std::nullopt);
  EXPECT_EQ(error_code(simulator.turn("house_w", -1)), "bad_value");
  EXPECT_EQ(error_code(simulator.turn("moon", 1)), "unknown");
}

TEST(Simulator, AHotRoomOpensBothRelays) {
  Simulator simulator;
  Plan plan = small_plan();
  plan.set("settings.t_max", 0, 0, 45);
  start(simulator, plan);
  simulator.turn("ambient_c", 60);
  simulator.advance(12 * 3'600'000.0);
  const json shown = status(simulator);
  EXPECT_EQ(shown["warnings"], json::array({"Th"}));
  EXPECT_EQ(shown["charge_relay"]["reasons"][0]["rule"], "CH-4");
}

TEST(Simulator, AWeldedRelayStaysClosedAndTheOthersSaySo) {
  Simulator simulator;
  start(simulator);
  simulator.turn("house_w", 300);
  simulator.fault("load_relay_welded", 1, 0, 0, true);
  simulator.fault("chain_wire_broken", 1, 3, 0, true);
  simulator.advance(30'000);
  const json pack = simulator.snapshot()["packs"][0];
  EXPECT_EQ(pack["truth"]["load_contact_closed"], true);
  EXPECT_EQ(pack["truth"]["charge_contact_closed"], false);
  EXPECT_EQ(pack["status"]["load_relay"]["allowed"], false);
}

// IN-1: switch 1 chooses the cycle.
TEST(Simulator, TheOptionSwitchesAreRead) {
  Simulator simulator;
  start(simulator);
  const int before = simulator.snapshot()["packs"][0]["switches"];
  ASSERT_EQ(status(simulator)["setup"]["cycle"], "slow");
  simulator.move_switches(1, static_cast<core::SwitchPositions>(before ^ 0x01));
  simulator.advance(10'000);
  EXPECT_EQ(status(simulator)["setup"]["cycle"], "fast");
  EXPECT_EQ(simulator.snapshot()["packs"][0]["switches"], before ^ 0x01);
}

// APP-7, RELAY-8.
TEST(Simulator, AnOutBoardWithoutSupplyTellsNothing) {
  Simulator simulator;
  start(simulator);
  simulator.fault("out_power_loss", 1, 0, 0, true);
  simulator.advance(25'000);
  const json pack = simulator.snapshot()["packs"][0];
  EXPECT_EQ(pack["status"]["presence"], "no_data");
  EXPECT_EQ(pack["truth"]["load_contact_closed"], false);
  EXPECT_EQ(pack["cells"][7]["powered"], false);
  simulator.fault("out_power_loss", 1, 0, 0, false);
  simulator.advance(90'000);
  EXPECT_EQ(status(simulator)["presence"], "live");
}

TEST(Simulator, NothingIsLostWhileADayPassesAtOnce) {
  Simulator one;
  Simulator other;
  start(one);
  start(other);
  one.advance(3'600'000);
  for (int i = 0; i < 3600; ++i) other.advance(1000);
  EXPECT_EQ(one.events(0)["next"], other.events(0)["next"]);
  EXPECT_EQ(one.snapshot()["packs"][0]["truth"]["charge_contact_closed"],
            other.snapshot()["packs"][0]["truth"]["charge_contact_closed"]);
  EXPECT_NEAR(status(one)["charge"]["soc_percent"].get<double>(),
              status(other)["charge"]["soc_percent"].get<double>(), 0.1);
  EXPECT_EQ(one.track(1)["time_ms"], other.track(1)["time_ms"]);
  // A point each 3.75 s: 61 minutes, and the beginning.
  EXPECT_EQ(one.track(1)["time_ms"].size(), 977U);
}

TEST(Simulator, TheTrackIsFineAtFirstAndCoarserWhenItIsFull) {
  Simulator simulator;
  start(simulator, small_plan(2));
  EXPECT_EQ(simulator.track(1)["step_ms"], 3750);
  simulator.advance(2047 * 3750.0 - 60'000);
  EXPECT_EQ(simulator.track(1)["time_ms"].size(), 2048U);
  const double before = simulator.track(1)["soc_percent"][0].get<double>();
  simulator.advance(3750);
  const json track = simulator.track(1);
  EXPECT_EQ(track["step_ms"], 7500);
  EXPECT_EQ(track["time_ms"].size(), 1025U);
  EXPECT_NEAR(track["soc_percent"][0].get<double>(), before, 0.02);
  simulator.advance(7500);
  EXPECT_EQ(simulator.track(1)["time_ms"].size(), 1026U);
}

TEST(Simulator, TheTrackKeepsTheOldestHourAndItsExtremes) {
  Simulator simulator;
  start(simulator, small_plan(2));
  simulator.advance(3 * 86'400'000.0);
  const json track = simulator.track(1);
  EXPECT_EQ(track["step_ms"], 4 * 60'000);
  EXPECT_LE(track["time_ms"].size(), 2048U);
  EXPECT_EQ(track["time_ms"][0], simulator.snapshot()["at"].get<double>() -
                                     simulator.snapshot()["time_ms"].get<double>());
  EXPECT_EQ(track["soc_percent"].size(), track["time_ms"].size());
  EXPECT_GT(track["voltage_max"][100], track["voltage_min"][100]);
}

TEST(Simulator, PacksInParallelAreOneBank) {
  Simulator simulator;
  Plan plan = small_plan(4);
  plan.set("pack.soc_percent", 2, 0, 60);
  start(simulator, plan);
  const json shown = simulator.snapshot();
  ASSERT_EQ(shown["packs"].size(), 2U);
  EXPECT_EQ(shown["packs"][1]["status"]["id"], "simulated-2");
  EXPECT_EQ(shown["bank"]["without_data"], json::array());
  simulator.fault("chain_wire_broken", 2, 2, 0, true);
  simulator.advance(5000);
  EXPECT_EQ(simulator.snapshot()["bank"]["against_load"], json::array({"simulated-2"}));
}

TEST(Simulator, AFaultThatCannotBeIsRefusedAndSaysWhy) {
  Simulator simulator;
  start(simulator);
  EXPECT_EQ(error_code(simulator.fault("board_dead", 1, 9, 0, true)), "bad_fault");
  EXPECT_EQ(error_code(simulator.fault("weak_cell", 1, 2, 50, true)), "bad_fault");
  EXPECT_EQ(error_code(simulator.fault("gremlin", 1, 2, 50, true)), "unknown");
  EXPECT_EQ(error_code(simulator.fault("board_dead", 2, 1, 0, true)), "bad_fault");
  EXPECT_TRUE(simulator.snapshot()["faults"].empty());
}

TEST(Simulator, MendingWhatIsWholeDoesNothing) {
  Simulator simulator;
  start(simulator);
  simulator.fault("board_dead", 1, 2, 0, false);
  simulator.fault("cell_heated", 1, 2, 30, true);
  simulator.fault("cell_heated", 1, 2, 50, true);
  const json faults = simulator.snapshot()["faults"];
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0]["magnitude"], 50);
}

}  // namespace
}  // namespace cellwarden::simulator
