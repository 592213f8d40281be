// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/simulator/design.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "cellwarden/core/soc.hpp"
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

// The load relay is open because a cell is too cold or too warm.
bool waits_for_temperature(const twin::PackNow& pack) {
  if (pack.state == nullptr) return false;
  return std::ranges::any_of(pack.state->load.why, [](const core::Reason& reason) {
    return reason.id == core::RuleId::ld_2 || reason.id == core::RuleId::ld_3 ||
           reason.id == core::RuleId::ld_13;
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

// The first day of the week in the middle of a month, 0 … 11, as a day of the year from 1.
int middle_of(std::size_t month) {
  int day = 1;
  for (std::size_t i = 0; i < month; ++i) day += kMonthDays[i];
  return day + (kMonthDays[month] - kWeekDays) / 2;
}

json energy_json(const SiteEnergy& energy) {
  return {{"harvested_wh", whole(energy.harvested)},
          {"missed_wh", whole(energy.missed)},
          {"used_wh", whole(energy.used)},
          {"unserved_wh", whole(energy.unserved)}};
}

json openings_json(const std::map<std::string, int>& openings, double scale) {
  json made = json::object();
  for (const auto& [rule, count] : openings) made[rule] = whole(count * scale);
  return made;
}

}  // namespace

json Design::start(const Plan& plan, std::uint64_t seed, DesignSpan span) {
  Planned planned = plan.make();
  if (!planned.problem.empty()) return refusal("bad_plan", planned.problem);
  *this = Design{};
  scenario_ = std::move(planned.scenario);
  scenario_.faults.clear();
  scenario_.begin_s = 0;
  scenario_.days = kDesignDays;
  seed_ = seed;
  span_ = span;
  begin_bench(span == DesignSpan::weeks ? middle_of(0) : scenario_.site.sun.day_of_year);
  return {{"day", 0}, {"days", days_in_all()}};
}

void Design::begin_bench(int day_of_year) {
  scenario_.site.sun.day_of_year = day_of_year;
  scenario_.site.ambient.day_of_year = day_of_year;
  bench_.emplace(scenario_, twin::BenchOptions{.seed = seed_, .check_invariants = false});
  bench_days_ = 0;
  before_ = {};
  occurrences_seen_ = 0;
}

// The charge goes on from one week to the next, the truth and what the board counts.
void Design::next_week() {
  for (int number = 1; number <= bench_->packs(); ++number) {
    const twin::PackNow now = bench_->pack(number);
    twin::PackPlan& plan = scenario_.packs[static_cast<std::size_t>(number - 1)];
    plan.soc_percent = std::clamp(now.soc_percent, 0.0, 100.0);
    plan.known_soc_percent = now.state == nullptr
                                 ? plan.soc_percent
                                 : core::milli_percent(now.state->soc).count() / 1000.0;
    plan.known_soc_calibrated = now.state == nullptr || now.state->soc.calibrated;
  }
  ++seed_;  // other weather
  begin_bench(middle_of(month_now()));
}

int Design::days_in_all() const {
  return span_ == DesignSpan::weeks ? kWeekDays * static_cast<int>(months_.size()) : kDesignDays;
}

std::size_t Design::month_now() const {
  if (span_ == DesignSpan::weeks) return static_cast<std::size_t>(days_ / kWeekDays);
  return month_of(scenario_.site.sun.day_of_year - 1 + bench_days_);
}

json Design::run_day() {
  if (!bench_) return refusal("not_started", "Nothing is designed yet; start a plan first.");
  if (days_ < days_in_all()) {
    if (span_ == DesignSpan::weeks && bench_days_ == kWeekDays) next_week();
    DesignMonth& month = months_[month_now()];
    const double begin_s = bench_days_ * kDayS;
    for (double at_s = kLookS; at_s <= kDayS; at_s += kLookS) {
      bench_->run_until(begin_s + at_s);
      look(month);
    }
    const SiteEnergy now = energy_now();
    ++month.days;
    month.energy.harvested += now.harvested - before_.harvested;
    month.energy.missed += now.missed - before_.missed;
    month.energy.used += now.used - before_.used;
    month.energy.unserved += now.unserved - before_.unserved;
    before_ = now;
    count_openings();
    ++bench_days_;
    ++days_;
  }
  return {{"day", days_}, {"days", days_in_all()}};
}

// A week stands for its month.
double Design::scale_of(std::size_t month) const {
  const int days = months_[month].days;
  if (span_ == DesignSpan::year || days == 0) return 1;
  return static_cast<double>(kMonthDays[month]) / days;
}

SiteEnergy Design::energy_of(std::size_t month) const {
  const double scale = scale_of(month);
  const SiteEnergy& energy = months_[month].energy;
  return {.harvested = energy.harvested * scale,
          .missed = energy.missed * scale,
          .used = energy.used * scale,
          .unserved = energy.unserved * scale};
}

SiteEnergy Design::energy_now() const {
  const std::vector<twin::Figure> figures = bench_->figures();
  return {.harvested = figure(figures, "harvested_wh"),
          .missed = figure(figures, "missed_wh"),
          .used = figure(figures, "used_wh"),
          .unserved = figure(figures, "unserved_wh")};
}

// The first pack stands for all: they hang on the same bus.
void Design::look(DesignMonth& month) {
  const twin::PackNow pack = bench_->pack(1);
  constexpr double kHours = kLookS / 3600;
  sums_.hours += kHours;
  if (!pack.charge_contact_closed && is_full(pack)) sums_.full_h += kHours;
  if (pack.soc_percent <= kEmptyPercent) sums_.empty_h += kHours;
  if (!pack.charge_contact_closed) sums_.charge_open_h += kHours;
  if (!pack.load_contact_closed) {
    sums_.load_open_h += kHours;
    if (waits_for_temperature(pack)) sums_.load_temperature_h += kHours;
  }
  sums_.temperature_min = std::min(sums_.temperature_min, pack.cell_c_min);
  sums_.temperature_max = std::max(sums_.temperature_max, pack.cell_c_max);
  sums_.most_charge_a = std::max(sums_.most_charge_a, pack.current_a);
  sums_.most_discharge_a = std::max(sums_.most_discharge_a, -pack.current_a);
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
  SiteEnergy energy;
  double days = 0;
  for (std::size_t i = 0; i < months_.size(); ++i) {
    const DesignMonth& month = months_[i];
    if (month.days == 0) continue;
    const SiteEnergy scaled = energy_of(i);
    energy.harvested += scaled.harvested;
    energy.missed += scaled.missed;
    energy.used += scaled.used;
    energy.unserved += scaled.unserved;
    days += month.days * scale_of(i);
    json shown = energy_json(scaled);
    shown["month"] = i + 1;
    shown["days"] = whole(month.days * scale_of(i));
    shown["soc_min_percent"] = tenth(month.soc_min);
    shown["soc_max_percent"] = tenth(month.soc_max);
    months.push_back(std::move(shown));
  }
  const double scale = days_ == 0 ? 1 : days / days_;
  const DesignView view{.scenario = scenario_,
                        .days = static_cast<int>(whole(days)),
                        .simulated_days = days_,
                        .energy = energy,
                        .sums = sums_,
                        .months = months_};
  return {{"days", whole(days)},
          {"simulated_days", days_},
          {"energy", energy_json(energy)},
          {"months", std::move(months)},
          {"hours",
           {{"all", tenth(sums_.hours * scale)},
            {"full", tenth(sums_.full_h * scale)},
            {"empty", tenth(sums_.empty_h * scale)},
            {"charge_not_allowed", tenth(sums_.charge_open_h * scale)},
            {"load_not_allowed", tenth(sums_.load_open_h * scale)}}},
          {"openings",
           {{"charge", openings_json(charge_openings_, scale)},
            {"load", openings_json(load_openings_, scale)}}},
          {"temperature_min_c", tenth(sums_.temperature_min)},
          {"temperature_max_c", tenth(sums_.temperature_max)},
          {"most_charge_a", tenth(sums_.most_charge_a)},
          {"most_discharge_a", tenth(sums_.most_discharge_a)},
          {"soc_end_percent", tenth(bench_->pack(1).soc_percent)},
          {"settings", recommended(view)},
          {"findings", findings(view)}};
}

}  // namespace cellwarden::simulator
