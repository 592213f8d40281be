// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>

#include "../src/checksum.hpp"
#include "wires.hpp"

namespace cellwarden::chain {
namespace {

// "123456789" gives CBF43926 in every implementation of this CRC.
TEST(FastCrc, GivesTheKnownCheckValue) {
  const test::Bytes digits{'1', '2', '3', '4', '5', '6', '7', '8', '9'};
  EXPECT_EQ(fast_crc32(digits, 0), 0xCBF4'3926U);
}

// A board may check with one and the twin with the other.
TEST(FastCrc, AgreesWithTheSmallOneAtEveryLengthAndCut) {
  std::mt19937 random{1};
  test::Bytes bytes(100);
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
  const auto all = std::span{std::as_const(bytes)};
  for (std::size_t length = 0; length <= bytes.size(); ++length) {
    const auto before = static_cast<std::uint32_t>(random());
    EXPECT_EQ(fast_crc32(all.first(length), before), core::crc32(all.first(length), before));
    const std::uint32_t begun = fast_crc32(all.first(length), 0);
    EXPECT_EQ(fast_crc32(all.subspan(length), begun), core::crc32(bytes)) << length;
  }
}

}  // namespace
}  // namespace cellwarden::chain
