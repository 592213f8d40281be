// SPDX-License-Identifier: Apache-2.0
// Samples as columns, in three parts that are stored apart: a chart of the pack never reads the
// cells, a chart of voltages never the temperatures.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "cellwarden/history/sample.hpp"
#include "cellwarden/history/series.hpp"
#include "column.hpp"

namespace cellwarden::history {

inline constexpr std::size_t kParts = 3;
enum class Part : std::uint8_t { pack, voltages, temperatures };

// The columns of Part::pack. Part::voltages has the middle cell's, then one per cell;
// Part::temperatures the middle cell's, one per cell, and one per cell for its bypass.
enum class PackColumn : std::uint8_t {
  time,
  pack_mv,
  current_in,
  current_out,
  battery,  // less current_in − current_out, where both are known: nearly always 0
  soc,
  energy_in,
  energy_out,
  stored,
  flags,
  cells,
};
inline constexpr std::size_t kPackColumns = 11;

// Bits of PackColumn::flags; 0…4 are Sample::warnings.
inline constexpr unsigned kWarningBits = 5;
inline constexpr unsigned kChargeBit = 5;
inline constexpr unsigned kLoadBit = 6;
inline constexpr unsigned kCalibratedBit = 7;
inline constexpr unsigned kGoodBit = 8;
inline constexpr unsigned kSimulatedBit = 9;

// What of the cells is to be read: all of it, unless said otherwise.
struct PartsWanted {
  bool voltages{true};
  bool temperatures{true};
  std::vector<std::uint8_t> only_voltages{};  // of these cells; empty: of all
  std::vector<std::uint8_t> only_temperatures{};
};

// The part of single readings from which a quantity comes.
Part part_of(Quantity quantity);

PartsWanted parts_wanted(std::span<const Series> series);

class SampleTable {
 public:
  void add(const Sample& sample);
  // All rows of the other behind these.
  void add(const SampleTable& other);
  void clear();

  [[nodiscard]] std::size_t rows() const { return pack_[0].values.size(); }
  [[nodiscard]] std::size_t cells() const { return volts_.size(); }
  [[nodiscard]] std::int64_t time(std::size_t row) const { return pack_[0].values[row]; }

  // cells: room for the cells that the sample then shows.
  Sample sample(std::size_t row, std::vector<CellSample>& cells) const;

  // One value a row, as stored (mV, mA, 0.001 %, 0.1 °C, 0.1 W …).
  [[nodiscard]] Column series(Series wanted) const;

  [[nodiscard]] Bytes encode(Part part, Effort effort) const;

  // plain: of the three parts; an empty one of the cells leaves them unknown, as does what is not
  // wanted. Nothing if they do not belong together.
  static std::optional<SampleTable> decode(const std::array<Bytes, kParts>& plain,
                                           const PartsWanted& wanted = {});

 private:
  [[nodiscard]] Column cell_series(const std::vector<Column>& cells, std::uint8_t cell) const;
  void make_cells(std::size_t count);
  bool decode_voltages(const Bytes& plain, const std::vector<std::uint8_t>& only);
  bool decode_temperatures(const Bytes& plain, const std::vector<std::uint8_t>& only);

  std::array<Column, kPackColumns> pack_;
  std::vector<Column> volts_;  // one per cell
  std::vector<Column> degrees_;
  std::vector<Column> bypass_;
};

}  // namespace cellwarden::history
