// SPDX-License-Identifier: Apache-2.0
// How many cell-steps a second one thread does. The baseline is the least that any plant could do:
// one multiplication and one addition over an array as long as there are cells.
#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "cellwarden/twin/plant.hpp"

namespace cellwarden::twin {
namespace {

constexpr int kPeriod = 7200;  // one hour up, one hour down

PlantSettings settings(int cells) {
  Random random{1};
  return {.cells = cells,
          .capacity_ah = 100,
          .soc = 0.3,
          .ambient_c = 20,
          .spread = draw_spread(random, cells)};
}

double current_at(int second) {
  const auto wave = static_cast<double>(second % 60 - 30);  // a different one every second
  return (second < kPeriod / 2 ? 50.0 : -50.0) + wave;
}

void one_second_and_every_voltage(benchmark::State& state) {
  const int cells = static_cast<int>(state.range(0));
  Plant plant{lfp_prismatic_100ah(), settings(cells)};
  int second = 0;
  for ([[maybe_unused]] auto _ : state) {
    const double current = current_at(second);
    plant.advance(1, current, 20);
    benchmark::DoNotOptimize(plant.cell_voltages(current).data());
    second = second + 1 == kPeriod ? 0 : second + 1;
  }
  state.SetItemsProcessed(state.iterations() * cells);
}
BENCHMARK(one_second_and_every_voltage)->Arg(4)->Arg(16)->Arg(256);

void with_the_pack_solved(benchmark::State& state) {
  const int cells = static_cast<int>(state.range(0));
  Plant plant{lfp_prismatic_100ah(), settings(cells)};
  int second = 0;
  for ([[maybe_unused]] auto _ : state) {
    const double current = current_at(second);
    benchmark::DoNotOptimize(plant.emf() + current * plant.resistance());
    plant.advance(1, current, 20);
    benchmark::DoNotOptimize(plant.cell_voltages(current).data());
    second = second + 1 == kPeriod ? 0 : second + 1;
  }
  state.SetItemsProcessed(state.iterations() * cells);
}
BENCHMARK(with_the_pack_solved)->Arg(16)->Arg(256);

void baseline_one_multiply_and_add(benchmark::State& state) {
  const auto cells = static_cast<std::size_t>(state.range(0));
  std::vector<double> x(cells, 1.0);
  std::vector<double> y(cells, 2.0);
  for ([[maybe_unused]] auto _ : state) {
    for (std::size_t i = 0; i < cells; ++i) y[i] += 0.5 * x[i];
    benchmark::DoNotOptimize(y.data());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(baseline_one_multiply_and_add)->Arg(16)->Arg(256);

}  // namespace
}  // namespace cellwarden::twin
