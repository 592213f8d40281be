// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/crc32.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <span>

namespace cellwarden::core {
namespace {

constexpr std::array<std::uint8_t, 9> kDigits{'1', '2', '3', '4', '5', '6', '7', '8', '9'};

// OUT-5
TEST(Crc32, IsTheOneOfEthernet) {
  EXPECT_EQ(crc32(kDigits), 0xCBF4'3926U);
  EXPECT_EQ(crc32({}), 0U);
  EXPECT_EQ(crc32(std::array<std::uint8_t, 4>{0xFF, 0xFF, 0xFF, 0xFF}), 0xFFFF'FFFFU);
}

// OUT-5
TEST(Crc32, GoesOnFromTheBytesBefore) {
  const std::span<const std::uint8_t> digits{kDigits};
  for (std::size_t split = 0; split <= digits.size(); ++split) {
    EXPECT_EQ(crc32(digits.subspan(split), crc32(digits.first(split))), 0xCBF4'3926U);
  }
}

// OUT-5: what makes "a flipped bit can never alter a value" true and not only likely.
TEST(Crc32, FindsEveryOneAndTwoBitErrorInTheLongestRecord) {
  constexpr std::size_t kLongest = 8 + 510;
  std::array<std::uint8_t, kLongest> bytes{};
  const auto flip = [&bytes](std::size_t bit) {
    bytes[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
  };
  const std::uint32_t right = crc32(bytes);
  // The CRC is linear: two flips cancel out only if each alone changes it in the same way.
  std::array<std::uint32_t, 8 * kLongest> changes{};
  for (std::size_t bit = 0; bit < changes.size(); ++bit) {
    flip(bit);
    changes[bit] = crc32(bytes) ^ right;
    flip(bit);
  }
  std::sort(changes.begin(), changes.end());
  EXPECT_NE(changes.front(), 0U);
  EXPECT_EQ(std::adjacent_find(changes.begin(), changes.end()), changes.end());
}

}  // namespace
}  // namespace cellwarden::core
