// SPDX-License-Identifier: Apache-2.0
// Writes docs/reaction-times.md: how long it takes from the moment something is wrong to the open
// contact, the slowest of many phases of the cycle, in simulated time.
#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "cellwarden/chain/codec.hpp"
#include "cellwarden/twin/bench.hpp"

namespace {

using namespace cellwarden;
using twin::FaultKind;

constexpr int kPhases = 40;
constexpr double kBegin = 10;       // the relays have been closed for seconds
constexpr double kLongEnough = 12;  // s after the fault
constexpr double kMilli = 1000;
constexpr std::array<int, 4> kCells{4, 16, 64, 255};

struct Row {
  const char* what;
  FaultKind kind;
  double magnitude;
  double lasts_s;
  bool on_the_out_board;  // else on a cell in the middle
};

constexpr std::array kRows{
    Row{"a cell reaches V-max (CH-1)", FaultKind::cell_voltage_bias, 400, 600, false},
    Row{"a reading becomes invalid: thermistor open (CELL-7)", FaultKind::thermistor_open, 0, 600,
        false},
    Row{"a wire of the chain breaks (CHAIN-5)", FaultKind::chain_wire_broken, 0, 600, false},
    Row{"a cell board dies (CHAIN-5)", FaultKind::board_dead, 0, 600, false},
    Row{"a board is taken out and bridged (CHAIN-7)", FaultKind::board_missing, 0, 600, false},
    Row{"the IN board loses power (CHAIN-5)", FaultKind::in_power_loss, 0, 600, false},
    Row{"the OUT board's program hangs (OUT-6)", FaultKind::board_hanging, 0, 600, true},
    Row{"the OUT board loses power (RELAY-8)", FaultKind::out_power_loss, 0, 600, true},
};

twin::Scenario healthy(int cells, core::Cycle cycle) {
  twin::Scenario scenario;
  scenario.begin_s = 12 * 3600;
  twin::PackPlan& pack = scenario.packs.front();
  pack.cells = cells;
  pack.factory.cells = static_cast<std::uint8_t>(cells);
  pack.options.cycle = cycle;
  pack.settings.restart_delay = {};
  pack.sensor_out = twin::CurrentSensorSettings{};
  scenario.site.charger.absorption_v = 3.45 * cells;
  scenario.site.charger.float_v = 3.35 * cells;
  scenario.site.inverter.cutoff_v = 2.5 * cells;
  scenario.site.inverter.restart_v = 2.9 * cells;
  return scenario;
}

double slowest_s(const Row& row, int cells, core::Cycle cycle) {
  double slowest = 0;
  const double period = cycle == core::Cycle::slow ? 1.0 : 0.5;
  for (int phase = 0; phase < kPhases; ++phase) {
    twin::Scenario scenario = healthy(cells, cycle);
    const double start = kBegin + period * phase / kPhases;
    const int cell = row.on_the_out_board ? cells : cells / 2;
    scenario.faults = {{.kind = row.kind,
                        .pack = 1,
                        .cell = cell,
                        .start_s = start,
                        .end_s = start + row.lasts_s,
                        .magnitude = row.magnitude}};
    twin::Bench bench{scenario, {.seed = 1, .fidelity = twin::Fidelity::bytes}};
    bench.run_until(start + kLongEnough);
    double opened = -1;
    for (const twin::Occurrence& o : bench.occurrences()) {
      if (o.time_s >= start && twin::name_of(o) == "charge_relay_opened") {
        opened = o.time_s - start;
        break;
      }
    }
    if (opened < 0) return -1;
    slowest = std::max(slowest, opened);
  }
  return slowest;
}

std::string seconds_text(double seconds) {
  if (seconds < 0) return "never";
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f s", seconds);
  return text.data();
}

void print_chain_times() {
  std::printf("## A message's way through the chain\n\n");
  std::printf(
      "From the first byte that leaves the IN board to the last one that the OUT board has.\n\n");
  std::printf("| cells | time |\n|---:|---:|\n");
  for (const int cells : kCells) {
    const auto holds = static_cast<std::size_t>(cells - 2);
    const double us =
        static_cast<double>(chain::bytes_microseconds(holds)) +
        static_cast<double>(chain::bytes_microseconds(chain::message_bytes(cells - 1)));
    std::printf("| %d | %.1f ms |\n", cells, us / kMilli);
  }
  std::printf("\nIt is the same at both cycles.\n\n");
}

void print_reactions(core::Cycle cycle) {
  std::printf("## %s cycle\n\n| what is wrong |", cycle == core::Cycle::slow ? "Slow" : "Fast");
  for (const int cells : kCells) std::printf(" %d cells |", cells);
  std::printf("\n|---|---:|---:|---:|---:|\n");
  for (const Row& row : kRows) {
    std::printf("| %s |", row.what);
    for (const int cells : kCells) {
      std::printf(" %s |", seconds_text(slowest_s(row, cells, cycle)).c_str());
    }
    std::printf("\n");
  }
  std::printf("\n");
}

}  // namespace

int main() {
  std::printf("<!-- SPDX-License-Identifier: Apache-2.0 -->\n# Reaction times\n\n");
  std::printf(
      "Made by `script/reactions`; do not edit. The boards' own code, every byte of the chain, in "
      "simulated\n"
      "time: from the moment something is wrong to the open contact of the charge relay (10 ms of "
      "it are the\n"
      "relay). Each figure is the slowest of %d moments spread over one cycle. Faults of a cell "
      "are on the\n"
      "cell in the middle.\n\n",
      kPhases);
  print_chain_times();
  print_reactions(core::Cycle::slow);
  print_reactions(core::Cycle::fast);
  std::printf(
      "A hanging OUT board is reset by its watchdog after 2 s and comes up with both relays open; "
      "the wire\n"
      "to charger and inverter is a signal, and these need their own time on top.\n");
  return 0;
}
