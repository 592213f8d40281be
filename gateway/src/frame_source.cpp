// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/frame_source.hpp"

#include <algorithm>
#include <functional>
#include <ranges>
#include <variant>

namespace cellwarden::gateway {

using core::Milliseconds;
using core::SettingId;
using core::Warning;
using protocol::DataFrame;

namespace {

// A pause of this length between two frames tells the slow cycle from the fast one (IN-1).
constexpr Milliseconds kBetweenCycles{750};
constexpr Milliseconds kLongestCycle{1'500};

template <class Group>
void note(Known<Group>& known, Group value, Milliseconds now) {
  known = Read<Group>{std::move(value), now};
}

}  // namespace

template <class Says>
bool FrameSource::majority(Says says) const {
  const auto cast = std::ranges::subrange(
      ballots_.begin(), ballots_.begin() + static_cast<std::ptrdiff_t>(std::min(cast_, kVoters)));
  return std::ranges::count_if(cast, says) >= 2;
}

void FrameSource::take(const DataFrame& frame, Milliseconds now) {
  const bool heard = !frame.warnings.has(Warning::communication);
  if (heard) seen_.newest = now;
  if (const auto at = heard ? now : told_again_at(seen_.currents, seen_)) {
    note(seen_.currents,
         Currents{.pack_voltage = frame.pack_voltage,
                  .in = frame.current_in,
                  .out = frame.current_out,
                  .battery = frame.battery_current},
         *at);
  }
  vote(frame, now);
  note(seen_.charge,
       Charge{.soc = core::MilliPercent{frame.soc.count() * 1000},
              .calibrated = cast_ < 2 ? frame.soc_calibrated
                                      : majority([](const Ballot& it) { return it.calibrated; }),
              .capacity = frame.capacity,
              .stored = frame.energy_stored,
              .in_today = frame.energy_in_today,
              .out_today = frame.energy_out_today,
              .in_total = core::WattHours{frame.energy_in_total.count() * 1000},
              .out_total = core::WattHours{frame.energy_out_total.count() * 1000}},
       now);
  Setup setup = seen_.setup ? seen_.setup->value : Setup{};
  setup.cells = frame.cell_count;
  setup.v_bypass = frame.v_bypass;
  setup.second_sensor = frame.current_out.has_value() ||
                        (setup.second_sensor.value_or(false) && !frame.battery_current);
  if (previous_ && now - *previous_ <= kLongestCycle) {
    setup.cycle = now - *previous_ < kBetweenCycles ? core::Cycle::fast : core::Cycle::slow;
  }
  previous_ = now;
  note(seen_.setup, setup, now);
  take_cell(frame, now);
  take_trailer(frame, now);
  take_settings(frame, now);
}

void FrameSource::vote(const DataFrame& frame, Milliseconds now) {
  ballots_[cast_++ % kVoters] = {.charge_allowed = frame.charge_allowed,
                                 .discharge_allowed = frame.discharge_allowed,
                                 .calibrated = frame.soc_calibrated,
                                 .warnings = frame.warnings};
  Alarms alarms;
  for (const Warning warning : core::kWarnings) {
    if (majority([&](const Ballot& it) { return it.warnings.has(warning); })) {
      alarms.warnings.set(warning);
    } else if (frame.warnings.has(warning)) {
      alarms.unconfirmed =
          static_cast<std::uint8_t>(alarms.unconfirmed | 1U << static_cast<unsigned>(warning));
    }
  }
  note(seen_.alarms, alarms, now);
  const auto relay = [&](Known<RelayView>& known, auto allows) {
    const bool allowed = majority(allows);
    if (!allowed && !majority(std::not_fn(allows))) return known.reset();
    RelayView view = known ? known->value : RelayView{};
    view.allowed = allowed;
    note(known, view, now);
  };
  relay(seen_.charge_relay, [](const Ballot& it) { return it.charge_allowed; });
  relay(seen_.load_relay, [](const Ballot& it) { return it.discharge_allowed; });
}

void FrameSource::take_cell(const DataFrame& frame, Milliseconds now) {
  seen_.cells.resize(frame.cell_count);
  if (frame.cell == 0 || frame.cell > frame.cell_count) return;
  const core::CellReading reading = core::cell_reading(frame.cell_voltage, frame.cell_temperature);
  CellView view;
  view.in_turn = true;
  if (reading.voltage_valid()) view.voltage = reading.voltage;
  if (reading.temperature_valid()) view.temperature = reading.temperature;
  view.voltage_fault = reading.voltage_fault;
  view.temperature_fault = reading.temperature_fault;
  Known<CellView>& known = seen_.cells[frame.cell - 1U];
  const bool heard = !frame.warnings.has(Warning::communication);
  if (const auto at = heard ? now : told_again_at(known, seen_)) note(known, view, *at);
}

void FrameSource::take_trailer(const DataFrame& frame, Milliseconds now) {
  if (const auto* pair = std::get_if<protocol::KeyValue>(&frame.trailer)) {
    if (pair->key >= kKeys) return;
    // A set is whole when key 0 comes round again.
    if (pair->key == 0) {
      take_keys(now);
      keys_ = {};
    }
    keys_[pair->key] = pair->value;
    return;
  }
  const auto& time = std::get<protocol::DeviceTime>(frame.trailer);
  note(seen_.clock, Clock{.running = {}, .local = {}, .of_day = time}, now);
  if (!seen_.identity) {
    note(seen_.identity,
         Identity{.firmware = {}, .ours = false, .generation = protocol::Generation::one_or_two},
         now);
  }
}

void FrameSource::take_keys(Milliseconds now) {
  if (!std::ranges::all_of(keys_, [](const auto& key) { return key.has_value(); })) return;
  const auto byte = [&](std::size_t key) { return std::int32_t{*keys_[key]}; };
  const auto percent = [&](std::size_t key) {
    return byte(key) > 100 ? std::optional<core::Percent>{} : core::Percent{byte(key)};
  };
  constexpr std::uint8_t kChargeClosed = 0x10;
  constexpr std::uint8_t kLoadClosed = 0x20;
  constexpr std::int32_t kMillivoltsPerStep = 5;
  // There is no word for "unknown" here; who knows no health has counted no cycles.
  const std::int32_t cycles = byte(8) * 256 + byte(9);
  const bool cycles_told = cycles != 0 || percent(0).has_value();
  note(seen_.health,
       Health{.state_of_health = percent(0),
              .efficiency = percent(1),
              .charge_cycles_hundredths = cycles_told ? std::optional{cycles * 100} : std::nullopt,
              .measured_capacity = {}},
       now);
  note(seen_.identity,
       Identity{.firmware = {.major = static_cast<std::uint8_t>(byte(6) >> 4),
                             .minor = static_cast<std::uint8_t>(byte(6) & 0x0F),
                             .patch = *keys_[7]},
                .ours = false,
                .generation = protocol::Generation::three},
       now);
  v_nominal_ = core::Millivolts{(byte(4) * 256 + byte(5)) * kMillivoltsPerStep};
  if (seen_.charge_relay) seen_.charge_relay->value.closed = (byte(16) & kChargeClosed) != 0;
  if (seen_.load_relay) seen_.load_relay->value.closed = (byte(16) & kLoadClosed) != 0;
}

void FrameSource::take_settings(const DataFrame& frame, Milliseconds now) {
  SettingsView view;
  view.settings.battery_capacity = frame.capacity;
  view.settings.v_min = frame.v_min;
  view.settings.v_max = frame.v_max;
  view.tell(SettingId::battery_capacity);
  view.tell(SettingId::v_min);
  view.tell(SettingId::v_max);
  if (v_nominal_) {
    view.settings.nominal_cell_voltage = *v_nominal_;
    view.tell(SettingId::nominal_cell_voltage);
  }
  note(seen_.settings, view, now);
}

void FrameSource::interrupted() {
  cast_ = 0;
  ballots_ = {};
  keys_ = {};
  previous_.reset();
}

}  // namespace cellwarden::gateway
