// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/charger.hpp"

#include <algorithm>

namespace cellwarden::twin {

namespace {

constexpr double kNightS = 3600;         // dark for so long: the next light begins a new charge
constexpr double kVoltageSlackV = 1e-6;  // a regulated voltage is exact only to rounding

}  // namespace

Charger::Charger(const ChargerSettings& settings)
    : settings_{settings}, signal_{settings.obey_lag_s} {}

double Charger::current_a(double solar_w, bool allowed, const BusState& bus, double dt_s) {
  const double current = offered_current_a(offer(solar_w, allowed, dt_s), bus);
  settle(current, bus.emf_v + bus.resistance_ohm * (current + bus.other_current_a), dt_s);
  return current;
}

ChargerOffer Charger::offer(double solar_w, bool allowed, double dt_s) {
  const bool enabled = signal_.follow(allowed, dt_s, settings_.obedience);
  const double power_w = std::clamp(solar_w * settings_.efficiency, 0.0, settings_.peak_w);
  available_wh_ += power_w * dt_s / 3600;
  dark_s_ = power_w > 0 ? 0 : dark_s_ + dt_s;
  if (!enabled || dark_s_ >= kNightS) stage_ = ChargerStage::off;
  offering_ = enabled && power_w > 0;
  if (!offering_) return {};
  if (stage_ == ChargerStage::off) {
    stage_ = ChargerStage::bulk;
    absorbed_s_ = 0;
  }
  return {.power_w = power_w,
          .max_current_a = settings_.max_current_a,
          .voltage_limit_v =
              stage_ == ChargerStage::floating ? settings_.float_v : settings_.absorption_v};
}

void Charger::settle(double current_a, double bus_v, double dt_s) {
  if (!offering_) return;
  harvested_wh_ += current_a * bus_v * dt_s / 3600;
  if (stage_ == ChargerStage::floating) {
    if (bus_v >= settings_.rebulk_v) return;
    stage_ = ChargerStage::bulk;
    absorbed_s_ = 0;
    return;
  }
  if (bus_v < settings_.absorption_v - kVoltageSlackV) {
    stage_ = ChargerStage::bulk;
    return;
  }
  absorbed_s_ += dt_s;
  stage_ =
      absorbed_s_ >= settings_.absorption_s ? ChargerStage::floating : ChargerStage::absorption;
}

double offered_current_a(const ChargerOffer& offer, const BusState& bus) {
  const double most = std::min(source_current_a(offer.power_w, bus), offer.max_current_a);
  const double headroom_v =
      offer.voltage_limit_v - bus.emf_v - bus.resistance_ohm * bus.other_current_a;
  if (most <= 0 || headroom_v <= 0) return 0;
  return bus.resistance_ohm * most > headroom_v ? headroom_v / bus.resistance_ohm : most;
}

}  // namespace cellwarden::twin
