// SPDX-License-Identifier: Apache-2.0
// The first days of a run as a picture of letters: sun, SOC and relays, one column an hour.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "cellwarden/cli/simulation.hpp"

namespace cellwarden::cli {

inline constexpr std::size_t kDrawnDays = 3;

class DayDrawing {
 public:
  explicit DayDrawing(const twin::Scenario& scenario);

  void take(const Sample& sample);

  // Empty if the run is shorter than three hours. Of several packs the SOC is that of the lowest,
  // and a relay is closed when all are (RELAY-5).
  [[nodiscard]] std::string text() const;

 private:
  struct Hour {
    int samples{0};
    double solar_w{0};      // sums
    double load_w{0};       //
    double soc_percent{0};  // the last one; in truth, where the board had no power
    int charge_closed{0};
    int load_closed{0};
  };
  using Day = std::array<Hour, 24>;

  [[nodiscard]] std::string day_text(const Day& day, std::size_t number) const;

  double begin_s_;
  double seconds_;
  std::vector<Day> days_;
};

}  // namespace cellwarden::cli
