// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/frame_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <iterator>

#include "cellwarden/words/decimal.hpp"

namespace cellwarden::cli {

using protocol::DataFrame;
using protocol::DeviceTime;
using protocol::KeyValue;

namespace {

std::string volts(core::Millivolts voltage) { return words::decimal_text(voltage.count(), 3); }

std::string cell(const DataFrame& frame) {
  return fmt::format("{}/{}", frame.cell, frame.cell_count);
}

// To the nearest tenth; halves away from zero.
std::string tenths(std::int32_t thousandths) {
  return words::decimal_text((thousandths + (thousandths < 0 ? -50 : 50)) / 100, 1);
}

std::string amps(const std::optional<core::Milliamps>& current) {
  return current ? words::decimal_text(current->count(), 3) : "X";
}

std::string of_cell(const core::CellValue<core::Millivolts>& extreme) {
  return fmt::format("{} #{}", volts(extreme.value), extreme.cell);
}

std::string of_cell(const core::CellValue<core::MilliCelsius>& extreme) {
  return fmt::format("{} #{}", tenths(extreme.value.count()), extreme.cell);
}

std::string key_or_time(const protocol::Trailer& trailer) {
  if (const auto* pair = std::get_if<KeyValue>(&trailer)) {
    return fmt::format("{}={}", pair->key, pair->value);
  }
  const auto* time = std::get_if<DeviceTime>(&trailer);
  return fmt::format("{:02}:{:02}", time->hour, time->minute);
}

// What is allowed, and the warnings: "CL", "-L Vh".
std::string state(const DataFrame& frame) {
  std::string text{frame.charge_allowed ? 'C' : '-'};
  text.push_back(frame.discharge_allowed ? 'L' : '-');
  for (const core::Warning warning : core::kWarnings) {
    if (frame.warnings.has(warning)) text.append(" ").append(core::name(warning));
  }
  return text;
}

std::string soc(const DataFrame& frame) {
  return std::to_string(frame.soc.count()) + (frame.soc_calibrated ? "" : "?");
}

struct Column {
  const char* name;
  const char* unit;
  std::string (*text)(const CapturedFrame& captured);
};

using Captured = const CapturedFrame&;

// All on the right of their columns, but for the last, which is on the left.
constexpr std::array kTable{
    Column{"offset", "", [](Captured c) { return std::to_string(c.offset); }},
    Column{"pack", "V", [](Captured c) { return volts(c.frame.pack_voltage); }},
    Column{"I-1", "A", [](Captured c) { return amps(c.frame.current_in); }},
    Column{"I-2", "A", [](Captured c) { return amps(c.frame.current_out); }},
    Column{"battery", "A", [](Captured c) { return amps(c.frame.battery_current); }},
    Column{"lowest", "V", [](Captured c) { return of_cell(c.frame.cell_voltage_min); }},
    Column{"highest", "V", [](Captured c) { return of_cell(c.frame.cell_voltage_max); }},
    Column{"coldest", "°C", [](Captured c) { return of_cell(c.frame.cell_temperature_min); }},
    Column{"warmest", "°C", [](Captured c) { return of_cell(c.frame.cell_temperature_max); }},
    Column{"cell", "", [](Captured c) { return cell(c.frame); }},
    Column{"has", "V", [](Captured c) { return volts(c.frame.cell_voltage); }},
    Column{"and", "°C", [](Captured c) { return tenths(c.frame.cell_temperature.count()); }},
    Column{"SOC", "%", [](Captured c) { return soc(c.frame); }},
    Column{"key", "", [](Captured c) { return key_or_time(c.frame.trailer); }},
    Column{"state", "", [](Captured c) { return state(c.frame); }},
};

constexpr const char* kBetween = "  ";

}  // namespace

FrameTable::FrameTable() {
  static_assert(kTable.size() == kColumns);
  for (std::size_t i = 0; i < kColumns; ++i) widths_[i] = std::strlen(kTable[i].name);
}

void FrameTable::measure(const CapturedFrame& captured) {
  for (std::size_t i = 0; i < kColumns; ++i) {
    widths_[i] = std::max(widths_[i], kTable[i].text(captured).size());
  }
}

void FrameTable::append_header(std::string& out) const {
  append_line(out, [](std::size_t i) { return kTable[i].name; });
  append_line(out, [](std::size_t i) { return kTable[i].unit; });
}

void FrameTable::append_row(std::string& out, const CapturedFrame& captured) const {
  append_line(out, [&captured](std::size_t i) { return kTable[i].text(captured); });
}

template <class Text>
void FrameTable::append_line(std::string& out, Text text) const {
  for (std::size_t i = 0; i + 1 < kColumns; ++i) {
    fmt::format_to(std::back_inserter(out), "{:>{}}{}", text(i), widths_[i], kBetween);
  }
  fmt::format_to(std::back_inserter(out), "{}\n", text(kColumns - 1));
}

void append_table_notes(std::string& out, const DataFrame& newest) {
  fmt::format_to(
      std::back_inserter(out),
      "\nNewest frame: {} of {} kWh stored; today {} kWh in, {} kWh out; in total {} kWh in, {} "
      "kWh "
      "out.\nV-min {} V, V-max {} V, V-bypass {} V.\n"
      "#: which cell. X: not available. ?: SOC not calibrated. key: key=value, or the time of the "
      "device.\nstate: C charging is allowed, L the load is allowed; then the warnings.\n",
      words::decimal_text(newest.energy_stored.count(), 3),
      words::decimal_text(newest.capacity.count() / 100, 1),
      words::decimal_text(newest.energy_in_today.count(), 3),
      words::decimal_text(newest.energy_out_today.count(), 3), newest.energy_in_total.count(),
      newest.energy_out_total.count(), volts(newest.v_min), volts(newest.v_max),
      volts(newest.v_bypass));
}

}  // namespace cellwarden::cli
