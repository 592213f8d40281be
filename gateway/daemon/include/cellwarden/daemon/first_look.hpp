// SPDX-License-Identifier: Apache-2.0
// The system that runs when nobody has named a pack: sixteen cells, sun and a house that follow the
// time of day where the owner is. Its past is simulated too, behind the first answer, so that there
// is something to look at.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "cellwarden/core/units.hpp"
#include "cellwarden/gateway/history_keeper.hpp"
#include "cellwarden/twin/bench.hpp"
#include "cellwarden/twin/scenario.hpp"

namespace cellwarden::daemon {

inline constexpr const char* kFirstLookPack = "simulated";
inline constexpr std::uint64_t kFirstLookSeed = 1;
// Of the simulated past one reading in so many seconds is kept.
inline constexpr int kPastStepSeconds = 10;

// begin_local: its first moment, by the owner's clock, in ms since 1970. soc_percent: 0…100.
twin::Scenario first_look(core::Milliseconds begin_local, double soc_percent = 55);

struct PastOptions {
  std::string pack;
  core::Milliseconds begin;                    // UTC, since 1970
  std::function<core::Milliseconds()> now;     // UTC: where the past ends
  const std::atomic<bool>* ended{nullptr};     // give up when it is true
  std::function<void(double share)> progress;  // 0…1, about once a percent; may be empty
};

// Runs the scenario up to now, over the board's own lines as a live one, and gives its readings and
// events to the history. The bench that comes back stands at now, and nobody is connected to it.
// Empty if it was ended before. For a thread of its own: it takes a second for some hours.
std::optional<twin::Bench> simulate_past(const twin::Scenario& scenario, std::uint64_t seed,
                                         gateway::HistoryKeeper& history,
                                         const PastOptions& options);

}  // namespace cellwarden::daemon
