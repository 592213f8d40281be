// SPDX-License-Identifier: Apache-2.0
// Where the scenarios are that ship with the program, so that a person may name one.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace cellwarden::cli {

// Of the program as it was built, of an installed one, and of the current folder.
std::vector<std::filesystem::path> scenario_folders();

// scenario: a file, or a name of one in these folders (the first that has it). Throws Problem with
// the names that there are if there is none.
std::string scenario_path(const std::string& scenario,
                          const std::vector<std::filesystem::path>& folders);

}  // namespace cellwarden::cli
