// SPDX-License-Identifier: Apache-2.0
#include "sample_table.hpp"

#include <algorithm>

namespace cellwarden::history {

namespace {

constexpr std::size_t at(PackColumn column) { return static_cast<std::size_t>(column); }

std::int64_t flags_of(const Sample& sample) {
  unsigned flags = sample.warnings & ((1U << kWarningBits) - 1);
  if (sample.charge_closed) flags |= 1U << kChargeBit;
  if (sample.load_closed) flags |= 1U << kLoadBit;
  if (sample.soc_calibrated) flags |= 1U << kCalibratedBit;
  if (sample.good) flags |= 1U << kGoodBit;
  if (sample.simulated) flags |= 1U << kSimulatedBit;
  return static_cast<std::int64_t>(flags);
}

template <class T>
std::optional<T> value(const Column& column, std::size_t row) {
  if (!column.has(row)) return std::nullopt;
  return static_cast<T>(column.values[row]);
}

std::int64_t in_less_out(const Column& in, const Column& out, std::size_t row) {
  return in.has(row) && out.has(row) ? wrapped_difference(in.values[row], out.values[row]) : 0;
}

// The lower middle one of the known values in each row: what all cells have in common.
Column middle_of(const std::vector<Column>& columns, std::size_t rows) {
  Column middle;
  std::vector<std::int64_t> known;
  for (std::size_t row = 0; row < rows; ++row) {
    known.clear();
    for (const Column& column : columns) {
      if (column.has(row)) known.push_back(column.values[row]);
    }
    if (known.empty()) {
      middle.add_unknown();
      continue;
    }
    const auto centre = known.begin() + static_cast<std::ptrdiff_t>((known.size() - 1) / 2);
    std::ranges::nth_element(known, centre);
    middle.add(*centre);
  }
  return middle;
}

void append_rows(Column& to, const Column& from) {
  if (!to.present.empty() || !from.present.empty()) {
    if (to.present.empty()) to.present.assign(to.values.size(), 1);
    if (from.present.empty()) {
      to.present.insert(to.present.end(), from.values.size(), 1);
    } else {
      to.present.insert(to.present.end(), from.present.begin(), from.present.end());
    }
  }
  to.values.insert(to.values.end(), from.values.begin(), from.values.end());
}

Column unknown(std::size_t rows) {
  return {.values = std::vector<std::int64_t>(rows), .present = std::vector<std::uint8_t>(rows)};
}

// There may be no such cell in the others, or it was not read.
void append_cell(Column& to, const std::vector<Column>& from, std::size_t cell, std::size_t rows) {
  const bool there = cell < from.size() && from[cell].values.size() == rows;
  append_rows(to, there ? from[cell] : unknown(rows));
}

// The columns of these cells, and again `again` columns behind if that is not 0; empty for all.
std::vector<bool> wanted_columns(const std::vector<std::uint8_t>& cells, std::size_t columns,
                                 std::size_t again) {
  if (cells.empty()) return {};
  std::vector<bool> wanted(columns, false);
  for (const std::uint8_t cell : cells) {
    if (cell < columns) wanted[cell] = true;
    if (cell + again < columns) wanted[cell + again] = true;
  }
  return wanted;
}

}  // namespace

void SampleTable::make_cells(std::size_t count) {
  while (cells() < count) {
    volts_.push_back(unknown(rows()));
    degrees_.push_back(unknown(rows()));
    bypass_.push_back(unknown(rows()));
  }
}

void SampleTable::add(const Sample& sample) {
  make_cells(std::min(sample.cells.size(), kMaxCells));
  for (std::size_t i = 0; i < cells(); ++i) {
    if (i >= sample.cells.size()) {
      for (Column* column : {&volts_[i], &degrees_[i], &bypass_[i]}) column->add_unknown();
      continue;
    }
    volts_[i].add(sample.cells[i].mv);
    degrees_[i].add(sample.cells[i].decicelsius);
    bypass_[i].add(sample.cells[i].bypass ? 1 : 0);
  }
  pack_[at(PackColumn::time)].add(sample.time_ms);
  pack_[at(PackColumn::pack_mv)].add(sample.pack_mv);
  pack_[at(PackColumn::current_in)].add(sample.current_in_ma);
  pack_[at(PackColumn::current_out)].add(sample.current_out_ma);
  pack_[at(PackColumn::battery)].add(sample.battery_ma);
  pack_[at(PackColumn::soc)].add(sample.soc_mpercent);
  pack_[at(PackColumn::energy_in)].add(sample.energy_in_wh_total);
  pack_[at(PackColumn::energy_out)].add(sample.energy_out_wh_total);
  pack_[at(PackColumn::stored)].add(sample.stored_wh);
  pack_[at(PackColumn::flags)].add(flags_of(sample));
  pack_[at(PackColumn::cells)].add(
      static_cast<std::int64_t>(std::min(sample.cells.size(), kMaxCells)));
}

void SampleTable::add(const SampleTable& other) {
  make_cells(other.cells());
  for (std::size_t i = 0; i < cells(); ++i) {
    append_cell(volts_[i], other.volts_, i, other.rows());
    append_cell(degrees_[i], other.degrees_, i, other.rows());
    append_cell(bypass_[i], other.bypass_, i, other.rows());
  }
  for (std::size_t i = 0; i < kPackColumns; ++i) append_rows(pack_[i], other.pack_[i]);
}

void SampleTable::clear() { *this = {}; }

Sample SampleTable::sample(std::size_t row, std::vector<CellSample>& cells) const {
  const auto count = static_cast<std::size_t>(std::clamp<std::int64_t>(
      pack_[at(PackColumn::cells)].values[row], 0, static_cast<std::int64_t>(kMaxCells)));
  cells.assign(count, {});
  for (std::size_t i = 0; i < std::min(count, volts_.size()); ++i) {
    cells[i].mv = value<std::int32_t>(volts_[i], row);
    cells[i].decicelsius = value<std::int32_t>(degrees_[i], row);
    cells[i].bypass = bypass_[i].has(row) && bypass_[i].values[row] != 0;
  }
  const auto flags = static_cast<std::uint64_t>(pack_[at(PackColumn::flags)].values[row]);
  const auto flag = [flags](unsigned bit) { return ((flags >> bit) & 1U) != 0; };
  return {.time_ms = time(row),
          .pack_mv = value<std::int32_t>(pack_[at(PackColumn::pack_mv)], row),
          .current_in_ma = value<std::int32_t>(pack_[at(PackColumn::current_in)], row),
          .current_out_ma = value<std::int32_t>(pack_[at(PackColumn::current_out)], row),
          .battery_ma = value<std::int32_t>(pack_[at(PackColumn::battery)], row),
          .soc_mpercent = value<std::int32_t>(pack_[at(PackColumn::soc)], row),
          .energy_in_wh_total = value<std::int64_t>(pack_[at(PackColumn::energy_in)], row),
          .energy_out_wh_total = value<std::int64_t>(pack_[at(PackColumn::energy_out)], row),
          .stored_wh = value<std::int64_t>(pack_[at(PackColumn::stored)], row),
          .warnings = static_cast<std::uint8_t>(flags & ((1U << kWarningBits) - 1)),
          .charge_closed = flag(kChargeBit),
          .load_closed = flag(kLoadBit),
          .soc_calibrated = flag(kCalibratedBit),
          .good = flag(kGoodBit),
          .simulated = flag(kSimulatedBit),
          .cells = cells};
}

Bytes SampleTable::encode(Part part, Effort effort) const {
  Table table{.rows = rows(), .columns = {}};
  std::vector<int> bases;
  if (part == Part::pack) {
    table.columns.assign(pack_.begin(), pack_.end());
    Column& battery = table.columns[at(PackColumn::battery)];
    for (std::size_t row = 0; row < rows(); ++row) {
      if (!battery.has(row)) continue;
      battery.values[row] -=
          in_less_out(pack_[at(PackColumn::current_in)], pack_[at(PackColumn::current_out)], row);
    }
    return encode_table(table, bases, effort);
  }
  const std::vector<Column>& cells = part == Part::voltages ? volts_ : degrees_;
  table.columns.push_back(middle_of(cells, rows()));
  table.columns.insert(table.columns.end(), cells.begin(), cells.end());
  bases.assign(table.columns.size(), 0);
  bases.front() = -1;
  if (part == Part::temperatures) {
    table.columns.insert(table.columns.end(), bypass_.begin(), bypass_.end());
    bases.resize(table.columns.size(), -1);
  }
  return encode_table(table, bases, effort);
}

bool SampleTable::decode_voltages(const Bytes& plain, const std::vector<std::uint8_t>& only) {
  std::optional<Table> table = decode_table(plain, wanted_columns(only, cells() + 1, 0));
  if (!table || table->rows != rows() || table->columns.size() != cells() + 1) return false;
  std::move(table->columns.begin() + 1, table->columns.end(), volts_.begin());
  return true;
}

bool SampleTable::decode_temperatures(const Bytes& plain, const std::vector<std::uint8_t>& only) {
  std::optional<Table> table = decode_table(plain, wanted_columns(only, 2 * cells() + 1, cells()));
  if (!table || table->rows != rows() || table->columns.size() != 2 * cells() + 1) return false;
  const auto first = table->columns.begin() + 1;
  const auto bypass = first + static_cast<std::ptrdiff_t>(cells());
  std::move(first, bypass, degrees_.begin());
  std::move(bypass, table->columns.end(), bypass_.begin());
  return true;
}

std::optional<SampleTable> SampleTable::decode(const std::array<Bytes, kParts>& plain,
                                               const PartsWanted& wanted) {
  std::optional<Table> pack = decode_table(plain[0]);
  if (!pack || pack->columns.size() != kPackColumns) return std::nullopt;
  SampleTable made;
  std::ranges::move(pack->columns, made.pack_.begin());
  const Column& in = made.pack_[at(PackColumn::current_in)];
  const Column& out = made.pack_[at(PackColumn::current_out)];
  Column& battery = made.pack_[at(PackColumn::battery)];
  for (std::size_t row = 0; row < pack->rows; ++row) {
    if (battery.has(row)) {
      battery.values[row] = wrapped_sum(battery.values[row], in_less_out(in, out, row));
    }
  }
  const std::int64_t cells = std::ranges::max(made.pack_[at(PackColumn::cells)].values);
  if (cells < 0 || cells > static_cast<std::int64_t>(kMaxCells)) return std::nullopt;
  for (std::vector<Column>* const columns : {&made.volts_, &made.degrees_, &made.bypass_}) {
    columns->resize(static_cast<std::size_t>(cells));
  }
  if (!plain[1].empty() && !made.decode_voltages(plain[1], wanted.only_voltages)) {
    return std::nullopt;
  }
  if (!plain[2].empty() && !made.decode_temperatures(plain[2], wanted.only_temperatures)) {
    return std::nullopt;
  }
  return made;
}

}  // namespace cellwarden::history
