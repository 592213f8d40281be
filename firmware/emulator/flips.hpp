// SPDX-License-Identifier: Apache-2.0
// What becomes of an image in whose flash one bit has flipped: it must not run.
#pragma once

#include <cstdint>
#include <string>

namespace cellwarden::firmware {

struct FlipFigures {
  int refused{0};   // the program found it
  int silent{0};    // it came to nothing; the watchdog's case
  std::string ran;  // the first flip with which it ran, in words; empty: with none
};

// Starts the image `flips` times, each time with another bit flipped.
FlipFigures flip_bits(const std::string& image, int flips, std::uint64_t seed);

}  // namespace cellwarden::firmware
