// SPDX-License-Identifier: Apache-2.0
// Every single bit of the memory flipped, one at a time.
#include <gtest/gtest.h>

#include <iostream>

#include "store_story.hpp"

namespace cellwarden::core {
namespace {

using namespace test;

constexpr StoreGeometry kGeometry{.page_size = 96, .pages_per_copy = 2, .program_unit = 8};
constexpr std::uint32_t kBits = 8 * store_size(kGeometry);
constexpr std::uint32_t kWrites = 16;

// OUT-5
TEST(StoreFlip, NoFlippedBitChangesWhatIsRead) {
  ModelMemory memory{kGeometry};
  Store store = open_store(kGeometry, memory.bytes()).store;
  Values values = first_values();
  std::uint64_t flips = 0;
  for (std::uint32_t step = 0; step < kWrites; ++step) {
    values = changed_values(values, step);
    ASSERT_EQ(write_all(store, values, memory), WriteResult::done);
    for (std::uint32_t bit = 0; bit < kBits; ++bit, ++flips) {
      memory.flip(bit);
      ASSERT_TRUE(all_hold(open_store(kGeometry, memory.bytes()).sections, values)) << bit;
      memory.flip(bit);
    }
  }
  std::cout << "flipped bits tried: " << flips << "\n";
}

// OUT-5: in the moment of a cut only one copy has the newest values. A bit flipped then costs at
// most the write that was cut.
TEST(StoreFlip, AFlippedBitAfterACutCostsAtMostTheNewestRecord) {
  ModelMemory memory{kGeometry};
  Store store = open_store(kGeometry, memory.bytes()).store;
  Values values = first_values();
  ASSERT_EQ(write_all(store, values, memory), WriteResult::done);
  std::uint64_t flips = 0;
  for (std::uint32_t step = 0; step < kWrites / 2; ++step) {
    const StoredSections stored = open_store(kGeometry, memory.bytes()).sections;
    const FoundValues before = found_values(stored, values.size());
    values = changed_values(values, step);
    const std::vector<Section> sections = sections_of(values);
    begin_write(store, sections, memory.bytes());
    while (const auto operation = next_operation(store, sections, memory.bytes())) {
      ModelMemory cut = memory;
      Random random{flips};
      cut.cut(*operation, kCuts[flips / kBits % kCuts.size()], random);
      for (std::uint32_t bit = 0; bit < kBits; ++bit, ++flips) {
        cut.flip(bit);
        ASSERT_TRUE(old_or_new(open_store(kGeometry, cut.bytes()).sections, before, values)) << bit;
        cut.flip(bit);
      }
      memory.execute(*operation);
    }
  }
  std::cout << "flipped bits after a cut tried: " << flips << "\n";
}

// OUT-5: a flipped bit is gone with the page it is in, and writing goes on around it.
TEST(StoreFlip, WritingGoesOnAfterAFlippedBit) {
  ModelMemory memory{kGeometry};
  Store store = open_store(kGeometry, memory.bytes()).store;
  Values values = first_values();
  for (std::uint32_t step = 0; step < 5; ++step) {
    values = changed_values(values, step);
    ASSERT_EQ(write_all(store, values, memory), WriteResult::done);
  }
  const Values next = changed_values(values, 8);
  for (std::uint32_t bit = 0; bit < kBits; ++bit) {
    ModelMemory flipped = memory;
    flipped.flip(bit);
    Store running = store;
    ASSERT_EQ(write_all(running, next, flipped), WriteResult::done);
    ASSERT_TRUE(all_hold(open_store(kGeometry, flipped.bytes()).sections, next)) << bit;
    flipped = memory;
    flipped.flip(bit);
    ASSERT_TRUE(recovers(flipped, next)) << bit;
  }
}

}  // namespace
}  // namespace cellwarden::core
