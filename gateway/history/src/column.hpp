// SPDX-License-Identifier: Apache-2.0
// Columns of whole numbers as few bytes. Each value is predicted from those above it, and from
// another column if that helps; what is left is small, and is split into a token byte, which zstd
// packs well, and low bits that nothing can pack. docs/history.md draws it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "bytes.hpp"

namespace cellwarden::history {

inline constexpr std::size_t kMaxRows = 4096;
inline constexpr std::size_t kMaxColumns = 4096;
inline constexpr std::size_t kMaxValues = 4'194'304;  // of one part, so that a lie stays cheap

struct Column {
  std::vector<std::int64_t> values;   // one per row; 0 where nothing is known
  std::vector<std::uint8_t> present;  // 0 or 1 per row; empty: all are known

  void add(std::int64_t value) {
    if (!present.empty()) present.push_back(1);
    values.push_back(value);
  }
  void add_unknown() {
    if (present.empty()) present.assign(values.size(), 1);
    values.push_back(0);
    present.push_back(0);
  }
  template <class T>
  void add(const std::optional<T>& value) {
    value ? add(static_cast<std::int64_t>(*value)) : add_unknown();
  }
  // A column that was not read at all has nothing.
  [[nodiscard]] bool has(std::size_t row) const {
    return row < values.size() && (present.empty() || present[row] != 0);
  }

  friend bool operator==(const Column&, const Column&) = default;
};

struct Table {
  std::size_t rows{0};
  std::vector<Column> columns;
};

enum class Effort : std::uint8_t { quick, thorough };

// Every column has `rows` values, within the limits above. bases[i]: an earlier column that column
// i may be told from, −1 for none; empty: none at all.
Bytes encode_table(const Table& table, const std::vector<int>& bases, Effort effort);

// Nothing if the bytes are not such a table. wanted: columns to make, empty for all; the others
// stay empty (a column that a wanted one is told from is made too).
std::optional<Table> decode_table(BytesView bytes, const std::vector<bool>& wanted = {});

}  // namespace cellwarden::history
