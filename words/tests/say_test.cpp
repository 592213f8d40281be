// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/words/say.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace cellwarden::words {
namespace {

TEST(Say, FillsTheGapsInTheirOrder) {
  EXPECT_EQ(say("cell {} is {}, limit {}", 7, "3.652 V", std::string{"3.600 V"}),
            "cell 7 is 3.652 V, limit 3.600 V");
  EXPECT_EQ(say("{}{}", "a", "b"), "ab");
  EXPECT_EQ(say("Nothing has come."), "Nothing has come.");
}

TEST(Say, TakesWholeNumbersOfAnyWidth) {
  EXPECT_EQ(say("{}", std::uint8_t{255}), "255");
  EXPECT_EQ(say("{} {}", -5, std::numeric_limits<std::int64_t>::min()), "-5 -9223372036854775808");
}

// A piece is text, never a sentence of its own.
TEST(Say, LeavesBracesInAPieceAlone) { EXPECT_EQ(say("'{}' {}", "{}", 1), "'{}' 1"); }

}  // namespace
}  // namespace cellwarden::words
