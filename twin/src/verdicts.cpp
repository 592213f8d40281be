// SPDX-License-Identifier: Apache-2.0
#include "verdicts.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>

#include "conditions.hpp"

namespace cellwarden::twin {

namespace {

std::string number_text(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.3f", value);
  return text.data();
}

// From the beginning of the scenario.
std::string at_text(double time_s) { return "at " + number_text(time_s) + " s"; }

// "Charging stops with the warning (it happened once, at 602.637 s)."
Verdict verdict(bool kept, const Expectation& e, const std::string& came) {
  std::string says = e.says;
  while (says.ends_with('.')) says.pop_back();
  return {.kept = kept, .sentence = says + " (" + came + ")."};
}

std::string times_text(int times, double first_s) {
  if (times == 0) return "it never happened";
  if (times == 1) return "it happened once, " + at_text(first_s);
  return "it happened " + std::to_string(times) + " times, first " + at_text(first_s);
}

bool reason_fits(const Expectation& e, const Occurrence& o) {
  if (!e.reason) return true;
  for (const core::Reason& reason : o.why) {
    if (reason.id == *e.reason) return true;
  }
  return false;
}

bool fits(const Expectation& e, const Occurrence& o) {
  if (o.pack != e.pack || o.time_s < e.from_s || o.time_s > e.to_s) return false;
  if (e.number && std::abs(number_of(o) - *e.number) > e.tolerance) return false;
  return reason_fits(e, o) && name_of(o) == e.name;
}

Verdict judge_happens(const Expectation& e, std::span<const Occurrence> occurrences) {
  int times = 0;
  double first_s = 0;
  for (const Occurrence& o : occurrences) {
    if (!fits(e, o)) continue;
    if (times++ == 0) first_s = o.time_s;
  }
  const bool kept = times >= e.at_least && (!e.at_most || times <= *e.at_most);
  return verdict(kept, e, times_text(times, first_s));
}

Verdict judge_figure(const Expectation& e, std::span<const Figure> figures) {
  for (const Figure& figure : figures) {
    const bool here = figure.pack == 0 || figure.pack == e.pack;
    if (!here || figure.name != e.name || figure.number != e.number) continue;
    const bool kept = figure.value >= e.min && figure.value <= e.max;
    return verdict(kept, e, e.name + " is " + number_text(figure.value));
  }
  return verdict(false, e, "there is no such figure");
}

}  // namespace

Verdicts::Verdicts(const Scenario& scenario) : expectations_{scenario.expectations} {
  for (std::size_t i = 0; i < expectations_.size(); ++i) {
    const Expectation& e = expectations_[i];
    if (e.shape != Expectation::Shape::holds) continue;
    watched_.push_back({.expectation = i, .from = world_time(e.from_s), .to = world_time(e.to_s)});
  }
}

void Verdicts::watch(const PackBench& pack, WorldTime time) {
  for (Watched& watched : watched_) {
    const Expectation& e = expectations_[watched.expectation];
    if (e.pack != pack.number() || time < watched.from || time > watched.to) continue;
    watched.looked = true;
    if (watched.broken_at_s >= 0 || condition_holds(e.name, e.number.value_or(0), pack)) continue;
    watched.broken_at_s = seconds_of(time);
  }
}

std::vector<Verdict> Verdicts::judge(std::span<const Occurrence> occurrences,
                                     std::span<const Figure> figures, double time_s) const {
  std::vector<Verdict> verdicts;
  std::size_t next_watched = 0;
  for (const Expectation& e : expectations_) {
    if (e.shape == Expectation::Shape::happens) verdicts.push_back(judge_happens(e, occurrences));
    if (e.shape == Expectation::Shape::figure) verdicts.push_back(judge_figure(e, figures));
    if (e.shape != Expectation::Shape::holds) continue;
    const Watched& watched = watched_[next_watched++];
    const bool kept = watched.looked && watched.broken_at_s < 0;
    std::string came = kept ? "it held" : "it was broken " + at_text(watched.broken_at_s);
    if (!watched.looked) {
      came = "nobody looked: the run ended " + at_text(time_s) + ", or no board judged";
    }
    verdicts.push_back(verdict(kept, e, came));
  }
  return verdicts;
}

}  // namespace cellwarden::twin
