// SPDX-License-Identifier: Apache-2.0
// One step of all cells: the bulk work of the twin, apart from everything that is asked or set now
// and then.
#pragma once

#include <cstddef>

#include "plant_block.hpp"

namespace cellwarden::twin {

// What is the same for every cell of a pack.
struct SharedConstants {
  double rc1_share{0};
  double rc1_seconds{1};
  double rc2_seconds{1};
  double cell_j_per_k{1};
  double cell_to_ambient_w_per_k{0};
  double board_j_per_k{1};
  double board_to_cell_w_per_k{0};
  double board_to_ambient_w_per_k{0};
};

// The exponentials of one length of step: exact for a constant current.
struct StepFactors {
  double seconds{0};
  double rc1_kept{1};  // e^(−t/τ)
  double rc2_kept{1};
  double rc1_mean{1};  // mean of e^(−t/τ) over the step
  double rc2_mean{1};
  double cell_k_per_w{0};  // how much one watt warms it in this time
  double board_k_per_w{0};
};
StepFactors step_factors(const SharedConstants& shared, double seconds);

struct StepInputs {
  double pack_a{0};
  double ambient_c{0};
  int halvings{0};  // how often the hysteresis exponent is halved to fit its series
};

// How often for exponents up to this one.
int halvings_for(double largest_exponent);

inline constexpr double kSensedShare = 0.5;  // of the connection lies between the two sense wires

// The bulk work, over all blocks of a pack.
struct StepLoops {
  // True when a cell left the limits of what it has looked up.
  bool (*step)(Block* blocks, std::size_t count, const SharedConstants& shared,
               const StepFactors& factors, const StepInputs& inputs);
  void (*voltages)(const Block* blocks, std::size_t count, double pack_a, Row* volts);
  // Between the sense wires of a board, as if no bypass flowed or had flowed.
  void (*sensed)(const Block* blocks, std::size_t count, double pack_a, Row* volts);
  double (*sum_of_voltages)(const Block* blocks, std::size_t count);  // at no pack current
  double (*sum_of_resistances)(const Block* blocks, std::size_t count);
};
const StepLoops& step_loops();        // the best that this processor can do
const StepLoops& plain_step_loops();  // what every processor can do: the same to the bit
const StepLoops* wide_step_loops();   // nullptr when this processor cannot

double open_circuit_voltage(const Block& block, std::size_t lane);
double terminal_voltage(const Block& block, std::size_t lane, double pack_a);

}  // namespace cellwarden::twin
