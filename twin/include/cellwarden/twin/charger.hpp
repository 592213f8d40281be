// SPDX-License-Identifier: Apache-2.0
// A solar charger (MPPT): all the sun gives, up to its current limit, up to the absorption voltage
// (constant current, then constant voltage), then float. It keeps count of what it could have given
// and what it gave, so that missed energy can be told.
#pragma once

#include <cstdint>

#include "cellwarden/twin/dc_bus.hpp"

namespace cellwarden::twin {

struct ChargerSettings {
  double peak_w{2000};        // most that it gives, at its output
  double max_current_a{40};   //
  double absorption_v{55.2};  // of the pack: 16 × 3.45 V
  double float_v{53.6};       // RELAY-6: it must match the pack: 16 × 3.35 V
  double absorption_s{3600};  // so long at the absorption voltage, then float
  double rebulk_v{0};         // below this while floating a new charge begins; 0: not while the sun
                              // shines
  double efficiency{0.97};    // output / solar power
  double obey_lag_s{0};       // between its enable signal and what it does
  Obedience obedience{Obedience::obeys};
};

enum class ChargerStage : std::uint8_t { off, bulk, absorption, floating };

// What a charger could do during a step: the least of the three decides.
struct ChargerOffer {
  double power_w{0};  // 0: off
  double max_current_a{0};
  double voltage_limit_v{0};
};

class Charger {
 public:
  explicit Charger(const ChargerSettings& settings);

  // Amperes into the bus (≥ 0), held for dt_s. solar_w is the power of the panels. The same as
  // offer(), the least of its limits, settle().
  double current_a(double solar_w, bool allowed, const BusState& bus, double dt_s);

  // For a bus that is solved as a whole (site.hpp): first what it could do, then what came out.
  ChargerOffer offer(double solar_w, bool allowed, double dt_s);
  void settle(double current_a, double bus_v, double dt_s);

  // A fault interface (RELAY-7).
  void set_obedience(Obedience obedience) { settings_.obedience = obedience; }

  [[nodiscard]] ChargerStage stage() const { return stage_; }
  [[nodiscard]] double available_wh() const { return available_wh_; }  // with the sun as it was
  [[nodiscard]] double harvested_wh() const { return harvested_wh_; }
  [[nodiscard]] double missed_wh() const { return available_wh_ - harvested_wh_; }

 private:
  ChargerSettings settings_;
  FollowedSignal signal_;
  ChargerStage stage_{ChargerStage::off};
  bool offering_{false};
  double dark_s_{0};
  double absorbed_s_{0};
  double available_wh_{0};
  double harvested_wh_{0};
};

// The current that the offer leads to on this bus (≥ 0).
double offered_current_a(const ChargerOffer& offer, const BusState& bus);

}  // namespace cellwarden::twin
