// SPDX-License-Identifier: Apache-2.0
// What one pack has gone through so far: the figures of the summary, added up as it runs.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace cellwarden::twin {

struct Range {
  double min{std::numeric_limits<double>::infinity()};
  double max{-std::numeric_limits<double>::infinity()};

  // Something was included.
  [[nodiscard]] bool known() const { return min <= max; }
  void include(double value) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
};

struct PackRecord {
  Range board_soc_percent;  // without E
  Range cell_v;
  Range cell_c;
  double spread_begin_v{0};
  std::vector<double> charge_begin_ah;  // of each cell
  std::vector<double> stored_begin_j;
  std::vector<double> balancing_s;
  int charge_openings{0};
  int load_openings{0};
  std::uint64_t messages_good{0};
  std::uint64_t messages_bad{0};
};

}  // namespace cellwarden::twin
