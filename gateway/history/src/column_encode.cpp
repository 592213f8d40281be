// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>
#include <utility>

#include "column.hpp"
#include "column_format.hpp"

namespace cellwarden::history {

namespace {

// The known values of a column, ready to be written one way.
struct Draft {
  std::uint8_t kind{kNothing};
  std::int64_t first{0};
  std::int64_t quantum{0};          // of the differences to `first`; 0: there are none
  std::vector<std::uint64_t> rest;  // what no prediction told, one per known row but the first
  double bits{0};                   // what it will need, roughly
};

unsigned low_bits(const std::vector<std::uint64_t>& rest) {
  if (rest.empty()) return 0;
  std::uint64_t sum = 0;
  for (const std::uint64_t value : rest) sum += std::min<std::uint64_t>(value, 1ULL << 48U);
  const auto width = static_cast<unsigned>(std::bit_width(sum / rest.size()));
  return width > 4 ? width - 4 : 0;
}

double bits_needed(const std::vector<std::uint64_t>& rest) {
  const unsigned low = low_bits(rest);
  std::array<std::uint32_t, 256> seen{};
  double bits = static_cast<double>(rest.size()) * low;
  for (const std::uint64_t value : rest) {
    const std::uint64_t token = std::min<std::uint64_t>(value >> low, kEscape);
    ++seen[static_cast<std::size_t>(token)];
    if (token == kEscape) bits += static_cast<double>(std::bit_width(value)) + 4;
  }
  for (const std::uint32_t count : seen) {
    if (count != 0) bits -= count * std::log2(count / static_cast<double>(rest.size()));
  }
  return bits;
}

std::vector<std::uint64_t> rests(const std::vector<std::int64_t>& steps, bool smooth) {
  std::vector<std::uint64_t> rest;
  rest.reserve(steps.size());
  Predictor predictor{smooth};
  for (const std::int64_t step : steps) {
    rest.push_back(zigzag(wrapped_difference(step, predictor.guess())));
    predictor.learn(step);
  }
  return rest;
}

Draft draft(const Column& column, const Column* base, Effort effort) {
  Draft made;
  std::vector<std::int64_t> steps;  // from the first known value
  std::uint64_t common = 0;
  for (std::size_t row = 0; row < column.values.size(); ++row) {
    if (!column.has(row)) continue;
    const std::int64_t value =
        wrapped_difference(column.values[row], base != nullptr ? base->values[row] : 0);
    if (made.kind == kNothing) {
      made.kind = base != nullptr ? kBased : 0;
      made.first = value;
      continue;
    }
    const std::int64_t step = wrapped_difference(value, made.first);
    const auto size = static_cast<std::uint64_t>(step);
    common = std::gcd(common, step < 0 ? ~size + 1 : size);
    steps.push_back(step);
  }
  if (made.kind == kNothing) return made;
  if (common == 0) {
    made.kind |= kConstant;
    return made;
  }
  made.quantum = common > (1ULL << 62U) ? 1 : static_cast<std::int64_t>(common);
  for (std::int64_t& step : steps) step /= made.quantum;
  made.rest = rests(steps, false);
  if (effort == Effort::quick) return made;
  made.bits = bits_needed(made.rest);
  std::vector<std::uint64_t> smooth = rests(steps, true);
  if (const double bits = bits_needed(smooth); bits < made.bits) {
    made.kind |= kSmooth;
    made.rest = std::move(smooth);
    made.bits = bits;
  }
  return made;
}

void put_rests(Bytes& out, const std::vector<std::uint64_t>& rest) {
  const unsigned low = low_bits(rest);
  out.push_back(static_cast<std::uint8_t>(low));
  Bytes packed;
  Bytes escaped;
  std::uint64_t waiting = 0;
  unsigned bits = 0;
  for (const std::uint64_t value : rest) {
    const std::uint64_t token = std::min<std::uint64_t>(value >> low, kEscape);
    out.push_back(static_cast<std::uint8_t>(token));
    if (token == kEscape) {
      put_number(escaped, value);
      continue;
    }
    waiting |= (value & ((1ULL << low) - 1)) << bits;
    for (bits += low; bits >= 8; bits -= 8, waiting >>= 8U) {
      packed.push_back(static_cast<std::uint8_t>(waiting));
    }
  }
  if (bits != 0) packed.push_back(static_cast<std::uint8_t>(waiting));
  out.insert(out.end(), packed.begin(), packed.end());
  out.insert(out.end(), escaped.begin(), escaped.end());
}

Bytes encode_column(const Column& column, const Column* base, std::uint64_t base_number,
                    Effort effort) {
  Draft best = draft(column, nullptr, effort);
  if (base != nullptr && (best.kind & (kConstant | kNothing)) == 0) {
    Draft based = draft(column, base, effort);
    if (effort == Effort::quick || based.bits < best.bits) best = std::move(based);
  }
  const bool holes = std::ranges::find(column.present, 0) != column.present.end();
  Bytes out;
  if (best.kind == kNothing) return {kNothing};
  out.push_back(static_cast<std::uint8_t>(best.kind | (holes ? kHoles : 0U)));
  if ((best.kind & kBased) != 0) put_number(out, base_number);
  if (holes) {
    const std::size_t at = out.size();
    out.resize(at + (column.present.size() + 7) / 8);
    for (std::size_t row = 0; row < column.present.size(); ++row) {
      if (column.has(row)) out[at + row / 8] |= static_cast<std::uint8_t>(1U << (row % 8));
    }
  }
  put_number(out, zigzag(best.first));
  if ((best.kind & kConstant) != 0) return out;
  put_number(out, static_cast<std::uint64_t>(best.quantum));
  put_rests(out, best.rest);
  return out;
}

}  // namespace

Bytes encode_table(const Table& table, const std::vector<int>& bases, Effort effort) {
  Bytes head;
  Bytes body;
  put_number(head, table.rows);
  put_number(head, table.columns.size());
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const int base = bases.empty() ? -1 : bases[i];
    const Column* const told_from =
        base >= 0 ? &table.columns[static_cast<std::size_t>(base)] : nullptr;
    const Bytes column =
        encode_column(table.columns[i], told_from, static_cast<std::uint64_t>(base), effort);
    put_number(head, column.size());
    body.insert(body.end(), column.begin(), column.end());
  }
  head.insert(head.end(), body.begin(), body.end());
  return head;
}

}  // namespace cellwarden::history
