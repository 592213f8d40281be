// SPDX-License-Identifier: Apache-2.0
// A sunny week of the twin as the gateway would store it: sixteen cells, two current sensors,
// converter noise of 1 mV, one sample a second.
#pragma once

#include <cstdint>
#include <vector>

#include "cellwarden/history/sample.hpp"
#include "cellwarden/twin/bench.hpp"

namespace cellwarden::history::bench {

struct Recipe {
  int cells{16};
  int millivolt_step{1};   // 5: as the data output has it
  int current_step_ma{1};  // 125: as the data output of a 100 A sensor might have it
  double current_noise_a{0.05};
  double noise_mv{1};
  int cloudiness_percent{5};
};

class TwinSamples {
 public:
  explicit TwinSamples(const Recipe& recipe,
                       std::int64_t begin_ms = 1'750'000'000'000 / 86'400'000 * 86'400'000);

  // The next second. Valid until the next call.
  Sample next();

 private:
  Recipe recipe_;
  std::int64_t begin_ms_;
  std::int64_t second_{0};
  twin::Bench bench_;
  std::vector<CellSample> cells_;
};

}  // namespace cellwarden::history::bench
