// SPDX-License-Identifier: Apache-2.0
// The run so far, for charts: one point for each so many minutes. When there is no room for more,
// two points become one, so a run of any length fits and the oldest hour is still there.
#pragma once

#include <algorithm>
#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "cellwarden/twin/bench.hpp"

namespace cellwarden::simulator {

inline constexpr double kFirstStepS = 3.75;  // of a point, at first
inline constexpr double kLongestLookS = 60;  // longer points are made of several looks
inline constexpr std::size_t kTrackPoints = 2048;

struct TrackPoint {
  int looks{0};
  double solar_w{0};  // what the panels could give; sums until they are shown
  double charger_w{0};
  double load_w{0};
  double battery_w{0};
  double soc_percent{0};        // the truth
  double board_soc_percent{0};  // what the OUT board counts
  double charge_closed{0};      // share of the looks
  double load_closed{0};
  double bypassing{0};
  double voltage_min{0};  // of all cells and looks, V
  double voltage_max{0};
  double temperature_min{0};
  double temperature_max{0};
};

class Track {
 public:
  void clear();
  void look(const twin::PackNow& pack, const twin::SiteNow& site);
  // How long after this look the next is due.
  [[nodiscard]] double look_s() const { return std::min(step_s_, kLongestLookS); }
  // begin_ms: the wall time of second 0.
  [[nodiscard]] nlohmann::json shown(double begin_ms) const;

 private:
  void halve();

  std::vector<TrackPoint> points_;
  double step_s_{kFirstStepS};
};

}  // namespace cellwarden::simulator
