// SPDX-License-Identifier: Apache-2.0
// Something that the person at the keyboard can put right: one sentence that says what is wrong,
// where, and what to do. main() prints it and ends with exit code 2.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace cellwarden::words {

class Problem : public std::runtime_error {
 public:
  explicit Problem(const std::string& sentence) : std::runtime_error{sentence} {}
};

// What a person wrote, to be shown in such a sentence: in quotes, at most 40 bytes of it, and no
// control characters that would upset a terminal.
std::string in_quotes(std::string_view text);

}  // namespace cellwarden::words
