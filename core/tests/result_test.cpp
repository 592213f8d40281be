// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/result.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <initializer_list>

namespace cellwarden::core {
namespace {

enum class Wrong : std::uint8_t { nothing, something };

// Like a JSON value: a list of it is one, too.
struct Nested {
  Nested() = default;
  Nested(std::initializer_list<Nested> /*list*/) : depth{1} {}
  int depth{0};
};

TEST(Result, AValueStaysWhatItIs) {
  const Nested plain;
  const Result<Nested, Wrong> result = plain;
  ASSERT_TRUE(result);
  EXPECT_EQ(result->depth, 0);
}

TEST(Result, AFailureSaysWhy) {
  const Result<int, Wrong> result = failure(Wrong::something);
  EXPECT_FALSE(result);
  EXPECT_EQ(result.error(), Wrong::something);
}

}  // namespace
}  // namespace cellwarden::core
