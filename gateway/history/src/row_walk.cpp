// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "reader.hpp"

namespace cellwarden::history {

RowWalk::RowWalk(Database& database, std::int64_t pack, std::span<const Series> wanted,
                 std::int64_t from_ms, std::int64_t to_ms)
    : database_{database}, pack_{pack}, wanted_{wanted}, from_ms_{from_ms}, to_ms_{to_ms} {
  raw_parts_ = parts_wanted(wanted);
  for (const Series series : wanted) {
    const Part rolled = rollup_part_of(series.quantity);
    rolled_parts_.voltages |= rolled == Part::voltages;
    rolled_parts_.temperatures |= rolled == Part::temperatures;
  }
}

// The level itself, and of each level below what is not in the one above it yet: that lies within
// one window of the level above.
void RowWalk::rows_of_level(std::size_t level, const Callback& callback) {
  blocks(level, 0, from_ms_, to_ms_, callback);
  for (std::size_t above = level; above > 0; --above) {
    Statement find = database_.prepare("SELECT upto, window FROM folded WHERE pack=? AND level=?");
    find << pack_ << static_cast<std::int64_t>(above);
    if (!find.next()) continue;
    const std::int64_t begin_ms = find.number(1) * kLevels[above].window_ms;
    blocks(above - 1, find.number(0), std::max(from_ms_, begin_ms),
           std::min(to_ms_, begin_ms + kLevels[above].window_ms), callback);
  }
  journal(callback);
}

void RowWalk::give_samples(const Statement& row, const Callback& callback) {
  const std::optional<SampleTable> samples = read_samples(row, raw_parts_, bad_);
  if (!samples) return;
  SeriesRows rows;
  for (std::size_t i = 0; i < samples->rows(); ++i) rows.time_ms.push_back(samples->time(i));
  for (const Series series : wanted_) {
    const Column column = samples->series(series);
    std::vector<Stat>& stats = rows.stats.emplace_back(samples->rows());
    for (std::size_t i = 0; i < samples->rows(); ++i) {
      if (column.has(i)) stats[i].add(column.values[i]);
    }
  }
  callback(rows);
}

void RowWalk::blocks(std::size_t level, std::int64_t above_id, std::int64_t from_ms,
                     std::int64_t to_ms, const Callback& callback) {
  Statement found = database_.prepare(
      "SELECT data, temperatures, voltages FROM block WHERE pack=? AND level=? AND first_ms>=?"
      " AND first_ms<? AND last_ms>=? AND id>? ORDER BY first_ms, id");
  found << pack_ << static_cast<std::int64_t>(level) << from_ms - kLevels[level].window_ms << to_ms
        << from_ms << above_id;
  while (found.next()) {
    if (level == kRaw) {
      give_samples(found, callback);
      continue;
    }
    const auto plain = read_parts(found, rolled_parts_, bad_);
    if (!plain) continue;
    if (const auto rows = read_rollup(level, *plain, wanted_)) {
      callback(*rows);
    } else {
      ++bad_;
    }
  }
}

void RowWalk::journal(const Callback& callback) {
  Statement found = database_.prepare(
      "SELECT data, temperatures, voltages FROM journal WHERE pack=? AND first_ms<?"
      " AND last_ms>=? ORDER BY id");
  found << pack_ << to_ms_ << from_ms_;
  while (found.next()) give_samples(found, callback);
}

}  // namespace cellwarden::history
