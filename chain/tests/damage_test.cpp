// SPDX-License-Identifier: Apache-2.0
// What the checks find. Tried bit by bit on short messages; on the longest ones by the CRC's own
// algebra: an error is missed only if the changes that its bits make to the CRC cancel, and that
// does not depend on what the message says.
#include <gtest/gtest.h>

#include <algorithm>
#include <unordered_set>

#include "cellwarden/core/crc32.hpp"
#include "wires.hpp"

namespace cellwarden::chain {
namespace {

using test::Bytes;

bool any_message(const Bytes& bytes) {
  return std::ranges::any_of(test::listen(bytes),
                             [](const auto& s) { return s.what == Heard::message; });
}

// CHAIN-3, CHAIN-5: wherever a bit flips, no board behind takes the message for right.
TEST(ChainDamage, EveryErrorOfOneBitIsFoundAtEveryHop) {
  for (int broken = 1; broken <= 3; ++broken) {  // the wire behind this board
    const Bytes good = test::message_behind(broken);
    for (std::size_t bit = 0; bit < 8 * good.size(); ++bit) {
      Bytes bytes = test::flipped(good, bit);
      for (int cell = broken + 1; cell <= 5; ++cell) {
        ASSERT_FALSE(any_message(bytes)) << "bit " << bit << " behind board " << broken;
        Forwarder board;
        const auto passed = test::pass(board, bytes, test::record_of_cell(cell));
        for (const auto& heading : passed.headings) ASSERT_EQ(heading.what, Passed::damaged);
        bytes = passed.out;
      }
    }
  }
}

TEST(ChainDamage, EveryErrorOfTwoBitsInAShortMessageIsFound) {
  const Bytes good = test::message_behind(3);
  for (std::size_t a = 0; a < 8 * good.size(); ++a) {
    const Bytes once = test::flipped(good, a);
    for (std::size_t b = a + 1; b < 8 * good.size(); ++b) {
      ASSERT_FALSE(any_message(test::flipped(once, b))) << a << " and " << b;
    }
  }
}

// One error before a board and another one behind it: the complement is 32 bits away from right.
TEST(ChainDamage, ASecondErrorDoesNotMendTheFirst) {
  const Bytes good = test::message_behind(2);
  for (std::size_t a = 0; a < 8 * good.size(); ++a) {
    const Bytes bad = test::passed_by(3, test::flipped(good, a));
    for (std::size_t b = 0; b < 8 * bad.size(); ++b) {
      ASSERT_FALSE(any_message(test::flipped(bad, b))) << a << " and " << b;
    }
  }
}

// What bit k before the end of what the CRC covers, the CRC included, does to it.
std::vector<std::uint32_t> changes_by_bit(std::size_t bytes) {
  const Bytes zero(bytes - kCrcBytes);
  std::vector<std::uint32_t> changes;
  for (std::size_t bit = 0; bit < 8 * kCrcBytes; ++bit) changes.push_back(std::uint32_t{1} << bit);
  Bytes one(bytes - kCrcBytes);
  const std::uint32_t untouched = core::crc32(zero);
  for (std::size_t bit = 0; bit < 8 * one.size(); ++bit) {
    one[bit / 8] = static_cast<std::uint8_t>(1U << bit % 8);
    changes.push_back(core::crc32(one) ^ untouched);
    one[bit / 8] = 0;
  }
  return changes;
}

// The CRC covers all but the two bytes of the count, which have their own check.
constexpr std::size_t covered_bytes(int records) { return message_bytes(records) - kCountBytes; }

// The change of the very last bit, x⁰. If any error slips through, so does the same one moved to
// the end, because the CRC's polynomial is not divisible by x. So only errors with this bit are
// tried.
constexpr std::uint32_t kLastBit = 0x8000'0000;

bool all_errors_of_three_bits_found(std::size_t bytes) {
  const auto changes = changes_by_bit(bytes);
  const std::unordered_set<std::uint32_t> known(changes.begin(), changes.end());
  if (known.size() != changes.size() || known.contains(0)) return false;  // one bit, two bits
  return std::ranges::none_of(changes, [&known](std::uint32_t change) {
    return change != kLastBit && known.contains(change ^ kLastBit);
  });
}

bool all_errors_of_four_bits_found(std::size_t bytes) {
  const auto changes = changes_by_bit(bytes);
  std::unordered_set<std::uint32_t> pairs;   // the last bit and another one
  std::vector<std::uint8_t> some(1U << 16);  // a quick "no" by the low half
  for (const std::uint32_t change : changes) {
    if (change == kLastBit) continue;
    pairs.insert(change ^ kLastBit);
    some[(change ^ kLastBit) & 0xFFFFU] = 1;
  }
  for (std::size_t a = 0; a < changes.size(); ++a) {
    for (std::size_t b = a + 1; b < changes.size(); ++b) {
      const std::uint32_t pair = changes[a] ^ changes[b];
      const bool itself = changes[a] == kLastBit || changes[b] == kLastBit;
      if (some[pair & 0xFFFFU] != 0 && !itself && pairs.contains(pair)) return false;
    }
  }
  return true;
}

// 254 records are the most that an OUT board takes.
TEST(ChainDamage, EveryErrorOfUpToThreeBitsInTheLongestMessageIsFound) {
  EXPECT_TRUE(all_errors_of_three_bits_found(covered_bytes(254)));
}

// A pack of 16 cells sends 15 records to its OUT board.
TEST(ChainDamage, EveryErrorOfUpToFourBitsInTheMessageOf16CellsIsFound) {
  EXPECT_TRUE(all_errors_of_three_bits_found(covered_bytes(15)));
  EXPECT_TRUE(all_errors_of_four_bits_found(covered_bytes(15)));
}

// Where it ends, so that the test above is known to be able to fail.
TEST(ChainDamage, FourBitsCanSlipThroughFrom90RecordsOn) {
  EXPECT_TRUE(all_errors_of_four_bits_found(covered_bytes(89)));
  EXPECT_FALSE(all_errors_of_four_bits_found(covered_bytes(90)));
}

}  // namespace
}  // namespace cellwarden::chain
