// SPDX-License-Identifier: Apache-2.0
// Times in CSV files: 2026-11-22T21:13:41.000Z, always UTC.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cellwarden::history {

void append_utc(std::string& out, std::int64_t time_ms);

// With or without decimals of the second; nothing if it is no such time.
std::optional<std::int64_t> parse_utc(std::string_view text);

}  // namespace cellwarden::history
