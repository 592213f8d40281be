// SPDX-License-Identifier: Apache-2.0
// Whether a run told the story that its scenario expects.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "cellwarden/twin/scenario.hpp"
#include "cellwarden/twin/story.hpp"
#include "pack_bench.hpp"

namespace cellwarden::twin {

class Verdicts {
 public:
  explicit Verdicts(const Scenario& scenario);

  // Conditions are looked at each time the OUT board of a pack has judged, and while that has no
  // power each time anything happens.
  void watch(const PackBench& pack, WorldTime time);

  [[nodiscard]] std::vector<Verdict> judge(std::span<const Occurrence> occurrences,
                                           std::span<const Figure> figures, double time_s) const;

 private:
  struct Watched {
    std::size_t expectation{0};
    WorldTime from{0};
    WorldTime to{kNever};
    bool looked{false};
    double broken_at_s{-1};  // the first time; below 0: never
  };

  std::vector<Expectation> expectations_;
  std::vector<Watched> watched_;
};

}  // namespace cellwarden::twin
