// SPDX-License-Identifier: Apache-2.0
// The simulator's end of one OUT board's lines (OUT-4): the same client, source and judge as in the
// gateway, so a simulated pack is known by the same road as a real one. Moments are milliseconds
// since the simulation began.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cellwarden/gateway/lines_source.hpp"
#include "cellwarden/gateway/link.hpp"
#include "cellwarden/gateway/status.hpp"
#include "cellwarden/protocol/lines_client.hpp"
#include "cellwarden/twin/bench.hpp"

namespace cellwarden::simulator {

class Talk {
 public:
  Talk(int pack, std::uint16_t pin) : pack_{pack}, pin_{pin}, client_{pin} {}

  // local: what the board's clock is to be set to now, if nobody has (EN-2).
  void connect(twin::Bench& bench, core::Milliseconds local);
  void disconnect(twin::Bench& bench);
  // Hands bytes to and fro until both are silent.
  void go_on(twin::Bench& bench, core::Milliseconds local);

  // Runs the bench on, for at most 3 s, until the board has stored it and answered.
  protocol::LineOutcome give(twin::Bench& bench, const protocol::LineCommand& command,
                             core::Milliseconds local);
  // The board has another PIN now: signs in with it.
  void sign_in(std::uint16_t pin);

  [[nodiscard]] const gateway::Observation& observation() const { return source_.observation(); }
  [[nodiscard]] gateway::Status status(core::Milliseconds now) const;
  [[nodiscard]] gateway::LinkReport report() const;
  [[nodiscard]] bool live() const { return client_.session().phase == protocol::LinesPhase::live; }
  // Why the newest setting was refused, if the board said so.
  [[nodiscard]] const std::optional<core::SettingsError>& refused() const { return refused_; }

 private:
  void hear(const protocol::LineNews& news, core::Milliseconds now, core::Milliseconds local);
  void set_clock(const protocol::ClockLine& clock, core::Milliseconds local);

  int pack_;
  std::uint16_t pin_;
  protocol::LinesClient client_;
  gateway::LinesSource source_;
  std::uint64_t bytes_{0};
  std::optional<protocol::LineOutcome> outcome_;
  std::optional<core::SettingsError> refused_;
  bool clock_sent_{false};  // in this connection
};

core::Milliseconds now_of(const twin::Bench& bench);

}  // namespace cellwarden::simulator
