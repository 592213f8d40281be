// SPDX-License-Identifier: Apache-2.0
// A whole installation in one's hands (APP-6, PLUS-5): the twin with its boards, the knobs of the
// world around it, faults made by hand, and each pack as its own OUT board tells it. Answers are
// JSON in the shapes of the gateway's API, so the same screens show a simulated and a real pack.
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cellwarden/simulator/plan.hpp"
#include "cellwarden/twin/bench.hpp"

namespace cellwarden::simulator {

// Refusals are {"error": {"code", "sentence"}}; everything else of value stands beside no "error".
class Simulator {
 public:
  Simulator();
  ~Simulator();
  Simulator(const Simulator&) = delete;
  Simulator& operator=(const Simulator&) = delete;

  // begin_ms: what the wall clock shows at the beginning, UTC since 1970; 0: the scenario's local
  // time of 2026. A plan that cannot run changes nothing.
  nlohmann::json start(const Plan& plan, std::uint64_t seed, double begin_ms);
  [[nodiscard]] bool running() const;

  // Simulated time; more than some seconds at once are run without a listener on the boards' lines.
  void advance(double milliseconds);

  // Now: clock, site, and of each pack its status, the truth, its boards and the faults that hold.
  [[nodiscard]] nlohmann::json snapshot() const;
  // {"next", "events"}: what happened, from that number on, at most 500 of the newest.
  [[nodiscard]] nlohmann::json events(std::size_t from) const;
  // For charts, as columns.
  [[nodiscard]] nlohmann::json track(int pack) const;
  // {"settings": {name: {"value", "unit", "min", "max", "step"}}, "factory_pin", "pin_locked_s"}
  [[nodiscard]] nlohmann::json settings(int pack) const;

  // "sun_factor", "sun_share", "cloudiness", "house_w", "ambient_c"; empty: as the model has it.
  nlohmann::json turn(std::string_view knob, std::optional<double> value);
  // A fault of the twin by its name, begun or mended. Begun again it has its new magnitude.
  nlohmann::json fault(std::string_view kind, int pack, int cell, double magnitude, bool on);
  nlohmann::json move_switches(int pack, core::SwitchPositions positions);

  // Over the OUT board's lines, with its PIN (SET-1, SET-2): staged settings, then checked, or
  // written and read back, as a whole.
  void stage(std::string_view setting, double value);
  nlohmann::json check(int pack);
  nlohmann::json write(int pack, int pin);
  // "hold" (charge, load: 1 = held open), "confirm_cells", "clear_totals", "change_pin" (new PIN),
  // "waive_temperature" (cell, days), "set_offset" (cell, mV, °C).
  nlohmann::json command(std::string_view name, int pack, int pin, double first, double second,
                         double third);

  [[nodiscard]] const twin::Bench& bench() const;

 private:
  class Running;
  struct Staged {
    std::string setting;
    double value{0};
  };
  std::unique_ptr<Running> run_;
  std::vector<Staged> staged_;
};

nlohmann::json refusal(std::string_view code, const std::string& sentence);

}  // namespace cellwarden::simulator
