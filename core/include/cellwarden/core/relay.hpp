// SPDX-License-Identifier: Apache-2.0
// The engine that turns the relay tables into an open or closed relay: latching, the two profiles
// (RELAY-0), the restart delay and what happens to a relay that oscillates (RELAY-1).
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "cellwarden/core/relay_rules.hpp"
#include "cellwarden/core/units.hpp"

namespace cellwarden::core {

enum class Profile : std::uint8_t { guarded, exact };

inline constexpr int kOpeningsToOscillate = 5;  // RELAY-1
inline constexpr Milliseconds kOscillationWindow{3'600'000};
inline constexpr Milliseconds kRaisedDelayMin{10'000};
inline constexpr Milliseconds kRaisedDelayMax{600'000};

// Remembers the openings of a relay and stretches its restart delay while they come too often.
struct Oscillation {
  std::array<Milliseconds, kOpeningsToOscillate> openings{};  // a ring of the newest ones
  std::uint8_t next{0};
  std::uint8_t count{0};
  std::optional<Milliseconds> raised_delay;
  Milliseconds decays_from;  // the last opening, or the last halving since
};

struct RelayState {
  bool closed{false};  // RELAY-2: open until a full evaluation has allowed it
  std::optional<Milliseconds>
      on_since;  // the first good message of those in which all ON rows held
  Oscillation oscillation;
  Reasons why;  // empty when closed
};

// What an OFF row in a message can be judged by.
enum class Evidence : std::uint8_t {
  good_message,    // every reading
  valid_readings,  // a message that is not good: its own valid readings only
  nothing,         // no message, or E
};

struct RelayPolicy {
  Profile profile{Profile::guarded};
  Milliseconds restart_delay;  // the setting
  bool hold_open{false};       // RELAY-9
  bool clock_off{false};       // OUT-6
};

// The delay that holds at `now`: the setting, or the raised one as far as it has decayed (RELAY-1).
Milliseconds restart_delay(Oscillation& oscillation, Milliseconds setting, Milliseconds now);

// Judges one relay. Returns true if this opening made it oscillate.
// With E, facts.communication_error is set and evidence is `nothing`.
bool judge_relay(RelayState& state, const RelayTable& table, const Facts& facts, Evidence evidence,
                 const RelayPolicy& policy, Milliseconds now);

}  // namespace cellwarden::core
