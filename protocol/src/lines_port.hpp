// SPDX-License-Identifier: Apache-2.0
// The parts of the port (lines.hpp), each in a file of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "cellwarden/protocol/lines.hpp"
#include "cellwarden/protocol/lines_text.hpp"

namespace cellwarden::protocol {

// A line that comes in waits until what it may be answered with finds room: its echo, a line, a
// verdict. The echo is short, or the line is: that of a refusal.
inline constexpr std::size_t kRoomForAnswer = 320;

// The longest line finds room now.
inline bool room_for_line(const LinesPort& port) { return port.output.room() > kMaxLine; }

// Whoever calls has looked for room.
void send(LinesPort& port, const LineText& line);

void send_verdict(LinesPort& port, LineVerdict verdict);

// Logged in with what still is the PIN (SET-2, OUT-2).
bool logged_in(const LinesPort& port, const LinesView& view);

// V@, S1@ …: the answer; empty if there is no such read.
std::optional<LineText> read_answer(std::string_view command, const LinesView& view,
                                    core::Milliseconds now);

// A public write of one byte. Empty: the command became pending.
std::optional<LineVerdict> write_byte(LinesPort& port, std::uint16_t address, std::uint8_t value,
                                      const LinesView& view);

// A line that begins with X; it was echoed. Who is not logged in may do little.
void handle_extension(LinesPort& port, std::string_view line, const LinesView& view,
                      core::Milliseconds now);

// The next lines of the telling, as long as there is room. True: that was all of its part.
bool tell_live(LinesPort& port, const LinesView& view);
bool tell_extensions(LinesPort& port, const LinesView& view);
bool tell_events(LinesPort& port, const LinesView& view);
bool tell_offsets(LinesPort& port, const LinesView& view);

// The oldest event that is kept.
std::uint32_t first_event(const core::EventLog& events);

// The data output frame as of now: the live records say the same (OUT-3). Empty before the first
// good message. The trailer is the time of the device.
std::optional<DataFrame> frame_now(const LinesView& view, core::Milliseconds now);

// Bytes 30 and key 16 of the data output.
std::uint8_t status_1(const DataFrame& frame);
std::uint8_t status_2(const DataFrame& frame);

}  // namespace cellwarden::protocol
