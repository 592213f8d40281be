// SPDX-License-Identifier: Apache-2.0
// The conversation with one pack over the ASCII lines: what was learned, what is to be sent, what
// became of a command. It knows neither streams nor clocks: bytes and moments go in, bytes come
// out, so that the gateway's LinesLink and the browser have the very same one (OUT-4).
//
//   talk.connect(now);
//   repeat: talk.receive(bytes_that_came, now);
//           talk.tick(now);                          // at the latest at talk.wake_at()
//           send(room.first(talk.transmit(room)));   // until it is 0
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cellwarden/gateway/lines_source.hpp"
#include "cellwarden/gateway/link.hpp"
#include "cellwarden/gateway/pack_log.hpp"

namespace cellwarden::gateway {

struct LinesOptions {
  std::optional<std::uint16_t> pin;  // empty: none is sent
  bool set_clock{true};              // EN-2: the device's clock is set when it is off
};

// Now: by a clock that never falls, and by the owner's (since 1970, local time).
struct LinesMoment {
  core::Milliseconds steady;
  core::Milliseconds local;
};

class LinesTalk {
 public:
  using Done = std::function<void(const protocol::LineOutcome& outcome)>;

  // changed: something new has been learned; called from within connect() … tick(), not empty.
  LinesTalk(LinkKind kind, std::string place, const LinesOptions& options,
            std::function<void()> changed);

  // The stream is there. public_only: surely no board of ours.
  void connect(LinesMoment now, bool public_only);
  // It is gone: lost, or let go of by an owner. What waits is `dropped`.
  void lost(const std::string& sentence, LinesMoment now);
  void let_go(LinesMoment now);
  void take_up();  // after let_go(): it is being opened again

  void receive(std::span<const std::uint8_t> bytes, LinesMoment now);
  void tick(LinesMoment now);
  std::size_t transmit(std::span<std::uint8_t> room) { return client_.transmit(room); }
  [[nodiscard]] std::optional<core::Milliseconds> wake_at() const { return client_.wake_at(); }
  [[nodiscard]] bool connected() const { return connected_; }
  // Nobody has answered: the stream is to be closed, and opened again later.
  [[nodiscard]] bool silent() const { return session().phase == protocol::LinesPhase::no_answer; }

  // Each calls `done` exactly once, later; `dropped` if the connection ends before. False: it could
  // not be queued, and `done` is not called. Call tick() afterwards.
  bool command(const protocol::LineCommand& command, Done done);
  bool write(const protocol::RegisterWrites& writes, Done done);
  // Tried once, now.
  void set_pin(std::uint16_t pin);

  [[nodiscard]] const protocol::LinesSession& session() const { return client_.session(); }
  // The PIN that the pack has taken; empty: none yet.
  [[nodiscard]] std::optional<std::uint16_t> accepted_pin() const;
  [[nodiscard]] const Observation& observation() const { return source_.observation(); }
  [[nodiscard]] Telling telling() const { return source_.telling(); }
  std::vector<protocol::EventLine> take_events() { return source_.take_events(); }
  std::vector<LogEntry> take_log() { return log_.take_entries(); }
  [[nodiscard]] LinkReport report() const;  // without rssi_dbm

 private:
  bool wait_for(std::optional<protocol::LineTicket> ticket, Done done);
  Done noting(const protocol::LineCommand& command, Done done);
  void end_session(LinesMoment now);
  void hear(const protocol::LineNews& news);
  void finish(const protocol::LineOutcome& outcome);
  void compare_clock(const protocol::ClockLine& clock);

  protocol::LinesClient client_;
  LinesSource source_;
  PackLog log_;
  LinesOptions options_;
  LinkReport report_;
  std::function<void()> changed_;
  std::map<protocol::LineTicket, Done> waiting_;
  std::optional<std::uint16_t> pin_;
  std::optional<core::Milliseconds> clock_set_at_;
  LinesMoment now_;
  bool connected_{false};
};

}  // namespace cellwarden::gateway
