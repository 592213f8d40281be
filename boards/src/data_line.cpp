// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/boards/data_line.hpp"

#include <algorithm>

namespace cellwarden::boards {

using core::Milliseconds;

namespace {

Milliseconds without_message(Milliseconds sent_at, Milliseconds cycle) {
  return sent_at + cycle + cycle / 4;
}

}  // namespace

void note_cycle(DataLine& line) { line.due = true; }

void watch_line(DataLine& line, Milliseconds cycle, Milliseconds now) {
  if (line.sent_at && now >= without_message(*line.sent_at, cycle)) line.due = true;
}

std::optional<protocol::FrameBytes> send_frame(DataLine& line, const protocol::DataOutputInputs& in,
                                               Milliseconds now) {
  if (!line.due || (line.sent_at && now < *line.sent_at + kFrameDistance)) return {};
  line.due = false;
  const std::optional<protocol::DataFrame> frame = protocol::next_frame(line.rotation, in, now);
  if (!frame) return {};
  line.sent_at = now;
  return protocol::encode(*frame);
}

Milliseconds line_wakes_at(const DataLine& line, Milliseconds cycle, Milliseconds now) {
  if (!line.sent_at) return now + cycle;
  if (line.due) return std::max(now, *line.sent_at + kFrameDistance);
  return without_message(*line.sent_at, cycle);
}

}  // namespace cellwarden::boards
