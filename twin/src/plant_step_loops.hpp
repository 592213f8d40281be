// SPDX-License-Identifier: Apache-2.0
// The loops of the bulk path. Two files compile them: plant_step.cpp for any processor,
// plant_step_wide.cpp for those that do four lanes at once. So nothing here may leave a function
// behind that the linker could share between the two: all is in an unnamed namespace, and no
// function of the standard library is called. The formulae are numbered as in
// docs/twin/cell-model.md.
#pragma once

#include <cstddef>

#include "plant_block.hpp"
#include "plant_step.hpp"

// NOLINTBEGIN(misc-definitions-in-headers): one copy for each of the two files is the purpose.
namespace cellwarden::twin {

namespace {

// (1 − e^−x)/x = 1 − x/2! + x²/3! − …; nine terms are exact to rounding up to here.
constexpr double kMeanDecay[] = {  // NOLINT(*-avoid-c-arrays): see above
    1.0,        -1.0 / 2,    1.0 / 6,       -1.0 / 24,    1.0 / 120,
    -1.0 / 720, 1.0 / 5'040, -1.0 / 40'320, 1.0 / 362'880};
constexpr int kMeanDecayTerms = 9;

CELLWARDEN_LANES Lanes mean_decay(const Lanes& x) {
  Lanes sum = x * kMeanDecay[kMeanDecayTerms - 1];
  for (int i = kMeanDecayTerms - 2; i > 0; --i) sum = (sum + kMeanDecay[i]) * x;
  return sum + kMeanDecay[0];
}

// The same for a larger x, by way of 1 − e^−2y = (1 − e^−y)(1 + e^−y).
CELLWARDEN_LANES Lanes mean_decay_halved(const Lanes& x, int halvings) {
  Lanes part = x;
  for (int i = 0; i < halvings; ++i) part *= 0.5;
  const Lanes mean = mean_decay(part);
  Lanes gone = part * mean;
  for (int i = 0; i < halvings; ++i) gone *= 2 - gone;
  return x > 0 ? gone / x : mean;  // where nothing flows: 1
}

// [1]
CELLWARDEN_LANES Lanes open_circuit(const Block& b) {
  return at(b.enthalpy_v, b.charge_as) + (b.cell_c + kZeroCelsius) * at(b.entropy, b.charge_as);
}

CELLWARDEN_LANES Lanes terminal(const Block& b, double pack_a) {
  const Lanes current = pack_a - b.board_a - b.extra_a;
  return open_circuit(b) + at(b.hysteresis_v, b.charge_as) * b.hysteresis + b.rc1_v + b.rc2_v +
         at(b.r0, b.charge_as) * current;
}

// What the pieces of a step have in common.
struct Flow {
  Lanes current;  // through the electrodes, A
  Lanes net;      // charge that the cell gains, A·s
  Lanes middle;   // its charge in the middle of the step
};

// [3] and [4]: the mean overvoltage of the step; hysteresis and RC pairs move to its end.
template <bool kHalved>
CELLWARDEN_LANES Lanes overvoltage(Block& b, const Flow& flow, const SharedConstants& shared,
                                   const StepFactors& factors, int halvings) {
  const Lanes current = flow.current;
  const Lanes size = current >= 0 ? current : -current;
  const Lanes exponent = b.hysteresis_per_as * size * factors.seconds;
  const Lanes mean = kHalved ? mean_decay_halved(exponent, halvings) : mean_decay(exponent);
  const Lanes branch = current >= 0 ? Lanes{} + 1.0 : Lanes{} - 1.0;
  const Lanes way = b.hysteresis - branch;
  const Lanes hysteresis_v = at(b.hysteresis_v, flow.middle) * (branch + way * mean);
  b.hysteresis -= way * (exponent * mean);

  const Lanes rc_charge = at(b.rc_charge, flow.middle);
  const Lanes rc_discharge = at(b.rc_discharge, flow.middle);
  const Lanes rc_v = (current >= 0 ? rc_charge : rc_discharge) * current;
  const Lanes rc1_end = shared.rc1_share * rc_v;
  const Lanes rc2_end = rc_v - rc1_end;
  const Lanes rc1_way = b.rc1_v - rc1_end;
  const Lanes rc2_way = b.rc2_v - rc2_end;
  b.rc1_v = rc1_end + rc1_way * factors.rc1_kept;
  b.rc2_v = rc2_end + rc2_way * factors.rc2_kept;
  return hysteresis_v + rc_v + rc1_way * factors.rc1_mean + rc2_way * factors.rc2_mean +
         at(b.r0, flow.middle) * current;
}

// [7]
CELLWARDEN_LANES void warm(Block& b, const Lanes& cell_w, const Lanes& board_w,
                           const SharedConstants& shared, const StepFactors& factors,
                           double ambient_c) {
  const Lanes air = ambient_c + b.ambient_offset_c;
  const Lanes to_cell = cell_w + shared.board_to_cell_w_per_k * (b.board_c - b.cell_c) +
                        shared.cell_to_ambient_w_per_k * (air - b.cell_c);
  const Lanes to_board = board_w + shared.board_to_cell_w_per_k * (b.cell_c - b.board_c) +
                         shared.board_to_ambient_w_per_k * (air - b.board_c);
  b.cell_c += to_cell * factors.cell_k_per_w;
  b.board_c += to_board * factors.board_k_per_w;
}

// [2], with what rounding took the last time.
CELLWARDEN_LANES void move_charge(Block& b, const Lanes& net) {
  const Lanes wanted = net - b.charge_lost_as;
  const Lanes charge = b.charge_as + wanted;
  b.charge_lost_as = (charge - b.charge_as) - wanted;
  b.charge_as = charge;
}

template <bool kHalved>
CELLWARDEN_LANES Mask step_block(Block& b, const SharedConstants& shared,
                                 const StepFactors& factors, const StepInputs& inputs) {
  const double seconds = factors.seconds;
  const Lanes current = inputs.pack_a - b.board_a - b.extra_a;
  const Lanes net = (current - b.self_discharge_a) * seconds;
  const Flow flow{current, net, b.charge_as + 0.5 * net};
  const Lanes over = overvoltage<kHalved>(b, flow, shared, factors, inputs.halvings);

  // [5] and [6]: mean terminal voltage, and heat.
  const Lanes stored_v = at(b.enthalpy_v, flow.middle);
  const Lanes entropy_v = (b.cell_c + kZeroCelsius) * at(b.entropy, flow.middle);
  const Lanes volts = stored_v + entropy_v + over;
  const Lanes heat_w =
      current * (over + entropy_v) + b.self_discharge_a * stored_v + b.extra_a * volts;
  const Lanes connection_w = inputs.pack_a * inputs.pack_a * b.connection_ohm;
  const Lanes volt_seconds = volts * seconds;
  b.heat_j += heat_w * seconds;
  b.pack_j += inputs.pack_a * volt_seconds;
  b.volt_seconds += volt_seconds;

  warm(b, heat_w + connection_w, b.board_a * volts, shared, factors, inputs.ambient_c);
  move_charge(b, net);
  return (b.charge_as < b.charge_low) | (b.charge_as > b.charge_high) | (b.cell_c < b.cell_c_low) |
         (b.cell_c > b.cell_c_high);
}

template <bool kHalved>
CELLWARDEN_LANES bool step_all(Block* blocks, std::size_t count, const SharedConstants& shared,
                               const StepFactors& factors, const StepInputs& inputs) {
  Mask outside{};
  for (std::size_t i = 0; i < count; ++i) {
    outside |= step_block<kHalved>(blocks[i], shared, factors, inputs);
  }
  return (outside[0] | outside[1] | outside[2] | outside[3]) != 0;
}

bool step(Block* blocks, std::size_t count, const SharedConstants& shared,
          const StepFactors& factors, const StepInputs& inputs) {
  return inputs.halvings == 0 ? step_all<false>(blocks, count, shared, factors, inputs)
                              : step_all<true>(blocks, count, shared, factors, inputs);
}

void voltages(const Block* blocks, std::size_t count, double pack_a, Row* volts) {
  for (std::size_t i = 0; i < count; ++i) volts[i].lanes = terminal(blocks[i], pack_a);
}

void sensed(const Block* blocks, std::size_t count, double pack_a, Row* volts) {
  for (std::size_t i = 0; i < count; ++i) {
    volts[i].lanes = terminal(blocks[i], pack_a) + kSensedShare * pack_a * blocks[i].connection_ohm;
  }
}

double sum_of_voltages(const Block* blocks, std::size_t count) {
  Lanes sums{};
  for (std::size_t i = 0; i < count; ++i) sums += terminal(blocks[i], 0);
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

double sum_of_resistances(const Block* blocks, std::size_t count) {
  Lanes sums{};
  for (std::size_t i = 0; i < count; ++i) {
    sums += at(blocks[i].r0, blocks[i].charge_as) + blocks[i].connection_ohm;
  }
  return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

constexpr StepLoops kLoops{.step = step,
                           .voltages = voltages,
                           .sensed = sensed,
                           .sum_of_voltages = sum_of_voltages,
                           .sum_of_resistances = sum_of_resistances};

}  // namespace

}  // namespace cellwarden::twin
// NOLINTEND(misc-definitions-in-headers)
