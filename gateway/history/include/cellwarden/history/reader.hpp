// SPDX-License-Identifier: Apache-2.0
// Reading the history, while it is written or not: an own read-only connection that any thread may
// use (calls wait for each other; open several for parallel work). What is not there is not
// invented: gaps stay gaps, a damaged block is left out and counted.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cellwarden/history/health.hpp"
#include "cellwarden/history/sample.hpp"
#include "cellwarden/history/series.hpp"

namespace cellwarden::history {

inline constexpr std::size_t kMaxPoints = 2000;

// All vectors of a chart are equally long. NaN where a series has no value.
struct ChartLine {
  Series series{};
  std::vector<double> min{};
  std::vector<double> mean{};  // of a flag: share of time, 0…1; of a counter: the last value
  std::vector<double> max{};
};

struct Chart {
  // Point i sums up time_ms[i] … time_ms[i] + step_ms − 1. With step_ms 0 the points are single
  // readings. A gap holds one point whose values are all NaN, so that a drawn line breaks.
  std::int64_t step_ms{0};
  std::vector<std::int64_t> time_ms{};
  std::vector<ChartLine> lines{};  // one per series asked for, in that order
  std::uint64_t bad_blocks{0};     // left out of this chart
};

struct Span {
  std::int64_t first_ms{0};
  std::int64_t last_ms{0};
};

struct EventQuery {
  std::optional<std::string> pack{};  // empty: of all packs
  std::int64_t from_ms{kTimeMin_ms};
  std::int64_t to_ms{kTimeEnd_ms};  // exclusive
  std::size_t limit{100};
  std::vector<std::string> kinds{};  // empty: all
  std::int64_t before_id{0};         // paging: only ids below; 0: from the newest
};

struct PackEvent {
  std::string pack{};
  Event event{};
};

struct PackSettingsChange {
  std::string pack{};
  SettingsChange change{};
};

// Energy that passed between two times; empty where no counter was read.
struct EnergyBar {
  std::int64_t from_ms{0};
  std::int64_t to_ms{0};
  std::optional<std::int64_t> in_wh{};
  std::optional<std::int64_t> out_wh{};
};

enum class Calendar : std::uint8_t { hour, day, week, month, year };

// The hours, days … of this computer's time zone (TZ) that touch from…to: n + 1 borders for n bars,
// at most 2,000 bars. Weeks begin on Monday.
std::vector<std::int64_t> calendar_borders(Calendar unit, std::int64_t from_ms, std::int64_t to_ms);

class HistoryReader {
 public:
  // The file need not be there yet: then there is nothing to read. If it is replaced (moved aside
  // or restored), the new one is read from the next call on.
  explicit HistoryReader(std::string path);
  ~HistoryReader();
  HistoryReader(HistoryReader&&) noexcept;
  HistoryReader& operator=(HistoryReader&&) noexcept;

  [[nodiscard]] std::vector<std::string> packs() const;

  // First and last sample on disk (the newest flush_seconds may still be in memory).
  [[nodiscard]] std::optional<Span> span(std::string_view pack) const;
  // The newest sample as a whole; its cells stand in `cells`.
  struct Newest {
    Sample sample;
    std::vector<CellSample> cells;
  };
  [[nodiscard]] std::optional<Newest> newest(std::string_view pack) const;

  // from_ms inclusive, to_ms exclusive. max_points: 1…kMaxPoints.
  [[nodiscard]] Chart query(std::string_view pack, std::span<const Series> series,
                            std::int64_t from_ms, std::int64_t to_ms,
                            std::size_t max_points = kMaxPoints) const;

  // Newest first.
  [[nodiscard]] std::vector<PackEvent> events(const EventQuery& query) const;
  // query.kinds: the names of settings.
  [[nodiscard]] std::vector<PackSettingsChange> settings_changes(const EventQuery& query) const;

  // One bar between each two borders (rising; see calendar_borders). A counter that starts again
  // from 0 is not counted backwards.
  [[nodiscard]] std::vector<EnergyBar> energy(std::string_view pack,
                                              std::span<const std::int64_t> borders) const;

  // Each sample from from_ms to before to_ms in order of time, without holding up the writer;
  // callback: false ends it. Returns how many were handed out.
  using SampleCallback = std::function<bool(const Sample& sample)>;
  std::uint64_t for_each_sample(std::string_view pack, std::int64_t from_ms, std::int64_t to_ms,
                                const SampleCallback& callback) const;

  // The same as CSV, in pieces of about 64 kB: a line of names ("time,soc,cell_v/1 …"), then one
  // line a sample: UTC as 2026-11-22T21:13:41.000Z, numbers with a point, nothing where unknown.
  // series empty: all that are stored, so that import_csv() makes the same samples of it.
  using TextCallback = std::function<bool(std::string_view piece)>;
  std::uint64_t export_csv(std::string_view pack, std::span<const Series> series,
                           std::int64_t from_ms, std::int64_t to_ms,
                           const TextCallback& callback) const;

  // Of this reader: bad_blocks and the last sentence.
  [[nodiscard]] Health health() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cellwarden::history
