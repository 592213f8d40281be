// SPDX-License-Identifier: Apache-2.0
// The stories that the emulated boards are taken through: a small pack, a client on the lines, and,
// story by story, other faults.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "cellwarden/twin/scenario.hpp"

namespace cellwarden::firmware {

struct Story {
  std::string_view name;
  std::string_view what;
  std::vector<twin::Fault> faults;
  double seconds;
  bool new_boards{false};  // their memories are empty
  bool debugged{false};    // boards stop at any instruction, and hang in a loop
};

// All of them, for so many cells.
std::vector<Story> stories(int cells);

twin::Scenario scenario_of(const Story& story, int cells);

}  // namespace cellwarden::firmware
