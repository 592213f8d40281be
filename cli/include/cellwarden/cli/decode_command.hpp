// SPDX-License-Identifier: Apache-2.0
// `cellwarden decode`: the data output frames in a recording of the line, for people and programs.
#pragma once

#include <cstdio>
#include <string>

namespace cellwarden::cli {

struct DecodeCommand {
  std::string capture;  // path of a raw or hex capture, or "-"
  bool csv{false};      // neither: a table
  bool json{false};
};

// Frames go to `out` when the whole capture has been searched, then what was dropped to `notes`.
// Throws Problem for whatever the person at the keyboard can put right.
void run_decode(const DecodeCommand& command, std::FILE* out, std::FILE* notes);

}  // namespace cellwarden::cli
