// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/dc_bus.hpp"

#include <cmath>

namespace cellwarden::twin {

namespace {

// Steps of a tenth of a second do not add up to whole seconds exactly.
constexpr double kTimeSlackS = 1e-9;

double voltage_without(const BusState& bus) {
  return bus.emf_v + bus.resistance_ohm * bus.other_current_a;
}

}  // namespace

// R I² + E I = P. Written so that nothing cancels when R is small.
double source_current_a(double power_w, const BusState& bus) {
  const double emf = voltage_without(bus);
  if (power_w <= 0 || emf <= 0) return 0;
  return 2 * power_w / (emf + std::sqrt(emf * emf + 4 * bus.resistance_ohm * power_w));
}

// E I − R I² = P.
std::optional<double> load_current_a(double power_w, const BusState& bus) {
  if (power_w <= 0) return 0;
  const double emf = voltage_without(bus);
  const double square = emf * emf - 4 * bus.resistance_ohm * power_w;
  if (emf <= 0 || square < 0) return std::nullopt;
  return 2 * power_w / (emf + std::sqrt(square));
}

bool FollowedSignal::follow(bool signal, double dt_s, Obedience obedience) {
  if (obedience == Obedience::ignores) {
    enabled_ = true;
    differs_since_s_ = 0;
  } else if (signal == enabled_) {
    differs_since_s_ = 0;
  } else if (differs_since_s_ + kTimeSlackS >= lag_s_) {
    enabled_ = signal;
    differs_since_s_ = 0;
  } else {
    differs_since_s_ += dt_s;
  }
  return enabled_;
}

}  // namespace cellwarden::twin
