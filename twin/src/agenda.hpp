// SPDX-License-Identifier: Apache-2.0
// Which of many things is due first: a tree of minima, so that 255 boards cost eight steps and not
// 255 comparisons. Of two at the same time the one with the lower index comes first.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "board_clock.hpp"

namespace cellwarden::twin {

class Agenda {
 public:
  explicit Agenda(std::size_t count) {
    while (leaves_ < count) leaves_ *= 2;
    times_.assign(2 * leaves_, kNever);
  }

  void set(std::size_t index, WorldTime time) {
    std::size_t node = leaves_ + index;
    times_[node] = time;
    for (node /= 2; node >= 1; node /= 2) {
      const WorldTime earlier = std::min(times_[2 * node], times_[2 * node + 1]);
      if (times_[node] == earlier) return;
      times_[node] = earlier;
    }
  }
  // The same for many: put() each, then settle() once, before anything is asked.
  void put(std::size_t index, WorldTime time) { times_[leaves_ + index] = time; }
  void settle() {
    for (std::size_t node = leaves_ - 1; node >= 1; --node) {
      times_[node] = std::min(times_[2 * node], times_[2 * node + 1]);
    }
  }
  [[nodiscard]] WorldTime at(std::size_t index) const { return times_[leaves_ + index]; }
  [[nodiscard]] WorldTime next() const { return times_[1]; }

  // The one that is due first; any if nothing is.
  [[nodiscard]] std::size_t first() const {
    std::size_t node = 1;
    while (node < leaves_) node = times_[2 * node] == times_[node] ? 2 * node : 2 * node + 1;
    return node - leaves_;
  }

 private:
  std::size_t leaves_{2};
  std::vector<WorldTime> times_;
};

}  // namespace cellwarden::twin
