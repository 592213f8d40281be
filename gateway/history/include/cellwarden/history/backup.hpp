// SPDX-License-Identifier: Apache-2.0
// A copy of the whole history while it is written, and the way back. Both throw words::Problem: a
// person asked for them. They use connections of their own and may run on any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace cellwarden::history {

// pages done, pages in all; false ends it, nothing is left behind.
using BackupProgress = std::function<bool(int done, int all)>;

// The state at the moment of the call, in slices of 64 pages. `file` must not exist yet; it
// appears under its name only when it is whole and on disk. Returns its size in bytes.
std::int64_t backup(const std::string& history_file, const std::string& file,
                    const BackupProgress& progress = {});

// Checks `file` first (whole, ours, of a version that is known), then puts a copy of it in the
// place of the history, which must not be open for writing. The old one is kept: its new name is
// returned, empty if there was none.
std::string restore(const std::string& file, const std::string& history_file);

}  // namespace cellwarden::history
