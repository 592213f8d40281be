// SPDX-License-Identifier: Apache-2.0
#include "trace.hpp"

#include <gtest/gtest.h>

#include <array>
#include <thread>

namespace cellwarden::twin::test {
namespace {

// Each bench has everything of its own: two threads change nothing.
TEST(Trace, IsTheSameOnOneAndOnTwoThreads) {
  const std::array alone{trace(1, Fidelity::bytes), trace(2, Fidelity::bytes)};
  std::array<std::uint64_t, 2> together{};
  std::thread other{[&together] { together[1] = trace(2, Fidelity::bytes); }};
  together[0] = trace(1, Fidelity::bytes);
  other.join();
  EXPECT_EQ(alone, together);
  EXPECT_NE(alone[0], alone[1]);
}

// Only the bytes on the wires are left out, and nothing of what they lead to.
TEST(Trace, IsTheSameWithMessagesAndWithBytes) {
  EXPECT_EQ(trace(3, Fidelity::bytes), trace(3, Fidelity::messages));
}

}  // namespace
}  // namespace cellwarden::twin::test
