// SPDX-License-Identifier: Apache-2.0
// A history file of many years, quickly made: its last two days are at one reading a second, what
// is before them at one in five minutes, whose roll-ups are as large as any.
#pragma once

#include <cstdint>
#include <string>

namespace cellwarden::history::bench {

// A new file with the pack "shed", sixteen cells. end_ms: UTC ms since 1970, a whole half hour; the
// newest reading is a second before it. Every day but the last two is the same sunny one.
void fill_years(const std::string& file, int years, std::int64_t end_ms);

}  // namespace cellwarden::history::bench
