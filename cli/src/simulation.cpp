// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/simulation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "cellwarden/words/sentences.hpp"

namespace cellwarden::cli {

using twin::Occurrence;
using twin::OccurrenceKind;

namespace {

constexpr double kShortRun = 7200;

core::Milliseconds milliseconds(double seconds) {
  return core::Milliseconds{std::llround(seconds * 1000)};
}

}  // namespace

double sample_step_s(const twin::Scenario& scenario) {
  return scenario.days * kDaySeconds < kShortRun ? 1 : 60;
}

bool Simulation::kept() const {
  return violations.empty() &&
         std::all_of(verdicts.begin(), verdicts.end(), [](const auto& v) { return v.kept; });
}

std::optional<double> Simulation::figure(std::string_view name, int pack,
                                         std::optional<int> cell) const {
  for (const twin::Figure& figure : figures) {
    if (figure.name == name && figure.pack == pack && figure.number == cell) return figure.value;
  }
  return {};
}

std::vector<OpenTime> open_times(const Simulation& run, int pack, int number) {
  std::vector<OpenTime> times;
  bool open = true;
  double since = 0;
  for (const Occurrence& it : run.occurrences) {
    if (it.pack != pack || it.number != number) continue;
    if (it.kind == OccurrenceKind::relay_opened && !open) {
      open = true;
      since = it.time_s;
    } else if (it.kind == OccurrenceKind::relay_closed && open) {
      open = false;
      times.push_back({since, it.time_s});
    }
  }
  if (open) times.push_back({since, std::max(since, run.seconds())});
  return times;
}

std::string time_text(const twin::Scenario& scenario, double time_s) {
  return words::clock_text(milliseconds(scenario.begin_s + time_s));
}

std::string span_text(double seconds) {
  if (seconds < 60) return number_text(seconds, 1) + " s";
  return words::duration_text(milliseconds(seconds));
}

std::string energy_text(double wh) {
  return std::abs(wh) < 999.5 ? number_text(wh, 0) + " Wh" : number_text(wh / 1000, 1) + " kWh";
}

std::string number_text(double value, int decimals) {
  std::string text = fmt::format("{:.{}f}", value, decimals);
  if (text.find_first_not_of("-0.") == std::string::npos && text.front() == '-') text.erase(0, 1);
  return text;
}

}  // namespace cellwarden::cli
