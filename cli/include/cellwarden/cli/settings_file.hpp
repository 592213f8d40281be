// SPDX-License-Identifier: Apache-2.0
// The settings file of a replay: TOML, every key optional but [pack] cells, every wrong one named
// with its line.
#pragma once

#include <string>

#include "cellwarden/core/replay.hpp"

namespace cellwarden::cli {

// Throws Problem if the file cannot be read, is not TOML, has an unknown key or a value that the
// boards would refuse (section 7 of the requirements).
core::ReplaySettings read_settings_file(const std::string& path);

// The same from text; `name` stands in the sentences.
core::ReplaySettings parse_settings(const std::string& text, const std::string& name);

}  // namespace cellwarden::cli
