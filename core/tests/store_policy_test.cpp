// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/store_policy.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "model_memory.hpp"

namespace cellwarden::core {
namespace {

using namespace literals;

constexpr WattHours kCapacity = 10'000_Wh;

Counters half_full() { return {.soc = unknown_state_of_charge(kCapacity), .energy = {}}; }

Counters moved_by(std::int32_t milli_percent) {
  Counters counters = half_full();
  counters.soc.count += full_count(kCapacity) / 100'000 * milli_percent;
  return counters;
}

std::optional<StoreReason> reason(const Counters& counters, Milliseconds now, StoreNeed need = {}) {
  StoreWatch watch = start_store_watch(half_full(), 0_s);
  return judge_store(watch, counters, need, now);
}

// SOC-4
TEST(StorePolicy, WithoutAChangeNothingIsEverWritten) {
  EXPECT_FALSE(reason(half_full(), 0_s));
  EXPECT_FALSE(reason(half_full(), 10'000_h));
  EXPECT_FALSE(reason(half_full(), 10'000_h, {.supply_falling = true}));
}

// SOC-4
TEST(StorePolicy, AChangeWaitsForNineAndAHalfMinutes) {
  EXPECT_FALSE(reason(moved_by(1), 569'999_ms));
  EXPECT_EQ(reason(moved_by(1), 570'000_ms), StoreReason::interval_over);
  Counters counters = half_full();
  counters.soc.calibrated = true;
  EXPECT_EQ(reason(counters, 570_s), StoreReason::interval_over);
  for (EnergyCounter EnergyCounters::*const counter :
       {&EnergyCounters::in_today, &EnergyCounters::out_today, &EnergyCounters::in_total,
        &EnergyCounters::out_total}) {
    counters = half_full();
    add_energy(counters.energy.*counter, 1);
    EXPECT_FALSE(reason(counters, 569'999_ms));
    EXPECT_EQ(reason(counters, 570_s), StoreReason::interval_over);
    counters = half_full();
    (counters.energy.*counter).whole = 1_Wh;
    EXPECT_EQ(reason(counters, 570_s), StoreReason::interval_over);
  }
}

// SOC-4: up or down.
TEST(StorePolicy, NineTenthsOfAPercentOfSocAreWrittenAtOnce) {
  EXPECT_FALSE(reason(moved_by(899), 1_s));
  EXPECT_EQ(reason(moved_by(900), 1_s), StoreReason::soc_moved);
  EXPECT_FALSE(reason(moved_by(-899), 1_s));
  EXPECT_EQ(reason(moved_by(-900), 1_s), StoreReason::soc_moved);
}

// SET-1, SET-2, CHAIN-7, CELL-10
TEST(StorePolicy, WhatAPersonDidIsWrittenAtOnce) {
  EXPECT_EQ(reason(half_full(), 0_s, {.owner_changed = true}), StoreReason::owner_change);
  Counters counters = half_full();
  change_capacity(counters.soc, 20'000_Wh);
  EXPECT_EQ(reason(counters, 0_s), StoreReason::owner_change);
}

// EN-3
TEST(StorePolicy, ClearedTotalsAreWrittenAtOnceButANewDayIsNot) {
  Counters before = half_full();
  before.energy.in_today.whole = 5_Wh;
  before.energy.in_total.whole = 5_Wh;
  before.energy.out_total.whole = 6_Wh;
  for (EnergyCounter EnergyCounters::*const counter :
       {&EnergyCounters::in_total, &EnergyCounters::out_total}) {
    StoreWatch watch = start_store_watch(before, 0_s);
    Counters counters = before;
    EnergyCounter& total = std::invoke(counter, counters.energy);
    total = {};
    EXPECT_EQ(judge_store(watch, counters, {}, 1_s), StoreReason::totals_clear);
  }
  StoreWatch watch = start_store_watch(before, 0_s);
  Counters counters = before;
  counters.energy.in_today = {};
  EXPECT_FALSE(judge_store(watch, counters, {}, 1_s));
}

// RELAY-8
TEST(StorePolicy, AFallingSupplyIsAReasonOnceInEachFall) {
  StoreWatch watch = start_store_watch(half_full(), 0_s);
  const StoreNeed falling{.supply_falling = true};
  EXPECT_EQ(judge_store(watch, moved_by(1), falling, 1_s), StoreReason::supply_falls);
  note_stored(watch, moved_by(1), 1_s);
  EXPECT_FALSE(judge_store(watch, moved_by(2), falling, 2_s));
  EXPECT_FALSE(judge_store(watch, moved_by(2), {}, 3_s));
  EXPECT_EQ(judge_store(watch, moved_by(2), falling, 4_s), StoreReason::supply_falls);
}

// SOC-4
TEST(StorePolicy, CountsFromTheMomentTheValuesWereTaken) {
  StoreWatch watch = start_store_watch(half_full(), 0_s);
  note_stored(watch, moved_by(500), 100_s);
  EXPECT_FALSE(judge_store(watch, moved_by(501), {}, 669'999_ms));
  EXPECT_EQ(judge_store(watch, moved_by(501), {}, 670_s), StoreReason::interval_over);
  EXPECT_FALSE(judge_store(watch, moved_by(1399), {}, 101_s));
  EXPECT_EQ(judge_store(watch, moved_by(1400), {}, 101_s), StoreReason::soc_moved);
}

// OUT-5: a memory that takes nothing is not worn further by trying all the time.
TEST(StorePolicy, AfterAFailedWriteItWaitsAMinuteExceptWhenTheSupplyFalls) {
  StoreWatch watch = start_store_watch(half_full(), 0_s);
  const StoreNeed owner{.owner_changed = true};
  note_store_failed(watch, 10_s);
  EXPECT_FALSE(judge_store(watch, moved_by(1000), owner, 69'999_ms));
  StoreWatch falling = watch;
  EXPECT_EQ(judge_store(falling, moved_by(1), {.supply_falling = true}, 11_s),
            StoreReason::supply_falls);
  note_stored(falling, moved_by(1), 11_s);  // it takes something after all
  EXPECT_EQ(judge_store(falling, moved_by(1), owner, 12_s), StoreReason::owner_change);
  falling = watch;
  EXPECT_EQ(
      judge_store(falling, half_full(), {.owner_changed = true, .supply_falling = true}, 11_s),
      StoreReason::supply_falls);
  EXPECT_EQ(judge_store(watch, moved_by(1000), owner, 70_s), StoreReason::owner_change);
  note_stored(watch, moved_by(1000), 70_s);
  EXPECT_EQ(judge_store(watch, moved_by(1000), owner, 71_s), StoreReason::owner_change);
}

// SOC-4: 30 days of random currents up to 1C, messages each second, writes that take 2 s.
TEST(StorePolicy, NoPowerLossCostsMoreThanTenMinutesOrOnePercent) {
  constexpr Milliseconds kWriteTime = 2_s;
  Counters counters = half_full();
  StoreWatch watch = start_store_watch(counters, 0_s);
  Counters stored = counters;  // what a power-up would find
  Milliseconds stored_from;    // when that was true
  std::optional<Milliseconds> writing_since;
  Counters written;
  test::Random random{3};
  std::int64_t rate = 0;  // SOC counts a second
  for (Milliseconds now = 0_s; now < 720_h; now += 1_s) {
    if (random.below(900) == 0) {
      const std::int64_t fastest = full_count(kCapacity).count() / 3600;
      rate = fastest / 100 * (static_cast<std::int64_t>(random.below(201)) - 100);
    }
    counters.soc.count =
        std::clamp(counters.soc.count + SocCount{rate}, SocCount{0}, full_count(kCapacity));
    add_energy(counters.energy.in_total, 1'000'000);
    if (writing_since && now - *writing_since >= kWriteTime) {
      stored = written;
      stored_from = *writing_since;
      note_stored(watch, written, *writing_since);
      writing_since.reset();
    }
    ASSERT_LE(now - stored_from, 10_min);
    ASSERT_LE(abs(counters.soc.count - stored.soc.count), count_at(kCapacity, 1_percent));
    if (!writing_since && judge_store(watch, counters, {}, now)) {
      writing_since = now;
      written = counters;
    }
  }
}

}  // namespace
}  // namespace cellwarden::core
