// SPDX-License-Identifier: Apache-2.0
// One step of the OUT board's judgement, beside the least that any judgement has to do: look once
// at every reading.
#include <benchmark/benchmark.h>

#include <array>
#include <memory>
#include <random>
#include <vector>

#include "cellwarden/core/judgement.hpp"

namespace {

using namespace cellwarden::core;

// 64 messages of a healthy pack whose cells move by some millivolts, as 1 mV noise does.
std::vector<std::vector<CellReading>> messages(int cells) {
  std::mt19937 random{1};
  std::vector<std::vector<CellReading>> all(64);
  for (auto& message : all) {
    for (int i = 0; i < cells; ++i) {
      const auto noise = static_cast<std::int32_t>(random() % 5);
      message.push_back(cell_reading(Millivolts{3298 + noise}, MilliCelsius{25'000 + 100 * noise}));
    }
  }
  return all;
}

void judge_one_message(benchmark::State& state) {
  const auto cells = static_cast<int>(state.range(0));
  const auto recorded = messages(cells);
  const Settings settings;
  const auto board = std::make_unique<State>(first_state(settings));
  const FactorySettings factory{.sensor = SensorRange::a100,
                                .cells = static_cast<std::uint8_t>(cells)};
  Milliseconds now;
  std::size_t next = 0;
  const auto judge_next = [&] {
    const Inputs inputs{.arrival = Arrival::intact,
                        .cells = recorded[next],
                        .sensors = {.in = Milliamps{12'000}, .out = Milliamps{3'000}},
                        .options = {},
                        .factory = factory,
                        .settings = settings,
                        .offsets = {}};
    const Outputs outputs = step(*board, inputs, now);
    now += Milliseconds{1000};
    next = (next + 1) % recorded.size();
    return outputs;
  };
  for (int i = 0; i < 40; ++i) judge_next();  // until the restart delay is over
  if (!board->charge.closed || !board->load.closed) {
    state.SkipWithError("the relays are open, so this is not what a pack does all day");
  }
  for ([[maybe_unused]] auto _ : state) benchmark::DoNotOptimize(judge_next());
}

void look_at_every_reading(benchmark::State& state) {
  const auto recorded = messages(static_cast<int>(state.range(0)));
  std::size_t next = 0;
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(summarise(recorded[next]));
    next = (next + 1) % recorded.size();
  }
}

BENCHMARK(judge_one_message)->Arg(16)->Arg(255);
BENCHMARK(look_at_every_reading)->Arg(16)->Arg(255);

}  // namespace
