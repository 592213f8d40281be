// SPDX-License-Identifier: Apache-2.0
// Values of a whole board, through the store and back.
#include "cellwarden/core/kept.hpp"

#include <gtest/gtest.h>

#include <iostream>

#include "store_story.hpp"

namespace cellwarden::core {
namespace {

using namespace literals;
using namespace test;

constexpr StoreGeometry kGeometry{.page_size = 512, .pages_per_copy = 3, .program_unit = 8};

// All that both boards keep, as values.
struct Boards {
  OutBoardKept out;
  InBoardKept in;
};

Boards some_boards() {
  Boards boards;
  boards.out.settings.pin = 4711;
  boards.out.settings.battery_capacity = 5000_Wh;
  boards.out.commissioning = {.cells = 8, .second_sensor = true};
  boards.out.offsets.push_back({.voltage = -3_mV, .temperature = 700_mC});
  boards.out.counters.soc = unknown_state_of_charge(5000_Wh);
  boards.in.factory = {.sensor = SensorRange::a250, .cells = 8};
  boards.in.zeros = {120_mA, -80_mA};
  return boards;
}

// Something happens: charge flows, now and then a person does something.
void live_on(Boards& boards, std::uint32_t step) {
  boards.out.counters.soc.count += SocCount{1'000'000'007};
  add_energy(boards.out.counters.energy.in_today, 3'000'000'000'001);
  add_energy(boards.out.counters.energy.in_total, 3'000'000'000'001);
  if (step % 5 == 1) boards.out.settings.v_max = Millivolts{3500 + 5 * static_cast<int>(step % 40)};
  if (step % 5 == 2) try_pin(boards.out.access, 1, 2, 0_s);
  if (step % 5 == 3) boards.out.commissioning.cells = static_cast<std::uint8_t>(4 + step);
  if (step % 5 == 4) boards.out.offsets.push_back({Millivolts{static_cast<int>(step % 50)}, {}});
  if (step % 7 == 5) boards.in.zeros[1] = Milliamps{static_cast<int>(step)};
  if (step % 7 == 6) boards.in.factory.cells = static_cast<std::uint8_t>(4 + step);
}

// The payloads of all seven sections: kinds 1…7.
Values values_of(const Boards& boards) {
  OutBoardImage out;
  InBoardImage in;
  encode({.settings = boards.out.settings,
          .access = boards.out.access,
          .commissioning = boards.out.commissioning,
          .offsets = boards.out.offsets.view(),
          .soc = boards.out.counters.soc,
          .energy = boards.out.counters.energy},
         0_s, out);
  encode(boards.in, in);
  Values values;
  for (const Section& s : sections(out)) values.emplace_back(s.payload.begin(), s.payload.end());
  for (const Section& s : sections(in)) values.emplace_back(s.payload.begin(), s.payload.end());
  return values;
}

Boards loaded(const StoredSections& stored) {
  Boards boards;
  EXPECT_FALSE(settings_lost(load_out_board(stored, 0_s, boards.out)));
  load_in_board(stored, boards.in);
  return boards;
}

bool everything_found(const StoredSections& stored) {
  Boards boards;
  const OutBoardProblems out = load_out_board(stored, 0_s, boards.out);
  const InBoardProblems in = load_in_board(stored, boards.in);
  return !out.settings && !out.access && !out.commissioning && !out.offsets && !out.counters &&
         !in.factory && !in.zeros;
}

// OUT-5, SET-1, SET-2, CHAIN-7, CELL-10, IN-2, IN-6
TEST(Kept, EverythingOutlivesAPowerLoss) {
  ModelMemory memory{kGeometry};
  Boards boards = some_boards();
  for (std::uint32_t step = 0; step < 40; ++step) {
    live_on(boards, step);
    ASSERT_TRUE(recovers(memory, values_of(boards)));
    const OpenedStore opened = open_store(kGeometry, memory.bytes());
    ASSERT_TRUE(everything_found(opened.sections));
    ASSERT_TRUE(values_of(loaded(opened.sections)) == values_of(boards)) << "step " << step;
  }
  const Boards back = loaded(open_store(kGeometry, memory.bytes()).sections);
  EXPECT_EQ(back.out.settings.pin, 4711);
  EXPECT_EQ(lock_left(back.out.access, 0_s), 1_min);
}

// OUT-5, SOC-3: nothing valid at all.
TEST(Kept, WithNothingStoredEverySectionIsMissingAndHasItsDefault) {
  Boards boards = some_boards();
  const OutBoardProblems out = load_out_board({}, 0_s, boards.out);
  const InBoardProblems in = load_in_board({}, boards.in);
  for (const Problem problem : {out.settings, out.access, out.commissioning, out.offsets,
                                out.counters, in.factory, in.zeros}) {
    EXPECT_EQ(problem, SectionProblem::missing);
  }
  EXPECT_TRUE(settings_lost(out));
  EXPECT_EQ(boards.out.settings.pin, kFactoryPin);
  EXPECT_EQ(boards.out.commissioning.cells, 0);
  EXPECT_TRUE(boards.out.offsets.empty());
  EXPECT_EQ(shown_percent(boards.out.counters.soc), 50_percent);
  EXPECT_FALSE(boards.out.counters.soc.calibrated);
  EXPECT_EQ(boards.in.factory.sensor, SensorRange::a100);
  EXPECT_EQ(boards.in.zeros, Zeros{});
}

// OUT-5: one section lost, the others there.
TEST(Kept, ALostSectionIsNamedAndTheOthersAreThere) {
  ModelMemory memory{kGeometry};
  ASSERT_TRUE(recovers(memory, values_of(some_boards())));
  const StoredSections all = open_store(kGeometry, memory.bytes()).sections;
  for (std::size_t lost = 0; lost < 5; ++lost) {
    StoredSections stored = all;
    stored[lost].found = false;
    OutBoardKept kept;
    const OutBoardProblems found = load_out_board(stored, 0_s, kept);
    const std::array<Problem, 5> problems{found.settings, found.access, found.commissioning,
                                          found.offsets, found.counters};
    for (std::size_t i = 0; i < problems.size(); ++i) {
      EXPECT_EQ(problems[i].has_value(), i == lost);
    }
    EXPECT_EQ(settings_lost(found), lost == 0);
    EXPECT_EQ(kept.settings.pin, lost == 0 ? kFactoryPin : 4711);
    EXPECT_EQ(kept.commissioning.cells, lost == 2 ? 0 : 8);
  }
}

// SOC-4: a cut may leave new settings beside old counters, or the other way round.
TEST(Kept, CountersOfAnotherCapacityKeepTheirPercentage) {
  Boards boards = some_boards();
  boards.out.counters.soc.count = count_at(5000_Wh, 42_percent);
  boards.out.settings.battery_capacity = 10'000_Wh;
  ModelMemory memory{kGeometry};
  ASSERT_TRUE(recovers(memory, values_of(boards)));
  const Boards back = loaded(open_store(kGeometry, memory.bytes()).sections);
  EXPECT_EQ(back.out.counters.soc.capacity, 10'000_Wh);
  EXPECT_EQ(back.out.counters.soc.count, count_at(10'000_Wh, 42_percent));
}

// OUT-5: cuts in every operation of a history of all section kinds.
TEST(Kept, ACutCostsAtMostTheNewestRecordAndEveryValueReadIsOne) {
  ModelMemory memory{kGeometry};
  Boards boards = some_boards();
  Store store = open_store(kGeometry, memory.bytes()).store;
  ASSERT_EQ(write_all(store, values_of(boards), memory), WriteResult::done);
  std::uint64_t cuts = 0;
  for (std::uint32_t step = 0; step < 36; ++step) {
    const Values old = values_of(boards);
    const FoundValues before(old.begin(), old.end());
    live_on(boards, step);
    const Values values = values_of(boards);
    const std::vector<Section> sections = sections_of(values);
    begin_write(store, sections, memory.bytes());
    while (const auto operation = next_operation(store, sections, memory.bytes())) {
      for (const Cut how : kCuts) {
        ModelMemory cut = memory;
        Random random{cuts++};
        cut.cut(*operation, how, random);
        const StoredSections stored = open_store(kGeometry, cut.bytes()).sections;
        ASSERT_TRUE(old_or_new(stored, before, values)) << "step " << step;
        ASSERT_TRUE(everything_found(stored)) << "step " << step;
        if (cuts % 8 == 0) {
          ASSERT_TRUE(recovers(cut, old)) << "step " << step;
        }
      }
      memory.execute(*operation);
    }
    ASSERT_EQ(store.job.result, WriteResult::done);
  }
  for (const std::uint32_t erases : memory.erases()) EXPECT_GE(erases, 3U);
  std::cout << "power cuts tried with all sections: " << cuts << "\n";
}

// OUT-5
TEST(Kept, NoFlippedBitAltersAValue) {
  ModelMemory memory{kGeometry};
  Boards boards = some_boards();
  Store store = open_store(kGeometry, memory.bytes()).store;
  for (std::uint32_t step = 0; step < 8; ++step) {
    live_on(boards, step);
    ASSERT_EQ(write_all(store, values_of(boards), memory), WriteResult::done);
  }
  const Values values = values_of(boards);
  constexpr std::uint32_t kBits = 8 * store_size(kGeometry);
  for (std::uint32_t bit = 0; bit < kBits; ++bit) {
    memory.flip(bit);
    ASSERT_TRUE(all_hold(open_store(kGeometry, memory.bytes()).sections, values)) << bit;
    memory.flip(bit);
  }
  std::cout << "flipped bits tried with all sections: " << kBits << "\n";
}

}  // namespace
}  // namespace cellwarden::core
