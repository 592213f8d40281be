// SPDX-License-Identifier: Apache-2.0
// How the history fares, for the API: everything that went wrong is counted, and the last of it is
// said in a sentence. Monitoring goes on whatever stands here.
#pragma once

#include <cstdint>
#include <string>

namespace cellwarden::history {

struct Health {
  bool writing{true};               // false: the disk is full, read-only or away; it is tried again
  bool disk_full{false};            // why, if it is that
  std::uint64_t samples_stored{0};  // on disk, since the file was opened
  std::uint64_t samples_lost{0};    // dropped because they could not be written for too long
  std::uint64_t samples_refused{0};      // time not plausible, too many cells
  std::uint64_t events_stored{0};        // events and settings changes
  std::uint64_t events_waiting{0};       // not on disk yet: they are written when the disk is back
  std::uint64_t events_lost{0};          // more of them waited than is kept
  std::uint64_t write_failures{0};       // transactions that failed
  std::uint64_t bad_blocks{0};           // checksum wrong or not decodable: skipped
  std::uint64_t files_moved_aside{0};    // a damaged file got another name, a new one was begun
  std::uint64_t clock_jumps_back{0};     // a sample older than the one before it
  std::uint64_t clock_jumps_forward{0};  // by more than a day
  std::uint64_t blocks_written{0};
  std::int64_t file_bytes{0};  // database and write-ahead log
  std::string sentence{};      // the last thing that went wrong; empty: nothing did
};

}  // namespace cellwarden::history
