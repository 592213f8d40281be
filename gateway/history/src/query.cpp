// SPDX-License-Identifier: Apache-2.0
// Charts: which level answers, and how its rows become at most so many points.
#include <algorithm>
#include <cmath>
#include <limits>

#include "reader.hpp"

namespace cellwarden::history {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

// Single readings are looked at for at most this long: 52 blocks.
constexpr std::int64_t kRawSpanMax = 26 * kHour;
// Between single readings, this much is no gap yet.
constexpr std::int64_t kGap = 10'000;

struct Scale {
  double divisor{1};
  SeriesShape shape{};
};

Scale scale_of(Series series) {
  const SeriesRow& row = row_of(series.quantity);
  return {.divisor = std::pow(10.0, row.decimals), .shape = row.shape};
}

// Points in order of time; each has one Stat per series.
struct Points {
  std::vector<std::int64_t> time_ms;
  std::vector<std::vector<Stat>> stats;
};

void add_point(Chart& chart, std::int64_t time_ms, std::span<const Stat> stats,
               std::span<const Scale> scales) {
  chart.time_ms.push_back(time_ms);
  for (std::size_t s = 0; s < chart.lines.size(); ++s) {
    ChartLine& line = chart.lines[s];
    const bool known = !stats.empty() && stats[s].count != 0;
    const double divisor = scales[s].divisor;
    line.min.push_back(known ? static_cast<double>(stats[s].min) / divisor : kUnknown);
    line.max.push_back(known ? static_cast<double>(stats[s].max) / divisor : kUnknown);
    if (!known) {
      line.mean.push_back(kUnknown);
    } else if (scales[s].shape == SeriesShape::counter) {
      line.mean.push_back(static_cast<double>(stats[s].last) / divisor);
    } else {
      line.mean.push_back(stats[s].sum / static_cast<double>(stats[s].count) / divisor);
    }
  }
}

// The time between readings that is usual here.
std::int64_t usual_interval(std::vector<std::int64_t> times) {
  if (times.size() < 3) return 0;
  if (!std::ranges::is_sorted(times)) std::ranges::sort(times);
  for (std::size_t i = times.size() - 1; i > 0; --i) times[i] -= times[i - 1];
  const auto centre = times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2);
  std::nth_element(times.begin() + 1, centre, times.end());
  return *centre;
}

// Fixed steps of time from a multiple of the step on; their number is bounded by max_points.
class Grid {
 public:
  Grid(std::int64_t from_ms, std::int64_t to_ms, std::int64_t unit_ms, std::size_t max_points)
      : step_{unit_ms} {
    const auto most = static_cast<std::int64_t>(max_points);
    step_ = ((to_ms - from_ms) / most / unit_ms + 1) * unit_ms;
    while ((to_ms - 1) / step_ - from_ms / step_ + 1 > most) step_ += unit_ms;
    first_ = from_ms / step_;
    steps_ = static_cast<std::size_t>((to_ms - 1) / step_ - first_ + 1);
  }

  [[nodiscard]] std::int64_t step() const { return step_; }
  [[nodiscard]] std::size_t steps() const { return steps_; }
  [[nodiscard]] std::int64_t time(std::size_t index) const {
    return (first_ + static_cast<std::int64_t>(index)) * step_;
  }
  [[nodiscard]] std::size_t index(std::int64_t time_ms) const {
    const std::int64_t index = std::max<std::int64_t>(time_ms / step_ - first_, 0);
    return std::min(static_cast<std::size_t>(index), steps_ - 1);
  }

 private:
  std::int64_t step_;
  std::int64_t first_{0};
  std::size_t steps_{0};
};

// Sums rows up as they come, and keeps single readings as long as they may be shown singly.
class Collector {
 public:
  Collector(const Grid& grid, std::size_t series, std::size_t keep_singly)
      : grid_{grid},
        stats_(grid.steps(), std::vector<Stat>(series)),
        filled_(grid.steps(), false),
        keep_singly_{keep_singly} {}

  void add(const SeriesRows& rows, std::int64_t from_ms, std::int64_t to_ms) {
    for (std::size_t r = 0; r < rows.time_ms.size(); ++r) {
      const std::int64_t time = rows.time_ms[r];
      if (time < from_ms || time >= to_ms) continue;
      const std::size_t index = grid_.index(time);
      filled_[index] = true;
      for (std::size_t s = 0; s < rows.stats.size(); ++s) stats_[index][s].add(rows.stats[s][r]);
      times_.push_back(time);
      if (times_.size() > keep_singly_) continue;
      std::vector<Stat>& single = singles_.emplace_back();
      for (const std::vector<Stat>& stats : rows.stats) single.push_back(stats[r]);
    }
  }

  // The single readings, if there are few enough with their gaps.
  bool single_chart(Chart& chart, std::span<const Scale> scales) const {
    if (times_.size() > keep_singly_) return false;
    std::vector<std::size_t> order(times_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(order, {}, [this](std::size_t i) { return times_[i]; });
    const std::int64_t gap = std::max(kGap, 3 * usual_interval(times_));
    std::size_t gaps = 0;
    for (std::size_t i = 1; i < order.size(); ++i) {
      if (times_[order[i]] - times_[order[i - 1]] > gap) ++gaps;
    }
    if (times_.size() + gaps > keep_singly_) return false;
    for (std::size_t i = 0; i < order.size(); ++i) {
      const std::int64_t time = times_[order[i]];
      if (i != 0 && time - times_[order[i - 1]] > gap) {
        add_point(chart, times_[order[i - 1]] + 1, {}, scales);
      }
      add_point(chart, time, singles_[order[i]], scales);
    }
    return true;
  }

  void grid_chart(Chart& chart, std::span<const Scale> scales, bool single_readings) const {
    const std::int64_t slack = single_readings ? std::max(kGap, 3 * usual_interval(times_)) : 0;
    std::optional<std::size_t> before;
    for (std::size_t i = 0; i < filled_.size(); ++i) {
      if (!filled_[i]) continue;
      if (before && grid_.time(i) - grid_.time(*before) > grid_.step() + slack) {
        add_point(chart, grid_.time(*before + 1), {}, scales);
      }
      add_point(chart, grid_.time(i), stats_[i], scales);
      before = i;
    }
    chart.step_ms = grid_.step();
  }

 private:
  const Grid& grid_;
  std::vector<std::vector<Stat>> stats_;
  std::vector<bool> filled_;
  std::size_t keep_singly_;
  std::vector<std::int64_t> times_;
  std::vector<std::vector<Stat>> singles_;
};

}  // namespace

// The coarsest level that still has a row for every point; single readings only for a day, and only
// as far back as they are kept.
std::size_t HistoryReader::Impl::finest_level(std::int64_t pack, std::int64_t from_ms,
                                              std::int64_t to_ms, std::size_t points) {
  const std::int64_t step = (to_ms - from_ms) / static_cast<std::int64_t>(points);
  for (std::size_t level = kLevels.size(); level-- > 1;) {
    if (kLevels[level].step_ms <= step) return level;
  }
  if (to_ms - from_ms > kRawSpanMax) return 1;
  Statement oldest = database_->prepare(
      "SELECT (SELECT min(first_ms) FROM block WHERE pack=?1 AND level=0),"
      " (SELECT min(first_ms) FROM block WHERE pack=?1 AND level=1)");
  oldest << pack;
  const bool dropped =
      oldest.next() && oldest.number(1) != 0 && oldest.number(1) < oldest.number(0) - kHour;
  return dropped && from_ms < oldest.number(0) ? 1 : kRaw;
}

Chart HistoryReader::Impl::query(std::string_view pack, std::span<const Series> series,
                                 std::int64_t from_ms, std::int64_t to_ms, std::size_t max_points) {
  Chart chart;
  for (const Series one : series) chart.lines.push_back({one, {}, {}, {}});
  from_ms = std::max(from_ms, kTimeMin_ms);
  to_ms = std::min(to_ms, kTimeEnd_ms);
  max_points = std::clamp<std::size_t>(max_points, 1, kMaxPoints);
  const std::lock_guard lock{mutex_};
  if (from_ms >= to_ms || !open()) return chart;
  const Transaction transaction{*database_, Access::read};
  const std::optional<std::int64_t> id = pack_id(pack);
  if (!id) return chart;

  const std::size_t level = finest_level(*id, from_ms, to_ms, max_points);
  // Steps of single readings are whole seconds if that long: readings come at whole seconds, too.
  const bool seconds = to_ms - from_ms >= static_cast<std::int64_t>(max_points) * 1000;
  const std::int64_t unit = level != kRaw ? kLevels[level].step_ms : seconds ? 1000 : 1;
  const Grid grid{from_ms, to_ms, unit, max_points};
  Collector collector{grid, series.size(), level == kRaw ? max_points : 0};
  RowWalk walk{*database_, *id, series, from_ms / unit * unit, to_ms};
  walk.rows_of_level(
      level, [&](const SeriesRows& rows) { collector.add(rows, from_ms / unit * unit, to_ms); });
  std::vector<Scale> scales;
  for (const Series one : series) scales.push_back(scale_of(one));
  if (level != kRaw || !collector.single_chart(chart, scales)) {
    collector.grid_chart(chart, scales, level == kRaw);
  }
  chart.bad_blocks = walk.bad();
  count_bad(walk.bad());
  return chart;
}

}  // namespace cellwarden::history
