// SPDX-License-Identifier: Apache-2.0
// Inside the plant: the blocks that every step works on, and beside them what is looked at now and
// then.
#pragma once

#include <cstddef>
#include <vector>

#include "cellwarden/twin/plant.hpp"
#include "plant_block.hpp"
#include "plant_segments.hpp"
#include "plant_step.hpp"

namespace cellwarden::twin {

inline constexpr double kSecondsPerHour = 3600;

// What one cell is, and its sums up to the last change of what they are made of.
struct CellFile {
  double capacity_as{0};
  double resistance{1};
  double self_discharge{1};
  double sense_wire_ohm{0};
  double drain_a{0};
  double bypass_a{0};
  double looked_up_at_as{0};  // charge of the last look-up
  CellTotals totals;
  double summed_at_s{0};
  double summed_at_volt_seconds{0};
  double summed_at_square_as{0};
};

// A sum that keeps what rounding takes (Kahan).
struct Sum {
  double value{0};
  double lost{0};

  void add(double amount) {
    const double wanted = amount - lost;
    const double next = value + wanted;
    lost = (next - value) - wanted;
    value = next;
  }
};

struct Plant::State {
  State(const CellParameters& parameters, const PlantSettings& settings);

  bool has(int cell) const { return cell >= 0 && cell < static_cast<int>(files.size()); }
  CellFile& file(int cell) { return files[static_cast<std::size_t>(cell)]; }
  const CellFile& file(int cell) const { return files[static_cast<std::size_t>(cell)]; }
  Block& block(int cell) { return blocks[static_cast<std::size_t>(cell) / kLanes]; }
  const Block& block(int cell) const { return blocks[static_cast<std::size_t>(cell) / kLanes]; }
  static std::size_t lane(int cell) { return static_cast<std::size_t>(cell) % kLanes; }
  double charge(int cell) const { return block(cell).charge_as[lane(cell)]; }
  double soc(int cell) const { return charge(cell) / file(cell).capacity_as; }

  void begin(int index, const CellSpread& spread, const PlantSettings& settings);
  void look_up(int index);
  void look_up_where_needed();
  void settle_stored(int index);
  CellTotals totals_now(int index) const;
  void sum_up(int index);
  void currents_changed(int index);
  void advance(double seconds, double pack_current_a, double ambient_c);

  CellParameters kind;
  Segments segments;
  SharedConstants shared;
  StepFactors factors;
  const StepLoops* loops{&step_loops()};
  std::vector<Block> blocks;
  std::vector<CellFile> files;
  std::vector<Row> volts;
  std::vector<Row> celsius;
  double largest_hysteresis_per_as{0};
  double largest_branch_a{0};  // of bypass, drain and extra drain of one cell
  Sum time_s;
  Sum pack_as;
  Sum pack_square_as;  // ∫ I² dt
};

}  // namespace cellwarden::twin
