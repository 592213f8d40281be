// SPDX-License-Identifier: Apache-2.0
#include "running.hpp"

#include <algorithm>

namespace cellwarden::simulator {

using core::Milliseconds;

namespace {

// Shorter than the fast cycle, so that what a board tells in one cycle is taken before the next.
constexpr double kPieceS = 0.25;
// A longer step is run with nobody on the line but for its last seconds.
constexpr double kListenAllTheTimeS = 15;
constexpr double kListenS = 3;
constexpr double kDayMs = 86'400'000;
constexpr double kFirstDay = 20'454;  // 2026-01-01, days since 1970

double local_begin(const twin::Scenario& scenario) {
  return (kFirstDay + scenario.site.sun.day_of_year - 1) * kDayMs + scenario.begin_s * 1000;
}

}  // namespace

Simulator::Running::Running(twin::Scenario planned, std::uint64_t seed, double begin)
    : scenario{std::move(planned)},
      begin_ms{begin},
      local_ms{local_begin(scenario)},
      bench{scenario, {.seed = seed, .check_invariants = false}},
      guards(scenario.packs.size()),
      tracks(scenario.packs.size()) {
  if (begin_ms == 0) begin_ms = local_ms;
  for (int pack = 1; pack <= bench.packs(); ++pack) {
    talks.emplace_back(pack, scenario.packs[static_cast<std::size_t>(pack - 1)].settings.pin);
    talks.back().connect(bench, local());
  }
}

Milliseconds Simulator::Running::wall() const {
  return Milliseconds{static_cast<std::int64_t>(begin_ms)} + now_of(bench);
}
Milliseconds Simulator::Running::local() const {
  return Milliseconds{static_cast<std::int64_t>(local_ms)} + now_of(bench);
}

void Simulator::Running::advance(double milliseconds) {
  const double end_s = bench.time_s() + milliseconds / 1000;
  if (end_s - bench.time_s() > kListenAllTheTimeS) {
    for (Talk& talk : talks) talk.disconnect(bench);
    run_to(end_s - kListenS);
    for (Talk& talk : talks) talk.connect(bench, local());
  }
  // The bench rounds to microseconds, so its own clock may never reach the end exactly.
  for (double at_s = bench.time_s(); at_s < end_s;) {
    at_s = std::min(end_s, at_s + kPieceS);
    run_to(at_s);
    hear();
  }
}

void Simulator::Running::run_to(double time_s) {
  while (next_look_s_ <= time_s) {
    bench.run_until(next_look_s_);
    look();
    next_look_s_ += tracks.front().look_s();
  }
  bench.run_until(time_s);
}

void Simulator::Running::hear() {
  for (int pack = 1; pack <= bench.packs(); ++pack) {
    // The button may have reset it (OUT-2). Nobody is asked: the simulator is in the owner's hands,
    // and what needs the owner's PIN is checked when it is given.
    talk(pack).sign_in(bench.out_board(pack).settings.pin);
    talk(pack).go_on(bench, local());
  }
}

void Simulator::Running::look() {
  for (std::size_t i = 0; i < tracks.size(); ++i) {
    tracks[i].look(bench.pack(static_cast<int>(i) + 1), bench.site());
  }
}

const twin::Fault* Simulator::Running::fault_of(const twin::Occurrence& occurrence) const {
  const auto index = static_cast<std::size_t>(occurrence.number);
  if (index < scenario.faults.size()) return &scenario.faults[index];
  for (const Made& each : made) {
    if (each.number == index) return &each.fault;
  }
  return nullptr;
}

}  // namespace cellwarden::simulator
