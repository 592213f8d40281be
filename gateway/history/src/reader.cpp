// SPDX-License-Identifier: Apache-2.0
#include "reader.hpp"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "schema.hpp"

namespace cellwarden::history {

namespace {

Event event_from(const Statement& row) {
  return {.id = row.number(1),
          .time_ms = row.number(2),
          .kind = row.text(3),
          .severity = static_cast<Severity>(std::clamp<std::int64_t>(row.number(4), 0, 2)),
          .number = static_cast<std::int32_t>(row.number(5)),
          .value = row.number(6),
          .limit = row.number(7),
          .text = row.text(8),
          .simulated = row.number(9) != 0};
}

SettingsChange change_from(const Statement& row) {
  return {.id = row.number(1),
          .time_ms = row.number(2),
          .setting = row.text(3),
          .before = row.text(4),
          .after = row.text(5),
          .who = row.text(6),
          .simulated = row.number(7) != 0};
}

}  // namespace

// The connection to the file that has this name now. False: there is none to read.
bool HistoryReader::Impl::open() {
  struct stat now {};
  if (::stat(path_.c_str(), &now) != 0) {
    database_.reset();
    return false;
  }
  if (database_ != nullptr && now.st_ino == inode_) return true;
  database_ = std::make_unique<Database>(path_, Access::read);
  inode_ = now.st_ino;
  if (database_->error() == 0 && look_at_schema(*database_) == SchemaState::ready &&
      database_->number("PRAGMA user_version") == kSchemaVersion) {
    return true;
  }
  health_.sentence =
      fmt::format("the history {} cannot be read: {}", path_,
                  database_->error() != 0 ? database_->error_text() : "it is not of this version");
  database_.reset();
  return false;
}

void HistoryReader::Impl::count_bad(std::uint64_t bad) {
  if (bad == 0) return;
  health_.bad_blocks += bad;
  health_.sentence = fmt::format("{} damaged pieces of the history were left out", bad);
}

Health HistoryReader::Impl::health() {
  const std::lock_guard lock{mutex_};
  return health_;
}

std::optional<std::int64_t> HistoryReader::Impl::pack_id(std::string_view name) {
  Statement find = database_->prepare("SELECT id FROM pack WHERE name=?");
  find << name;
  if (!find.next()) return std::nullopt;
  return find.number(0);
}

std::vector<std::string> HistoryReader::Impl::packs() {
  const std::lock_guard lock{mutex_};
  std::vector<std::string> names;
  if (!open()) return names;
  Statement rows = database_->prepare("SELECT name FROM pack ORDER BY id");
  while (rows.next()) names.push_back(rows.text(0));
  return names;
}

// A block's last reading is less than a window behind its first one, so a few blocks of each level
// tell.
std::optional<Span> HistoryReader::Impl::span(std::string_view pack) {
  const std::lock_guard lock{mutex_};
  if (!open()) return std::nullopt;
  const Transaction transaction{*database_, Access::read};
  const std::optional<std::int64_t> id = pack_id(pack);
  if (!id) return std::nullopt;
  std::optional<Span> found;
  const auto widen = [&found](std::int64_t first, std::int64_t last) {
    if (!found) found = Span{first, last};
    found = Span{std::min(found->first_ms, first), std::max(found->last_ms, last)};
  };
  for (std::size_t level = 0; level < 2; ++level) {
    Statement ends = database_->prepare(
        "SELECT (SELECT min(first_ms) FROM block WHERE pack=?1 AND level=?2),"
        " (SELECT max(last_ms) FROM block WHERE pack=?1 AND level=?2 AND first_ms >"
        " (SELECT max(first_ms) FROM block WHERE pack=?1 AND level=?2) - ?3)");
    ends << *id << static_cast<std::int64_t>(level) << kLevels[level].window_ms;
    // The end of a roll-up is the end of its step, not a reading.
    if (ends.next() && ends.number(1) != 0) {
      widen(ends.number(0), level == kRaw ? ends.number(1) : ends.number(0));
    }
  }
  Statement newest =
      database_->prepare("SELECT min(first_ms), max(last_ms) FROM journal WHERE pack=?");
  newest << *id;
  if (newest.next() && newest.number(1) != 0) widen(newest.number(0), newest.number(1));
  return found;
}

std::optional<HistoryReader::Newest> HistoryReader::Impl::newest(std::string_view pack) {
  const std::optional<Span> whole = span(pack);
  if (!whole) return std::nullopt;
  std::optional<Newest> found;
  const auto last_row = [&](const SampleTable& samples, std::span<const std::size_t> rows) {
    found.emplace();
    found->sample = samples.sample(rows.back(), found->cells);
    return true;
  };
  for_each_window(pack, whole->last_ms, whole->last_ms + 1, {}, last_row);
  if (found) found->sample.cells = found->cells;
  return found;
}

bool HistoryReader::Impl::read_window(std::int64_t pack, std::int64_t window,
                                      const PartsWanted& wanted, SampleTable& samples) {
  std::uint64_t bad = 0;
  for (const char* const sql :
       {"SELECT data, temperatures, voltages FROM block WHERE pack=? AND first_ms>=? AND"
        " first_ms<? AND level=0 ORDER BY first_ms, id",
        "SELECT data, temperatures, voltages FROM journal WHERE pack=? AND first_ms>=? AND"
        " first_ms<? ORDER BY id"}) {
    Statement rows = database_->prepare(sql);
    rows << pack << window * kLevels[kRaw].window_ms << (window + 1) * kLevels[kRaw].window_ms;
    while (rows.next()) {
      if (const auto some = read_samples(rows, wanted, bad)) samples.add(*some);
    }
  }
  count_bad(bad);
  return samples.rows() != 0;
}

std::optional<std::int64_t> HistoryReader::Impl::next_window(std::int64_t pack,
                                                             std::int64_t from_ms,
                                                             std::int64_t to_ms) {
  std::optional<std::int64_t> first;
  for (const char* const sql :
       {"SELECT min(first_ms) FROM block WHERE pack=? AND level=0 AND first_ms>=? AND first_ms<?",
        "SELECT min(first_ms) FROM journal WHERE pack=? AND first_ms>=? AND first_ms<?"}) {
    Statement find = database_->prepare(sql);
    find << pack << from_ms << to_ms;
    if (!find.next() || find.number(0) == 0) continue;
    first = std::min(first.value_or(find.number(0)), find.number(0));
  }
  if (!first) return std::nullopt;
  return window_of(kRaw, *first);
}

// The lock is held, and the file read, for one half hour at a time: a slow listener stops nobody.
void HistoryReader::Impl::for_each_window(std::string_view pack, std::int64_t from_ms,
                                          std::int64_t to_ms, const PartsWanted& wanted,
                                          const WindowCallback& callback) {
  from_ms = std::max(from_ms, kTimeMin_ms);
  to_ms = std::min(to_ms, kTimeEnd_ms);
  std::int64_t at_ms = window_of(kRaw, from_ms) * kLevels[kRaw].window_ms;
  while (at_ms < to_ms) {
    SampleTable samples;
    {
      const std::lock_guard lock{mutex_};
      if (!open()) return;
      const Transaction transaction{*database_, Access::read};
      const std::optional<std::int64_t> id = pack_id(pack);
      const auto window = id ? next_window(*id, at_ms, to_ms) : std::nullopt;
      if (!window) return;
      at_ms = (*window + 1) * kLevels[kRaw].window_ms;
      if (!read_window(*id, *window, wanted, samples)) continue;
    }
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < samples.rows(); ++row) {
      if (samples.time(row) >= from_ms && samples.time(row) < to_ms) rows.push_back(row);
    }
    std::ranges::stable_sort(rows, {}, [&](std::size_t row) { return samples.time(row); });
    if (!rows.empty() && !callback(samples, rows)) return;
  }
}

std::size_t HistoryReader::Impl::cells_in(std::string_view pack, std::int64_t from_ms,
                                          std::int64_t to_ms) {
  const std::lock_guard lock{mutex_};
  if (!open()) return 0;
  const Transaction transaction{*database_, Access::read};
  const std::optional<std::int64_t> id = pack_id(pack);
  if (!id) return 0;
  const Series count{Quantity::cell_count, 0};
  RowWalk walk{*database_, *id, {&count, 1}, from_ms, to_ms};
  std::int64_t most = 0;
  walk.rows_of_level(kLevels.size() - 1, [&](const SeriesRows& rows) {
    for (const Stat& stat : rows.stats.front()) most = std::max(most, stat.max);
  });
  return std::min(static_cast<std::size_t>(most), kMaxCells);
}

Statement HistoryReader::Impl::event_statement(const EventQuery& query, const char* table,
                                               const char* kind, const char* columns) {
  std::string kinds;
  for (std::size_t i = 0; i < query.kinds.size(); ++i) kinds += i == 0 ? "?" : ",?";
  const std::string sql = fmt::format(
      "SELECT pack.name, {0}.id, time_ms, {1} FROM {0} JOIN pack ON pack.id={0}.pack"
      " WHERE time_ms>=? AND time_ms<? {2} {3} {4} ORDER BY time_ms DESC, {0}.id DESC LIMIT ?",
      table, columns, query.pack ? "AND pack.name=?" : "",
      query.kinds.empty() ? "" : fmt::format("AND {} IN ({})", kind, kinds),
      query.before_id == 0
          ? ""
          : fmt::format("AND (time_ms, {0}.id) < (SELECT time_ms, id FROM {0} WHERE id=?)", table));
  Statement rows = database_->prepare(sql);
  rows << query.from_ms << query.to_ms;
  if (query.pack) rows << std::string_view{*query.pack};
  for (const std::string& one : query.kinds) rows << std::string_view{one};
  if (query.before_id != 0) rows << query.before_id;
  rows << static_cast<std::int64_t>(std::min<std::size_t>(query.limit, 100'000));
  return rows;
}

std::vector<PackEvent> HistoryReader::Impl::events(const EventQuery& query) {
  const std::lock_guard lock{mutex_};
  std::vector<PackEvent> found;
  if (!open()) return found;
  Statement rows = event_statement(query, "event", "kind",
                                   "kind, severity, number, value, limit_value, text, simulated");
  while (rows.next()) found.push_back({.pack = rows.text(0), .event = event_from(rows)});
  return found;
}

std::vector<PackSettingsChange> HistoryReader::Impl::settings_changes(const EventQuery& query) {
  const std::lock_guard lock{mutex_};
  std::vector<PackSettingsChange> found;
  if (!open()) return found;
  Statement rows = event_statement(query, "settings_change", "setting",
                                   "setting, before, after, who, simulated");
  while (rows.next()) found.push_back({.pack = rows.text(0), .change = change_from(rows)});
  return found;
}

HistoryReader::HistoryReader(std::string path) : impl_{std::make_unique<Impl>(std::move(path))} {}
HistoryReader::~HistoryReader() = default;
HistoryReader::HistoryReader(HistoryReader&&) noexcept = default;
HistoryReader& HistoryReader::operator=(HistoryReader&&) noexcept = default;

std::vector<std::string> HistoryReader::packs() const { return impl_->packs(); }

std::optional<Span> HistoryReader::span(std::string_view pack) const { return impl_->span(pack); }

std::optional<HistoryReader::Newest> HistoryReader::newest(std::string_view pack) const {
  return impl_->newest(pack);
}

Chart HistoryReader::query(std::string_view pack, std::span<const Series> series,
                           std::int64_t from_ms, std::int64_t to_ms, std::size_t max_points) const {
  return impl_->query(pack, series, from_ms, to_ms, max_points);
}

std::vector<PackEvent> HistoryReader::events(const EventQuery& query) const {
  return impl_->events(query);
}

std::vector<PackSettingsChange> HistoryReader::settings_changes(const EventQuery& query) const {
  return impl_->settings_changes(query);
}

std::vector<EnergyBar> HistoryReader::energy(std::string_view pack,
                                             std::span<const std::int64_t> borders) const {
  return impl_->energy(pack, borders);
}

std::uint64_t HistoryReader::for_each_sample(std::string_view pack, std::int64_t from_ms,
                                             std::int64_t to_ms,
                                             const SampleCallback& callback) const {
  std::uint64_t count = 0;
  std::vector<CellSample> cells;
  const auto each = [&](const SampleTable& samples, std::span<const std::size_t> rows) {
    for (const std::size_t row : rows) {
      ++count;
      if (!callback(samples.sample(row, cells))) return false;
    }
    return true;
  };
  impl_->for_each_window(pack, from_ms, to_ms, {}, each);
  return count;
}

Health HistoryReader::health() const { return impl_->health(); }

}  // namespace cellwarden::history
