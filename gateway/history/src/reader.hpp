// SPDX-License-Identifier: Apache-2.0
// The inside of HistoryReader: a connection that follows the file when it is replaced, and the
// walks over blocks that charts, bars and exports are made of.
#pragma once

#include <sys/types.h>

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "blocks.hpp"
#include "cellwarden/history/reader.hpp"
#include "database.hpp"

namespace cellwarden::history {

class HistoryReader::Impl {
 public:
  explicit Impl(std::string path) : path_{std::move(path)} {}

  std::vector<std::string> packs();
  std::optional<Span> span(std::string_view pack);
  std::optional<Newest> newest(std::string_view pack);
  Chart query(std::string_view pack, std::span<const Series> series, std::int64_t from_ms,
              std::int64_t to_ms, std::size_t max_points);
  std::vector<PackEvent> events(const EventQuery& query);
  std::vector<PackSettingsChange> settings_changes(const EventQuery& query);
  std::vector<EnergyBar> energy(std::string_view pack, std::span<const std::int64_t> borders);
  // One window of single readings after the other: rows in order of time.
  using WindowCallback =
      std::function<bool(const SampleTable& samples, std::span<const std::size_t> rows)>;
  void for_each_window(std::string_view pack, std::int64_t from_ms, std::int64_t to_ms,
                       const PartsWanted& wanted, const WindowCallback& callback);
  // The highest number of cells that was ever seen in this span.
  std::size_t cells_in(std::string_view pack, std::int64_t from_ms, std::int64_t to_ms);
  Health health();

 private:
  friend class RowWalk;

  bool open();
  std::optional<std::int64_t> pack_id(std::string_view name);
  void count_bad(std::uint64_t bad);
  bool read_window(std::int64_t pack, std::int64_t window, const PartsWanted& wanted,
                   SampleTable& samples);
  std::optional<std::int64_t> next_window(std::int64_t pack, std::int64_t from_ms,
                                          std::int64_t to_ms);
  std::size_t finest_level(std::int64_t pack, std::int64_t from_ms, std::int64_t to_ms,
                           std::size_t points);
  Statement event_statement(const EventQuery& query, const char* table, const char* kind,
                            const char* columns);

  std::string path_;
  std::mutex mutex_;
  std::unique_ptr<Database> database_;
  ino_t inode_{0};
  Health health_;
};

// Rows of a level in a span of time, with what is not summed up yet from the levels below. Inside
// one read transaction.
class RowWalk {
 public:
  // time: where the row begins; stats: one per series wanted.
  using Callback = std::function<void(const SeriesRows& rows)>;

  RowWalk(Database& database, std::int64_t pack, std::span<const Series> wanted,
          std::int64_t from_ms, std::int64_t to_ms);

  void rows_of_level(std::size_t level, const Callback& callback);
  [[nodiscard]] std::uint64_t bad() const { return bad_; }

 private:
  void blocks(std::size_t level, std::int64_t above_id, std::int64_t from_ms, std::int64_t to_ms,
              const Callback& callback);
  void journal(const Callback& callback);
  void give_samples(const Statement& row, const Callback& callback);

  Database& database_;
  std::int64_t pack_;
  std::span<const Series> wanted_;
  std::int64_t from_ms_;
  std::int64_t to_ms_;
  PartsWanted raw_parts_{.voltages = false, .temperatures = false};
  PartsWanted rolled_parts_{.voltages = false, .temperatures = false};
  std::uint64_t bad_{0};
};

}  // namespace cellwarden::history
