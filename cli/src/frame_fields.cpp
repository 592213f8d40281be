// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/frame_fields.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "cellwarden/words/decimal.hpp"

namespace cellwarden::cli {

using core::Warning;
using nlohmann::ordered_json;
using protocol::DataFrame;
using protocol::KeyValue;

namespace {

using Value = std::optional<std::int64_t>;  // empty: unknown

// What a member of DataFrame is as a whole number of its unit.
Value number(std::int64_t value) { return value; }
template <class Unit, class Rep>
Value number(core::Quantity<Unit, Rep> value) {
  return value.count();
}
template <class T>
Value number(const core::CellValue<T>& extreme) {
  return extreme.value.count();
}
template <class T>
Value number(const std::optional<T>& value) {
  return value ? number(*value) : Value{};
}

template <auto Member>
Value of(const CapturedFrame& captured) {
  return number(captured.frame.*Member);
}
template <auto Extreme>
Value cell_of(const CapturedFrame& captured) {
  return (captured.frame.*Extreme).cell;
}
Value offset(const CapturedFrame& captured) { return static_cast<std::int64_t>(captured.offset); }
Value key(const CapturedFrame& captured) {
  const auto* pair = std::get_if<KeyValue>(&captured.frame.trailer);
  return pair != nullptr ? Value{pair->key} : Value{};
}
Value value(const CapturedFrame& captured) {
  const auto* pair = std::get_if<KeyValue>(&captured.frame.trailer);
  return pair != nullptr ? Value{pair->value} : Value{};
}
Value capacity(const CapturedFrame& captured) { return captured.frame.capacity.count() / 100; }

enum class Kind : std::uint8_t { whole, tenths, thousandths, flag, warnings };

struct Field {
  const char* name;
  Kind kind;
  Value (*value)(const CapturedFrame& captured);
};

constexpr std::array kFields{
    Field{"offset", Kind::whole, offset},
    Field{"pack_voltage_v", Kind::thousandths, of<&DataFrame::pack_voltage>},
    Field{"current_in_a", Kind::thousandths, of<&DataFrame::current_in>},
    Field{"current_out_a", Kind::thousandths, of<&DataFrame::current_out>},
    Field{"battery_current_a", Kind::thousandths, of<&DataFrame::battery_current>},
    Field{"cell_voltage_min_v", Kind::thousandths, of<&DataFrame::cell_voltage_min>},
    Field{"cell_voltage_min_cell", Kind::whole, cell_of<&DataFrame::cell_voltage_min>},
    Field{"cell_voltage_max_v", Kind::thousandths, of<&DataFrame::cell_voltage_max>},
    Field{"cell_voltage_max_cell", Kind::whole, cell_of<&DataFrame::cell_voltage_max>},
    Field{"temperature_min_c", Kind::thousandths, of<&DataFrame::cell_temperature_min>},
    Field{"temperature_min_cell", Kind::whole, cell_of<&DataFrame::cell_temperature_min>},
    Field{"temperature_max_c", Kind::thousandths, of<&DataFrame::cell_temperature_max>},
    Field{"temperature_max_cell", Kind::whole, cell_of<&DataFrame::cell_temperature_max>},
    Field{"cell", Kind::whole, of<&DataFrame::cell>},
    Field{"cell_count", Kind::whole, of<&DataFrame::cell_count>},
    Field{"cell_voltage_v", Kind::thousandths, of<&DataFrame::cell_voltage>},
    Field{"cell_temperature_c", Kind::thousandths, of<&DataFrame::cell_temperature>},
    Field{"charge_allowed", Kind::flag, of<&DataFrame::charge_allowed>},
    Field{"discharge_allowed", Kind::flag, of<&DataFrame::discharge_allowed>},
    Field{"warnings", Kind::warnings, nullptr},
    Field{"soc_calibrated", Kind::flag, of<&DataFrame::soc_calibrated>},
    Field{"energy_in_today_wh", Kind::whole, of<&DataFrame::energy_in_today>},
    Field{"energy_stored_wh", Kind::whole, of<&DataFrame::energy_stored>},
    Field{"energy_out_today_wh", Kind::whole, of<&DataFrame::energy_out_today>},
    Field{"soc_percent", Kind::whole, of<&DataFrame::soc>},
    Field{"energy_in_total_kwh", Kind::whole, of<&DataFrame::energy_in_total>},
    Field{"energy_out_total_kwh", Kind::whole, of<&DataFrame::energy_out_total>},
    Field{"key", Kind::whole, key},
    Field{"value", Kind::whole, value},
    Field{"capacity_kwh", Kind::tenths, capacity},
    Field{"v_min_v", Kind::thousandths, of<&DataFrame::v_min>},
    Field{"v_max_v", Kind::thousandths, of<&DataFrame::v_max>},
    Field{"v_bypass_v", Kind::thousandths, of<&DataFrame::v_bypass>},
};

constexpr int decimals(Kind kind) {
  return kind == Kind::thousandths ? 3 : kind == Kind::tenths ? 1 : 0;
}

ordered_json warnings_json(core::Warnings warnings) {
  ordered_json names = ordered_json::array();
  for (const Warning warning : core::kWarnings) {
    if (warnings.has(warning)) names.push_back(core::name(warning));
  }
  return names;
}

// The quotient of two whole numbers is the double next to the decimal, and is written as that.
ordered_json number_json(Kind kind, std::int64_t value) {
  switch (kind) {
    case Kind::tenths: return static_cast<double>(value) / 10;
    case Kind::thousandths: return static_cast<double>(value) / 1000;
    case Kind::flag: return value != 0;
    default: return value;
  }
}

ordered_json field_json(const Field& field, const CapturedFrame& captured) {
  if (field.kind == Kind::warnings) return warnings_json(captured.frame.warnings);
  const Value value = field.value(captured);
  return value ? number_json(field.kind, *value) : ordered_json{};
}

void append_warnings(std::string& out, core::Warnings warnings) {
  const char* separator = "";
  for (const Warning warning : core::kWarnings) {
    if (!warnings.has(warning)) continue;
    out.append(separator).append(core::name(warning));
    separator = " ";
  }
}

void append_field(std::string& out, const Field& field, const CapturedFrame& captured) {
  if (field.kind == Kind::warnings) return append_warnings(out, captured.frame.warnings);
  const Value value = field.value(captured);
  if (!value) return;
  if (field.kind == Kind::flag) {
    out.append(*value != 0 ? "true" : "false");
  } else {
    words::append_decimal(out, *value, decimals(field.kind));
  }
}

}  // namespace

void append_frame_csv_header(std::string& out) {
  for (const Field& field : kFields) {
    out.append(&field == kFields.begin() ? "" : ",").append(field.name);
  }
  out.push_back('\n');
}

void append_frame_csv(std::string& out, const CapturedFrame& captured) {
  for (const Field& field : kFields) {
    if (&field != kFields.begin()) out.push_back(',');
    append_field(out, field, captured);
  }
  out.push_back('\n');
}

void append_frame_json(std::string& out, const CapturedFrame& captured) {
  ordered_json::object_t fields;
  fields.reserve(kFields.size());
  // No name comes twice, so nothing needs to be looked up.
  for (const Field& field : kFields) fields.emplace_back(field.name, field_json(field, captured));
  out.append(ordered_json(std::move(fields)).dump()).push_back('\n');
}

}  // namespace cellwarden::cli
