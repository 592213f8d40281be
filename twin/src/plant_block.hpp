// SPDX-License-Identifier: Apache-2.0
// Four cells side by side, one array for each quantity: every line of the model is then one loop of
// four that a compiler turns into vector instructions, and a block is one stretch of memory. What a
// cell looks up in its tables stays in the block as lines over its charge until it leaves them
// (plant_segments.hpp).
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>

namespace cellwarden::twin {

inline constexpr double kZeroCelsius = 273.15;

inline constexpr std::size_t kLanes = 4;
// A vector of four doubles as gcc and clang know it on every machine: + and so on work lane by
// lane, each as IEEE 754 says, so the bits do not depend on how many lanes the processor does at
// once.
using Lanes = double __attribute__((vector_size(32)));
using Mask = std::int64_t __attribute__((vector_size(32)));  // all bits set in a lane for true

// Functions with vectors as arguments are always inlined: a processor with wider registers would
// pass them otherwise.
#define CELLWARDEN_LANES [[gnu::always_inline]] inline

// A line over the charge of the cell (A·s), for each lane.
struct Lines {
  Lanes at_zero{};
  Lanes slope{};
};

inline constexpr double kNoLimit = std::numeric_limits<double>::infinity();

// One row of results. (A bare vector type as an argument of std::vector would lose its alignment.)
struct alignas(32) Row {
  Lanes lanes{};
};

// All zero and inside its limits for ever: a lane without a cell.
struct alignas(32) Block {
  // What changes with every step.
  Lanes charge_as{};
  Lanes
      charge_lost_as{};  // what rounding took from the sum (Kahan): so 0.45 mA count beside 100 Ah
  Lanes hysteresis{};    // −1 … +1
  Lanes rc1_v{};
  Lanes rc2_v{};
  Lanes cell_c{};
  Lanes board_c{};
  Lanes heat_j{};
  Lanes pack_j{};
  Lanes volt_seconds{};

  // Set from outside.
  Lanes board_a{};  // bypass and board's own drain
  Lanes extra_a{};
  Lanes connection_ohm{};
  Lanes ambient_offset_c{};

  // Looked up; hold within these limits.
  Lanes charge_low{-kNoLimit, -kNoLimit, -kNoLimit, -kNoLimit};
  Lanes charge_high{kNoLimit, kNoLimit, kNoLimit, kNoLimit};
  Lanes cell_c_low{-kNoLimit, -kNoLimit, -kNoLimit, -kNoLimit};
  Lanes cell_c_high{kNoLimit, kNoLimit, kNoLimit, kNoLimit};
  Lines enthalpy_v;
  Lines entropy;
  Lines hysteresis_v;
  Lines r0;
  Lines rc_charge;
  Lines rc_discharge;
  Lanes self_discharge_a{};
  Lanes hysteresis_per_as{};  // 1/(A·s)
};

static_assert(alignof(Block) == 32 && alignof(Row) == 32);

CELLWARDEN_LANES Lanes at(const Lines& lines, const Lanes& charge) {
  return lines.at_zero + lines.slope * charge;
}

}  // namespace cellwarden::twin
