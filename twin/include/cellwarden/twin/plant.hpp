// SPDX-License-Identifier: Apache-2.0
// The cells of a pack in series: voltages, charge, heat, and the balances that prove that none of
// it is lost. The model and its formulae are in docs/twin/cell-model.md. Cells count from 0 here
// (they count from 1 where a person sees them).
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "cellwarden/twin/cell_parameters.hpp"
#include "cellwarden/twin/random.hpp"

namespace cellwarden::twin {

// How one cell differs from its kind, and how it is wired.
struct CellSpread {
  double capacity{1};              // factor
  double resistance{1};            // factor
  double soc_offset{0};            // at the start
  double temperature_offset_c{0};  // of the air around it: the middle of a pack is warmer
  double self_discharge{1};        // factor
  double drain_a{0.001};           // what its board takes
  double connection_ohm{0.0001};   // busbar and contacts from this cell to the next
  double sense_wire_ohm{0.03};     // there and back, from the cell to its board
};

// How far cells of one delivery lie apart: one standard deviation of each.
struct SpreadWidths {
  double capacity{0.01};
  double resistance{0.05};
  double soc_offset{0.005};
  double temperature_offset_c{0.5};
  double self_discharge{0.2};
  double drain_a{0.00005};
};

// Factors stay at least 0.1, drains at least 0.
std::vector<CellSpread> draw_spread(Random& random, int cells, const SpreadWidths& widths = {});

struct PlantSettings {
  int cells{0};
  double capacity_ah{100};
  double soc{0.5};
  double ambient_c{25};
  std::vector<CellSpread> spread;  // one per cell; cells without one are all alike
};

// Since the start, for one cell.
//   charge:  charge now − charge at the start = pack − bypass − drain − extra_drain −
//   self_discharge   (A·s) energy:  stored now − stored at the start = pack − bypass − drain − heat
//   (J)
// "Stored" is counted from an empty cell, without the heat that the entropy term exchanges. The
// connections are outside the cells: the pack's terminals took in Σ (pack_j + connection_j).
struct CellTotals {
  double pack_as{0};
  double bypass_as{0};
  double drain_as{0};
  double extra_drain_as{0};
  double self_discharge_as{0};
  double pack_j{0};
  double bypass_j{0};
  double drain_j{0};
  double heat_j{0};  // in the cell: overvoltage, entropy, extra drain, self-discharge
  double connection_j{0};
  double stored_j{0};  // now
};

class Plant {
 public:
  Plant(const CellParameters& parameters, const PlantSettings& settings);
  Plant(const Plant&) = delete;
  Plant& operator=(const Plant&) = delete;
  Plant(Plant&&) noexcept;
  Plant& operator=(Plant&&) noexcept;
  ~Plant();

  int cells() const;

  // These hold until they are set again. A cell outside 0 … cells() − 1 is nobody's: setting does
  // nothing, asking gives 0.
  void set_bypass(int cell, double current_a);  // through the sense wires; its heat warms the board
  void set_extra_drain(int cell,
                       double current_a);  // inside the cell (internal short …): warms the cell
  [[nodiscard]] double connection(int cell) const;  // ohm
  void set_connection(int cell, double ohm);        // its heat warms the cell
  // The air around this cell and its board is so much warmer from now on, on top of what it was.
  void warm_surroundings(int cell, double celsius);

  // Everything is constant during the step; charging is positive. 0 < seconds ≤ 60; longer ones are
  // cut, others ignored.
  void advance(double seconds, double pack_current_a, double ambient_c);

  // The pack at its terminals right now: voltage = emf() + current · resistance().
  double emf() const;
  double resistance() const;

  // At the cell's own terminals. The span is filled anew by each call.
  double cell_voltage(int cell, double pack_current_a) const;
  std::span<const double> cell_voltages(double pack_current_a);

  // Of all boards, cell by cell; the span is filled anew by each call.
  std::span<const double> board_temperatures();

  // As sensed_voltage() below with the bypass paused, of cells first…last at once.
  std::span<const double> sensed_voltages(int first, int last, double pack_current_a);

  // What the board's converter sees: half of the connection lies between its two sense wires, and
  // the wires themselves drop voltage while the bypass flows (CELL-4: boards sample with the bypass
  // paused).
  double sensed_voltage(int cell, double pack_current_a, bool bypass_flows) const;

  double board_temperature_c(int cell) const;
  double cell_temperature_c(int cell) const;
  double soc(int cell) const;  // of this cell's own capacity; below 0 and above 1 when it is abused
  double charge_ah(int cell) const;
  double capacity_ah(int cell) const;
  double open_circuit_voltage(int cell) const;  // without hysteresis
  CellTotals totals(int cell) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace cellwarden::twin
