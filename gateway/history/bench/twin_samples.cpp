// SPDX-License-Identifier: Apache-2.0
#include "twin_samples.hpp"

namespace cellwarden::history::bench {

namespace {

twin::Scenario sunny(const Recipe& recipe) {
  twin::Scenario scenario;
  scenario.begin_s = 0;
  twin::PackPlan& pack = scenario.packs.front();
  pack.cells = recipe.cells;
  pack.soc_percent = 60;
  pack.voltage_noise_mv = recipe.noise_mv;
  pack.spread = {
      .capacity_percent = 1, .resistance_percent = 5, .soc_percent = 0.3, .temperature_c = 0.5};
  pack.factory.cells = static_cast<std::uint8_t>(recipe.cells);
  pack.settings.battery_capacity = core::WattHours{std::int64_t{recipe.cells} * 320};
  pack.sensor_in.noise_a = recipe.current_noise_a;
  pack.sensor_out = pack.sensor_in;
  scenario.site.sun.peak_w = 2000;
  scenario.site.sun.cloudiness = recipe.cloudiness_percent / 100.0;
  scenario.site.charger.absorption_v = 3.45 * recipe.cells;
  scenario.site.charger.float_v = 3.35 * recipe.cells;
  scenario.site.inverter.cutoff_v = 2.5 * recipe.cells;
  scenario.site.inverter.restart_v = 2.9 * recipe.cells;
  return scenario;
}

std::int32_t rounded(std::int32_t value, int step) {
  return (value + (value < 0 ? -step : step) / 2) / step * step;
}

}  // namespace

TwinSamples::TwinSamples(const Recipe& recipe, std::int64_t begin_ms)
    : recipe_{recipe},
      begin_ms_{begin_ms},
      bench_{sunny(recipe), {.seed = 1, .check_invariants = false}} {}

Sample TwinSamples::next() {
  ++second_;
  bench_.run_until(static_cast<double>(second_));
  const core::State& state = bench_.out_board(1).state;
  cells_.clear();
  for (int i = 0; i < recipe_.cells; ++i) {
    const core::CellReading& reading = state.cells[static_cast<std::size_t>(i)];
    CellSample cell;
    if (reading.voltage_valid()) cell.mv = rounded(reading.voltage.count(), recipe_.millivolt_step);
    if (reading.temperature_valid()) {
      cell.decicelsius = rounded(reading.temperature.count(), 100) / 100;
    }
    cell.bypass = reading.bypass;
    cells_.push_back(cell);
  }
  const core::Currents& currents = state.status.currents;
  Sample sample{.time_ms = begin_ms_ + second_ * 1000,
                .pack_mv = rounded(state.status.pack.pack_voltage.count(), recipe_.millivolt_step),
                .current_in_ma = rounded(currents.in.count(), recipe_.current_step_ma),
                .soc_mpercent = core::milli_percent(state.soc).count(),
                .energy_in_wh_total = state.energy.in_total.whole.count(),
                .energy_out_wh_total = state.energy.out_total.whole.count(),
                .stored_wh = core::stored_energy(state.soc).count(),
                .charge_closed = state.charge.closed,
                .load_closed = state.load.closed,
                .soc_calibrated = state.soc.calibrated,
                .good = !state.status.warnings.has(core::Warning::communication),
                .simulated = true,
                .cells = cells_};
  if (currents.out) sample.current_out_ma = rounded(currents.out->count(), recipe_.current_step_ma);
  if (currents.battery) {
    sample.battery_ma = sample.current_in_ma.value_or(0) - sample.current_out_ma.value_or(0);
  }
  for (const core::Warning warning : core::kWarnings) {
    if (state.status.warnings.has(warning)) {
      sample.warnings |= static_cast<std::uint8_t>(1U << static_cast<unsigned>(warning));
    }
  }
  return sample;
}

}  // namespace cellwarden::history::bench
