// SPDX-License-Identifier: Apache-2.0
// When a board must write its store. Every write wears the memory, every write not made is lost
// when the power goes: counters wait for a reason, what a person did does not.
#pragma once

#include <cstdint>
#include <optional>

#include "cellwarden/core/kept_sections.hpp"
#include "cellwarden/core/units.hpp"

namespace cellwarden::core {

// SOC-4 allows a loss of 10 minutes or 1 % of SOC. The write itself takes time, and a cut in it
// costs what it would have stored: so it begins a little earlier.
inline constexpr Milliseconds kStoreInterval{570'000};
inline constexpr MilliPercent kStoreSocStep{900};

// A memory that took nothing is left alone for that long.
inline constexpr Milliseconds kStoreRetry{60'000};

enum class StoreReason : std::uint8_t {
  supply_falls,   // RELAY-8, after both relays were pulsed open
  owner_change,   // settings, PIN guard, cell count, second sensor, offsets (SET-1, SET-2, CHAIN-7)
  totals_clear,   // EN-3
  soc_moved,      // SOC-4: nearly 1 % since the last write
  interval_over,  // SOC-4: nearly 10 minutes since the last write, and something changed
};

// What the memory has, and since when.
struct StoreWatch {
  Counters stored;
  Milliseconds stored_at;
  std::optional<Milliseconds> failed_at;
  bool supply_fell{false};  // and was acted upon
};

struct StoreNeed {
  bool owner_changed{false};   // since the last write that was done
  bool supply_falling{false};  // now
};

// After power-up. loaded: what the memory had, or the defaults.
StoreWatch start_store_watch(const Counters& loaded, Milliseconds now);

// The first reason to write now, in the order above. Ask while no write runs, and then write: a
// falling supply is a reason only once.
std::optional<StoreReason> judge_store(StoreWatch& watch, const Counters& counters, StoreNeed need,
                                       Milliseconds now);

// The write ended. counters, encoded_at: what was written, and when it was taken.
void note_stored(StoreWatch& watch, const Counters& counters, Milliseconds encoded_at);
void note_store_failed(StoreWatch& watch, Milliseconds now);

}  // namespace cellwarden::core
