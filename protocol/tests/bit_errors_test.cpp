// SPDX-License-Identifier: Apache-2.0
// Every error of one bit and of two bits in the golden frames, tried one by one. How many of them a
// reader takes for a frame is also worked out on paper here, from the bits alone.
#include <gtest/gtest.h>

#include <iostream>

#include "frames.hpp"

namespace cellwarden::protocol {
namespace {

using test::Bytes;

constexpr std::size_t kBits = kFrameLength * 8;

Bytes flipped(Bytes frame, std::size_t bit) {
  frame[bit / 8] = static_cast<std::uint8_t>(frame[bit / 8] ^ 1U << bit % 8);
  return frame;
}

bool decodes(const Bytes& bytes) { return static_cast<bool>(decode(bytes)); }

TEST(BitErrors, NoErrorOfOneBitSlipsThrough) {
  int slipped = 0;
  for (const Bytes& frame : test::reference_frames()) {
    for (std::size_t bit = 0; bit < kBits; ++bit) slipped += decodes(flipped(frame, bit)) ? 1 : 0;
  }
  std::cout << "one bit: " << slipped << " of " << 20 * kBits << " slip through\n";
  EXPECT_EQ(slipped, 0);
}

// On paper: a flipped bit k of a byte moves the sum by 2^k, up if it was 0 and down if it was 1; in
// the sum byte itself the other way round. Two of them cancel if both are the same bit k and move
// in opposite directions; for k = 7 both directions are the same modulo 256.
bool sum_still_fits(const Bytes& frame, std::size_t a, std::size_t b) {
  if (a % 8 != b % 8) return false;
  const auto goes_up = [&frame](std::size_t bit) {
    const bool was_zero = (unsigned{frame[bit / 8]} >> bit % 8 & 1U) == 0;
    return bit / 8 == 57 ? !was_zero : was_zero;
  };
  return a % 8 == 7 || goes_up(a) != goes_up(b);
}

// On paper: `+` is 2B, `-` is 2D, `X` is 58, and no two of them differ in one bit only. The other
// fields are checked as numbers.
bool still_plausible(const Bytes& f) {
  const auto number = [&f](std::size_t high) { return f[high] * 256 + f[high + 1]; };
  for (const std::size_t sign : {3U, 6U, 9U}) {
    if (f[sign] != '+' && f[sign] != '-' && f[sign] != 'X') return false;
  }
  return f[40] <= 100 && f[25] >= 1 && number(12) <= number(15) && number(18) <= number(21);
}

TEST(BitErrors, OfTwoBitsAsManySlipThroughAsTheSumAndTheFieldsLetPass) {
  int tried = 0;
  int slipped = 0;
  int sum_fits = 0;
  for (const Bytes& frame : test::reference_frames()) {
    for (std::size_t a = 0; a < kBits; ++a) {
      Bytes bytes = flipped(frame, a);
      for (std::size_t b = a + 1; b < kBits; ++b) {
        bytes[b / 8] = static_cast<std::uint8_t>(bytes[b / 8] ^ 1U << b % 8);
        const bool expected = sum_still_fits(frame, a, b) && still_plausible(bytes);
        ASSERT_EQ(decodes(bytes), expected) << "bits " << a << " and " << b;
        ++tried;
        slipped += expected ? 1 : 0;
        sum_fits += sum_still_fits(frame, a, b) ? 1 : 0;
        bytes[b / 8] = static_cast<std::uint8_t>(bytes[b / 8] ^ 1U << b % 8);
      }
    }
  }
  std::cout << "two bits: " << slipped << " of " << tried << " slip through, by the sum alone "
            << sum_fits << "\n";
  // Counted by a separate program; docs/protocols/data-output-frame.md states them.
  EXPECT_EQ(tried, 2'148'320);
  EXPECT_EQ(sum_fits, 123'495);
  EXPECT_EQ(slipped, 95'457);
}

}  // namespace
}  // namespace cellwarden::protocol
