// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>

#include "column.hpp"
#include "column_format.hpp"

namespace cellwarden::history {

namespace {

// Bit by bit, lowest first; the caller has counted the bytes.
class BitReader {
 public:
  BitReader(BytesView bytes, unsigned width) : bytes_{bytes}, width_{width} {}

  std::uint64_t next() {
    while (bits_ < width_) {
      waiting_ |= static_cast<std::uint64_t>(bytes_[at_++]) << bits_;
      bits_ += 8;
    }
    const std::uint64_t value = waiting_ & ((1ULL << width_) - 1);
    waiting_ >>= width_;
    bits_ -= width_;
    return value;
  }

 private:
  BytesView bytes_;
  unsigned width_;
  std::size_t at_{0};
  std::uint64_t waiting_{0};
  unsigned bits_{0};
};

// Fills the rows that are known, one value after the other.
class RowFiller {
 public:
  RowFiller(Column& column, const Column* base) : column_{column}, base_{base} {}

  void put(std::int64_t value) {
    while (!column_.has(row_)) ++row_;
    column_.values[row_] = base_ != nullptr ? wrapped_sum(value, base_->values[row_]) : value;
    ++row_;
  }

 private:
  Column& column_;
  const Column* base_;
  std::size_t row_{0};
};

bool read_rests(ByteReader& in, std::uint8_t kind, std::size_t known, std::int64_t first,
                RowFiller& rows) {
  const std::uint64_t quantum = in.number();
  const unsigned low = in.byte();
  if (low > kLowBitsMax) return false;
  const BytesView tokens = in.take(known - 1);
  if (!in.ok()) return false;
  const auto escapes = static_cast<std::size_t>(std::ranges::count(tokens, kEscape));
  const BytesView packed = in.take(((tokens.size() - escapes) * low + 7) / 8);
  if (!in.ok()) return false;
  BitReader bits{packed, low};
  Predictor predictor{(kind & kSmooth) != 0};
  rows.put(first);
  for (const std::uint8_t token : tokens) {
    const std::uint64_t rest =
        token == kEscape ? in.number() : (static_cast<std::uint64_t>(token) << low) | bits.next();
    const std::int64_t step = wrapped_sum(predictor.guess(), unzigzag(rest));
    predictor.learn(step);
    rows.put(
        wrapped_sum(first, static_cast<std::int64_t>(static_cast<std::uint64_t>(step) * quantum)));
  }
  return in.ok() && in.left() == 0;
}

// The number of rows that are known, or nothing if the bitmap does not fit.
std::optional<std::size_t> read_holes(ByteReader& in, std::uint8_t kind, Column& column) {
  const std::size_t rows = column.values.size();
  if ((kind & kHoles) == 0) return rows;
  const BytesView bitmap = in.take((rows + 7) / 8);
  if (!in.ok()) return std::nullopt;
  column.present.resize(rows);
  std::size_t known = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    column.present[row] = static_cast<std::uint8_t>((unsigned{bitmap[row / 8]} >> (row % 8)) & 1U);
    known += column.present[row];
  }
  return known;
}

bool decode_column(BytesView bytes, std::size_t index, std::size_t rows,
                   std::vector<Column>& columns) {
  Column& column = columns[index];
  ByteReader in{bytes};
  const std::uint8_t kind = in.byte();
  column.values.assign(rows, 0);
  if ((kind & kNothing) != 0) {
    column.present.assign(rows, 0);
    return in.ok() && in.left() == 0;
  }
  const Column* base = nullptr;
  if ((kind & kBased) != 0) {
    const std::uint64_t number = in.number();
    if (number >= index) return false;
    base = &columns[static_cast<std::size_t>(number)];
    if (base->values.size() != rows) return false;
  }
  const std::optional<std::size_t> known = read_holes(in, kind, column);
  if (!known || *known == 0) return false;
  const std::int64_t first = unzigzag(in.number());
  RowFiller filler{column, base};
  if ((kind & kConstant) == 0) return read_rests(in, kind, *known, first, filler);
  for (std::size_t i = 0; i < *known; ++i) filler.put(first);
  return in.ok() && in.left() == 0;
}

// Marks what wanted columns are told from, the last column first.
void want_bases(const std::vector<BytesView>& parts, std::vector<bool>& wanted) {
  for (std::size_t i = parts.size(); i-- > 0;) {
    if (!wanted[i]) continue;
    ByteReader in{parts[i]};
    if ((in.byte() & kBased) == 0) continue;
    const std::uint64_t base = in.number();
    if (base < i) wanted[static_cast<std::size_t>(base)] = true;
  }
}

}  // namespace

std::optional<Table> decode_table(BytesView bytes, const std::vector<bool>& wanted) {
  ByteReader in{bytes};
  const std::uint64_t rows = in.number();
  const std::uint64_t count = in.number();
  if (!in.ok() || rows == 0 || rows > kMaxRows || count > kMaxColumns || count > in.left() ||
      rows * count > kMaxValues) {
    return std::nullopt;
  }
  std::vector<std::uint64_t> sizes(static_cast<std::size_t>(count));
  for (std::uint64_t& size : sizes) size = in.number();
  std::vector<BytesView> parts;
  parts.reserve(sizes.size());
  for (const std::uint64_t size : sizes) parts.push_back(in.take(size));
  if (!in.ok() || in.left() != 0) return std::nullopt;

  std::vector<bool> needed = wanted;
  needed.resize(parts.size(), wanted.empty());
  want_bases(parts, needed);
  Table table{.rows = static_cast<std::size_t>(rows), .columns = std::vector<Column>(parts.size())};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (needed[i] && !decode_column(parts[i], i, table.rows, table.columns)) return std::nullopt;
  }
  return table;
}

}  // namespace cellwarden::history
