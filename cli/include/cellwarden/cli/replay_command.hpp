// SPDX-License-Identifier: Apache-2.0
// `cellwarden replay`: recorded readings through the very rules of the boards (PLUS-4).
#pragma once

#include <string>

namespace cellwarden::cli {

struct ReplayCommand {
  std::string settings;  // path of a TOML file
  std::string readings;  // path of a CSV file, or "-"
  std::string out;       // path of the CSV to write, or "-"; empty: none
  bool story{false};     // tell on standard output what happened
};

// Throws Problem for whatever the person at the keyboard can put right.
void run_replay(const ReplayCommand& command);

}  // namespace cellwarden::cli
