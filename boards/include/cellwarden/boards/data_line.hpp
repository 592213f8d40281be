// SPDX-License-Identifier: Apache-2.0
// When the OUT board sends a frame on its data output (OUT-3): every cycle, as one burst, and then
// silence, which is the only thing that tells a reader where the next one begins.
#pragma once

#include <optional>

#include "cellwarden/core/units.hpp"
#include "cellwarden/protocol/data_output.hpp"

namespace cellwarden::boards {

inline constexpr core::Milliseconds kFrameTime{61};      // 58 bytes at 9600 baud: 60.4 ms
inline constexpr core::Milliseconds kFrameSilence{430};  // OUT-3
inline constexpr core::Milliseconds kFrameDistance = kFrameTime + kFrameSilence;

struct DataLine {
  protocol::FrameRotation rotation;
  std::optional<core::Milliseconds> sent_at;  // when the newest frame began
  bool due{false};
};

// A message was judged: a frame of it is due.
void note_cycle(DataLine& line);

// No message came: frames go on at a quarter of a cycle after the message's time.
void watch_line(DataLine& line, core::Milliseconds cycle, core::Milliseconds now);

// The frame that begins now; empty: none is due, the silence is not over, or nothing was ever
// known.
std::optional<protocol::FrameBytes> send_frame(DataLine& line, const protocol::DataOutputInputs& in,
                                               core::Milliseconds now);

// When a frame that is due may begin, or the next one is due without a message.
core::Milliseconds line_wakes_at(const DataLine& line, core::Milliseconds cycle,
                                 core::Milliseconds now);

}  // namespace cellwarden::boards
