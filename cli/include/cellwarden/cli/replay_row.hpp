// SPDX-License-Identifier: Apache-2.0
// One row of a replay's output.
#pragma once

#include <string>
#include <string_view>

#include "cellwarden/core/replay.hpp"

namespace cellwarden::cli {

// The header line, with its end.
std::string_view replay_header();

// Appends what the boards know and do after a message. time_text: as it stands in the readings.
void append_replay_row(std::string& out, std::string_view time_text,
                       const core::ReplaySettings& settings, const core::ReplayState& replay);

}  // namespace cellwarden::cli
