// SPDX-License-Identifier: Apache-2.0
// The parts of the port (lines.hpp), each in a file of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "cellwarden/protocol/lines.hpp"
#include "cellwarden/protocol/lines_text.hpp"

namespace cellwarden::protocol {

// What an answer finds room in, even if records fill all the rest.
inline constexpr std::size_t kRoomForAnswers = 512;

// True if it went out; else it was dropped and counted.
bool send(LinesPort& port, const LineText& line);           // an answer
bool send_record(LinesPort& port, const LineText& record);  // leaves kRoomForAnswers

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

void tell_live(LinesPort& port, const LinesView& view, core::Milliseconds now);
void tell_extensions(LinesPort& port, const LinesView& view, core::Milliseconds now);

// The oldest event that is kept.
std::uint32_t first_event(const core::EventLog& events);

// The data output frame as of now: the live records say the same (OUT-3). Empty before the first
// good message. The trailer is the time of the device.
std::optional<DataFrame> frame_now(const LinesView& view, core::Milliseconds now);

// Bytes 30 and key 16 of the data output.
std::uint8_t status_1(const DataFrame& frame);
std::uint8_t status_2(const DataFrame& frame);

}  // namespace cellwarden::protocol
