// SPDX-License-Identifier: Apache-2.0
// A small installation for the tests: cells of 100 Ah at 50 %, boards that know each other, a
// charger with sun all day and a steady load.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "cellwarden/twin/bench.hpp"

namespace cellwarden::twin::test {

inline Profile always(double value) { return *Profile::from_points({0}, {value}); }

inline Scenario small_pack(int cells = 4) {
  Scenario scenario;
  scenario.days = 1;
  scenario.begin_s = 12 * 3600;
  PackPlan& pack = scenario.packs.front();
  pack.cells = cells;
  pack.factory.cells = static_cast<std::uint8_t>(cells);
  pack.settings.battery_capacity = core::WattHours{std::int64_t{300} * cells};
  pack.sensor_out = CurrentSensorSettings{};
  SitePlan& site = scenario.site;
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

inline Fault fault(FaultKind kind, int cell, double start_s, double end_s, double magnitude = 0) {
  return {.kind = kind,
          .pack = 1,
          .cell = cell,
          .start_s = start_s,
          .end_s = end_s,
          .magnitude = magnitude};
}

// Seconds of the first occurrence of that name at or after `from`; empty: never.
inline std::optional<double> first(const Bench& bench, std::string_view name, double from_s = 0) {
  for (const Occurrence& o : bench.occurrences()) {
    if (o.time_s >= from_s && name_of(o) == name) return o.time_s;
  }
  return {};
}

inline int count(const Bench& bench, std::string_view name, double from_s = 0) {
  int times = 0;
  for (const Occurrence& o : bench.occurrences()) {
    times += o.time_s >= from_s && name_of(o) == name ? 1 : 0;
  }
  return times;
}

inline double figure(const Bench& bench, std::string_view name) {
  for (const Figure& f : bench.figures()) {
    if (f.name == name && !f.number) return f.value;
  }
  return -1e9;
}

}  // namespace cellwarden::twin::test
