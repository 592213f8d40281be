// SPDX-License-Identifier: Apache-2.0
// The settings (section 7 of the requirements), V-bypass, and what else belongs to a set-up.
#include "make.hpp"

namespace cellwarden::gateway::roads {

namespace {

using namespace how;
using core::SettingId;

constexpr How k10W{"10 W", nearest<10>};
constexpr How k10mV{"10 mV", nearest<10>};
constexpr How k5s{"5 s", nearest<5'000>};

// Data output 3, 2, public lines 3, 6, 2, ours.
std::array<How, kRoads> how_of(SettingId id) {
  switch (id) {
    case SettingId::solar_peak_power:
    case SettingId::inverter_peak_power: return {kNo, kNo, k10W, k10W, k10W, kSame};
    case SettingId::battery_capacity: return how::all(kHundredWh, kHundredWh, kSame);
    case SettingId::nominal_cell_voltage: return {k5mV, kNo, k5mV, k5mV, kNo, kSame};
    case SettingId::v_min:
    case SettingId::v_max: return how::all(k5mV, k5mV, kSame);
    case SettingId::t_min:
    case SettingId::t_max: return how::all(kNo, kRaw, kSame);
    case SettingId::charge_restart:
    case SettingId::discharge_restart: return how::all(kNo, kSame, kSame);
    case SettingId::restart_delay: return {kNo, kNo, k5s, k5s, kNo, kSame};
    case SettingId::v_min_hysteresis:
    case SettingId::v_max_hysteresis: return {kNo, kNo, k10mV, k10mV, kNo, kSame};
    case SettingId::profile:
    case SettingId::out_board_version: return ours_only();
    case SettingId::pin:
    case SettingId::v_bypass: break;
  }
  return everywhere(kNo);
}

void add_setup(std::vector<Field>& all) {
  const auto add = [&](const char* name, auto exact, auto get, const std::array<How, kRoads>& how) {
    all.push_back(field(
        name, [exact](const Truth& it) -> Value { return exact(it); }, of(&Observation::setup, get),
        how));
  };
  const auto option = [&](const char* name, auto exact, auto get,
                          const std::array<How, kRoads>& how) {
    add(
        name,
        [exact](const Truth& it) {
          return static_cast<std::int64_t>(exact(it.board.head.options));
        },
        get, how);
  };
  using core::Options;
  option(
      "V-bypass", [](const Options& it) { return it.v_bypass.count(); },
      [](const Setup& it) { return count(it.v_bypass); }, how::all(k5mV, k5mV, kSame));
  // Of the data output by the time from frame to frame.
  option(
      "cycle", [](const Options& it) { return it.cycle; },
      [](const Setup& it) { return number(it.cycle); },
      how::all({"by the clock", same}, kNo, kSame));
  option(
      "mode", [](const Options& it) { return it.mode; },
      [](const Setup& it) { return number(it.mode); }, {kNo, kNo, kSame, kSame, kNo, kSame});
  option(
      "blind spot", [](const Options& it) { return it.blind_spot; },
      [](const Setup& it) { return number(it.blind_spot); }, ours_only());
  option(
      "auto zero", [](const Options& it) { return it.auto_zero; },
      [](const Setup& it) { return number(it.auto_zero); }, ours_only());
  add(
      "number of cells", [](const Truth& it) { return it.state().cell_count.commissioned; },
      [](const Setup& it) { return number(it.cells); }, everywhere(kSame));
  add(
      "number of cells that was found", [](const Truth& it) { return it.state().cell_count.found; },
      [](const Setup& it) { return number(it.found); }, ours_only());
  add(
      "factory setting: cells", [](const Truth& it) { return it.board.head.factory.cells; },
      [](const Setup& it) { return number(it.factory_cells); }, ours_only());
  const How three{"250, 500, 1000 A", [](std::int64_t exact, const Truth&) -> Value {
                    const bool known = exact == 3 || exact == 5 || exact == 6;
                    return known ? Value{exact} : Value{};
                  }};
  add(
      "factory setting: sensor",
      [](const Truth& it) { return static_cast<std::int64_t>(it.board.head.factory.sensor); },
      [](const Setup& it) { return number(it.sensor); }, {kNo, kNo, three, three, kNo, kSame});
  // Of the public ones by the `X` of I-2.
  add(
      "there is a second sensor", [](const Truth& it) { return it.state().second_sensor; },
      [](const Setup& it) { return number(it.second_sensor); }, everywhere(kSame));
  add(
      "switch 8", [](const Truth& it) { return it.board.head.switch_8; },
      [](const Setup& it) { return number(it.switch_8); }, ours_only());
}

void add_offsets(std::vector<Field>& all) {
  const auto add = [&](const char* name, auto exact, auto seen, How how) {
    Field made{.name = name,
               .exact = [exact](const Truth& it, std::size_t cell) -> Value {
                 const auto offsets = it.board.offsets.view();
                 if (cell >= offsets.size()) return {};
                 const core::CellOffset offset = offsets[cell];
                 const bool none = offset.voltage.count() == 0 && offset.temperature.count() == 0;
                 return none ? Value{} : Value{exact(offset)};
               },
               .seen = [seen](const Told& told, std::size_t cell) -> Value {
                 for (const auto& [number, offset] : told.seen.offsets) {
                   if (number == cell + 1) return seen(offset);
                 }
                 return {};
               },
               .how = ours_only(how),
               .of_each_cell = true};
    all.push_back(std::move(made));
  };
  const auto voltage = [](const core::CellOffset& it) { return it.voltage.count(); };
  const auto temperature = [](const core::CellOffset& it) { return it.temperature.count(); };
  add("correction of a cell's voltage", voltage, voltage, kSame);
  add("correction of a cell's temperature", temperature, temperature, kTenth);
}

}  // namespace

std::vector<Field> setting_fields() {
  std::vector<Field> all;
  for (const core::SettingRow& row : core::setting_rows()) {
    if (row.id == SettingId::pin) continue;  // of S1@ only, and no value of the pack
    Field made = field(
        std::string{"setting "} + row.name,
        [&row](const Truth& it) -> Value { return row.get(it.board.settings); },
        of(&Observation::settings,
           [&row](const SettingsView& it) -> Value {
             return it.knows(row.id) ? Value{row.get(it.settings)} : Value{};
           }),
        how_of(row.id));
    made.in_keys = row.id == SettingId::nominal_cell_voltage;
    all.push_back(std::move(made));
  }
  add_setup(all);
  add_offsets(all);
  return all;
}

}  // namespace cellwarden::gateway::roads
