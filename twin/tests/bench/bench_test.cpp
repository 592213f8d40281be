// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/bench.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "small_pack.hpp"

namespace cellwarden::twin {
namespace {

using test::fault;
using test::figure;
using test::first;
using test::small_pack;

// RELAY-1: E ends with the second message, the relays close 30 s later.
TEST(Bench, AHealthyPackClosesBothRelays30SecondsAfterTheSecondMessage) {
  Bench bench{small_pack(), {}};
  bench.run_until(60);
  EXPECT_NEAR(first(bench, "charge_relay_closed").value_or(0), 31.1, 0.1);
  EXPECT_NEAR(first(bench, "load_relay_closed").value_or(0), 31.1, 0.1);
  EXPECT_TRUE(bench.violations().empty());
}

// SOC-1: a day of small currents, counted by the board and by the physics.
TEST(Bench, TheBoardsSocFollowsTheTruth) {
  Scenario scenario = small_pack();
  scenario.site.sun.measured = test::always(0.05);
  Bench bench{scenario, {}};
  bench.run_until(6 * 3600);
  const PackNow pack = bench.pack(1);
  ASSERT_NE(pack.state, nullptr);
  // The board counts the configured 1.2 kWh at 3.2 V = 93.75 Ah of the cells' 100 Ah.
  const double board = core::milli_percent(pack.state->soc).count() / 1000.0;
  EXPECT_NEAR((board - 50) * 0.9375, pack.soc_percent - 50, 0.2);
}

// A figure that nobody knows is left out: a range of infinities is none (SOC counts while no E).
TEST(Bench, APackThatWasAlwaysInEHasNoSocRange) {
  Scenario scenario = small_pack();
  scenario.faults = {fault(FaultKind::chain_wire_broken, 2, 0, 1e9)};
  Bench bench{scenario, {}};
  bench.run_until(60);
  for (const Figure& each : bench.figures()) {
    EXPECT_NE(each.name, "soc_min_percent");
    EXPECT_NE(each.name, "soc_max_percent");
    EXPECT_TRUE(std::isfinite(each.value)) << each.name;
  }
  EXPECT_NEAR(figure(bench, "soc_end_percent"), 50, 1);
}

// EN-1: in − out is the battery's energy; what the inverter and the charger say agrees with it.
TEST(Bench, TheBoardsEnergyIsThatOfChargerAndInverter) {
  Bench bench{small_pack(), {}};
  bench.run_until(3 * 3600);
  const double harvested = figure(bench, "harvested_wh");
  EXPECT_GT(harvested, 100);
  EXPECT_NEAR(figure(bench, "energy_in_wh"), harvested, harvested * 0.02);
}

// Everything is the same in both, down to the last digit; only the bytes on the wires are not made.
TEST(Bench, MessagesAndBytesTellTheSameStory) {
  Scenario scenario = small_pack(6);
  scenario.packs[0].voltage_noise_mv = 1;
  scenario.packs[0].spread = {.capacity_percent = 2, .soc_percent = 1, .voltage_error_mv = 3};
  scenario.faults = {fault(FaultKind::chain_bit_errors, 2, 100, 400, 0.2),
                     fault(FaultKind::chain_bytes_lost, 3, 500, 700, 0.2),
                     fault(FaultKind::chain_bytes_doubled, 4, 800, 900, 0.2),
                     fault(FaultKind::board_hanging, 3, 950, 951),
                     fault(FaultKind::chain_wire_broken, 2, 1000, 1050)};
  Bench messages{scenario, {.seed = 7, .fidelity = Fidelity::messages}};
  Bench bytes{scenario, {.seed = 7, .fidelity = Fidelity::bytes}};
  for (int minute = 1; minute <= 25; ++minute) {
    messages.run_until(60.0 * minute);
    bytes.run_until(60.0 * minute);
    EXPECT_EQ(messages.pack(1).pack_v, bytes.pack(1).pack_v) << minute;
    EXPECT_EQ(messages.pack(1).state->soc.count, bytes.pack(1).state->soc.count) << minute;
  }
  ASSERT_EQ(messages.occurrences().size(), bytes.occurrences().size());
  for (std::size_t i = 0; i < bytes.occurrences().size(); ++i) {
    EXPECT_EQ(messages.occurrences()[i].time_s, bytes.occurrences()[i].time_s);
    EXPECT_EQ(name_of(messages.occurrences()[i]), name_of(bytes.occurrences()[i]));
  }
  EXPECT_EQ(figure(messages, "messages_bad"), figure(bytes, "messages_bad"));
  EXPECT_GT(figure(bytes, "messages_bad"), 50);
}

TEST(Bench, ASeedReproducesARunAndAnotherSeedIsAnotherRun) {
  Scenario scenario = small_pack();
  scenario.packs[0].voltage_noise_mv = 1;
  scenario.packs[0].spread = {.capacity_percent = 2, .soc_percent = 1};
  const auto voltage = [&](std::uint64_t seed) {
    Bench bench{scenario, {.seed = seed}};
    bench.run_until(600);
    return bench.pack(1).cell_v_min;
  };
  EXPECT_EQ(voltage(1), voltage(1));
  EXPECT_NE(voltage(1), voltage(2));
}

// However often somebody looks at it.
TEST(Bench, LookingAtItChangesNothing) {
  Scenario scenario = small_pack();
  scenario.packs[0].voltage_noise_mv = 1;
  Bench once{scenario, {}};
  Bench often{scenario, {}};
  once.run_until(300);
  for (int i = 1; i <= 300; ++i) often.run_until(i);
  EXPECT_EQ(once.occurrences().size(), often.occurrences().size());
  EXPECT_NEAR(once.pack(1).pack_v, often.pack(1).pack_v, 1e-4);
}

// OUT-3: one frame for each message, as one burst.
TEST(Bench, HandsOutAFrameForEachMessage) {
  Bench bench{small_pack(), {}};
  std::vector<double> times;
  bench.on_frame([&](int pack, double time_s, const protocol::FrameBytes& frame) {
    EXPECT_EQ(pack, 1);
    EXPECT_TRUE(protocol::decode(frame));
    times.push_back(time_s);
  });
  bench.run_until(20);
  ASSERT_GE(times.size(), 18U);
  for (std::size_t i = 1; i < times.size(); ++i) EXPECT_NEAR(times[i] - times[i - 1], 1, 0.001);
}

// The invariants are looked at: a relay that is closed against the rules is found. Here a contact
// is flipped closed by a shock while the board wants it open; RELAY-8 opens it within 60 s.
TEST(Bench, AShockThatClosesARelayIsUndoneWithin60Seconds) {
  Scenario scenario = small_pack();
  scenario.packs[0].settings.v_max = core::Millivolts{3600};
  scenario.faults = {fault(FaultKind::chain_wire_broken, 1, 100, 300),
                     fault(FaultKind::relay_flipped, 1, 150, 150.5)};
  Bench bench{scenario, {}};
  bench.run_until(250);
  const double flipped = first(bench, "charge_relay_closed", 140).value_or(0);
  EXPECT_NEAR(flipped, 150, 0.1);
  const double opened = first(bench, "charge_relay_opened", 150).value_or(1e9);
  EXPECT_LE(opened - flipped, 60.1);
}

}  // namespace
}  // namespace cellwarden::twin
