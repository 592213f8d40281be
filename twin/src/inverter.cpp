// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/inverter.hpp"

#include <algorithm>

namespace cellwarden::twin {

Inverter::Inverter(const InverterSettings& settings)
    : settings_{settings}, signal_{settings.obey_lag_s} {}

double Inverter::current_a(double house_w, bool allowed, const BusState& bus, double dt_s) {
  const double without_v = bus.emf_v + bus.resistance_ohm * bus.other_current_a;
  const double watts = demand_w(house_w, allowed, without_v, dt_s);
  const std::optional<double> current = load_current_a(watts, bus);
  const double bus_v = without_v - bus.resistance_ohm * current.value_or(0);
  if (!current || too_low(bus_v)) {
    trip(dt_s);
    return 0;
  }
  settle(dt_s);
  return *current;
}

double Inverter::demand_w(double house_w, bool allowed, double bus_v, double dt_s) {
  wanted_wh_ += house_w * dt_s / 3600;
  if (!signal_.follow(allowed, dt_s, settings_.obedience)) {
    stage_ = InverterStage::off;
    return settings_.off_w;
  }
  const bool ready = stage_ == InverterStage::tripped
                         ? tripped_s_ >= settings_.retry_s && bus_v >= settings_.restart_v
                         : bus_v > settings_.cutoff_v;
  if (stage_ != InverterStage::running && !ready) {
    stage_ = InverterStage::tripped;
    return 0;
  }
  served_w_ = std::min(house_w, settings_.peak_w);
  const bool started = stage_ != InverterStage::running;
  stage_ = InverterStage::running;
  return served_w_ / settings_.efficiency + settings_.standby_w + inrush_w(started, dt_s);
}

// Averaged over the step, if it is over sooner.
double Inverter::inrush_w(bool started, double dt_s) {
  if (started || served_w_ - before_w_ > settings_.inrush_step_w) {
    inrush_left_s_ = settings_.inrush_s;
  }
  before_w_ = served_w_;
  const double lasts_s = std::min(inrush_left_s_, dt_s);
  inrush_left_s_ -= lasts_s;
  return lasts_s > 0 ? settings_.inrush_w * lasts_s / dt_s : 0;
}

bool Inverter::too_low(double bus_v) const {
  return stage_ == InverterStage::running && bus_v <= settings_.cutoff_v;
}

void Inverter::settle(double dt_s) {
  if (stage_ == InverterStage::running) served_wh_ += served_w_ * dt_s / 3600;
  tripped_s_ = stage_ == InverterStage::tripped ? tripped_s_ + dt_s : 0;
}

void Inverter::trip(double dt_s) {
  if (stage_ != InverterStage::running) return;
  stage_ = InverterStage::tripped;
  tripped_s_ = dt_s;
}

}  // namespace cellwarden::twin
