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

void tell_pack(LinesPort& port, const DataFrame& frame, Generation generation) {
  send_record(port, encode_line(PackRecord{.pack_voltage = frame.pack_voltage,
                                           .current_in = frame.current_in,
                                           .battery_current = frame.battery_current,
                                           .current_out = frame.current_out},
                                generation));
  send_record(port, encode_line(VoltagesRecord{.min = frame.cell_voltage_min,
                                               .max = frame.cell_voltage_max,
                                               .v_bypass = frame.v_bypass}));
  send_record(port, encode_line(TemperaturesRecord{.min = frame.cell_temperature_min,
                                                   .max = frame.cell_temperature_max,
                                                   .log_index = {}}));
}

void tell_cells(LinesPort& port, const DataFrame& frame, const LinesView& view) {
  const int count = std::min<int>(frame.cell_count, kCellsPerMessage);
  for (int i = 0; i < count; ++i) {
    const bool last = port.told_cell >= frame.cell_count;
    const auto cell = static_cast<core::CellNumber>(last ? 1 : port.told_cell + 1);
    const core::CellReading& reading = view.state.cells[cell - 1U];
    CellRecord record{.cell = cell,
                      .cell_count = frame.cell_count,
                      .voltage = reading.voltage,
                      .temperature = reading.temperature,
                      .status_1 = status_1(frame),
                      .status_2 = {}};
    if (view.board.generation == Generation::three) record.status_2 = status_2(frame);
    if (!send_record(port, encode_line(record))) return;
    port.told_cell = cell;
  }
}

void tell_energy(LinesPort& port, const DataFrame& frame) {
  send_record(port, encode_line(EnergyRecord{.in_today = frame.energy_in_today,
                                             .stored = frame.energy_stored,
                                             .out_today = frame.energy_out_today,
                                             .soc = frame.soc}));
  const auto* time = std::get_if<DeviceTime>(&frame.trailer);
  send_record(port, encode_line(TotalsRecord{.in_total = frame.energy_in_total,
                                             .out_total = frame.energy_out_total,
                                             .time = time != nullptr ? *time : DeviceTime{}}));
}

// We measure no health. With one sensor, what comes in is what is charged (EN-1); with two it is
// not, and we do not count the battery's share by itself.
void tell_health(LinesPort& port, const DataFrame& frame, const LinesView& view) {
  ChargedRecord charged;
  if (!view.state.second_sensor) {
    charged = {.charged_total = frame.energy_in_total,
               .discharged_total = frame.energy_out_total,
               .charged_today = frame.energy_in_today,
               .discharged_today = frame.energy_out_today};
  }
  send_record(port, encode_line(charged));
  send_record(port, encode_line(HealthRecord{}));
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

void tell_live(LinesPort& port, const LinesView& view, core::Milliseconds now) {
  const std::optional<DataFrame> frame = frame_now(view, now);
  if (!frame) return;
  tell_pack(port, *frame, view.board.generation);
  tell_cells(port, *frame, view);
  tell_energy(port, *frame);
  // H comes last: one known client takes it for the end of a cycle.
  if (view.board.generation == Generation::three) tell_health(port, *frame, view);
}

}  // namespace cellwarden::protocol
