// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/store.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "cellwarden/core/crc32.hpp"
#include "store_story.hpp"

namespace cellwarden::core {
namespace {

using namespace test;

constexpr StoreGeometry kSmall{.page_size = 128, .pages_per_copy = 3, .program_unit = 8};

std::vector<Operation> operations_of(Store& store, const Values& values, ModelMemory& memory) {
  std::vector<Operation> operations;
  const std::vector<Section> sections = sections_of(values);
  begin_write(store, sections, memory.bytes());
  while (const auto operation = next_operation(store, sections, memory.bytes())) {
    memory.execute(*operation);
    operations.push_back(*operation);
  }
  return operations;
}

bool is_erase(const Operation& operation) { return operation.kind == Operation::Kind::erase_page; }

// OUT-5: the format, byte by byte; the CRCs come from zlib.
TEST(StoreFormat, AFreshPageIsASnapshotAndWhatChangedComesBehindIt) {
  ModelMemory memory{kSmall};
  Store store = open_store(kSmall, memory.bytes()).store;
  ASSERT_EQ(write_all(store, {{0xA1, 0xA2, 0xA3}, {0xB1}}, memory), WriteResult::done);
  ASSERT_EQ(write_all(store, {{0xA1, 0xA2, 0xA3}, {0xB2}}, memory), WriteResult::done);
  const Payload expected{
      0x01, 0x01, 0x03, 0x00, 0x02, 0x00, 0x00, 0x00,  // kind 1, version 1, length 3, sequence 2
      0xA1, 0xA2, 0xA3, 0x90, 0x33, 0x8D, 0xE0, 0xFF,  // payload, CRC, padding
      0x82, 0x01, 0x01, 0x80, 0x02, 0x00, 0x00, 0x00,  // kind 2 with the seal, length 1 with parity
      0xB1, 0xEF, 0xF3, 0x61, 0x1C, 0xFF, 0xFF, 0xFF,  //
      0x02, 0x01, 0x01, 0x80, 0x03, 0x00, 0x00, 0x00,  // kind 2 again, sequence 3
      0xB2, 0xAA, 0x8B, 0x5D, 0xDE, 0xFF, 0xFF, 0xFF,  //
      0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,  // still erased
  };
  for (const std::size_t copy : {0U, 3U * 128U}) {
    const auto page = memory.bytes().subspan(copy, expected.size());
    EXPECT_EQ(Payload(page.begin(), page.end()), expected);
  }
}

// OUT-5
TEST(Store, FindsNothingInBlankMemoryAndTellsSo) {
  const ModelMemory memory{kSmall};
  const StoredSections sections = open_store(kSmall, memory.bytes()).sections;
  EXPECT_TRUE(std::ranges::none_of(sections, &StoredSection::found));
}

// OUT-5
TEST(Store, FindsNothingInGarbageAndWritesOverIt) {
  constexpr std::uint32_t kMemories = 2000;
  for (std::uint32_t seed = 0; seed < kMemories; ++seed) {
    ModelMemory memory{kSmall};
    Random random{seed};
    memory.fill(random);
    const StoredSections sections = open_store(kSmall, memory.bytes()).sections;
    ASSERT_TRUE(std::ranges::none_of(sections, &StoredSection::found)) << "seed " << seed;
    ASSERT_TRUE(recovers(memory, first_values())) << "seed " << seed;
  }
}

// OUT-5
TEST(Store, FindsNothingInMemoryThatIsAllOneByte) {
  for (std::uint32_t value = 0; value < 256; ++value) {
    const Payload memory(store_size(kSmall), static_cast<std::uint8_t>(value));
    const StoredSections sections = open_store(kSmall, memory).sections;
    EXPECT_TRUE(std::ranges::none_of(sections, &StoredSection::found)) << value;
  }
}

// OUT-5, SET-1: with every unit that flash memories have.
TEST(Store, ReadsAfterEachPowerUpWhatWasWrittenLast) {
  for (const std::uint32_t unit : {1U, 2U, 4U, 8U, 16U, 32U}) {
    const StoreGeometry geometry{.page_size = 160, .pages_per_copy = 2, .program_unit = unit};
    ModelMemory memory{geometry};
    Values values = first_values();
    for (std::uint32_t step = 0; step < 40; ++step) {
      values = changed_values(values, step);
      Store store = open_store(geometry, memory.bytes()).store;
      ASSERT_EQ(write_all(store, values, memory), WriteResult::done);
      values = changed_values(values, step + 100);
      ASSERT_EQ(write_all(store, values, memory), WriteResult::done);
      ASSERT_TRUE(all_hold(open_store(geometry, memory.bytes()).sections, values));
    }
    EXPECT_EQ(memory.misuses(), 0) << "unit " << unit;
  }
}

// OUT-5: wear.
TEST(Store, AppendsOnlyWhatChangedAndNothingIfNothingDid) {
  ModelMemory memory{kSmall};
  Store store = open_store(kSmall, memory.bytes()).store;
  Values values = first_values();
  EXPECT_EQ(operations_of(store, values, memory).size(), 2U * (1 + 3 + 2 + 2));
  EXPECT_EQ(operations_of(store, values, memory).size(), 0U);
  EXPECT_EQ(store.job.result, WriteResult::done);
  values[1] = {77, 78};
  const std::vector<Operation> operations = operations_of(store, values, memory);
  EXPECT_EQ(operations.size(), 2U * 2);
  EXPECT_TRUE(std::ranges::none_of(operations, is_erase));
}

// OUT-5
TEST(Store, TurnsToAFreshPageAtTheFirstWriteAfterPowerUp) {
  ModelMemory memory{kSmall};
  ASSERT_TRUE(recovers(memory, first_values()));
  Store store = open_store(kSmall, memory.bytes()).store;
  const std::vector<Operation> operations = operations_of(store, first_values(), memory);
  ASSERT_FALSE(operations.empty());
  EXPECT_TRUE(is_erase(operations.front()));
  EXPECT_EQ(operations.front().address, 128U);  // page 1: page 0 has what must not be lost
  EXPECT_EQ(std::ranges::count_if(operations, is_erase), 2);
}

// OUT-5
TEST(Store, FinishesCopyABeforeItTouchesCopyB) {
  ModelMemory memory{kSmall};
  Store store = open_store(kSmall, memory.bytes()).store;
  Values values = first_values();
  for (std::uint32_t step = 0; step < 30; ++step) {
    values = changed_values(values, step);
    const std::vector<Operation> operations = operations_of(store, values, memory);
    const auto in_b = [](const Operation& o) { return o.address >= store_size(kSmall) / 2; };
    EXPECT_TRUE(std::ranges::is_partitioned(operations, [&](auto& o) { return !in_b(o); }));
    EXPECT_TRUE(std::ranges::any_of(operations, in_b));
  }
}

// OUT-5: wear levelling.
TEST(Store, ErasesThePagesOfACopyInTurn) {
  ModelMemory memory{kSmall};
  Store store = open_store(kSmall, memory.bytes()).store;
  Values values = first_values();
  for (std::uint32_t step = 0; step < 100; ++step) {
    values = changed_values(values, step);
    if (step % 7 == 0) store = open_store(kSmall, memory.bytes()).store;
    ASSERT_EQ(write_all(store, values, memory), WriteResult::done);
    const auto [least, most] = std::ranges::minmax(memory.erases());
    ASSERT_LE(most - least, 1U);
  }
  EXPECT_GT(memory.erases().front(), 10U);
}

// OUT-5: two pages of each copy take nothing any more.
TEST(Store, LeavesAWornOutPageBehind) {
  ModelMemory memory{{.page_size = 128, .pages_per_copy = 4, .program_unit = 8}};
  for (const std::uint32_t page : {1U, 2U, 4U, 7U}) memory.wear_out(page);
  Store store = open_store(memory.geometry(), memory.bytes()).store;
  Values values = first_values();
  for (std::uint32_t step = 0; step < 50; ++step) {
    values = changed_values(values, step);
    ASSERT_EQ(write_all(store, values, memory), WriteResult::done);
    ASSERT_TRUE(all_hold(open_store(memory.geometry(), memory.bytes()).sections, values));
    if (step % 5 == 0) store = open_store(memory.geometry(), memory.bytes()).store;
  }
}

// OUT-5
TEST(Store, GoesOnWithOneCopyWhenTheOtherIsWornOutAndSaysSo) {
  for (const std::uint32_t first_worn : {0U, 3U}) {
    ModelMemory memory{kSmall};
    Store store = open_store(kSmall, memory.bytes()).store;
    Values values = first_values();
    ASSERT_EQ(write_all(store, values, memory), WriteResult::done);
    for (std::uint32_t page = first_worn; page < first_worn + 3; ++page) memory.wear_out(page);
    WriteResult result = WriteResult::done;
    for (std::uint32_t step = 0; step < 30; ++step) {
      values = changed_values(values, step);
      result = write_all(store, values, memory);
      ASSERT_NE(result, WriteResult::failed);
      ASSERT_TRUE(all_hold(open_store(kSmall, memory.bytes()).sections, values));
    }
    EXPECT_EQ(result, WriteResult::done_in_one_copy);
  }
}

// SET-1: what was not stored is not reported as stored, and the old values remain.
TEST(Store, ReportsFailureWhenNoCopyTakesItAndKeepsTheOldValues) {
  ModelMemory memory{kSmall};
  Store store = open_store(kSmall, memory.bytes()).store;
  const Values values = first_values();
  ASSERT_EQ(write_all(store, values, memory), WriteResult::done);
  for (std::uint32_t page = 0; page < 6; ++page) memory.wear_out(page);
  store = open_store(kSmall, memory.bytes()).store;
  EXPECT_EQ(write_all(store, changed_values(values, 3), memory), WriteResult::failed);
  EXPECT_TRUE(all_hold(open_store(kSmall, memory.bytes()).sections, values));
}

// SET-1: an operation that the flash refused is noticed, whichever it is.
TEST(Store, NoticesAnOperationThatHadNoEffect) {
  for (std::size_t lost = 0; lost < 16; ++lost) {
    ModelMemory memory{kSmall};
    Store store = open_store(kSmall, memory.bytes()).store;
    const Values values = first_values();
    const std::vector<Section> sections = sections_of(values);
    Random random{lost};
    memory.fill(random);
    begin_write(store, sections, memory.bytes());
    std::size_t number = 0;
    while (const auto operation = next_operation(store, sections, memory.bytes())) {
      if (number++ != lost) memory.execute(*operation);
    }
    EXPECT_EQ(store.job.result, WriteResult::done);
    EXPECT_GT(number, 16U) << "operation " << lost;  // another page was needed
    const Values changed = changed_values(values, 3);
    EXPECT_EQ(write_all(store, changed, memory), WriteResult::done);
    EXPECT_TRUE(all_hold(open_store(kSmall, memory.bytes()).sections, changed));
  }
}

// OUT-5: with copy B worn out, a unit in the next page of copy A is not programmed, so that the
// page after it is taken. Even then the next write leaves the newest values where they are.
TEST(Store, APageThatWasLeftBehindIsNotTakenForTheNewest) {
  ModelMemory memory{kSmall};
  ASSERT_TRUE(recovers(memory, first_values()));
  for (const std::uint32_t page : {3U, 4U, 5U}) memory.wear_out(page);
  OpenedStore opened = open_store(kSmall, memory.bytes());
  const Values values = changed_values(first_values(), 3);
  const std::vector<Section> sections = sections_of(values);
  begin_write(opened.store, sections, memory.bytes());
  for (int number = 0;; ++number) {
    const auto operation = next_operation(opened.store, sections, memory.bytes());
    if (!operation) break;
    if (number != 1) memory.execute(*operation);  // 0 is the erase
  }
  ASSERT_EQ(opened.store.job.result, WriteResult::done_in_one_copy);
  opened = open_store(kSmall, memory.bytes());
  ASSERT_TRUE(all_hold(opened.sections, values));
  begin_write(opened.store, sections, memory.bytes());
  memory.execute(*next_operation(opened.store, sections, memory.bytes()));
  EXPECT_TRUE(all_hold(open_store(kSmall, memory.bytes()).sections, values));
}

// OUT-5
TEST(Store, AWriteThatIsGivenUpLeavesNoUnitProgrammedTwice) {
  for (std::size_t carried_out = 0; carried_out < 16; ++carried_out) {
    ModelMemory memory{kSmall};
    Store store = open_store(kSmall, memory.bytes()).store;
    ASSERT_EQ(write_all(store, first_values(), memory), WriteResult::done);
    const Values values = changed_values(first_values(), 3);
    const std::vector<Section> sections = sections_of(values);
    begin_write(store, sections, memory.bytes());
    for (std::size_t i = 0; i < carried_out; ++i) {
      if (const auto operation = next_operation(store, sections, memory.bytes())) {
        memory.execute(*operation);
      }
    }
    EXPECT_EQ(write_all(store, changed_values(values, 7), memory), WriteResult::done);
    EXPECT_EQ(memory.misuses(), 0);
    EXPECT_TRUE(all_hold(open_store(kSmall, memory.bytes()).sections, changed_values(values, 7)));
  }
}

// OUT-5: a caller that changes the sections under way costs himself the write and no one else.
TEST(Store, SectionsThatGrowOrShrinkUnderWayFailTheWrite) {
  for (const std::size_t length : {0U, 20U, 500U}) {
    for (int carried_out = 1; carried_out < 16; ++carried_out) {
      ModelMemory memory{kSmall};
      Store store = open_store(kSmall, memory.bytes()).store;
      Values values = first_values();
      begin_write(store, sections_of(values), memory.bytes());
      for (int i = 0; i < carried_out; ++i) {
        memory.execute(*next_operation(store, sections_of(values), memory.bytes()));
      }
      values[0].resize(length);
      EXPECT_FALSE(next_operation(store, sections_of(values), memory.bytes()));
      EXPECT_EQ(store.job.result, WriteResult::failed);
      EXPECT_EQ(write_all(store, first_values(), memory), WriteResult::done);
      EXPECT_EQ(memory.misuses(), 0);
    }
  }
}

// OUT-5: what can never be stored fails at once and touches nothing.
TEST(Store, RefusesWhatDoesNotFit) {
  const auto result_of = [](const StoreGeometry& geometry, const std::vector<Section>& sections) {
    const Payload memory(store_size(kSmall), kErasedByte);
    Store store = open_store(geometry, memory).store;
    begin_write(store, sections, memory);
    const bool goes_on = next_operation(store, sections, memory).has_value();
    EXPECT_EQ(goes_on, store.job.result == WriteResult::running);
    return store.job.result;
  };
  const Payload fits(128 - 12);
  const Payload too_long(128 - 11);
  const Section good{.kind = 1, .version = 1, .payload = fits};
  EXPECT_EQ(result_of(kSmall, {good}), WriteResult::running);
  EXPECT_EQ(result_of(kSmall, {{.kind = 1, .version = 1, .payload = too_long}}),
            WriteResult::failed);
  EXPECT_EQ(result_of(kSmall, {}), WriteResult::failed);
  EXPECT_EQ(result_of(kSmall, {{.kind = 0, .version = 1, .payload = {}}}), WriteResult::failed);
  EXPECT_EQ(result_of(kSmall, {{.kind = 9, .version = 1, .payload = {}}}), WriteResult::failed);
  EXPECT_EQ(result_of(kSmall, std::vector<Section>(9, {.kind = 1, .version = 1, .payload = {}})),
            WriteResult::failed);
  const Payload huge(kMaxPayloadBytes + 1U);
  EXPECT_EQ(result_of(kSmall, {{.kind = 1, .version = 1, .payload = huge}}), WriteResult::failed);
  StoreGeometry geometry = kSmall;
  geometry.pages_per_copy = 4;  // more than there is
  EXPECT_EQ(result_of(geometry, {good}), WriteResult::failed);
  for (const std::uint32_t unit : {0U, 48U, 64U}) {
    geometry = kSmall;
    geometry.program_unit = unit;
    EXPECT_EQ(result_of(geometry, {good}), WriteResult::failed) << unit;
  }
  geometry = kSmall;
  geometry.pages_per_copy = 1;
  EXPECT_EQ(result_of(geometry, {good}), WriteResult::failed);
}

// OUT-5
TEST(Store, ADamagedLengthHidesNothingBehindIt) {
  ModelMemory memory{kSmall};
  Store store = open_store(kSmall, memory.bytes()).store;
  Values values = first_values();
  ASSERT_EQ(write_all(store, values, memory), WriteResult::done);
  values[1] = {77, 78};
  ASSERT_EQ(write_all(store, values, memory), WriteResult::done);
  for (std::uint32_t page = 0; page < 6; page += 3) {
    for (const std::uint32_t record : {0U, 24U}) {  // kinds 1 and 2 of both snapshots
      memory.set_byte(page * 128 + record + 2, 0x7F);
      memory.set_byte(page * 128 + record + 3, 0x80);
    }
  }
  const StoredSections sections = open_store(kSmall, memory.bytes()).sections;
  EXPECT_FALSE(sections[0].found);
  EXPECT_TRUE(holds(sections[1], values[1]));
  EXPECT_TRUE(holds(sections[2], values[2]));
}

// OUT-5: the length has a parity bit, so that not even a payload made for it is taken for a record.
TEST(Store, AFlippedBitOfALengthIsFoundEvenIfTheCrcFits) {
  for (const std::uint32_t length : {8U, 16U, 32U}) {
    // With its only bit of length flipped, the record would be one without payload: its CRC is put
    // where that record would have it.
    Payload shorter{0x81, kStoryVersion, 0x00, 0x80, 0x02, 0x00, 0x00, 0x00};
    const std::uint32_t crc = crc32(shorter);
    Payload payload(length);
    for (std::size_t i = 0; i < 4; ++i) payload[i] = static_cast<std::uint8_t>(crc >> (8 * i));
    ModelMemory memory{kSmall};
    Store store = open_store(kSmall, memory.bytes()).store;
    ASSERT_EQ(write_all(store, {payload}, memory), WriteResult::done);
    ASSERT_EQ(memory.bytes()[2], length);
    memory.set_byte(2, 0);
    memory.set_byte(3 * 128 + 2, 0);
    EXPECT_FALSE(open_store(kSmall, memory.bytes()).sections[0].found) << length;
  }
}

// OUT-5: a section of another firmware is there, with its version.
TEST(Store, KeepsTheVersionOfEachSection) {
  ModelMemory memory{kSmall};
  Store store = open_store(kSmall, memory.bytes()).store;
  const Payload payload{1, 2, 3};
  std::vector<Section> sections{{.kind = 8, .version = 9, .payload = payload}};
  for (const std::uint8_t version : {std::uint8_t{9}, std::uint8_t{10}}) {
    sections[0].version = version;
    begin_write(store, sections, memory.bytes());
    while (const auto operation = next_operation(store, sections, memory.bytes())) {
      memory.execute(*operation);
    }
    const StoredSection stored = open_store(kSmall, memory.bytes()).sections[7];
    EXPECT_TRUE(stored.found);
    EXPECT_EQ(stored.version, version);
  }
}

}  // namespace
}  // namespace cellwarden::core
