// SPDX-License-Identifier: Apache-2.0
#include "stories.hpp"

namespace cellwarden::firmware {

using twin::Fault;
using twin::FaultKind;

namespace {

Fault fault(FaultKind kind, int cell, double start_s, double end_s, double magnitude = 0) {
  return {.kind = kind,
          .pack = 1,
          .cell = cell,
          .start_s = start_s,
          .end_s = end_s,
          .magnitude = magnitude};
}

twin::Profile always(double value) { return *twin::Profile::from_points({0}, {value}); }

// Odd starts, so that the moments fall anywhere in a cycle.
std::vector<Fault> wires(int cells) {
  const int last_wire = cells - 1;
  return {fault(FaultKind::chain_bit_errors, 1, 8.13, 20, 0.5),
          fault(FaultKind::chain_bytes_lost, 1, 20, 28.4, 0.4),
          fault(FaultKind::chain_bytes_doubled, 2, 20, 28.4, 0.01),
          fault(FaultKind::chain_wire_broken, cells / 2, 30.37, 42.61),
          fault(FaultKind::chain_bit_errors, last_wire, 45, 52, 0.01)};
}

std::vector<Fault> resets(int cells) {
  return {fault(FaultKind::board_dead, cells / 2, 8.377, 13.2),
          fault(FaultKind::in_power_loss, 1, 17.011, 19.5),
          fault(FaultKind::board_hanging, cells, 24.739, 25),
          fault(FaultKind::board_rebooting, cells - 1, 31.3, 40, 2.37),
          fault(FaultKind::board_hanging, 2, 43.123, 44)};
}

std::vector<Fault> power(int cells) {
  return {fault(FaultKind::switches, 0, 6, 6.1, 0x80),
          fault(FaultKind::out_power_loss, cells, 14.201, 16),
          fault(FaultKind::out_power_loss, cells, 20.777, 20.9),
          fault(FaultKind::memory_corruption, cells, 25.5, 25.6, 40),
          fault(FaultKind::out_power_loss, cells, 27.9, 29),
          fault(FaultKind::button, cells, 33.1, 38.9)};
}

// The OUT board's clock, which the chain's cadence shows to be wrong.
std::vector<Fault> clocks(int cells) {
  return {fault(FaultKind::clock_drift, cells, 10.2, 22, 200'000),
          fault(FaultKind::clock_drift, 1, 30.1, 40, -150'000)};
}

std::vector<Fault> sensors(int cells) {
  return {fault(FaultKind::thermistor_open, 2, 8.05, 14),
          fault(FaultKind::converter_off, cells - 1, 16, 20, 5),
          fault(FaultKind::cell_voltage_bias, cells / 2, 24.3, 32, 400),
          fault(FaultKind::sensor_lost, 2, 33, 37),
          fault(FaultKind::cell_voltage_bias, 1, 40.2, 46, -1400)};
}

}  // namespace

std::vector<Story> stories(int cells) {
  return {
      {.name = "healthy", .what = "nothing is wrong", .faults = {}, .seconds = 45},
      {.name = "new", .what = "new boards", .faults = {}, .seconds = 45, .new_boards = true},
      {.name = "sensors", .what = "readings", .faults = sensors(cells), .seconds = 50},
      {.name = "wires", .what = "the chain's wires", .faults = wires(cells), .seconds = 55},
      {.name = "resets",
       .what = "boards that stop",
       .faults = resets(cells),
       .seconds = 50,
       .debugged = true},
      {.name = "clocks", .what = "clocks that go wrong", .faults = clocks(cells), .seconds = 50},
      {.name = "power", .what = "supply and store", .faults = power(cells), .seconds = 45}};
}

twin::Scenario scenario_of(const Story& story, int cells) {
  twin::Scenario scenario;
  scenario.begin_s = 12 * 3600;
  scenario.faults = story.faults;
  twin::PackPlan& pack = scenario.packs.front();
  pack.cells = cells;
  pack.commissioned = !story.new_boards;
  pack.factory.cells = static_cast<std::uint8_t>(cells);
  pack.settings.battery_capacity = core::WattHours{std::int64_t{300} * cells};
  pack.settings.restart_delay = {};
  pack.sensor_out = twin::CurrentSensorSettings{};
  pack.voltage_noise_mv = 1;
  pack.spread = {.voltage_error_mv = 4, .temperature_error_c = 1, .clock_error_ppm = 100};
  twin::SitePlan& site = scenario.site;
  site.sun.measured = always(0.1);
  site.sun.peak_w = 1000;
  site.house.measured_w = always(40);
  site.ambient.measured_c = always(20);
  site.charger.absorption_v = 3.45 * cells;
  site.charger.float_v = 3.35 * cells;
  site.charger.peak_w = 1000;
  site.inverter.cutoff_v = 2.5 * cells;
  site.inverter.restart_v = 2.9 * cells;
  return scenario;
}

}  // namespace cellwarden::firmware
