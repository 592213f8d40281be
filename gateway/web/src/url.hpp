// SPDX-License-Identifier: Apache-2.0
// Percent signs in paths and queries, undone once and strictly: what is not well formed is refused,
// because two readers of a doubtful path may see two different ones.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cellwarden/web/request.hpp"

namespace cellwarden::web {

// Empty if a percent sign has no two hex digits behind it, or for a byte 0.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank = false);

// "from=1&to=2"; at most 64 fields.
std::optional<Fields> parse_query(std::string_view query);

// The text with upper case ASCII letters made lower case.
std::string lower(std::string_view text);
bool same_ignoring_case(std::string_view left, std::string_view right);
std::string_view trimmed(std::string_view text);

}  // namespace cellwarden::web
