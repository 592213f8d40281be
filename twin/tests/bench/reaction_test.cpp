// SPDX-License-Identifier: Apache-2.0
// How long it takes from the moment a limit is exceeded to the open contact, at any phase of the
// cycle. docs/reaction-times.md has the whole table.
#include <gtest/gtest.h>

#include "small_pack.hpp"

namespace cellwarden::twin {
namespace {

using test::fault;
using test::first;
using test::small_pack;

double slowest(FaultKind kind, double magnitude, core::Cycle cycle) {
  double slowest_s = 0;
  for (int phase = 0; phase < 20; ++phase) {
    Scenario scenario = small_pack(16);
    scenario.packs[0].options.cycle = cycle;
    const double start_s = 60 + 0.053 * phase;
    scenario.faults = {fault(kind, 9, start_s, 600, magnitude)};
    Bench bench{scenario, {}};
    bench.run_until(start_s + 10);
    slowest_s = std::max(slowest_s, first(bench, "charge_relay_opened").value_or(1e9) - start_s);
  }
  return slowest_s;
}

// CELL-9, CHAIN-1: one cycle until the next sample, 25 ms, the message, the relay.
TEST(Reaction, ALimitOpensTheRelayWithin1200Or700Milliseconds) {
  EXPECT_LE(slowest(FaultKind::cell_voltage_bias, 400, core::Cycle::slow), 1.2);
  EXPECT_LE(slowest(FaultKind::cell_voltage_bias, 400, core::Cycle::fast), 0.7);
}

// CHAIN-5: the third missed message in a row.
TEST(Reaction, SilenceOpensTheRelayWithin3600Or1900Milliseconds) {
  EXPECT_LE(slowest(FaultKind::chain_wire_broken, 0, core::Cycle::slow), 3.6);
  EXPECT_LE(slowest(FaultKind::chain_wire_broken, 0, core::Cycle::fast), 1.9);
}

// A message comes later by what each board between takes, at every fidelity, and so does what is
// done about it.
TEST(Reaction, IsLaterByTheTimeOfEachHop) {
  constexpr int kCells = 64;
  constexpr std::int64_t kHopUs = 200;
  Scenario scenario = small_pack(kCells);
  scenario.faults = {fault(FaultKind::cell_voltage_bias, 9, 60.3, 600, 400)};
  const auto when = [&](const char* what, Fidelity fidelity, std::int64_t hop_us) {
    Bench bench{scenario, {.fidelity = fidelity, .hop_us = hop_us}};
    bench.run_until(65);
    return first(bench, what).value_or(1e9);
  };
  // The first while all is well, where the twin makes a quiet pass; the second is not.
  for (const char* what : {"charge_relay_closed", "charge_relay_opened"}) {
    for (const Fidelity fidelity : {Fidelity::messages, Fidelity::bytes, Fidelity::single_bytes}) {
      EXPECT_NEAR(when(what, fidelity, kHopUs) - when(what, fidelity, 0),
                  (kCells - 2) * kHopUs / 1e6, 1e-6)
          << what << ' ' << static_cast<int>(fidelity);
    }
  }
}

}  // namespace
}  // namespace cellwarden::twin
