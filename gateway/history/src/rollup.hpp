// SPDX-License-Identifier: Apache-2.0
// Readings summed up: per step of time and series, how many were known, their mean, the lowest and
// the highest. Rows of one time can be merged, so that it does not matter in how many pieces, or
// how late, they came.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "levels.hpp"
#include "sample_table.hpp"

namespace cellwarden::history {

inline constexpr std::int64_t kFlagScale = 10'000;  // the mean of a flag is in 0.01 %

struct Stat {
  std::int64_t count{0};
  std::int64_t min{0};
  std::int64_t max{0};
  std::int64_t last{0};
  double sum{0};  // of whole numbers: exact far beyond any day of readings

  void add(std::int64_t value);
  void add(const Stat& other);  // the later one
  // As it is stored: of a flag in 0.01 %, of a counter the last value.
  [[nodiscard]] std::int64_t mean(SeriesShape shape) const;
};

// Series in the order in which a roll-up of so many cells has them.
std::vector<Series> rolled_series(std::size_t cells);

// Rows of some series; row r of series s is stats[s][r].
struct SeriesRows {
  std::vector<std::int64_t> time_ms;
  std::vector<std::vector<Stat>> stats;
};

// Builds one block of a level from blocks of the level below.
class Rollup {
 public:
  explicit Rollup(std::size_t level) : level_{level} {}

  void add(const SampleTable& samples);
  void add(const SeriesRows& rows, std::size_t cells);

  [[nodiscard]] std::size_t rows() const { return rows_.size(); }
  [[nodiscard]] std::int64_t first_ms() const { return rows_.begin()->first; }
  [[nodiscard]] std::int64_t last_ms() const {
    return rows_.rbegin()->first + kLevels[level_].step_ms - 1;
  }
  [[nodiscard]] Bytes encode(Part part) const;

 private:
  using Row = std::vector<Stat>;  // per series of cells_
  Row& row_at(std::int64_t time_ms);
  void make_cells(std::size_t cells);
  [[nodiscard]] std::size_t series_count() const;

  std::size_t level_;
  std::size_t cells_{0};
  std::map<std::int64_t, Row> rows_;
};

// The number of cells that a roll-up knows; nothing if `pack_plain` is not its part of the pack.
std::optional<std::size_t> rollup_cells(const Bytes& pack_plain);

// Of the parts of a roll-up block; an empty part leaves its series at count 0.
std::optional<SeriesRows> read_rollup(std::size_t level, const std::array<Bytes, kParts>& plain,
                                      std::span<const Series> wanted);

// The part of a roll-up from which a series comes (the seven over all cells lie with the pack).
Part rollup_part_of(Quantity quantity);

}  // namespace cellwarden::history
