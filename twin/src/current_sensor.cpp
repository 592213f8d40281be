// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/current_sensor.hpp"

#include <cmath>

namespace cellwarden::twin {

namespace {

constexpr double kStepsPerRange = 4000;

core::Milliamps to_milliamps(double amps) {
  const double milliamps = std::fabs(amps) * 1000 + 0.5;
  const auto whole = static_cast<core::Milliamps::Rep>(milliamps);
  return core::Milliamps{amps < 0 ? -whole : whole};
}

}  // namespace

CurrentSensorSettings drawn_current_sensor(double range_a, Random& random) {
  return {.range_a = range_a,
          .offset_a = range_a * 0.004 * random.uniform(-1, 1),
          .gain = 1 + 0.005 * random.uniform(-1, 1),
          .noise_a = range_a * 0.0002};
}

CurrentSensor::CurrentSensor(const CurrentSensorSettings& settings)
    : settings_{settings},
      step_a_{settings.step_a > 0 ? settings.step_a : settings.range_a / kStepsPerRange} {}

std::optional<core::Milliamps> CurrentSensor::read(double true_a, double t_s, Random& noise) {
  if (faults.lost) return std::nullopt;
  if (faults.stuck) return last_;
  double amps = true_a * settings_.gain * faults.gain;
  if (faults.reversed) amps = -amps;
  amps += settings_.offset_a + faults.offset_a + settings_.drift_a_per_day * t_s / 86'400;
  if (settings_.noise_a > 0) amps += settings_.noise_a * noise.gauss();

  const double steps = std::floor(std::fabs(amps) / step_a_ + 0.5);
  const double size_a = steps * step_a_ < settings_.range_a ? steps * step_a_ : settings_.range_a;
  last_ = to_milliamps(amps < 0 ? -size_a : size_a);
  return last_;
}

}  // namespace cellwarden::twin
