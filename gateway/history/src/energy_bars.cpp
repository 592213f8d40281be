// SPDX-License-Identifier: Apache-2.0
// Energy between two times, from counters that only rise, but for a reset (EN-3), a new board, or
// one that lost power and took up an older count (OUT-5).
#include <algorithm>
#include <array>

#include "reader.hpp"

namespace cellwarden::history {

namespace {

constexpr std::int64_t kFineSpanMax = 100 * kDay;
constexpr std::int64_t kLookBack = 7 * kDay;  // for the count before the first border

struct CounterRow {
  std::int64_t time_ms;
  std::array<Stat, 2> counters;  // in, out
};

// What was counted in a row, and the count at its end. Where it fell, its lowest value is where it
// went on from.
std::int64_t counted(std::optional<std::int64_t>& before, const Stat& row) {
  const std::int64_t start = before.value_or(row.min);
  before = row.last;
  if (row.last >= start && row.max <= row.last) return row.last - start;
  return std::max<std::int64_t>(row.max - start, 0) + row.last - row.min;
}

}  // namespace

std::vector<EnergyBar> HistoryReader::Impl::energy(std::string_view pack,
                                                   std::span<const std::int64_t> borders) {
  std::vector<EnergyBar> bars;
  for (std::size_t i = 1; i < borders.size(); ++i) {
    bars.push_back({.from_ms = borders[i - 1], .to_ms = borders[i], .in_wh = {}, .out_wh = {}});
  }
  const std::lock_guard lock{mutex_};
  if (bars.empty() || !open()) return bars;
  const Transaction transaction{*database_, Access::read};
  const std::optional<std::int64_t> id = pack_id(pack);
  if (!id) return bars;

  const std::array<Series, 2> wanted{Series{Quantity::energy_in_wh, 0},
                                     Series{Quantity::energy_out_wh, 0}};
  const std::size_t level = borders.back() - borders.front() <= kFineSpanMax ? 1 : 2;
  const std::int64_t from_ms = borders.front() - kLookBack;
  std::vector<CounterRow> rows;
  RowWalk walk{*database_, *id, wanted, from_ms, borders.back()};
  walk.rows_of_level(level, [&](const SeriesRows& some) {
    for (std::size_t r = 0; r < some.time_ms.size(); ++r) {
      if (some.time_ms[r] < from_ms || some.time_ms[r] >= borders.back()) continue;
      rows.push_back({some.time_ms[r], {some.stats[0][r], some.stats[1][r]}});
    }
  });
  count_bad(walk.bad());
  std::ranges::stable_sort(rows, {}, &CounterRow::time_ms);

  std::array<std::optional<std::int64_t>, 2> before;
  auto bar = bars.begin();
  for (const CounterRow& row : rows) {
    while (bar != bars.end() && row.time_ms >= bar->to_ms) ++bar;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (row.counters[i].count == 0) continue;
      const std::int64_t wh = counted(before[i], row.counters[i]);
      if (bar == bars.end() || row.time_ms < bar->from_ms) continue;
      std::optional<std::int64_t>& sum = i == 0 ? bar->in_wh : bar->out_wh;
      sum = sum.value_or(0) + wh;
    }
  }
  return bars;
}

}  // namespace cellwarden::history
