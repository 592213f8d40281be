// SPDX-License-Identifier: Apache-2.0
#include "rollup.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace cellwarden::history {

namespace {

constexpr std::size_t kPackSeries = 26;      // quantities that are not per cell
constexpr std::size_t kFieldsPerSeries = 4;  // count, mean, lowest, highest
constexpr std::size_t kHeadColumns = 2;      // of the pack's part: time in steps, cells

// Where series number s of a roll-up lies: part, and its place there.
struct Place {
  Part part;
  std::size_t index;
};

std::size_t head_columns(Part part) { return part == Part::pack ? kHeadColumns : 0; }

std::optional<Place> place_of(Series series, std::size_t cells) {
  const Part part = rollup_part_of(series.quantity);
  if (part == Part::pack) return Place{part, static_cast<std::size_t>(series.quantity)};
  if (series.cell < 1 || series.cell > cells) return std::nullopt;
  const std::size_t index = series.cell - 1U;
  return Place{part, series.quantity == Quantity::bypass ? cells + index : index};
}

std::size_t column_count(Part part, std::size_t cells) {
  switch (part) {
    case Part::pack: return kHeadColumns + kPackSeries * kFieldsPerSeries;
    case Part::voltages: return cells * kFieldsPerSeries;
    case Part::temperatures: return 2 * cells * kFieldsPerSeries;
  }
  return 0;
}

std::vector<int> bases_of(Part part, std::size_t cells) {
  std::vector<int> bases(column_count(part, cells), -1);
  const std::size_t head = head_columns(part);
  for (std::size_t at = head; at < bases.size(); at += kFieldsPerSeries) {
    const bool first = at == head;
    bases[at] = first ? -1 : static_cast<int>(head);                                // count
    bases[at + 1] = first || part == Part::pack ? -1 : static_cast<int>(head + 1);  // mean
    bases[at + 2] = static_cast<int>(at + 1);
    bases[at + 3] = static_cast<int>(at + 1);
  }
  return bases;
}

// A flag's lowest and highest are 0 or 1 and its mean is 0…10,000: no good guess for each other.
void forget_flag_bases(std::vector<int>& bases, std::size_t at) {
  bases[at + 2] = -1;
  bases[at + 3] = -1;
}

Stat stat_from(const Table& table, std::size_t at, std::size_t row, SeriesShape shape) {
  Stat stat;
  const std::vector<Column>& columns = table.columns;
  if (!columns[at + 1].has(row)) return stat;
  stat.count = std::clamp<std::int64_t>(columns[at].values[row], 0, 1'000'000'000);
  const std::int64_t mean = columns[at + 1].values[row];
  stat.min = columns[at + 2].values[row];
  stat.max = columns[at + 3].values[row];
  stat.last = mean;
  stat.sum = static_cast<double>(mean) * static_cast<double>(stat.count);
  if (shape == SeriesShape::flag) stat.sum /= static_cast<double>(kFlagScale);
  return stat;
}

// The columns of what is wanted of one part.
std::vector<bool> columns_wanted(Part part, std::size_t cells, std::span<const Series> wanted) {
  std::vector<bool> columns(column_count(part, cells), false);
  for (const Series series : wanted) {
    const std::optional<Place> place = place_of(series, cells);
    if (!place || place->part != part) continue;
    const std::size_t at = head_columns(part) + place->index * kFieldsPerSeries;
    std::fill_n(columns.begin() + static_cast<std::ptrdiff_t>(at), kFieldsPerSeries, true);
  }
  return columns;
}

void read_stats(Part part, const Table& table, std::size_t cells, std::span<const Series> wanted,
                SeriesRows& into) {
  for (std::size_t s = 0; s < wanted.size(); ++s) {
    const std::optional<Place> place = place_of(wanted[s], cells);
    if (!place || place->part != part) continue;
    const std::size_t at = head_columns(part) + place->index * kFieldsPerSeries;
    const SeriesShape shape = row_of(wanted[s].quantity).shape;
    for (std::size_t row = 0; row < table.rows; ++row) {
      into.stats[s][row] = stat_from(table, at, row, shape);
    }
  }
}

bool read_cells(Part part, const Bytes& plain, std::size_t cells, std::span<const Series> wanted,
                SeriesRows& into) {
  const std::vector<bool> columns = columns_wanted(part, cells, wanted);
  if (std::ranges::find(columns, true) == columns.end()) return true;
  const std::optional<Table> table = decode_table(plain, columns);
  if (!table || table->columns.size() != columns.size() || table->rows != into.time_ms.size()) {
    return false;
  }
  read_stats(part, *table, cells, wanted, into);
  return true;
}

std::optional<std::size_t> cells_of(const Table& pack) {
  if (pack.columns.size() != column_count(Part::pack, 0)) return std::nullopt;
  const std::int64_t cells = pack.columns[1].values.front();
  if (cells < 0 || cells > static_cast<std::int64_t>(kMaxCells)) return std::nullopt;
  return static_cast<std::size_t>(cells);
}

}  // namespace

void Stat::add(std::int64_t value) {
  min = count == 0 ? value : std::min(min, value);
  max = count == 0 ? value : std::max(max, value);
  last = value;
  sum += static_cast<double>(value);
  ++count;
}

void Stat::add(const Stat& other) {
  if (other.count == 0) return;
  min = count == 0 ? other.min : std::min(min, other.min);
  max = count == 0 ? other.max : std::max(max, other.max);
  last = other.last;
  sum += other.sum;
  count += other.count;
}

std::int64_t Stat::mean(SeriesShape shape) const {
  if (shape == SeriesShape::counter) return last;
  const double scale = shape == SeriesShape::flag ? static_cast<double>(kFlagScale) : 1.0;
  return count == 0 ? 0 : std::llround(sum * scale / static_cast<double>(count));
}

std::vector<Series> rolled_series(std::size_t cells) {
  std::vector<Series> all;
  for (const SeriesRow& row : series_rows()) {
    if (!row.per_cell) all.push_back({row.quantity, 0});
    for (std::size_t cell = 1; row.per_cell && cell <= cells; ++cell) {
      all.push_back({row.quantity, static_cast<std::uint8_t>(cell)});
    }
  }
  return all;
}

Part rollup_part_of(Quantity quantity) {
  return row_of(quantity).per_cell ? part_of(quantity) : Part::pack;
}

std::size_t Rollup::series_count() const { return kPackSeries + 3 * cells_; }

// Series of a row lie as in rolled_series(): a row that grows moves its temperatures and bypasses.
void Rollup::make_cells(std::size_t cells) {
  if (cells <= cells_) return;
  const std::vector<Series> before = rolled_series(cells_);
  const std::size_t old_cells = std::exchange(cells_, cells);
  for (auto& [time, row] : rows_) {
    Row wider(series_count());
    for (std::size_t s = 0; s < before.size(); ++s) {
      const std::size_t block = s < kPackSeries ? 0 : (s - kPackSeries) / old_cells;
      wider[s + block * (cells - old_cells)] = row[s];
    }
    row = std::move(wider);
  }
}

Rollup::Row& Rollup::row_at(std::int64_t time_ms) {
  const std::int64_t step = kLevels[level_].step_ms;
  Row& row = rows_[time_ms / step * step];
  if (row.empty()) row.resize(series_count());
  return row;
}

void Rollup::add(const SampleTable& samples) {
  make_cells(samples.cells());
  std::vector<Row*> target;
  for (std::size_t row = 0; row < samples.rows(); ++row) {
    target.push_back(&row_at(samples.time(row)));
  }
  const std::vector<Series> all = rolled_series(cells_);
  for (std::size_t s = 0; s < all.size(); ++s) {
    const Column column = samples.series(all[s]);
    for (std::size_t row = 0; row < target.size(); ++row) {
      if (column.has(row)) (*target[row])[s].add(column.values[row]);
    }
  }
}

void Rollup::add(const SeriesRows& rows, std::size_t cells) {
  make_cells(cells);
  const std::vector<Series> theirs = rolled_series(cells);
  for (std::size_t r = 0; r < rows.time_ms.size(); ++r) {
    Row& row = row_at(rows.time_ms[r]);
    for (std::size_t s = 0; s < theirs.size(); ++s) {
      const std::size_t block = s < kPackSeries ? 0 : (s - kPackSeries) / cells;
      row[s + block * (cells_ - cells)].add(rows.stats[s][r]);
    }
  }
}

Bytes Rollup::encode(Part part) const {
  Table table{.rows = rows_.size(), .columns = {}};
  std::vector<int> bases = bases_of(part, cells_);
  table.columns.resize(bases.size());
  const std::vector<Series> all = rolled_series(cells_);
  for (const auto& [time, row] : rows_) {
    if (part == Part::pack) {
      table.columns[0].add(time / kLevels[level_].step_ms);
      table.columns[1].add(static_cast<std::int64_t>(cells_));
    }
    for (std::size_t s = 0; s < all.size(); ++s) {
      const std::optional<Place> place = place_of(all[s], cells_);
      if (!place || place->part != part) continue;
      const std::size_t at = head_columns(part) + place->index * kFieldsPerSeries;
      const SeriesShape shape = row_of(all[s].quantity).shape;
      if (shape == SeriesShape::flag) forget_flag_bases(bases, at);
      table.columns[at].add(row[s].count);
      const bool known = row[s].count != 0;
      const std::array<std::int64_t, 3> fields{row[s].mean(shape), row[s].min, row[s].max};
      for (std::size_t f = 0; f < fields.size(); ++f) {
        known ? table.columns[at + 1 + f].add(fields[f]) : table.columns[at + 1 + f].add_unknown();
      }
    }
  }
  return encode_table(table, bases, Effort::thorough);
}

std::optional<std::size_t> rollup_cells(const Bytes& pack_plain) {
  const std::optional<Table> head = decode_table(pack_plain, {false, true});
  return head ? cells_of(*head) : std::nullopt;
}

std::optional<SeriesRows> read_rollup(std::size_t level, const std::array<Bytes, kParts>& plain,
                                      std::span<const Series> wanted) {
  std::vector<bool> columns = columns_wanted(Part::pack, 0, wanted);
  columns[0] = true;
  columns[1] = true;
  const std::optional<Table> pack = decode_table(plain[0], columns);
  const std::optional<std::size_t> cells = pack ? cells_of(*pack) : std::nullopt;
  if (!cells) return std::nullopt;
  SeriesRows made;
  made.time_ms.reserve(pack->rows);
  for (const std::int64_t steps : pack->columns[0].values) {
    if (steps < 0 || steps > kTimeEnd_ms / kLevels[level].step_ms) return std::nullopt;
    made.time_ms.push_back(steps * kLevels[level].step_ms);
  }
  made.stats.assign(wanted.size(), std::vector<Stat>(pack->rows));
  read_stats(Part::pack, *pack, *cells, wanted, made);
  for (const Part part : {Part::voltages, Part::temperatures}) {
    const Bytes& bytes = plain[static_cast<std::size_t>(part)];
    if (!bytes.empty() && !read_cells(part, bytes, *cells, wanted, made)) return std::nullopt;
  }
  return made;
}

}  // namespace cellwarden::history
