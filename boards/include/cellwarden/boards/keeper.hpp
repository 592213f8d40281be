// SPDX-License-Identifier: Apache-2.0
// What the OUT board keeps over a loss of power, and when it writes it (OUT-5, SOC-4). One memory
// operation at a time is handed out; the board goes on measuring between two of them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "cellwarden/core/kept.hpp"
#include "cellwarden/core/store.hpp"
#include "cellwarden/core/store_policy.hpp"

namespace cellwarden::boards {

enum class Kept : std::uint8_t { nothing_ended, stored, stored_in_one_copy, failed };

struct Keeper {
  core::Store store;
  core::OutBoardImage image;
  core::StoreWatch watch;
  core::Counters encoded;  // what the write that runs will have stored
  core::Milliseconds encoded_at;
  bool writing{false};
  bool owner_changed{false};  // settings, PIN guard, cell count, holds, offsets
};

struct KeeperOutputs {
  std::optional<core::Operation> operation;  // to be carried out before the next call
  Kept ended{Kept::nothing_ended};           // a write ended in this call
};

// Starts a write if there is a reason to, or goes on with the one that runs.
// values: with the settings that are to be stored. memory: as it is now.
KeeperOutputs keep(Keeper& keeper, const core::OutBoardValues& values, bool supply_falling,
                   std::span<const std::uint8_t> memory, core::Milliseconds now);

}  // namespace cellwarden::boards
