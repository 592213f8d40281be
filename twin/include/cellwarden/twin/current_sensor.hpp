// SPDX-License-Identifier: Apache-2.0
// A current sensor with the converter that reads it: what the IN board gets instead of the truth.
// The board measures finer than it reports (IN-3), and at 100 % of its range it is saturated
// (IN-7).
#pragma once

#include <cstdint>
#include <optional>

#include "cellwarden/core/units.hpp"
#include "cellwarden/twin/random.hpp"

namespace cellwarden::twin {

struct CurrentSensorSettings {
  double range_a{100};
  double offset_a{0};
  double gain{1};
  double drift_a_per_day{0};
  double noise_a{0};  // one standard deviation of one reading
  double step_a{0};   // of the board's converter; 0: range/4000
};

// A sensor as they come: noise, and errors drawn within the range/100 of IN-3.
CurrentSensorSettings drawn_current_sensor(double range_a, Random& random);

// Fault interface; as made, nothing is wrong.
struct CurrentSensorFaults {
  bool lost{false};      // nothing is plugged in any more (IN-4)
  bool stuck{false};     // at what it read before
  bool reversed{false};  // put around the cable the wrong way
  double gain{1};        // a sensor of another size: range set / range fitted
  double offset_a{0};
};

class CurrentSensor {
 public:
  explicit CurrentSensor(const CurrentSensorSettings& settings);

  // The raw reading, before any zero: a whole number of steps, to the nearest, halves away from 0;
  // exactly ± range from there on. Empty: no sensor.
  std::optional<core::Milliamps> read(double true_a, double t_s, Random& noise);

  CurrentSensorFaults faults;

 private:
  CurrentSensorSettings settings_;
  double step_a_;
  core::Milliamps last_;
};

}  // namespace cellwarden::twin
