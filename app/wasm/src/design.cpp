// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/simulator/design.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "cellwarden/simulator/simulator.hpp"
#include "design_advice.hpp"

namespace cellwarden::simulator {

using nlohmann::json;

namespace {

constexpr double kDayS = 86'400;
constexpr double kLookS = 60;
constexpr double kEmptyPercent = 5;
constexpr std::array kMonthDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

// The charge relay is open because there is no room, not because it is cold or the chain is silent.
bool is_full(const twin::PackNow& pack) {
  if (pack.state == nullptr) return false;
  return std::ranges::any_of(pack.state->charge.why, [](const core::Reason& reason) {
    return reason.id == core::RuleId::ch_1 || reason.id == core::RuleId::ch_2 ||
           reason.id == core::RuleId::ch_11 || reason.id == core::RuleId::ch_12 ||
           reason.id == core::RuleId::ch_13;
  });
}

// day: 0 is the first of January.
std::size_t month_of(int day) {
  day %= kDesignDays;
  std::size_t month = 0;
  while (day >= kMonthDays[month]) day -= kMonthDays[month++];
  return month;
}

double figure(const std::vector<twin::Figure>& figures, std::string_view name) {
  for (const twin::Figure& each : figures) {
    if (each.name == name && !each.number) return each.value;
  }
  return 0;
}

double whole(double value) { return std::floor(value + 0.5); }
double tenth(double value) { return std::floor(value * 10 + 0.5) / 10; }

json energy_json(const SiteEnergy& energy) {
  return {{"harvested_wh", whole(energy.harvested)},
          {"missed_wh", whole(energy.missed)},
          {"used_wh", whole(energy.used)},
          {"unserved_wh", whole(energy.unserved)}};
}

json openings_json(const std::map<std::string, int>& openings) {
  json made = json::object();
  for (const auto& [rule, count] : openings) made[rule] = count;
  return made;
}

}  // namespace

json Design::start(const Plan& plan, std::uint64_t seed) {
  Planned planned = plan.make();
  if (!planned.problem.empty()) return refusal("bad_plan", planned.problem);
  *this = Design{};
  scenario_ = std::move(planned.scenario);
  scenario_.faults.clear();
  scenario_.begin_s = 0;
  scenario_.days = kDesignDays;
  bench_.emplace(scenario_, twin::BenchOptions{.seed = seed, .check_invariants = false});
  return {{"day", 0}, {"days", kDesignDays}};
}

json Design::run_day() {
  if (!bench_) return refusal("not_started", "Nothing is designed yet; start a plan first.");
  if (days_ < kDesignDays) {
    const double begin_s = days_ * kDayS;
    for (double at_s = kLookS; at_s <= kDayS; at_s += kLookS) {
      bench_->run_until(begin_s + at_s);
      look();
    }
    DesignMonth& month = months_[month_of(scenario_.site.sun.day_of_year - 1 + days_)];
    const SiteEnergy now = energy_now();
    ++month.days;
    month.energy.harvested += now.harvested - before_.harvested;
    month.energy.missed += now.missed - before_.missed;
    month.energy.used += now.used - before_.used;
    month.energy.unserved += now.unserved - before_.unserved;
    before_ = now;
    count_openings();
    ++days_;
  }
  return {{"day", days_}, {"days", kDesignDays}};
}

SiteEnergy Design::energy_now() const {
  const std::vector<twin::Figure> figures = bench_->figures();
  return {.harvested = figure(figures, "harvested_wh"),
          .missed = figure(figures, "missed_wh"),
          .used = figure(figures, "used_wh"),
          .unserved = figure(figures, "unserved_wh")};
}

// The first pack stands for all: they hang on the same bus.
void Design::look() {
  const twin::PackNow pack = bench_->pack(1);
  constexpr double kHours = kLookS / 3600;
  sums_.hours += kHours;
  if (!pack.charge_contact_closed && is_full(pack)) sums_.full_h += kHours;
  if (pack.soc_percent <= kEmptyPercent) sums_.empty_h += kHours;
  if (!pack.charge_contact_closed) sums_.charge_open_h += kHours;
  if (!pack.load_contact_closed) sums_.load_open_h += kHours;
  sums_.temperature_min = std::min(sums_.temperature_min, pack.cell_c_min);
  sums_.temperature_max = std::max(sums_.temperature_max, pack.cell_c_max);
  sums_.most_charge_a = std::max(sums_.most_charge_a, pack.current_a);
  sums_.most_discharge_a = std::max(sums_.most_discharge_a, -pack.current_a);
  DesignMonth& month = months_[month_of(scenario_.site.sun.day_of_year - 1 + days_)];
  month.soc_min = std::min(month.soc_min, pack.soc_percent);
  month.soc_max = std::max(month.soc_max, pack.soc_percent);
}

// By the first rule that held; what opens at power-up is no operation.
void Design::count_openings() {
  const auto all = bench_->occurrences();
  for (; occurrences_seen_ < all.size(); ++occurrences_seen_) {
    const twin::Occurrence& it = all[occurrences_seen_];
    if (it.kind != twin::OccurrenceKind::relay_opened) continue;
    const char* const rule = it.why.empty() ? "unknown" : core::name(it.why[0].id);
    ++(it.number == 1 ? charge_openings_ : load_openings_)[rule];
  }
}

json Design::result() const {
  if (!bench_) return refusal("not_started", "Nothing is designed yet; start a plan first.");
  json months = json::array();
  for (std::size_t i = 0; i < months_.size(); ++i) {
    const DesignMonth& month = months_[i];
    if (month.days == 0) continue;
    json shown = energy_json(month.energy);
    shown["month"] = i + 1;
    shown["days"] = month.days;
    shown["soc_min_percent"] = tenth(month.soc_min);
    shown["soc_max_percent"] = tenth(month.soc_max);
    months.push_back(std::move(shown));
  }
  const DesignView view{
      .scenario = scenario_, .days = days_, .energy = before_, .sums = sums_, .months = months_};
  return {{"days", days_},
          {"energy", energy_json(before_)},
          {"months", std::move(months)},
          {"hours",
           {{"all", tenth(sums_.hours)},
            {"full", tenth(sums_.full_h)},
            {"empty", tenth(sums_.empty_h)},
            {"charge_not_allowed", tenth(sums_.charge_open_h)},
            {"load_not_allowed", tenth(sums_.load_open_h)}}},
          {"openings",
           {{"charge", openings_json(charge_openings_)}, {"load", openings_json(load_openings_)}}},
          {"temperature_min_c", tenth(sums_.temperature_min)},
          {"temperature_max_c", tenth(sums_.temperature_max)},
          {"most_charge_a", tenth(sums_.most_charge_a)},
          {"most_discharge_a", tenth(sums_.most_discharge_a)},
          {"soc_end_percent", tenth(bench_->pack(1).soc_percent)},
          {"settings", recommended(view)},
          {"findings", findings(view)}};
}

}  // namespace cellwarden::simulator
