// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/protocol/key_values.hpp"

#include <array>

#include "steps.hpp"

namespace cellwarden::protocol {

namespace {

constexpr std::uint32_t kUnknownPercent = 255;
constexpr std::int32_t kPercentMax = 100;
constexpr std::int32_t kNibbleMax = 0xF;

std::uint32_t percent(std::optional<core::Percent> value) {
  return value ? whole_steps(*value, kPercentMax) : kUnknownPercent;
}

std::uint32_t major_minor(const FirmwareVersion& firmware) {
  return nearest_step<std::int32_t>(firmware.major, 1, kNibbleMax) << 4U |
         nearest_step<std::int32_t>(firmware.minor, 1, kNibbleMax);
}

std::uint32_t status_2_bits(const Status2& status) {
  std::uint32_t bits = 0;
  if (status.early_warning) bits |= 1U << 1U;
  if (status.too_cold_to_charge) bits |= 1U << 2U;
  if (status.too_cold_to_discharge) bits |= 1U << 3U;
  if (status.charge_relay_closed) bits |= 1U << 4U;
  if (status.load_relay_closed) bits |= 1U << 5U;
  return bits;
}

// One row a value.
struct KeyRow {
  std::uint8_t first_key;
  std::uint8_t bytes;
  std::uint32_t (*raw)(const KeyValues& values);
};

using Values = const KeyValues&;

constexpr std::array<KeyRow, 11> kRows{{
    {0, 1, [](Values v) { return percent(v.state_of_health); }},
    {1, 1, [](Values v) { return percent(v.charge_efficiency); }},
    {2, 2, [](Values v) { return voltage_steps(v.v_low, kMax16); }},
    {4, 2, [](Values v) { return voltage_steps(v.v_nominal, kMax16); }},
    {6, 1, [](Values v) { return major_minor(v.firmware); }},
    {7, 1, [](Values v) { return std::uint32_t{v.firmware.patch}; }},
    {8, 2, [](Values v) { return nearest_step(v.charge_cycles, 1, kMax16); }},
    {10, 3, [](Values v) { return whole_steps(v.charged_total, kMax24); }},
    {13, 3, [](Values v) { return whole_steps(v.discharged_total, kMax24); }},
    {16, 1, [](Values v) { return status_2_bits(v.status_2); }},
    {17, 2, [](Values v) { return voltage_steps(v.v_full, kMax16); }},
}};

}  // namespace

std::uint8_t value_of_key(const KeyValues& values, std::uint8_t key) {
  for (const KeyRow& row : kRows) {
    if (key >= row.first_key + row.bytes) continue;
    const auto bytes_behind = static_cast<unsigned>(row.first_key + row.bytes - 1 - key);
    return static_cast<std::uint8_t>(row.raw(values) >> 8U * bytes_behind);
  }
  return 0;
}

FrameRotation::Turn FrameRotation::next(core::CellNumber last_cell) {
  cell_ = cell_ >= last_cell ? core::CellNumber{1} : static_cast<core::CellNumber>(cell_ + 1);
  key_ = key_ + 1 >= kKeyCount ? std::uint8_t{0} : static_cast<std::uint8_t>(key_ + 1);
  return {.cell = cell_, .key = key_};
}

}  // namespace cellwarden::protocol
