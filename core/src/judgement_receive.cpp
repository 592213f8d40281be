// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>

#include "judgement_parts.hpp"

namespace cellwarden::core {

using namespace literals;

namespace {

std::int32_t fault_code(const CellReading& r) {
  return static_cast<int>(r.voltage_fault) * 256 + static_cast<int>(r.temperature_fault);
}

// CELL-7: without its temperature a cell counts as its worst neighbour, the one nearer to a limit.
void waive(State& s, const Settings& settings, std::size_t cells, Milliseconds now) {
  const std::size_t number = s.waiver.cell;
  if (number == 0 || number > cells || now >= s.waiver.until) return;
  CellReading cell = s.cells[number - 1];
  if (cell.temperature_valid()) return;
  const auto room = [&settings](const CellReading& r) {
    return std::min(r.temperature - settings.t_min, settings.t_max - r.temperature);
  };
  std::optional<CellReading> worst;
  for (const std::size_t neighbour : {number - 1, number + 1}) {
    if (neighbour < 1 || neighbour > cells) continue;
    const CellReading candidate = s.cells[neighbour - 1];
    if (!candidate.temperature_valid()) continue;
    if (!worst || room(candidate) < room(*worst)) worst = candidate;
  }
  if (!worst) return;
  cell.temperature = worst->temperature;
  cell.temperature_fault = ReadingFault::none;
  s.cells.set(number - 1, cell);
}

// Takes over what is valid and keeps the last valid value of the rest. Returns whether all is.
bool take_readings(State& s, const Inputs& in, Milliseconds now) {
  const std::size_t count = in.cells.size();
  for (std::size_t i = 0; i < count; ++i) {
    CellReading now_read = in.cells[i];
    add_faults(now_read);
    if (i < in.offsets.size()) now_read = corrected(now_read, in.offsets[i]);
    CellReading kept = s.cells[i];
    if (!now_read.valid() && kept.valid()) {
      log(s, now, EventKind::reading_invalid, static_cast<int>(i + 1), fault_code(now_read));
    }
    if (now_read.voltage_valid()) kept.voltage = now_read.voltage;
    if (now_read.temperature_valid()) kept.temperature = now_read.temperature;
    kept.voltage_fault = now_read.voltage_fault;
    kept.temperature_fault = now_read.temperature_fault;
    kept.bypass = now_read.bypass;
    s.cells.set(i, kept);
  }
  waive(s, in.settings, count, now);
  s.invalid_cell = 0;
  for (std::size_t i = 0; i < count && s.invalid_cell == 0; ++i) {
    if (!s.cells[i].valid()) s.invalid_cell = static_cast<CellNumber>(i + 1);
  }
  return s.invalid_cell == 0;
}

// CHAIN-7, IN-4: the number of cells and the second sensor are learned together.
void note_commissioning(State& s, const Inputs& in, Milliseconds now) {
  s.second_sensor_seen = in.sensors.out.has_value();
  const std::uint8_t before = s.cell_count.commissioned;
  const bool matches = note_cell_count(s.cell_count, static_cast<std::uint8_t>(in.cells.size()),
                                       in.factory.cells, now);
  if (s.cell_count.commissioned != before) s.second_sensor = s.second_sensor_seen;
  if (begins(s.cell_count_differs, !matches)) {
    log(s, now, EventKind::cell_count_differs, 0, s.cell_count.found, s.cell_count.commissioned);
  }
}

}  // namespace

Message receive(State& s, const Inputs& in, Milliseconds now) {
  Message message;
  const Milliseconds cycle = cycle_length(in.options.cycle);
  message.intact = in.arrival == Arrival::intact;
  if (message.intact) {
    note_commissioning(s, in, now);
    message.good = take_readings(s, in, now);
    message.pack = summarise(s.cells, in.cells.size());
  } else if (in.arrival == Arrival::damaged) {
    s.invalid_cell = 0;
  }
  if (message.good) {
    const Milliseconds gap = s.communication.last_good ? now - *s.communication.last_good : 0_ms;
    message.elapsed = counted_time(gap, cycle);
    if (message.elapsed < gap) {
      const std::int64_t shown = std::min<std::int64_t>(gap.count(), INT32_MAX);
      log(s, now, EventKind::gap_not_counted, 0, static_cast<std::int32_t>(shown),
          static_cast<std::int32_t>((cycle * 3).count()));
    }
    s.missed = note_good_message(s.communication, now, cycle);
  } else if (in.arrival != Arrival::nothing) {
    s.missed = note_bad_message(s.communication, now, cycle);
  } else {
    s.missed = note_silence(s.communication, now, cycle);
    if (s.missed > s.communication.not_good) s.invalid_cell = 0;  // now it is the silence
  }
  return message;
}

}  // namespace cellwarden::core
