// SPDX-License-Identifier: Apache-2.0
// Data output frames for programs: every field by its name, as CSV or as JSON, in one order.
#pragma once

#include <cstddef>
#include <string>

#include "cellwarden/protocol/data_frame.hpp"

namespace cellwarden::cli {

// offset: of the frame's first byte in the capture.
struct CapturedFrame {
  std::size_t offset{0};
  protocol::DataFrame frame;
};

// The names of all fields, and one line of values; an unknown value is empty.
void append_frame_csv_header(std::string& out);
void append_frame_csv(std::string& out, const CapturedFrame& captured);

// One JSON object on a line of its own; an unknown value is null.
void append_frame_json(std::string& out, const CapturedFrame& captured);

}  // namespace cellwarden::cli
