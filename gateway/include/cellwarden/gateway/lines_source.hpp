// SPDX-License-Identifier: Apache-2.0
// What the news of a line client says about a pack: our own records tell everything, the public
// ones of a real 123\SmartBMS a part. If both come, ours are the finer ones and win.
#pragma once

#include <cstdint>
#include <vector>

#include "cellwarden/gateway/link.hpp"
#include "cellwarden/gateway/observation.hpp"
#include "cellwarden/protocol/lines_client.hpp"

namespace cellwarden::gateway {

class LinesSource {
 public:
  // now: never falls.
  void take(const protocol::LineNews& news, core::Milliseconds now);

  [[nodiscard]] const Observation& observation() const { return seen_; }
  [[nodiscard]] const protocol::LinesSession& session() const { return session_; }
  // Of our own records, whose order is known: XW opens a cycle, the last of the cells closes it.
  [[nodiscard]] Telling telling() const { return telling_; }
  // Events of the board that nobody has fetched yet, oldest first. A board that came up anew counts
  // from 0 again; an event that it forgot before it was told is a gap in the index.
  std::vector<protocol::EventLine> take_events();

 private:
  struct Taker;

  template <class Group>
  Group& edit(Known<Group>& known, core::Milliseconds now);
  // For what comes over the chain; nullptr: not to be taken.
  template <class Group>
  Group* edit_chained(Known<Group>& known, core::Milliseconds now);
  [[nodiscard]] bool ours() const { return session_.device == protocol::LinesDevice::ours; }
  void set_cells(std::size_t count);
  void count_told(std::size_t cells);

  protocol::LinesSession session_;
  Observation seen_;
  protocol::KnownSettings learned_;
  std::vector<core::Reason> gathering_;  // the reasons of the relay that is being told
  std::vector<protocol::EventLine> events_;
  std::uint32_t next_event_{0};
  Telling telling_{Telling::unknown};
  std::size_t cells_told_{0};  // in this cycle
  bool heard_{true};           // it tells of a chain message, not of one that was missed
};

}  // namespace cellwarden::gateway
