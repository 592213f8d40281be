// SPDX-License-Identifier: Apache-2.0
// What happened between two judgements of a pack, as events for the history: relays, warnings, data
// that stopped and came back, values that contradict each other. The board's own events join them.
#pragma once

#include <string>
#include <vector>

#include "cellwarden/gateway/status.hpp"
#include "cellwarden/history/sample.hpp"
#include "cellwarden/protocol/lines_extensions.hpp"
#include "cellwarden/protocol/lines_reads.hpp"

namespace cellwarden::gateway {

class Happenings {
 public:
  // wall: UTC since 1970. The first status begins the story and makes no event by itself.
  std::vector<history::Event> compare(const Status& status, core::Milliseconds wall);

 private:
  // Of the charge or the load relay.
  struct Watched {
    std::optional<bool> allowed;
    // What would have opened it, and when that was seen last.
    std::vector<core::Reason> would_open;
    core::Milliseconds seen_at;
    int open_though_allowed{0};  // judgements in a row
  };
  void relay(std::vector<history::Event>& events, const Known<RelayView>& view, const Why& why,
             int number, core::Milliseconds wall);
  void warnings(std::vector<history::Event>& events, const Status& status);
  void contradictions(std::vector<history::Event>& events, const Status& status);

  bool begun_{false};
  bool had_data_{false};
  bool ever_{false};
  Watched charge_;
  Watched load_;
  core::Warnings warnings_;
  // Messages in a row in which it was seen, and whether it was told: currents, voltages.
  int currents_wrong_{0};
  int voltages_wrong_{0};
};

// A relay that has moved (number: 1 charge, 2 load), a warning that began or ended; without a time.
history::Event relay_event(int number, const Why& why);
history::Event warning_event(core::Warning warning, bool began);

// An event of the board, with the time at which it happened by the wall clock. running: the board's
// clock at `wall`.
history::Event board_event(const core::Event& event, core::Milliseconds running,
                           core::Milliseconds wall);

// An entry of the log that a real pack keeps; its kind begins with "log_". wall: when it happened.
history::Event log_event(const protocol::PublicLogEntry& entry, core::Milliseconds wall);
// How far apart two readings of one entry may be in time: its clock counts whole seconds, and is
// off by up to 0.02 % of its age.
core::Milliseconds log_may_differ(core::Milliseconds age);

}  // namespace cellwarden::gateway
