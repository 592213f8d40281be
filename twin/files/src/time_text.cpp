// SPDX-License-Identifier: Apache-2.0
#include "time_text.hpp"

#include <cstddef>

namespace cellwarden::scenario {

namespace {

constexpr std::size_t kMostDigits = 6;

// Takes `text` from its front if it stands there.
bool skip(std::string_view& rest, std::string_view text) {
  if (rest.substr(0, text.size()) != text) return false;
  rest.remove_prefix(text.size());
  return true;
}

// The digits at the front, at least `fewest` and at most `most` of them.
std::optional<int> take_digits(std::string_view& rest, std::size_t fewest, std::size_t most) {
  int value = 0;
  std::size_t count = 0;
  while (count < most && count < rest.size() && rest[count] >= '0' && rest[count] <= '9') {
    value = value * 10 + (rest[count] - '0');
    ++count;
  }
  if (count < fewest) return {};
  rest.remove_prefix(count);
  return value;
}

// ":07" or ":07.25" at the end of a clock time.
std::optional<double> take_seconds(std::string_view& rest) {
  if (rest.empty()) return 0;
  if (!skip(rest, ":")) return {};
  const std::optional<int> seconds = take_digits(rest, 2, 2);
  if (!seconds || *seconds > 59) return {};
  if (!skip(rest, ".")) return *seconds;
  const std::size_t before = rest.size();
  const std::optional<int> digits = take_digits(rest, 1, kMostDigits);
  if (!digits) return {};
  double scale = 1;
  for (std::size_t i = rest.size(); i < before; ++i) scale *= 10;
  return *seconds + *digits / scale;
}

}  // namespace

std::optional<double> parse_clock(std::string_view text) {
  std::optional<int> day = 1;
  if (skip(text, "day ")) {
    day = take_digits(text, 1, kMostDigits);
    if (!day || *day < 1 || !skip(text, ", ")) return {};
  }
  const std::optional<int> hours = take_digits(text, 2, 2);
  if (!hours || *hours > 23 || !skip(text, ":")) return {};
  const std::optional<int> minutes = take_digits(text, 2, 2);
  if (!minutes || *minutes > 59) return {};
  const std::optional<double> seconds = take_seconds(text);
  if (!seconds || !text.empty()) return {};
  return (*day - 1) * 86'400.0 + *hours * 3600.0 + *minutes * 60.0 + *seconds;
}

}  // namespace cellwarden::scenario
