// SPDX-License-Identifier: Apache-2.0
#include "reactions.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

#include "stories.hpp"

namespace cellwarden::firmware {

namespace {

using twin::FaultKind;

constexpr double kBegin = 10;  // the relays have been closed for seconds
constexpr double kSoon = 5;    // they are closed
constexpr double kCycle = 1;
constexpr double kMiddle = 0.0131;  // so that no fault begins in the very step of a board

struct Wrong {
  FaultKind kind;
  double magnitude;
  double lasts_s;
  double room_s;  // up to the next fault: everything is well again
};

constexpr std::array kWrong{Wrong{FaultKind::cell_voltage_bias, 400, 3, 6},
                            Wrong{FaultKind::cell_voltage_bias, -700, 3, 6},
                            Wrong{FaultKind::chain_wire_broken, 0, 5, 10}};

// What is waited for, and behind which of the faults above.
struct Awaited {
  std::string_view what;
  std::size_t wrong;
  std::string_view occurrence;
};

constexpr std::array kAwaited{
    Awaited{"a cell reaches V-max: the charge relay opens (CH-1)", 0, "charge_relay_opened"},
    Awaited{"a cell reaches V-min: the load relay opens (LD-1)", 1, "load_relay_opened"},
    Awaited{"a wire of the chain breaks: warning E (CHAIN-5)", 2, "warning_E_began"},
    Awaited{"a wire of the chain breaks: the charge relay opens (CH-5)", 2, "charge_relay_opened"},
    Awaited{"a wire of the chain breaks: the load relay opens (LD-4)", 2, "load_relay_opened"}};

struct Window {
  std::size_t wrong;
  twin::Fault fault;
};

std::vector<Window> windows_of(const ReactionOptions& options) {
  std::vector<Window> windows;
  double at = options.only_one_fault ? kSoon : kBegin;
  const std::size_t kinds = options.only_one_fault ? 1 : kWrong.size();
  const int moments = options.only_one_fault ? 1 : options.moments;
  for (std::size_t i = 0; i < kinds; ++i) {
    for (int moment = 0; moment < moments; ++moment) {
      const double start = at + kMiddle + kCycle * moment / moments;
      windows.push_back({.wrong = i,
                         .fault = {.kind = kWrong[i].kind,
                                   .pack = 1,
                                   .cell = options.cells / 2,
                                   .start_s = start,
                                   .end_s = start + kWrong[i].lasts_s,
                                   .magnitude = kWrong[i].magnitude}});
      at += kWrong[i].room_s;
    }
  }
  return windows;
}

// Seconds from the beginning of the fault; below 0: it never happened while the fault was there.
double first_of(std::string_view name, const Window& window, const twin::Bench& bench) {
  for (const twin::Occurrence& it : bench.occurrences()) {
    if (it.time_s < window.fault.start_s || it.time_s > window.fault.end_s) continue;
    if (twin::name_of(it) == name) return it.time_s - window.fault.start_s;
  }
  return -1;
}

}  // namespace

std::vector<Reaction> measure_reactions(const ReactionOptions& options) {
  const std::vector<Window> windows = windows_of(options);
  Story story{.name = "reactions", .what = "how soon", .faults = {}, .seconds = 0};
  for (const Window& window : windows) story.faults.push_back(window.fault);
  twin::Scenario scenario = scenario_of(story, options.cells);
  // A relay that opens often must not have to wait for that (RELAY-1).
  scenario.packs.front().settings.profile = core::Profile::exact;
  twin::Bench bench{scenario,
                    {.seed = options.seed,
                     .fidelity = options.listener != nullptr ? twin::Fidelity::single_bytes
                                                             : twin::Fidelity::bytes,
                     .check_invariants = true,
                     .hop_us = options.hop_us,
                     .listener = options.listener}};
  bench.run_until(windows.back().fault.end_s);
  for (const twin::Violation& violation : bench.violations()) {
    throw std::runtime_error{violation.sentence};
  }
  std::vector<Reaction> reactions;
  for (const Awaited& awaited : kAwaited) {
    Reaction reaction{.what = std::string{awaited.what}};
    bool asked = false;
    for (const Window& window : windows) {
      if (window.wrong != awaited.wrong || reaction.slowest_s < 0) continue;
      asked = true;
      const double seconds = first_of(awaited.occurrence, window, bench);
      reaction.slowest_s = seconds < 0 ? -1 : std::max(reaction.slowest_s, seconds);
    }
    if (asked) reactions.push_back(reaction);
  }
  return reactions;
}

}  // namespace cellwarden::firmware
