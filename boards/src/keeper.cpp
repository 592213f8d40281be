// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/boards/keeper.hpp"

namespace cellwarden::boards {

using core::Milliseconds;
using core::WriteResult;

namespace {

bool begin(Keeper& keeper, const core::OutBoardValues& values, bool supply_falling,
           std::span<const std::uint8_t> memory, Milliseconds now) {
  const core::Counters counters{.soc = values.soc, .energy = values.energy};
  const core::StoreNeed need{.owner_changed = keeper.owner_changed,
                             .supply_falling = supply_falling};
  if (!core::judge_store(keeper.watch, counters, need, now)) return false;
  core::encode(values, now, keeper.image);
  keeper.encoded = counters;
  keeper.encoded_at = now;
  keeper.owner_changed = false;
  core::begin_write(keeper.store, core::sections(keeper.image), memory);
  keeper.writing = true;
  return true;
}

Kept end(Keeper& keeper, Milliseconds now) {
  keeper.writing = false;
  const WriteResult result = keeper.store.job.result;
  if (result == WriteResult::done || result == WriteResult::done_in_one_copy) {
    core::note_stored(keeper.watch, keeper.encoded, keeper.encoded_at);
    return result == WriteResult::done ? Kept::stored : Kept::stored_in_one_copy;
  }
  core::note_store_failed(keeper.watch, now);
  return Kept::failed;
}

}  // namespace

KeeperOutputs keep(Keeper& keeper, const core::OutBoardValues& values, bool supply_falling,
                   std::span<const std::uint8_t> memory, Milliseconds now) {
  KeeperOutputs out;
  if (!keeper.writing && !begin(keeper, values, supply_falling, memory, now)) return out;
  out.operation = core::next_operation(keeper.store, core::sections(keeper.image), memory);
  if (!out.operation) out.ended = end(keeper, now);
  return out;
}

}  // namespace cellwarden::boards
