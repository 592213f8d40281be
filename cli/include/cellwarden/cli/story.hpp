// SPDX-License-Identifier: Apache-2.0
// What happened to a pack, told in the order in which it happened, with a summary at the end.
#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cellwarden/core/replay.hpp"

namespace cellwarden::cli {

class Story {
 public:
  Story(const core::ReplaySettings& settings, std::FILE* out);

  // After each message: tells what changed by it.
  void tell(core::Milliseconds time, const core::ReplayState& replay);

  // At the end.
  void summarise(const core::ReplayState& replay);

 private:
  struct RelayStory {
    const char* title;
    bool closed{false};
    core::Milliseconds closed_for;
    std::map<core::RuleId, int> openings;  // by the first reason
  };

  void say(core::Milliseconds time, const std::string& sentence);
  void tell_events(const core::EventLog& events);
  void tell_relay(RelayStory& story, const core::RelayState& relay, core::Milliseconds time);
  void tell_warnings(const core::ReplayState& replay, core::Milliseconds time);
  void count(core::Milliseconds time, const core::ReplayState& replay);
  void summarise_relay(const RelayStory& story, const core::RelayState& relay,
                       core::Milliseconds span);
  void summarise_bypass();

  const core::ReplaySettings& settings_;
  std::FILE* out_;
  std::array<RelayStory, 2> relays_;
  core::Warnings warnings_;
  std::uint32_t events_told_{0};
  std::int64_t messages_{0};
  std::int64_t good_{0};
  std::optional<core::Milliseconds> first_time_;
  core::Milliseconds last_time_;
  core::MilliPercent soc_min_{100'000};
  core::MilliPercent soc_max_{0};
  std::vector<core::Milliseconds> bypassed_;
};

}  // namespace cellwarden::cli
