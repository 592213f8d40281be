// SPDX-License-Identifier: Apache-2.0
// Where the lines of a chart's grid stand, and what is written at them.
#pragma once

#include <string>
#include <vector>

namespace cellwarden::cli {

struct Tick {
  double value{0};
  std::string label;
};

// 1, 2 or 5 times a power of ten: about `count` steps from low to high (low < high).
double nice_step(double low, double high, int count);

// At multiples of a nice step within low…high.
std::vector<Tick> value_ticks(double low, double high, int count);

// Clock times, at full steps of the local clock; midnights are named by their day. Seconds since
// the beginning; begin_s: the clock then. At most `most` of them.
std::vector<Tick> time_ticks(double begin_s, double seconds, std::size_t most);

}  // namespace cellwarden::cli
