// SPDX-License-Identifier: Apache-2.0
// A run of a scenario as plain values: what is told of it as text, JSON, CSV and pictures needs no
// twin, so each of them is tested by itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cellwarden/core/warnings.hpp"
#include "cellwarden/twin/scenario.hpp"
#include "cellwarden/twin/story.hpp"

namespace cellwarden::cli {

// One pack at one moment: the truth, and what its OUT board says.
struct PackSample {
  double pack_v{0};
  double current_a{0};                // + = charging
  std::optional<double> soc_percent;  // by the board; empty while it has no power
  double true_soc_percent{0};
  double cell_v_min{0};
  double cell_v_max{0};
  double cell_c_min{0};
  double cell_c_max{0};
  bool charge_closed{false};
  bool load_closed{false};
  core::Warnings warnings;
  int bypassing{0};
};

struct Sample {
  double time_s{0};  // since the beginning of the scenario
  double solar_w{0};
  double charger_w{0};
  double house_w{0};
  double load_w{0};
  std::vector<PackSample> packs;
};

inline constexpr double kDaySeconds = 86'400;

// Every minute; every second in a run of less than two hours.
double sample_step_s(const twin::Scenario& scenario);

struct Simulation {
  twin::Scenario scenario;
  std::uint64_t seed{1};
  bool judged{true};  // false: not the scenario's own length, so its expectations do not fit
  std::vector<twin::Occurrence> occurrences;
  std::vector<twin::Violation> violations;
  std::vector<twin::Figure> figures;
  std::vector<twin::Verdict> verdicts;  // empty if not judged
  double took_s{0};

  // Every expectation kept, no invariant broken.
  [[nodiscard]] bool kept() const;
  // pack: 0 for the site. Empty if there is no such figure.
  [[nodiscard]] std::optional<double> figure(std::string_view name, int pack = 0,
                                             std::optional<int> cell = {}) const;
  [[nodiscard]] double seconds() const { return scenario.days * kDaySeconds; }
};

// From when to when a relay was open.
struct OpenTime {
  double from_s{0};
  double to_s{0};
};

// number: 1 charge, 2 load. A relay is open until it closes for the first time (RELAY-2).
std::vector<OpenTime> open_times(const Simulation& run, int pack, int number);

// The clock of the scenario: "13:22:10", "day 2, 13:22:10".
std::string time_text(const twin::Scenario& scenario, double time_s);
// "3.4 s", "4 h 5 min".
std::string span_text(double seconds);
// "850 Wh", "12.3 kWh".
std::string energy_text(double wh);
// With so many decimals and never as -0.
std::string number_text(double value, int decimals);

}  // namespace cellwarden::cli
