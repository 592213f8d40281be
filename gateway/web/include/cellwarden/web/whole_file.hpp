// SPDX-License-Identifier: Apache-2.0
// Small files that appear whole or not at all, whenever the power goes.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace cellwarden::web {

// Writes beside it, syncs, renames, syncs the folder. False: nothing changed, and errno says why.
bool write_whole_file(const std::filesystem::path& file, std::string_view bytes, mode_t mode);

// Empty if it cannot be read or is longer.
std::optional<std::string> read_whole_file(const std::filesystem::path& file,
                                           std::size_t max_bytes = std::size_t{1024} * 1024);

}  // namespace cellwarden::web
