// SPDX-License-Identifier: Apache-2.0
// An OUT board for tests: the real judgement, and frames of what it knows.
#pragma once

#include <optional>
#include <vector>

#include "cellwarden/core/judgement.hpp"
#include "cellwarden/protocol/data_output.hpp"

namespace cellwarden::protocol::test {

class OutBoard {
 public:
  explicit OutBoard(std::uint8_t cell_count = 4)
      : cells{cell_count, core::cell_reading(core::Millivolts{3300}, core::MilliCelsius{20'000})},
        state{core::first_state(settings)} {
    factory.cells = cell_count;
    settings.profile = core::Profile::exact;
  }

  void good_at(core::Milliseconds now) { step(core::Arrival::intact, now); }
  void damaged_at(core::Milliseconds now) { step(core::Arrival::damaged, now); }
  // Two good messages end E.
  void start() {
    good_at(core::Milliseconds{0});
    good_at(core::Milliseconds{1000});
  }
  // Three missed messages begin it.
  void fail() {
    for (int i = 1; i <= 3; ++i) damaged_at(time + core::Milliseconds{1000});
  }

  std::optional<DataFrame> frame() {
    return next_frame(rotation,
                      {.state = state,
                       .settings = settings,
                       .options = options,
                       .sensor = factory.sensor,
                       .key_values = key_values,
                       .generation = generation,
                       .announced_cells = announced_cells},
                      time);
  }

  core::Settings settings;
  core::Options options;
  core::FactorySettings factory;
  core::SensorReadings sensors;
  std::vector<core::CellReading> cells;
  core::State state;
  KeyValues key_values;
  Generation generation{Generation::three};
  core::CellNumber announced_cells{0};
  FrameRotation rotation;
  core::Milliseconds time;

 private:
  void step(core::Arrival arrival, core::Milliseconds now) {
    time = now;
    core::step(state,
               {.arrival = arrival,
                .cells = cells,
                .sensors = sensors,
                .options = options,
                .factory = factory,
                .settings = settings,
                .offsets = {}},
               now);
  }
};

}  // namespace cellwarden::protocol::test
