// SPDX-License-Identifier: Apache-2.0
// The records of E!: what the data output says, in lines, with several cells a cycle.
#include <algorithm>

#include "cellwarden/protocol/lines_records.hpp"
#include "lines_port.hpp"

namespace cellwarden::protocol {

namespace {

// So that a pack of up to 16 cells is told whole with every message: one known client reads no
// cells otherwise. A larger one is told in turns.
constexpr int kCellsPerMessage = 16;
constexpr std::size_t kStatusOffset = 30;
constexpr std::uint8_t kStatus2Key = 16;

// In the order of a cycle.
enum class Live : std::uint8_t {
  pack,
  voltages,
  temperatures,
  cells,
  energy,
  totals,
  charged,  // from here on of generation 3
  health,   // H comes last: one known client takes it for the end of a cycle
  over,
};

LineText pack_line(const DataFrame& frame, Generation generation) {
  return encode_line(PackRecord{.pack_voltage = frame.pack_voltage,
                                .current_in = frame.current_in,
                                .battery_current = frame.battery_current,
                                .current_out = frame.current_out},
                     generation);
}

LineText voltages_line(const DataFrame& frame) {
  return encode_line(VoltagesRecord{
      .min = frame.cell_voltage_min, .max = frame.cell_voltage_max, .v_bypass = frame.v_bypass});
}

LineText temperatures_line(const DataFrame& frame) {
  return encode_line(TemperaturesRecord{
      .min = frame.cell_temperature_min, .max = frame.cell_temperature_max, .log_index = {}});
}

// The cell behind the one told last.
LineText next_cell(LinesPort& port, const DataFrame& frame, const LinesView& view) {
  const bool last = port.told_cell >= frame.cell_count;
  const auto cell = static_cast<core::CellNumber>(last ? 1 : port.told_cell + 1);
  port.told_cell = cell;
  const core::CellReading& reading = view.state.cells[cell - 1U];
  CellRecord record{.cell = cell,
                    .cell_count = frame.cell_count,
                    .voltage = reading.voltage,
                    .temperature = reading.temperature,
                    .status_1 = status_1(frame),
                    .status_2 = {}};
  if (view.board.generation == Generation::three) record.status_2 = status_2(frame);
  return encode_line(record);
}

LineText energy_line(const DataFrame& frame) {
  return encode_line(EnergyRecord{.in_today = frame.energy_in_today,
                                  .stored = frame.energy_stored,
                                  .out_today = frame.energy_out_today,
                                  .soc = frame.soc});
}

LineText totals_line(const DataFrame& frame) {
  const auto* time = std::get_if<DeviceTime>(&frame.trailer);
  return encode_line(TotalsRecord{.in_total = frame.energy_in_total,
                                  .out_total = frame.energy_out_total,
                                  .time = time != nullptr ? *time : DeviceTime{}});
}

// We measure no health. With one sensor, what comes in is what is charged (EN-1); with two it is
// not, and we do not count the battery's share by itself.
LineText charged_line(const DataFrame& frame, const LinesView& view) {
  ChargedRecord charged;
  if (!view.state.second_sensor) {
    charged = {.charged_total = frame.energy_in_total,
               .discharged_total = frame.energy_out_total,
               .charged_today = frame.energy_in_today,
               .discharged_today = frame.energy_out_today};
  }
  return encode_line(charged);
}

void tell_line(LinesPort& port, const DataFrame& frame, const LinesView& view) {
  Telling& telling = port.telling;
  switch (static_cast<Live>(telling.line)) {
    case Live::pack: send(port, pack_line(frame, view.board.generation)); break;
    case Live::voltages: send(port, voltages_line(frame)); break;
    case Live::temperatures:
      send(port, temperatures_line(frame));
      telling.cells = static_cast<std::uint8_t>(std::min<int>(frame.cell_count, kCellsPerMessage));
      break;
    case Live::cells:
      if (telling.cells > 0) send(port, next_cell(port, frame, view));
      if (telling.cells > 0 && --telling.cells > 0) return;
      break;
    case Live::energy: send(port, energy_line(frame)); break;
    case Live::totals: send(port, totals_line(frame)); break;
    case Live::charged: send(port, charged_line(frame, view)); break;
    case Live::health: send(port, encode_line(HealthRecord{})); break;
    case Live::over: return;
  }
  ++telling.line;
}

}  // namespace

std::optional<DataFrame> frame_now(const LinesView& view, core::Milliseconds now) {
  const KeyValues no_values;
  FrameRotation rotation;
  return next_frame(rotation,
                    {.state = view.state,
                     .settings = view.settings,
                     .options = view.options,
                     .sensor = view.factory.sensor,
                     .key_values = no_values,
                     .generation = Generation::one_or_two},
                    now);
}

std::uint8_t status_1(const DataFrame& frame) { return encode(frame)[kStatusOffset]; }

std::uint8_t status_2(const DataFrame& frame) {
  KeyValues values;
  const bool cold = frame.warnings.has(core::Warning::temperature_low);
  values.status_2 = {.early_warning = false,
                     .too_cold_to_charge = cold,
                     .too_cold_to_discharge = cold,
                     .charge_relay_closed = frame.charge_allowed,
                     .load_relay_closed = frame.discharge_allowed};
  return value_of_key(values, kStatus2Key);
}

bool tell_live(LinesPort& port, const LinesView& view) {
  const std::optional<DataFrame> frame = frame_now(view, port.telling.now);
  if (!frame) return true;
  const Live end = view.board.generation == Generation::three ? Live::over : Live::charged;
  while (room_for_line(port)) {
    if (static_cast<Live>(port.telling.line) == end) return true;
    tell_line(port, *frame, view);
  }
  return false;
}

}  // namespace cellwarden::protocol
