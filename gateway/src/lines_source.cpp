// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/lines_source.hpp"

#include <algorithm>
#include <utility>

namespace cellwarden::gateway {

using core::Milliseconds;
using core::Warning;

namespace {

constexpr std::int64_t kWhPerKwh = 1000;
constexpr std::uint8_t kChargeAllowed = 0x01;
constexpr std::uint8_t kLoadAllowed = 0x02;
constexpr std::uint8_t kNoCommunication = 0x04;
constexpr std::uint8_t kNotCalibrated = 0x80;
constexpr std::uint8_t kChargeClosed = 0x10;
constexpr std::uint8_t kLoadClosed = 0x20;

// Bits 2…6 of status byte 1 are E, Vl, Vh, Tl, Th.
core::Warnings warnings_of(std::uint8_t status_1) {
  constexpr std::array<std::pair<std::uint8_t, Warning>, 5> kBits{
      {{kNoCommunication, Warning::communication},
       {0x08, Warning::voltage_low},
       {0x10, Warning::voltage_high},
       {0x20, Warning::temperature_low},
       {0x40, Warning::temperature_high}}};
  core::Warnings warnings;
  for (const auto& [bit, warning] : kBits) {
    if ((status_1 & bit) != 0) warnings.set(warning);
  }
  return warnings;
}

}  // namespace

template <class Group>
Group& LinesSource::edit(Known<Group>& known, Milliseconds now) {
  if (!known) known = Read<Group>{};
  known->at = now;
  return known->value;
}

template <class Group>
Group* LinesSource::edit_chained(Known<Group>& known, Milliseconds now) {
  const auto at = heard_ ? now : told_again_at(known, seen_);
  return at ? &edit(known, *at) : nullptr;
}

void LinesSource::set_cells(std::size_t count) {
  if (count >= 1 && count <= core::kMaxCells) seen_.cells.resize(count);
}

// Blocks of cells may come in any turn, for a peer that was slow; together they are all cells once.
void LinesSource::count_told(std::size_t cells) {
  if (telling_ != Telling::begun) return;
  cells_told_ += cells;
  if (cells_told_ >= seen_.cells.size()) telling_ = Telling::done;
}

// One function a record.
struct LinesSource::Taker {
  LinesSource& source;
  Milliseconds now;
  Observation& seen{source.seen_};

  void operator()(const protocol::LinesSession& session) const {
    source.session_ = session;
    if (session.device == protocol::LinesDevice::unknown) return;
    Identity& identity = source.edit(seen.identity, now);
    identity.ours = source.ours();
    identity.generation = session.generation;
    if (session.firmware) identity.firmware = *session.firmware;
  }
  void operator()(const protocol::LineOutcome& /*outcome*/) const {}

  // The public records.
  void operator()(const protocol::PackRecord& record) const {
    if (source.ours()) {
      if (seen.currents) seen.currents->value.pack_voltage = record.pack_voltage;
      return;
    }
    // During E all three are X, and the voltage is the last one that was heard.
    source.heard_ = record.current_in.has_value();
    if (Currents* currents = source.edit_chained(seen.currents, now)) {
      *currents = {.pack_voltage = record.pack_voltage,
                   .in = record.current_in,
                   .out = record.current_out,
                   .battery = record.battery_current};
    }
    if (source.heard_) {
      source.edit(seen.setup, now).second_sensor = record.current_out.has_value();
    }
  }
  void operator()(const protocol::VoltagesRecord& record) const {
    if (!source.ours()) source.edit(seen.setup, now).v_bypass = record.v_bypass;
  }
  void operator()(const protocol::TemperaturesRecord& /*record*/) const {}
  void operator()(const protocol::CellRecord& record) const {
    if (source.ours()) return;
    source.set_cells(record.cell_count);
    if (record.cell == 0 || record.cell > record.cell_count) return;
    const core::CellReading reading = core::cell_reading(record.voltage, record.temperature);
    CellView view;
    view.in_turn = true;
    if (reading.voltage_valid()) view.voltage = reading.voltage;
    if (reading.temperature_valid()) view.temperature = reading.temperature;
    view.voltage_fault = reading.voltage_fault;
    view.temperature_fault = reading.temperature_fault;
    source.heard_ = (record.status_1 & kNoCommunication) == 0;
    if (source.heard_) seen.newest = now;
    if (CellView* cell = source.edit_chained(seen.cells[record.cell - 1U], now)) *cell = view;
    source.edit(seen.setup, now).cells = record.cell_count;
    take_status(record);
  }
  void operator()(const protocol::EnergyRecord& record) const {
    if (source.ours()) return;
    Charge& charge = source.edit(seen.charge, now);
    charge.soc = core::MilliPercent{record.soc.count() * 1000};
    charge.in_today = record.in_today;
    charge.out_today = record.out_today;
    charge.stored = record.stored;
  }
  void operator()(const protocol::TotalsRecord& record) const {
    if (source.ours()) return;
    Charge& charge = source.edit(seen.charge, now);
    charge.in_total = core::WattHours{record.in_total.count() * kWhPerKwh};
    charge.out_total = core::WattHours{record.out_total.count() * kWhPerKwh};
    source.edit(seen.clock, now).of_day = record.time;
  }
  void operator()(const protocol::HealthRecord& record) const {
    Health& health = source.edit(seen.health, now);
    health.state_of_health = record.state_of_health;
    health.efficiency = record.efficiency;
    health.measured_capacity = record.measured_capacity;
    if (record.charge_cycles) health.charge_cycles_hundredths = record.charge_cycles->count();
  }
  void operator()(const protocol::ChargedRecord& /*record*/) const {}

  // The answers to public reads.
  void operator()(const protocol::PublicVersion& answer) const {
    source.edit(seen.setup, now).v_bypass = answer.v_bypass;
  }
  void operator()(const protocol::PublicSettings1& answer) const { learn_settings(answer); }
  void operator()(const protocol::PublicSettings2& answer) const { learn_settings(answer); }
  void operator()(const protocol::PublicSettings3& answer) const {
    learn_settings(answer);
    Setup& setup = source.edit(seen.setup, now);
    setup.mode = answer.critical_mode != 0 ? core::Mode::critical : core::Mode::normal;
    if (answer.sensor) setup.sensor = *answer.sensor;
  }
  void operator()(const protocol::PublicRelay& /*answer*/) const {}
  void operator()(const protocol::PublicLogClock& /*answer*/) const {}
  void operator()(const protocol::PublicLogEntry& /*answer*/) const {}
  void operator()(const protocol::PublicHistory& /*answer*/) const {}

  // Our own records.
  void operator()(const protocol::VersionLine& line) const {
    source.edit(seen.identity, now) = {
        .firmware = line.firmware, .ours = true, .generation = line.generation};
  }
  void operator()(const protocol::AccessLine& /*line*/) const {}
  void operator()(const protocol::PackLine& line) const {
    Setup& setup = source.edit(seen.setup, now);
    setup = {.cells = {},
             .found = line.found,
             .to_confirm = line.to_confirm,
             .factory_cells = line.factory_cells,
             .sensor = line.sensor,
             .cycle = line.options.cycle,
             .mode = line.options.mode,
             .v_bypass = line.options.v_bypass,
             .blind_spot = line.options.blind_spot,
             .auto_zero = line.options.auto_zero,
             .second_sensor = line.second_sensor,
             .switch_8 = line.switch_8};
    if (line.commissioned != 0) setup.cells = line.commissioned;
    if (line.commissioned != 0) source.set_cells(line.commissioned);
  }
  void operator()(const protocol::CellsLine& line) const {
    const std::size_t last = line.first + line.cells.size() - 1U;
    if (line.first == 0 || last > core::kMaxCells) return;
    if (seen.cells.size() < last) seen.cells.resize(last);
    for (std::size_t i = 0; i < line.cells.size(); ++i) {
      const protocol::CellState& cell = line.cells[i];
      CellView view;
      view.voltage = cell.reading.voltage;
      view.temperature = cell.reading.temperature;
      view.voltage_fault = cell.reading.voltage_fault;
      view.temperature_fault = cell.reading.temperature_fault;
      view.bypass = cell.reading.bypass;
      view.hot = cell.hot;
      auto& known = seen.cells[line.first - 1U + i];
      if (CellView* told = source.edit_chained(known, now)) *told = view;
    }
    source.count_told(line.cells.size());
  }
  void operator()(const protocol::CurrentsLine& line) const {
    if (Currents* currents = source.edit_chained(seen.currents, now)) {
      currents->in = line.in;
      currents->out = line.out;
      currents->battery = line.battery;
    }
    if (Sensors* sensors = source.edit_chained(seen.sensors, now)) {
      *sensors = {.in_saturated = line.in_saturated,
                  .out_saturated = line.out_saturated,
                  .second_sensor_lost = line.second_sensor_lost,
                  .zeroing = line.zeroing};
    }
  }
  void operator()(const protocol::ChargeLine& line) const {
    source.edit(seen.charge, now) = {.soc = line.soc,
                                     .calibrated = line.calibrated,
                                     .capacity = line.capacity,
                                     .stored = line.stored,
                                     .in_today = line.in_today,
                                     .out_today = line.out_today,
                                     .in_total = line.in_total,
                                     .out_total = line.out_total};
  }
  void operator()(const protocol::WarningsLine& line) const {
    source.telling_ = Telling::begun;
    source.cells_told_ = 0;
    source.heard_ = line.known && line.missed == 0;
    source.edit(seen.alarms, now) = {.warnings = line.warnings, .unconfirmed = 0};
    source.edit(seen.chain, now) = {.missed = line.missed,
                                    .cell_count_differs = line.cell_count_differs,
                                    .invalid_cell = line.invalid_cell,
                                    .break_cell = line.break_cell,
                                    .good = line.messages_good,
                                    .damaged = line.messages_damaged,
                                    .cut_short = line.messages_short,
                                    .sequence_errors = line.sequence_errors};
    if (line.age && line.known) seen.newest = now - *line.age;
  }
  void operator()(const protocol::ReasonLine& line) const {
    if (line.index == 0) source.gathering_.clear();
    if (line.count != 0) source.gathering_.push_back(line.reason);
    if (line.index + 1 < line.count) return;
    RelayView& view =
        source.edit(line.relay == core::Relay::charge ? seen.charge_relay : seen.load_relay, now);
    view = {.allowed = line.closed,
            .closed = line.closed,
            .reasons_known = true,
            .reasons = source.gathering_};
  }
  void operator()(const protocol::OutputsLine& line) const {
    source.edit(seen.panel, now) = {.info = line.info_led,
                                    .charge = line.charge_led,
                                    .load = line.load_led,
                                    .charge_contacts = line.charge_contacts,
                                    .load_contacts = line.load_contacts,
                                    .hold_charge_open = line.hold_charge_open,
                                    .hold_load_open = line.hold_load_open,
                                    .charge_did_not_open = line.charge_did_not_open,
                                    .load_did_not_open = line.load_did_not_open,
                                    .waived_cell = line.waived_cell,
                                    .waiver_left = line.waiver_left};
  }
  void operator()(const protocol::EventLine& line) const {
    // At every connection the stream begins with the oldest event that the board keeps.
    if (line.index < source.next_event_) return;
    source.next_event_ = line.index + 1;
    source.events_.push_back(line);
  }
  void operator()(const protocol::ClockLine& line) const {
    // The board came up anew: its events count from 0 again.
    if (seen.clock && seen.clock->value.running && line.running < *seen.clock->value.running) {
      source.next_event_ = 0;
    }
    source.edit(seen.clock, now) = {.running = line.running, .local = line.local};
  }
  void operator()(const protocol::OffsetLine& line) const {
    const auto at = std::ranges::lower_bound(seen.offsets, line.cell, {},
                                             [](const auto& it) { return it.first; });
    if (at != seen.offsets.end() && at->first == line.cell) {
      at->second = line.offset;
    } else {
      seen.offsets.emplace(at, line.cell, line.offset);
    }
  }
  void operator()(const protocol::SettingsLine& line) const { learn_settings(line); }
  void operator()(const protocol::RefusalLine& /*line*/) const {}

 private:
  template <class Answer>
  void learn_settings(const Answer& answer) const {
    protocol::learn(source.learned_, answer);
    SettingsView& view = source.edit(seen.settings, now);
    view.settings = source.learned_.settings;
    view.known = source.learned_.known;
  }
  void take_status(const protocol::CellRecord& record) const {
    source.edit(seen.alarms, now) = {.warnings = warnings_of(record.status_1), .unconfirmed = 0};
    source.edit(seen.charge, now).calibrated = (record.status_1 & kNotCalibrated) == 0;
    RelayView& charge = source.edit(seen.charge_relay, now);
    RelayView& load = source.edit(seen.load_relay, now);
    charge.allowed = (record.status_1 & kChargeAllowed) != 0;
    load.allowed = (record.status_1 & kLoadAllowed) != 0;
    if (record.status_2) {
      charge.closed = (*record.status_2 & kChargeClosed) != 0;
      load.closed = (*record.status_2 & kLoadClosed) != 0;
    }
  }
};

void LinesSource::take(const protocol::LineNews& news, Milliseconds now) {
  if (telling_ == Telling::done) telling_ = Telling::unknown;
  std::visit(Taker{.source = *this, .now = now}, news);
}

std::vector<protocol::EventLine> LinesSource::take_events() { return std::exchange(events_, {}); }

}  // namespace cellwarden::gateway
