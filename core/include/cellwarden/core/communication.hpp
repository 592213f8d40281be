// SPDX-License-Identifier: Apache-2.0
// Is the chain alive? Warning E begins with the third missed message in a row and ends with two
// good ones in a row (CHAIN-5). It holds at power-up, so that nothing closes before the pack was
// seen.
#pragma once

#include <cstdint>
#include <optional>

#include "cellwarden/core/units.hpp"

namespace cellwarden::core {

inline constexpr int kMissedForError = 3;  // CHAIN-5
inline constexpr int kGoodToEndError = 2;  // CHAIN-5

struct CommunicationWatch {
  bool error{true};
  std::optional<Milliseconds> last_good;
  std::int32_t not_good{0};     // messages that came since then and were not good
  std::uint8_t good_in_row{0};  // with none missed between
};

// Messages missed since the last good one when the time is `now`, by the clock (one is missed when
// nothing came in less than half a cycle after its due time) and by count, whichever says more; a
// message that comes right now is not among them. 0 before the first good one (E holds anyway).
std::int32_t missed_messages(const CommunicationWatch& watch, Milliseconds now, Milliseconds cycle);

// Each returns the number of messages missed in a row: before this good one, up to and including
// this one that is not good, or up to now when nothing came.
std::int32_t note_good_message(CommunicationWatch& watch, Milliseconds now, Milliseconds cycle);
std::int32_t note_bad_message(CommunicationWatch& watch, Milliseconds now, Milliseconds cycle);
std::int32_t note_silence(CommunicationWatch& watch, Milliseconds now, Milliseconds cycle);

// The 8-bit sequence number of a message may go on by 1 to 3 (two may be lost on the way). Anything
// else is impossible: that message is not good, and its number becomes the new reference (CHAIN-5).
struct SequenceWatch {
  std::optional<std::uint8_t> reference;
  std::uint32_t impossible_steps{0};
};

// True if the step is possible; the first number ever seen always is.
bool accept_sequence(SequenceWatch& watch, std::uint8_t number);

}  // namespace cellwarden::core
