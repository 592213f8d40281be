// SPDX-License-Identifier: Apache-2.0
// The whole installation: cells, boards, chain, site, with every invariant checked. One item is one
// simulated second. The baseline is the OUT board's core alone, judging one message a second.
#include <benchmark/benchmark.h>

#include <memory>
#include <vector>

#include "cellwarden/core/replay.hpp"
#include "cellwarden/twin/bench.hpp"

namespace {

using namespace cellwarden;
using twin::Fidelity;

twin::Scenario sunny(int cells) {
  twin::Scenario scenario;
  scenario.begin_s = 6 * 3600;
  twin::PackPlan& pack = scenario.packs.front();
  pack.cells = cells;
  pack.factory.cells = static_cast<std::uint8_t>(cells);
  pack.settings.battery_capacity = core::WattHours{cells * 300};
  pack.sensor_out = twin::CurrentSensorSettings{};
  scenario.site.charger.absorption_v = 3.45 * cells;
  scenario.site.charger.float_v = 3.35 * cells;
  scenario.site.inverter.cutoff_v = 2.5 * cells;
  scenario.site.inverter.restart_v = 2.9 * cells;
  return scenario;
}

void simulate(benchmark::State& state, Fidelity fidelity, bool checked) {
  const auto cells = static_cast<int>(state.range(0));
  const double span_s = cells > 100 ? 60 : 1800;
  twin::Bench bench{sunny(cells), {.seed = 1, .fidelity = fidelity, .check_invariants = checked}};
  double end_s = 0;
  for (auto unused : state) {
    (void)unused;
    end_s += span_s;
    bench.run_until(end_s);
  }
  if (!bench.violations().empty()) state.SkipWithError("an invariant broke");
  state.SetItemsProcessed(static_cast<std::int64_t>(end_s));
}

void simulate_messages(benchmark::State& state) { simulate(state, Fidelity::messages, true); }
BENCHMARK(simulate_messages)->Arg(16)->Arg(255);

void simulate_messages_unchecked(benchmark::State& state) {
  simulate(state, Fidelity::messages, false);
}
BENCHMARK(simulate_messages_unchecked)->Arg(16);

void simulate_bytes(benchmark::State& state) { simulate(state, Fidelity::bytes, true); }
BENCHMARK(simulate_bytes)->Arg(16)->Arg(255);

void judge_alone(benchmark::State& state) {
  const auto cells = static_cast<int>(state.range(0));
  core::ReplaySettings settings;
  settings.cells = cells;
  const auto replay = std::make_unique<core::ReplayState>(core::first_replay_state(settings));
  const std::vector<core::CellReading> readings(
      static_cast<std::size_t>(cells),
      core::cell_reading(core::Millivolts{3300}, core::MilliCelsius{20'000}));
  core::Milliseconds now;
  for (auto unused : state) {
    (void)unused;
    now += core::Milliseconds{1000};
    const core::Outputs outputs = core::replay_step(
        *replay, settings,
        {.time = now, .intact = true, .cells = readings, .current_in = {}, .current_out = {}});
    benchmark::DoNotOptimize(outputs);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(judge_alone)->Arg(16)->Arg(255);

}  // namespace
