// SPDX-License-Identifier: Apache-2.0
// Everything that can be charted or exported, in one table: its name, its unit, and how it is
// summed up over time. "cell_v/7" is cell 7.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cellwarden::history {

enum class Quantity : std::uint8_t {
  soc,            // %
  pack_v,         // V
  battery_a,      // A, + is charging
  current_in_a,   // A
  current_out_a,  // A
  power_w,        // W, pack_v · battery_a, + is charging; made when read
  stored_wh,      // Wh
  energy_in_wh,   // Wh, total counter
  energy_out_wh,  // Wh, total counter
  cell_count,     //
  cell_v_min,     // V, over the cells that are known; these seven are made when read
  cell_v_max,     //
  cell_v_spread,  // V, highest − lowest
  cell_c_min,     // °C
  cell_c_max,     // °C
  bypass_count,   // cells on bypass
  charge_closed,  // flags: 0 or 1; over a longer time, the share of it
  load_closed,
  soc_calibrated,
  good,
  simulated,
  warning_e,
  warning_vh,
  warning_vl,
  warning_th,
  warning_tl,
  cell_v,  // V, of one cell
  cell_c,  // °C, of one cell
  bypass,  // flag, of one cell
};

enum class SeriesShape : std::uint8_t {
  value,    // min, mean, max
  flag,     // min, share of time, max
  counter,  // lowest, last, highest
};

struct SeriesRow {
  Quantity quantity;
  const char* name;  // "soc"; per cell without the number: "cell_v"
  const char* unit;  // "%", "V", "A", "W", "Wh", "°C" or ""
  int decimals;      // of the stored integer: 3 for mV, 1 for 0.1 °C
  SeriesShape shape;
  bool per_cell;
  bool derived;  // made from others when read: exported on request, ignored by the import
};

// One row per Quantity, in its order.
std::span<const SeriesRow> series_rows();
const SeriesRow& row_of(Quantity quantity);

struct Series {
  Quantity quantity{};
  std::uint8_t cell{0};  // 1…255 if per cell, else 0

  friend bool operator==(const Series&, const Series&) = default;
};

// "pack_v", "cell_v/7"; nothing if there is no such series.
std::optional<Series> parse_series(std::string_view name);
std::string series_name(Series series);

// Every series that is not derived, for a pack of so many cells: what a full export holds.
std::vector<Series> stored_series(int cells);

}  // namespace cellwarden::history
