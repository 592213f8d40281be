// SPDX-License-Identifier: Apache-2.0
// The wires between charger, packs and inverter. For one step the packs behind them are a voltage
// behind a resistance, so every current is the root of a quadratic: no iteration, no libm but sqrt.
#pragma once

#include <cstdint>
#include <optional>

namespace cellwarden::twin {

// The bus as a device on it sees it: its voltage is
// emf_v + resistance_ohm × (own current into the packs + other_current_a).
struct BusState {
  double emf_v{0};
  double resistance_ohm{0};
  double other_current_a{0};  // of the other devices; negative: out of the packs
};

// Amperes that a source of this power drives into the bus; 0 for no power or a bus without voltage.
double source_current_a(double power_w, const BusState& bus);

// Amperes that a load of this power draws from the bus: the root with the higher voltage, which is
// the stable one. Empty: the bus cannot deliver that much power.
std::optional<double> load_current_a(double power_w, const BusState& bus);

enum class Obedience : std::uint8_t {
  obeys,    // the enable signal
  ignores,  // … as a broken or wrongly wired device does
};

// An enable signal as the device follows it: a change counts when it has lasted for lag_s. At
// power-up the device is off.
class FollowedSignal {
 public:
  FollowedSignal() = default;
  explicit FollowedSignal(double lag_s) : lag_s_{lag_s} {}

  // Whether the device is enabled during the next dt_s; the signal stays as it is meanwhile.
  bool follow(bool signal, double dt_s, Obedience obedience);

 private:
  double lag_s_{0};
  double differs_since_s_{0};
  bool enabled_{false};
};

}  // namespace cellwarden::twin
