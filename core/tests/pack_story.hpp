// SPDX-License-Identifier: Apache-2.0
// A pack for story tests: set what the cells and sensors say, send messages at times, look at what
// the OUT board did. Nothing of the core is replaced by it.
#pragma once

#include <string>
#include <vector>

#include "cellwarden/core/judgement.hpp"

namespace cellwarden::core::test {

class PackStory {
 public:
  explicit PackStory(int cell_count = 4)
      : cells(static_cast<std::size_t>(cell_count),
              cell_reading(Millivolts{3300}, MilliCelsius{25'000})),
        state{first_state(settings)} {
    factory.cells = static_cast<std::uint8_t>(cell_count);
  }

  PackStory& good_at(Milliseconds time) { return send(Arrival::intact, time); }
  PackStory& damaged_at(Milliseconds time) { return send(Arrival::damaged, time); }
  PackStory& silence_at(Milliseconds time) { return send(Arrival::nothing, time); }

  // Good messages at from, from + 1 s, … up to and including `to`.
  PackStory& good_from_to(Milliseconds from, Milliseconds to) {
    for (Milliseconds t = from; t <= to; t += cycle_length(options.cycle)) good_at(t);
    return *this;
  }

  PackStory& all_cells(Millivolts voltage) {
    for (CellReading& cell : cells) cell.voltage = voltage;
    return *this;
  }
  PackStory& all_temperatures(MilliCelsius temperature) {
    for (CellReading& cell : cells) cell.temperature = temperature;
    return *this;
  }
  CellReading& cell(int number) { return cells[static_cast<std::size_t>(number - 1)]; }

  [[nodiscard]] bool charge_closed() const { return outputs.charge_relay_closed; }
  [[nodiscard]] bool load_closed() const { return outputs.load_relay_closed; }
  [[nodiscard]] std::string charge_why() const { return ids(state.charge.why); }
  [[nodiscard]] std::string load_why() const { return ids(state.load.why); }
  [[nodiscard]] std::string warnings() const {
    std::string text;
    for (const Warning warning : kWarnings) {
      if (state.status.warnings.has(warning))
        text += (text.empty() ? "" : " ") + std::string{name(warning)};
    }
    return text;
  }
  [[nodiscard]] int events_of(EventKind kind) const {
    int count = 0;
    const std::uint32_t written = state.events.written();
    for (std::uint32_t i = written > kKeptEvents ? written - kKeptEvents : 0; i < written; ++i) {
      if (state.events.at(i).kind == kind) ++count;
    }
    return count;
  }
  // The newest event of that kind; there must be one.
  [[nodiscard]] Event event_of(EventKind kind) const {
    for (std::uint32_t i = state.events.written(); i-- > 0;) {
      if (state.events.at(i).kind == kind) return state.events.at(i);
    }
    return {};
  }

  static std::string ids(const Reasons& reasons) {
    std::string text;
    for (const Reason& reason : reasons)
      text += (text.empty() ? "" : " ") + std::string{name(reason.id)};
    return text;
  }

  Settings settings;
  Options options;
  FactorySettings factory;
  SensorReadings sensors;
  std::vector<CellReading> cells;
  std::vector<CellOffset> offsets;
  bool hold_charge_open{false};
  bool hold_load_open{false};
  State state;
  Outputs outputs;

 private:
  PackStory& send(Arrival arrival, Milliseconds time) {
    sensors = {.in = sensors.in,
               .out = sensors.out,
               .in_saturated = saturated(sensors.in, factory.sensor),
               .out_saturated = sensors.out && saturated(*sensors.out, factory.sensor)};
    const Inputs inputs{.arrival = arrival,
                        .cells = cells,
                        .sensors = sensors,
                        .options = options,
                        .factory = factory,
                        .settings = settings,
                        .offsets = offsets,
                        .hold_charge_open = hold_charge_open,
                        .hold_load_open = hold_load_open};
    outputs = step(state, inputs, time);
    return *this;
  }
};

// A guarded pack at 50 % whose relays have closed; messages from 0 to 40 s.
inline PackStory running_pack() {
  PackStory pack;
  pack.sensors.out = Milliamps{0};
  pack.good_from_to(Milliseconds{0}, Milliseconds{40'000});
  return pack;
}

}  // namespace cellwarden::core::test
