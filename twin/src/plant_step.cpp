// SPDX-License-Identifier: Apache-2.0
#include "plant_step.hpp"

#include "cellwarden/twin/numbers.hpp"
#include "plant_step_loops.hpp"

namespace cellwarden::twin {

namespace {

constexpr double kLargestExponent = 1.0 / 16;
constexpr int kMostHalvings = 64;

double mean_of_decay(double seconds, double tau) {
  return tau * (1 - numbers::exp_of(-seconds / tau)) / seconds;
}

}  // namespace

const StepLoops& step_loops() {
  const StepLoops* wide = wide_step_loops();
  return wide != nullptr ? *wide : kLoops;
}

const StepLoops& plain_step_loops() { return kLoops; }

StepFactors step_factors(const SharedConstants& shared, double seconds) {
  const double cell_w_per_k = shared.board_to_cell_w_per_k + shared.cell_to_ambient_w_per_k;
  const double board_w_per_k = shared.board_to_cell_w_per_k + shared.board_to_ambient_w_per_k;
  const double cell_tau = shared.cell_j_per_k / cell_w_per_k;
  const double board_tau = shared.board_j_per_k / board_w_per_k;
  return {.seconds = seconds,
          .rc1_kept = numbers::exp_of(-seconds / shared.rc1_seconds),
          .rc2_kept = numbers::exp_of(-seconds / shared.rc2_seconds),
          .rc1_mean = mean_of_decay(seconds, shared.rc1_seconds),
          .rc2_mean = mean_of_decay(seconds, shared.rc2_seconds),
          .cell_k_per_w = (1 - numbers::exp_of(-seconds / cell_tau)) / cell_w_per_k,
          .board_k_per_w = (1 - numbers::exp_of(-seconds / board_tau)) / board_w_per_k};
}

int halvings_for(double largest_exponent) {
  int halvings = 0;
  while (largest_exponent > kLargestExponent && halvings < kMostHalvings) {
    largest_exponent *= 0.5;
    ++halvings;
  }
  return halvings;
}

double open_circuit_voltage(const Block& block, std::size_t lane) {
  return open_circuit(block)[lane];
}

double terminal_voltage(const Block& block, std::size_t lane, double pack_a) {
  return terminal(block, pack_a)[lane];
}

}  // namespace cellwarden::twin
