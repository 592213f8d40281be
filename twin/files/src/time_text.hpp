// SPDX-License-Identifier: Apache-2.0
// Times in a scenario file: a clock time of the scenario, as the program's stories print it
// ("06:30", "12:41:07", "day 3, 12:41:07.5"), or a number of seconds since it began.
#pragma once

#include <optional>
#include <string_view>

namespace cellwarden::scenario {

// Seconds since midnight of day 1; empty if the text is no clock time.
std::optional<double> parse_clock(std::string_view text);

}  // namespace cellwarden::scenario
