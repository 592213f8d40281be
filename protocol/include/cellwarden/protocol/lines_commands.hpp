// SPDX-License-Identifier: Apache-2.0
// Commands as lines, the client's side of lines.hpp: what a gateway sends to a board of ours. The
// public writes of the real product are in docs/protocols/lines.md.
#pragma once

#include "cellwarden/protocol/lines.hpp"
#include "cellwarden/protocol/lines_text.hpp"

namespace cellwarden::protocol {

// The line that asks for this command, without its CR; empty for LineAction::none. Settings go
// without their PIN; an offset is rounded to 0.1 °C.
LineText encode_command(const LineCommand& command);

// What a client may ask our boards for, besides.
enum class LineRequest : std::uint8_t {
  stream,      // XE!: our records with every message, from the oldest event on
  stream_off,  // XD!
  version,     // XV@ → XV, without log-in
  access,      // XA@ → XA, without log-in
  settings,    // XS@ → XS
  offsets,     // XO@ → an XO for each cell that has one
  clock,       // XT@ → XT
  events,      // XL@ → an XL for each event that is kept
  all,         // XQ@ → every record that the stream has, once
};

LineText encode_request(LineRequest request);

}  // namespace cellwarden::protocol
