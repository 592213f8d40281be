// SPDX-License-Identifier: Apache-2.0
// The inverter with the house behind it: a load of constant power, so the lower the voltage, the
// more current. It has a cut-off of its own, draws a little for itself, and counts what it could
// not serve.
#pragma once

#include <cstdint>

#include "cellwarden/twin/dc_bus.hpp"

namespace cellwarden::twin {

struct InverterSettings {
  double peak_w{1000};        // most that it gives, at its output; the rest is not served
  double efficiency{0.93};    // output / input beyond the standby power
  double standby_w{8};        // drawn while it is on
  double off_w{0};            // drawn while its enable signal keeps it off
  double cutoff_v{40};        // of the pack: at or below it trips …
  double restart_v{44};       // … and comes back at or above, …
  double retry_s{10};         // … not earlier than this
  double inrush_w{0};         // more so much (at its input) …
  double inrush_s{0};         // … for so long after it starts and after each step of the load …
  double inrush_step_w{500};  // … of more than this
  double obey_lag_s{0};       // between its enable signal and what it does
  Obedience obedience{Obedience::obeys};
};

enum class InverterStage : std::uint8_t {
  off,      // not allowed
  running,  //
  tripped,  // by the voltage, or by a load that the bus cannot deliver
};

class Inverter {
 public:
  explicit Inverter(const InverterSettings& settings);

  // Amperes out of the bus (≥ 0), held for dt_s. house_w is what the consumers want. The same as
  // demand_w(), load_current_a(), settle(); if the bus cannot deliver it or falls to the cut-off,
  // trip() and 0.
  double current_a(double house_w, bool allowed, const BusState& bus, double dt_s);

  // For a bus that is solved as a whole (site.hpp): watts at its input during dt_s, on a bus that
  // stood at bus_v before; then what came out. trip() instead of settle() if it could not be.
  double demand_w(double house_w, bool allowed, double bus_v, double dt_s);
  [[nodiscard]] bool too_low(double bus_v) const;  // a running one would trip at this voltage
  void settle(double dt_s);
  void trip(double dt_s);

  // A fault interface (RELAY-7).
  void set_obedience(Obedience obedience) { settings_.obedience = obedience; }

  [[nodiscard]] InverterStage stage() const { return stage_; }
  [[nodiscard]] double wanted_wh() const { return wanted_wh_; }  // by the house
  [[nodiscard]] double served_wh() const { return served_wh_; }
  [[nodiscard]] double unserved_wh() const { return wanted_wh_ - served_wh_; }

 private:
  double inrush_w(bool started, double dt_s);

  InverterSettings settings_;
  FollowedSignal signal_;
  InverterStage stage_{InverterStage::off};
  double served_w_{0};
  double before_w_{0};
  double tripped_s_{0};
  double inrush_left_s_{0};
  double wanted_wh_{0};
  double served_wh_{0};
};

}  // namespace cellwarden::twin
