// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/history/series.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "cellwarden/history/sample.hpp"

namespace cellwarden::history {

namespace {

using enum Quantity;
using enum SeriesShape;

//                                 unit  decimals shape  per cell derived
constexpr std::array<SeriesRow, 29> kRows{{
    {soc, "soc", "%", 3, value, false, false},
    {pack_v, "pack_v", "V", 3, value, false, false},
    {battery_a, "battery_a", "A", 3, value, false, false},
    {current_in_a, "current_in_a", "A", 3, value, false, false},
    {current_out_a, "current_out_a", "A", 3, value, false, false},
    {power_w, "power_w", "W", 1, value, false, true},
    {stored_wh, "stored_wh", "Wh", 0, value, false, false},
    {energy_in_wh, "energy_in_wh", "Wh", 0, counter, false, false},
    {energy_out_wh, "energy_out_wh", "Wh", 0, counter, false, false},
    {cell_count, "cell_count", "", 0, value, false, false},
    {cell_v_min, "cell_v_min", "V", 3, value, false, true},
    {cell_v_max, "cell_v_max", "V", 3, value, false, true},
    {cell_v_spread, "cell_v_spread", "V", 3, value, false, true},
    {cell_c_min, "cell_c_min", "°C", 1, value, false, true},
    {cell_c_max, "cell_c_max", "°C", 1, value, false, true},
    {bypass_count, "bypass_count", "", 0, value, false, true},
    {charge_closed, "charge_closed", "", 0, flag, false, false},
    {load_closed, "load_closed", "", 0, flag, false, false},
    {soc_calibrated, "soc_calibrated", "", 0, flag, false, false},
    {good, "good", "", 0, flag, false, false},
    {simulated, "simulated", "", 0, flag, false, false},
    {warning_e, "warning_e", "", 0, flag, false, false},
    {warning_vh, "warning_vh", "", 0, flag, false, false},
    {warning_vl, "warning_vl", "", 0, flag, false, false},
    {warning_th, "warning_th", "", 0, flag, false, false},
    {warning_tl, "warning_tl", "", 0, flag, false, false},
    {cell_v, "cell_v", "V", 3, value, true, false},
    {cell_c, "cell_c", "°C", 1, value, true, false},
    {bypass, "bypass", "", 0, flag, true, false},
}};

}  // namespace

std::span<const SeriesRow> series_rows() { return kRows; }

const SeriesRow& row_of(Quantity quantity) { return kRows.at(static_cast<std::size_t>(quantity)); }

std::optional<Series> parse_series(std::string_view name) {
  const std::size_t slash = name.find('/');
  const auto* const row = std::ranges::find_if(
      kRows, [base = name.substr(0, slash)](const SeriesRow& one) { return one.name == base; });
  if (row == kRows.end() || row->per_cell != (slash != std::string_view::npos)) return std::nullopt;
  if (!row->per_cell) return Series{row->quantity, 0};
  const std::string_view digits = name.substr(slash + 1);
  unsigned cell = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), cell);
  if (error != std::errc{} || end != digits.data() + digits.size() || digits.front() == '0' ||
      cell > kMaxCells) {
    return std::nullopt;
  }
  return Series{row->quantity, static_cast<std::uint8_t>(cell)};
}

std::string series_name(Series series) {
  const SeriesRow& row = row_of(series.quantity);
  return row.per_cell ? std::string{row.name} + "/" + std::to_string(series.cell) : row.name;
}

std::vector<Series> stored_series(int cells) {
  std::vector<Series> all;
  for (const SeriesRow& row : kRows) {
    if (row.derived) continue;
    if (!row.per_cell) all.push_back({row.quantity, 0});
    for (int cell = 1; row.per_cell && cell <= cells; ++cell) {
      all.push_back({row.quantity, static_cast<std::uint8_t>(cell)});
    }
  }
  return all;
}

}  // namespace cellwarden::history
