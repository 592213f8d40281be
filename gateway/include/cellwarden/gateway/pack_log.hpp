// SPDX-License-Identifier: Apache-2.0
// The log that a 123\SmartBMS keeps of itself: ten entries about limits and faults, stamped with
// its own clock (TS@, L0@…L9@; one source, docs/protocols/lines.md). It tells what was when no
// gateway was there. Only read, one line at a time, and rarely; each entry is told once.
#pragma once

#include <optional>
#include <vector>

#include "cellwarden/protocol/lines_client.hpp"

namespace cellwarden::gateway {

struct LogEntry {
  protocol::PublicLogEntry entry;
  core::Milliseconds at;  // when it happened, by the gateway's own clock; may be negative
};

class PackLog {
 public:
  // What is to be read now; empty: nothing. Not of our own boards, which tell their events.
  // now: never falls.
  std::optional<protocol::PublicRead> next(const protocol::LinesSession& session,
                                           core::Milliseconds now);
  void take(const protocol::LineNews& news, core::Milliseconds now);
  // That nobody has fetched yet, oldest first.
  std::vector<LogEntry> take_entries();

 private:
  void hear_clock(const protocol::PublicLogClock& clock, core::Milliseconds now);
  void hear_entry(const protocol::PublicLogEntry& entry, core::Milliseconds now);
  void hear_index(std::optional<std::uint32_t> index, core::Milliseconds now);
  void note(const protocol::PublicLogEntry& entry, core::Milliseconds now);
  void go_on(core::Milliseconds now);

  int line_{0};                            // 0: the clock, 1…10: an entry
  std::optional<core::Milliseconds> due_;  // empty: no session
  std::optional<core::Milliseconds> asked_;
  std::optional<core::Milliseconds> began_;  // the device's clock was 0 then
  std::optional<std::uint32_t> index_;
  std::vector<protocol::PublicLogEntry> known_;  // told in this life of the device, oldest first
  std::vector<LogEntry> fresh_;
};

}  // namespace cellwarden::gateway
