// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/simulator/simulator.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "cellwarden/twin/check_scenario.hpp"
#include "cellwarden/twin/fault_rows.hpp"
#include "cellwarden/twin/scenario_rows.hpp"
#include "cellwarden/words/say.hpp"
#include "running.hpp"

namespace cellwarden::simulator {

using nlohmann::json;

namespace {

constexpr double kRiseS = 60;  // of a connection's resistance
constexpr double kMostSunFactor = 10;
constexpr double kMostSunShare = 1.1;
constexpr double kMostHouseW = 1e7;
constexpr double kColdestC = -60;
constexpr double kHottestC = 120;

struct KnobRow {
  const char* name;
  double min;
  double max;
  void (*set)(twin::Knobs& knobs, std::optional<double> value);
};

constexpr std::array<KnobRow, 5> kKnobs{{
    {"sun_factor", 0, kMostSunFactor,
     [](twin::Knobs& k, std::optional<double> v) { k.sun_factor = v.value_or(1); }},
    {"sun_share", 0, kMostSunShare,
     [](twin::Knobs& k, std::optional<double> v) { k.sun_share = v; }},
    {"cloudiness", 0, 1, [](twin::Knobs& k, std::optional<double> v) { k.cloudiness = v; }},
    {"house_w", 0, kMostHouseW, [](twin::Knobs& k, std::optional<double> v) { k.house_w = v; }},
    {"ambient_c", kColdestC, kHottestC,
     [](twin::Knobs& k, std::optional<double> v) { k.ambient_c = v; }},
}};

json done() { return {{"done", true}}; }

}  // namespace

json refusal(std::string_view code, const std::string& sentence) {
  return {{"error", {{"code", code}, {"sentence", sentence}}}};
}

Simulator::Simulator() = default;
Simulator::~Simulator() = default;

json Simulator::start(const Plan& plan, std::uint64_t seed, double begin_ms) {
  Planned planned = plan.make();
  if (!planned.problem.empty()) return refusal("bad_plan", planned.problem);
  run_ = std::make_unique<Running>(std::move(planned.scenario), seed, begin_ms);
  staged_.clear();
  run_->advance(0);
  return done();
}

bool Simulator::running() const { return run_ != nullptr; }
const twin::Bench& Simulator::bench() const { return run_->bench; }

void Simulator::advance(double milliseconds) {
  if (run_ && milliseconds > 0) run_->advance(milliseconds);
}

json Simulator::turn(std::string_view knob, std::optional<double> value) {
  for (const KnobRow& row : kKnobs) {
    if (knob != row.name) continue;
    const bool possible = !value || (*value >= row.min && *value <= row.max);
    if (!possible) {
      return refusal("bad_value", twin::range_problem(row.name, "", row.min, row.max, *value));
    }
    row.set(run_->knobs, value);
    run_->bench.turn(run_->knobs);
    return done();
  }
  return refusal("unknown", words::say("There is no knob called {}.", knob));
}

json Simulator::fault(std::string_view kind, int pack, int cell, double magnitude, bool on) {
  const twin::FaultRow* row = twin::find_fault_row(kind);
  if (row == nullptr) return refusal("unknown", words::say("No kind of fault is called {}.", kind));
  const double now_s = run_->bench.time_s();
  const twin::Fault fault{.kind = row->kind,
                          .pack = pack,
                          .cell = cell,
                          .start_s = now_s,
                          .end_s = now_s + kRiseS,
                          .magnitude = magnitude};
  const auto problem = twin::find_fault_problem(run_->scenario, fault);
  if (on && problem) return refusal("bad_fault", problem->sentence);
  for (Made& each : run_->made) {
    const twin::Fault& other = each.fault;
    if (!each.holds || other.kind != row->kind || other.pack != pack || other.cell != cell) {
      continue;
    }
    run_->bench.mend_fault(each.number);
    each.holds = false;
  }
  if (!on) return done();
  const std::size_t number = run_->bench.make_fault(fault);
  run_->made.push_back(
      {.fault = fault, .number = number, .holds = row->time != twin::FaultTime::once});
  return done();
}

json Simulator::move_switches(int pack, core::SwitchPositions positions) {
  return fault("switches", pack, 0, positions, true);
}

}  // namespace cellwarden::simulator
