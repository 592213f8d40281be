// SPDX-License-Identifier: Apache-2.0
// From the moment something is wrong to what the boards do about it: slow cycle, a chain in which
// every cell board takes its time for each byte.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cellwarden/twin/bench.hpp"

namespace cellwarden::firmware {

struct Reaction {
  std::string what;
  double slowest_s{0};  // of the moments; below 0: nothing came of it
};

struct ReactionOptions {
  int cells{4};
  int moments{4};              // of each fault, spread over one cycle
  std::int64_t hop_us{0};      // see BenchOptions
  bool only_one_fault{false};  // V-max, at one moment: for who only wants to see a relay open
  std::uint64_t seed{1};
  twin::BoardListener* listener{nullptr};  // with it each byte wakes a board
};

// Up to the open contact of the relay, or to the warning. Throws std::runtime_error if an invariant
// of the twin broke.
std::vector<Reaction> measure_reactions(const ReactionOptions& options);

}  // namespace cellwarden::firmware
