// SPDX-License-Identifier: Apache-2.0
// What makes one kind of cell: plain tables, so that another cell is another file and not another
// program. Where the numbers of our own cell come from is told in docs/twin/cell-model.md.
#pragma once

#include <string_view>
#include <vector>

#include "cellwarden/core/result.hpp"

namespace cellwarden::twin {

// One corner of a line of straight pieces over the state of charge (0 … 1, and a little beyond
// both).
struct CurvePoint {
  double soc{0};
  double value{0};
  friend bool operator==(const CurvePoint&, const CurvePoint&) = default;
};
using Curve = std::vector<CurvePoint>;

// One row of a resistance table: a state of charge, and one value for each temperature of the
// table.
struct ResistanceRow {
  double soc{0};
  std::vector<double> ohm;
  friend bool operator==(const ResistanceRow&, const ResistanceRow&) = default;
};
using ResistanceTable = std::vector<ResistanceRow>;

// Outside their ends the open-circuit voltage goes on with its last slope; everything else keeps
// its last value.
struct CellParameters {
  double capacity_ah{0};

  Curve ocv;         // V at 25 °C, the middle between charging and discharging
  Curve hysteresis;  // V from that middle to either branch: the half width
  Curve entropy;     // dOCV/dT, V/K
  double hysteresis_soc{
      0};  // share of the capacity after which 1/e of the way to the other branch is left

  std::vector<double> temperature_c;  // the columns of the three tables, rising
  ResistanceTable r0;                 // what answers at once, either direction
  ResistanceTable rc_charge;          // what answers with a delay, both RC pairs together
  ResistanceTable rc_discharge;
  double rc1_share{0};  // the first pair's part of it; the second has the rest
  double rc1_seconds{0};
  double rc2_seconds{0};

  double self_discharge_a{0};           // at 25 °C
  double self_discharge_doubling_k{0};  // this much warmer: twice as much

  double cell_j_per_k{0};  // heat to warm the cell by one kelvin
  double cell_to_ambient_w_per_k{0};
  double board_j_per_k{0};
  double board_to_cell_w_per_k{0};
  double board_to_ambient_w_per_k{0};

  friend bool operator==(const CellParameters&, const CellParameters&) = default;
};

// Our own 100 Ah prismatic LiFePO4 cell: the same numbers as twin/cells/lfp-prismatic-100ah.csv.
CellParameters lfp_prismatic_100ah();

// The same kind of cell in another size: resistances ∝ 1/capacity; self-discharge and heat capacity
// ∝ capacity; the surface that gives the heat away ∝ capacity^(2/3). The board stays as it is.
CellParameters scaled(const CellParameters& parameters, double capacity_ah);

enum class ParametersError { unknown_name, bad_number, wrong_count, not_rising, missing_value };

struct ParametersFault {
  ParametersError error{};
  int line{0};  // 1 … n; 0 when it is about the whole file
};

// Lines of "name,number,number…"; '#' begins a comment. Names as above; curves and tables have one
// line a point or row.
core::Result<CellParameters, ParametersFault> parse_cell_parameters(std::string_view text);

}  // namespace cellwarden::twin
