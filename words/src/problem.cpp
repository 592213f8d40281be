// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/words/problem.hpp"

namespace cellwarden::words {

namespace {
constexpr std::size_t kShown = 40;
}

std::string in_quotes(std::string_view text) {
  std::size_t length = text.size() <= kShown ? text.size() : kShown;
  // Not in the middle of a UTF-8 character.
  while (length < text.size() && length > 0 && (text[length] & 0xC0) == 0x80) --length;
  std::string shown = "'";
  for (const char c : text.substr(0, length)) {
    const auto byte = static_cast<unsigned char>(c);
    shown.push_back(byte < 0x20 || byte == 0x7F ? '?' : c);
  }
  shown += length < text.size() ? "…'" : "'";
  return shown;
}

}  // namespace cellwarden::words
