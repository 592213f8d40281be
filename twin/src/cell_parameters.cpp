// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/cell_parameters.hpp"

#include "cellwarden/twin/numbers.hpp"

namespace cellwarden::twin {

CellParameters scaled(const CellParameters& parameters, double capacity_ah) {
  CellParameters result = parameters;
  if (!(capacity_ah > 0) || capacity_ah == parameters.capacity_ah) return result;
  const double ratio = capacity_ah / parameters.capacity_ah;
  result.capacity_ah = capacity_ah;
  for (ResistanceTable* table : {&result.r0, &result.rc_charge, &result.rc_discharge}) {
    for (ResistanceRow& row : *table) {
      for (double& ohm : row.ohm) ohm /= ratio;
    }
  }
  result.self_discharge_a *= ratio;
  result.cell_j_per_k *= ratio;
  result.cell_to_ambient_w_per_k *= numbers::exp_of(numbers::log_of(ratio) * 2 / 3);
  return result;
}

}  // namespace cellwarden::twin
