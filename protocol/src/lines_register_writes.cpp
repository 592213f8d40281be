// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/protocol/lines_register_writes.hpp"

#include <array>

#include "lines_codec.hpp"
#include "lines_register_map.hpp"

namespace cellwarden::protocol {

using core::SettingId;

namespace {

enum class Since : std::uint8_t { always, generation_3 };

// One row a register that belongs to a setting, with the mark of its address.
struct WriteRow {
  SettingId id;
  Register at;
  Certainty certainty;
  Since since;
  PublicReadKind read_back;
};

using enum Certainty;
using Kind = PublicReadKind;
using Id = SettingId;

// clang-format off
constexpr std::array<WriteRow, 14> kRows{{
    {Id::solar_peak_power,     Register::solar_peak_power,        one_source, Since::always,       Kind::settings_1},
    {Id::inverter_peak_power,  Register::inverter_peak_power,     one_source, Since::always,       Kind::settings_1},
    {Id::battery_capacity,     Register::capacity,                one_source, Since::always,       Kind::settings_1},
    {Id::v_min,                Register::v_min,                   one_source, Since::always,       Kind::settings_2},
    {Id::v_max,                Register::v_max,                   one_source, Since::always,       Kind::settings_2},
    {Id::t_min,                Register::t_min_charge,            one_source, Since::always,       Kind::settings_2},
    {Id::t_max,                Register::t_max,                   one_source, Since::always,       Kind::settings_2},
    {Id::charge_restart,       Register::charge_restart,          inferred,   Since::always,       Kind::settings_2},
    {Id::discharge_restart,    Register::discharge_restart,       inferred,   Since::always,       Kind::settings_2},
    {Id::nominal_cell_voltage, Register::v_nominal,               one_source, Since::generation_3, Kind::settings_2},
    {Id::v_min_hysteresis,     Register::v_min_hysteresis,        one_source, Since::generation_3, Kind::settings_2},
    {Id::v_max_hysteresis,     Register::v_max_hysteresis,        one_source, Since::generation_3, Kind::settings_2},
    {Id::restart_delay,        Register::charge_restart_delay,    one_source, Since::generation_3, Kind::settings_3},
    {Id::restart_delay,        Register::discharge_restart_delay, one_source, Since::generation_3, Kind::settings_3},
}};
// clang-format on

const WriteRow* first_row(SettingId id) {
  for (const WriteRow& row : kRows) {
    if (row.id == id) return &row;
  }
  return nullptr;
}

const RegisterScale& scale_of(const WriteRow& row) {
  return *find_scale(static_cast<std::uint16_t>(row.at));
}

constexpr unsigned kBitsPerByte = 8;

void put(RegisterWrites& writes, Register at, std::uint32_t raw) {
  const auto address = static_cast<std::uint16_t>(at);
  const RegisterScale* scale = find_scale(address);
  const bool word = scale != nullptr && scale->bytes == 2;
  const auto low = static_cast<std::uint8_t>(raw);
  if (word) {
    const auto high = static_cast<std::uint8_t>(raw >> kBitsPerByte);
    writes.writes.push_back({.address = address, .value = high});
    writes.writes.push_back({.address = static_cast<std::uint16_t>(address + 1), .value = low});
  } else {
    writes.writes.push_back({.address = address, .value = low});
  }
}

// The value by itself.
std::optional<WriteProblem> value_problem(const WriteRow& row, std::int32_t value) {
  const core::SettingRow& setting = core::setting_rows()[static_cast<std::size_t>(row.id)];
  const RegisterScale& scale = scale_of(row);
  const std::int32_t max_raw = scale.bytes == 1 ? kMax8 : kMax16;
  if (value < setting.min || value > setting.max) return WriteProblem::out_of_range;
  const std::int64_t above = std::int64_t{value} - scale.at_zero;
  if (above % scale.step != 0) return WriteProblem::off_step;
  if (above < 0 || above / scale.step > max_raw) return WriteProblem::out_of_range;
  return {};
}

// Against the other settings. Not core::check_settings(), which takes every value for one of ours:
// a real board has temperatures between our steps, and its other settings are not in question.
std::optional<WriteError> order_problem(SettingId id, const core::Settings& set,
                                        core::Millivolts v_bypass) {
  using enum WriteProblem;
  const bool restart_order = set.discharge_restart < set.charge_restart;
  switch (id) {
    case Id::v_min:
      if (set.v_min >= v_bypass) return WriteError{not_below, Id::v_bypass};
      break;
    case Id::v_max:
      if (set.v_max <= v_bypass) return WriteError{not_above, Id::v_bypass};
      break;
    case Id::t_min:
      if (set.t_min >= set.t_max) return WriteError{not_below, Id::t_max};
      break;
    case Id::t_max:
      if (set.t_max <= set.t_min) return WriteError{not_above, Id::t_min};
      break;
    case Id::charge_restart:
      if (!restart_order) return WriteError{not_above, Id::discharge_restart};
      break;
    case Id::discharge_restart:
      if (!restart_order) return WriteError{not_below, Id::charge_restart};
      break;
    default: break;
  }
  return {};
}

}  // namespace

LineText encode_write(RegisterWrite write) {
  LineText text;
  text.hex(write.value, 2);
  text.put('-');
  text.hex(write.address, 3);
  text.put('!');
  return text;
}

std::optional<Certainty> write_certainty(SettingId id, Generation generation) {
  const WriteRow* row = first_row(id);
  if (row == nullptr) return {};
  if (row->since == Since::generation_3 && generation != Generation::three) return {};
  return row->certainty;
}

std::int32_t nearest_writable(SettingId id, std::int32_t value) {
  const WriteRow* row = first_row(id);
  if (row == nullptr) return value;
  const RegisterScale& scale = scale_of(*row);
  const std::int64_t steps = nearest_signed_step(std::int64_t{value} - scale.at_zero, scale.step);
  const std::int64_t held = std::clamp<std::int64_t>(steps, 0, scale.bytes == 1 ? kMax8 : kMax16);
  return value_of(scale, static_cast<std::uint32_t>(held));
}

core::Result<RegisterWrites, WriteError> register_writes(const core::Settings& now,
                                                         core::Millivolts v_bypass, SettingId id,
                                                         std::int32_t value,
                                                         Generation generation) {
  const std::optional<Certainty> certainty = write_certainty(id, generation);
  if (!certainty)
    return core::failure(WriteError{.problem = WriteProblem::not_public, .other = id});
  const WriteRow& first = *first_row(id);
  const std::optional<WriteProblem> problem = value_problem(first, value);
  if (problem) return core::failure(WriteError{.problem = *problem, .other = id});
  core::Settings changed = now;
  core::setting_rows()[static_cast<std::size_t>(id)].set(changed, value);
  const std::optional<WriteError> order = order_problem(id, changed, v_bypass);
  if (order) return core::failure(*order);
  RegisterWrites writes{.writes = {}, .certainty = *certainty, .read_back = first.read_back};
  for (const WriteRow& row : kRows) {
    if (row.id != id) continue;
    const RegisterScale& scale = scale_of(row);
    put(writes, row.at, static_cast<std::uint32_t>((value - scale.at_zero) / scale.step));
  }
  return writes;
}

RegisterWrites hold_writes(bool charge_open, bool load_open) {
  RegisterWrites writes{.writes = {}, .certainty = one_source, .read_back = Kind::settings_3};
  put(writes, Register::charge_forced_off, charge_open ? 1 : 0);
  put(writes, Register::load_forced_off, load_open ? 1 : 0);
  return writes;
}

}  // namespace cellwarden::protocol
