// SPDX-License-Identifier: Apache-2.0
// A file as a whole.
#pragma once

#include <string>

namespace cellwarden::scenario {

// Throws ScenarioError if it cannot be read, or is larger than 64 MiB.
std::string read_text_file(const std::string& path);

}  // namespace cellwarden::scenario
