// SPDX-License-Identifier: Apache-2.0
// Moments as people and programs write them in an address.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cellwarden::api {

// Milliseconds since 1970 ("1761998400000") or ISO 8601: "2026-11-22", "2026-11-22T21:13",
// "2026-11-22T21:13:41.5Z", "…+01:00". Without an offset it is UTC. Between 2000 and 2200.
std::optional<std::int64_t> parse_time(std::string_view text);

// "2026-11-22T21:13:41.500Z"
std::string iso_time(std::int64_t time_ms);

}  // namespace cellwarden::api
