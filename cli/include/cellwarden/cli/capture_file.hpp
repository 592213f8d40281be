// SPDX-License-Identifier: Apache-2.0
// A recording of a serial line, as raw bytes or as hex text; which of the two is found out.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace cellwarden::cli {

struct Capture {
  std::string name;  // of the file, to begin a sentence with
  std::string bytes;
  bool from_hex{false};

  [[nodiscard]] std::span<const std::uint8_t> view() const {
    return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
  }
};

// path: a file, or "-" for standard input. Throws Problem if it cannot be read, is larger than
// 1 GiB, or is hex text with a mistake.
Capture read_capture(const std::string& path);

// A raw capture may be hex text with an odd character in it: then half a sentence that says so and
// names the line, to be added to what is wrong with it. Empty if it does not look like text.
std::string doubt_that_it_is_raw(const Capture& capture);

// Only printable ASCII and white space.
bool is_hex_text(std::string_view text);

// Pairs of hex digits, with white space, commas, colons and 0x between them as one likes, and
// comments from # to the end of the line. name: for the sentence of a Problem.
std::string bytes_of_hex(std::string_view text, const std::string& name);

}  // namespace cellwarden::cli
