// SPDX-License-Identifier: Apache-2.0
// What the core says in numbers, as an owner reads it.
#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "cellwarden/core/events.hpp"
#include "cellwarden/core/relay_rules.hpp"
#include "cellwarden/core/units.hpp"

namespace cellwarden::words {

// The limit of a reason that a pack's own warning proves, where the pack does not tell the limit.
inline constexpr std::int32_t kLimitNotTold = std::numeric_limits<std::int32_t>::min();

// "CH-1: cell 7 is 3.652 V, limit 3.600 V" (RELAY-3).
std::string sentence(const core::Reason& reason);

// "Cell 4 is not read any more: …"
std::string sentence(const core::Event& event);

// "12:41:07", "day 3, 12:41:07", or the date if the time counts from 1970.
std::string clock_text(core::Milliseconds time);

// "2 d 3 h", "4 h 5 min", "6 min 7 s", "8.5 s".
std::string duration_text(core::Milliseconds duration);

}  // namespace cellwarden::words
