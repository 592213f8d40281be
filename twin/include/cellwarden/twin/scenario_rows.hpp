// SPDX-License-Identifier: Apache-2.0
// Every plain number of a scenario as one row: its key in a scenario file, unit, range and place.
// The reader of files and check_scenario() walk the same rows, so they cannot disagree.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "cellwarden/twin/scenario.hpp"

namespace cellwarden::twin {

template <class Part>
struct NumberRow {
  const char* key;
  const char* unit;  // "" for plain numbers
  double min;
  double max;
  bool whole;
  std::optional<double> (*get)(const Part& part);  // empty: not said
  void (*set)(Part& part, double value);           // within min…max
};

std::span<const NumberRow<PackPlan>> pack_rows();
std::span<const NumberRow<SpreadPlan>> spread_rows();
std::span<const NumberRow<CellPlan>> cell_rows();
std::span<const NumberRow<CurrentSensorSettings>> current_sensor_rows();
std::span<const NumberRow<SitePlan>> site_rows();
std::span<const NumberRow<SunSettings>> sun_rows();
std::span<const NumberRow<HouseSettings>> house_rows();
std::span<const NumberRow<AmbientSettings>> ambient_rows();
std::span<const NumberRow<ChargerSettings>> charger_rows();
std::span<const NumberRow<InverterSettings>> inverter_rows();

// "3.6", "16", "1e+07".
std::string number_text(double value);

// "0 to 100 %".
std::string range_text(double min, double max, const char* unit);

// Empty if the value is possible, else "capacity_ah = -5 is not possible; it may be 1 to 10000 Ah."
std::string range_problem(const char* key, const char* unit, double min, double max, double value);

}  // namespace cellwarden::twin
