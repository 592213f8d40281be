// SPDX-License-Identifier: Apache-2.0
// Power cuts in every single operation, in every variant, alone and one after the other.
#include <gtest/gtest.h>

#include <iostream>

#include "store_story.hpp"

namespace cellwarden::core {
namespace {

using namespace test;

// The smallest page that still takes an append or two, and the fewest pages: the hardest case.
constexpr StoreGeometry kHardest{.page_size = 96, .pages_per_copy = 2, .program_unit = 8};

constexpr std::uint32_t kWrites = 32;

// Everything a cut can be about: the memory before an operation, and what was and shall be stored.
struct Moment {
  const ModelMemory& memory;
  const Operation& operation;
  const FoundValues& before;
  const Values& after;
  std::uint64_t number;  // of the operation
};

// Runs a history of writes, every seventh after a power-up, and stops before each operation.
template <class Visit>
ModelMemory walk(const StoreGeometry& geometry, std::uint32_t writes, Visit visit) {
  ModelMemory memory{geometry};
  Values values = first_values();
  Store store = open_store(geometry, memory.bytes()).store;
  std::uint64_t number = 0;
  for (std::uint32_t step = 0; step < writes; ++step) {
    const OpenedStore opened = open_store(geometry, memory.bytes());
    if (step % 7 == 6) store = opened.store;
    const FoundValues before = found_values(opened.sections, values.size());
    values = changed_values(values, step);
    const std::vector<Section> sections = sections_of(values);
    begin_write(store, sections, memory.bytes());
    while (const auto operation = next_operation(store, sections, memory.bytes())) {
      visit(Moment{memory, *operation, before, values, number++});
      if (testing::Test::HasFatalFailure()) return memory;
      memory.execute(*operation);
    }
    EXPECT_EQ(store.job.result, WriteResult::done);
  }
  return memory;
}

ModelMemory after_cut(const Moment& moment, Cut how) {
  ModelMemory memory = moment.memory;
  Random random{moment.number << 8 | static_cast<std::uint64_t>(how)};
  memory.cut(moment.operation, how, random);
  return memory;
}

void expect_every_page_turned_twice(const ModelMemory& memory) {
  for (const std::uint32_t erases : memory.erases()) EXPECT_GE(erases, 3U);
}

// OUT-5
TEST(StoreCut, ACutDuringAnyStepCostsAtMostTheNewestRecord) {
  std::uint64_t cuts = 0;
  for (const StoreGeometry& geometry :
       {kHardest, StoreGeometry{.page_size = 128, .pages_per_copy = 3, .program_unit = 2},
        StoreGeometry{.page_size = 128, .pages_per_copy = 3, .program_unit = 16},
        StoreGeometry{.page_size = 192, .pages_per_copy = 2, .program_unit = 32}}) {
    const ModelMemory end = walk(geometry, kWrites, [&cuts](const Moment& moment) {
      for (const Cut how : kCuts) {
        ModelMemory memory = after_cut(moment, how);
        const OpenedStore opened = open_store(memory.geometry(), memory.bytes());
        ASSERT_TRUE(old_or_new(opened.sections, moment.before, moment.after)) << moment.number;
        ASSERT_TRUE(recovers(memory, changed_values(moment.after, 203))) << moment.number;
        ++cuts;
      }
    });
    expect_every_page_turned_twice(end);
  }
  std::cout << "power cuts tried: " << cuts << "\n";
}

// OUT-5: after a cut, the first write is cut as well, in each of its operations and variants.
TEST(StoreCut, ASecondCutDuringTheFirstWriteAfterwardsCostsOnlyThatWrite) {
  std::uint64_t cuts = 0;
  const auto second_cuts = [&cuts](const ModelMemory& cut_once, const Values& third) {
    ModelMemory memory = cut_once;
    OpenedStore opened = open_store(memory.geometry(), memory.bytes());
    const FoundValues second = found_values(opened.sections, third.size());
    const std::vector<Section> sections = sections_of(third);
    begin_write(opened.store, sections, memory.bytes());
    std::uint64_t number = 0;
    while (const auto operation = next_operation(opened.store, sections, memory.bytes())) {
      const Moment moment{memory, *operation, second, third, number++};
      for (const Cut how : kCuts) {
        ModelMemory cut_twice = after_cut(moment, how);
        const OpenedStore again = open_store(memory.geometry(), cut_twice.bytes());
        ASSERT_TRUE(old_or_new(again.sections, second, third)) << number;
        if (cuts++ % 16 != 0) continue;
        ASSERT_TRUE(recovers(cut_twice, changed_values(third, 207))) << number;
      }
      memory.execute(*operation);
    }
    ASSERT_TRUE(all_hold(open_store(memory.geometry(), memory.bytes()).sections, third));
  };
  walk(kHardest, 16, [&second_cuts](const Moment& moment) {
    for (const Cut how : kCuts) {
      second_cuts(after_cut(moment, how), changed_values(moment.after, 203));
    }
  });
  std::cout << "pairs of power cuts tried: " << cuts << "\n";
}

// Power-up, a write that is cut, power-up again: true if nothing is older than it was before.
bool survives_a_random_cut(ModelMemory& memory, const Values& values, Random& random) {
  OpenedStore opened = open_store(kHardest, memory.bytes());
  const FoundValues before = found_values(opened.sections, values.size());
  const std::vector<Section> sections = sections_of(values);
  begin_write(opened.store, sections, memory.bytes());
  for (std::uint32_t left = random.below(16); left > 0; --left) {
    memory.execute(*next_operation(opened.store, sections, memory.bytes()));
  }
  const Cut how = kCuts[random.below(kCuts.size())];
  memory.cut(*next_operation(opened.store, sections, memory.bytes()), how, random);
  return old_or_new(open_store(kHardest, memory.bytes()).sections, before, values);
}

// OUT-5: a supply that breaks down at every single write, for as long as it likes, with both copies
// in order, with copy A worn out, and with copy B worn out.
TEST(StoreCut, AnyNumberOfCutsInARowNeverBringsBackAnOlderValue) {
  constexpr std::uint32_t kRounds = 15'000;
  for (const std::vector<std::uint32_t>& worn :
       {std::vector<std::uint32_t>{}, std::vector<std::uint32_t>{0, 1},
        std::vector<std::uint32_t>{2, 3}}) {
    ModelMemory memory{kHardest};
    ASSERT_TRUE(recovers(memory, first_values()));
    for (const std::uint32_t page : worn) memory.wear_out(page);
    Values values = first_values();
    Random random{5};
    for (std::uint32_t round = 0; round < kRounds; ++round) {
      values = changed_values(values, round);
      ASSERT_TRUE(survives_a_random_cut(memory, values, random)) << "round " << round;
    }
    EXPECT_EQ(memory.misuses(), 0);
    Store store = open_store(kHardest, memory.bytes()).store;
    EXPECT_NE(write_all(store, values, memory), WriteResult::failed);
    EXPECT_TRUE(all_hold(open_store(kHardest, memory.bytes()).sections, values));
    std::cout << "power cuts in a row: " << kRounds << "\n";
  }
}

// OUT-5: bits between 0 and 1 may read differently every time. After the next write it no longer
// matters how.
TEST(StoreCut, ATornRecordNeverComesBackAsTheNewest) {
  std::uint64_t readings = 0;
  walk(kHardest, kWrites, [&readings](const Moment& moment) {
    if (moment.operation.kind != Operation::Kind::program_unit) return;
    for (const Cut how : kCuts) {
      ModelMemory memory = after_cut(moment, how);
      const std::uint32_t page = moment.operation.address / kHardest.page_size;
      const std::uint32_t erases = memory.erases()[page];
      const Values third = changed_values(moment.after, 203);
      ASSERT_TRUE(recovers(memory, third));
      if (memory.erases()[page] != erases) continue;  // the torn unit is gone
      for (const Cut later : kCuts) {
        const ModelMemory other = after_cut(moment, later);
        for (std::uint32_t i = 0; i < kHardest.program_unit; ++i) {
          const std::uint32_t address = moment.operation.address + i;
          memory.set_byte(address, other.bytes()[address]);
        }
        const OpenedStore opened = open_store(kHardest, memory.bytes());
        ASSERT_TRUE(all_hold(opened.sections, third)) << moment.number;
        ++readings;
      }
    }
  });
  EXPECT_GT(readings, 0U);
  std::cout << "readings of torn units tried: " << readings << "\n";
}

}  // namespace
}  // namespace cellwarden::core
