// SPDX-License-Identifier: Apache-2.0
// What goes in comes out, from memory to journal to block (PLUS-3).
#include <gtest/gtest.h>

#include <fstream>

#include "database.hpp"
#include "story.hpp"

namespace cellwarden::history {
namespace {

using test::append_span;
using test::Folder;
using test::kDay;
using test::kHour;
using test::kMinute;
using test::kNewYear;
using test::kSecond;
using test::read_all;
using test::told_at;

std::int64_t count_rows(const std::string& file, const char* sql) {
  Database database{file, Access::read};
  return database.number(sql).value_or(-1);
}

void expect_told(const std::vector<test::Told>& all, std::int64_t from_ms, std::int64_t to_ms) {
  ASSERT_EQ(all.size(), static_cast<std::size_t>((to_ms - from_ms) / kSecond));
  std::int64_t time = from_ms;
  for (const test::Told& one : all) {
    ASSERT_TRUE(test::equal(one.whole(), told_at(time).whole())) << (time - from_ms) / kSecond;
    time += kSecond;
  }
}

TEST(History, EveryReadingComesBackExactly) {
  const Folder folder;
  constexpr std::int64_t kEnd = kNewYear + 3 * kHour + 100 * kSecond;
  {
    History history = History::open(folder.file());
    append_span(history, kNewYear, kEnd);
    EXPECT_TRUE(history.flush());
    const HistoryReader reader{folder.file()};
    expect_told(read_all(reader), kNewYear, kEnd);  // blocks and journal
    EXPECT_EQ(history.health().samples_stored, 10'900U);
    EXPECT_EQ(history.health().blocks_written, 6U);
  }
  const HistoryReader reader{folder.file()};
  expect_told(read_all(reader), kNewYear, kEnd);
  expect_told(read_all(reader, "shed", kNewYear + kHour - kSecond, kNewYear + kHour + kSecond),
              kNewYear + kHour - kSecond, kNewYear + kHour + kSecond);
  EXPECT_EQ(reader.health().bad_blocks, 0U);
}

// Readings wait in memory for less than 10 s, and not a moment longer.
TEST(History, ReadingsAreOnDiskWithinTenSeconds) {
  const Folder folder;
  History history = History::open(folder.file());
  const HistoryReader reader{folder.file()};
  append_span(history, kNewYear, kNewYear + 10 * kSecond);
  EXPECT_TRUE(read_all(reader).empty());  // 0…9 s: nine seconds old at most
  append_span(history, kNewYear + 10 * kSecond, kNewYear + 11 * kSecond);
  EXPECT_EQ(read_all(reader).size(), 10U);
  ASSERT_TRUE(reader.span("shed").has_value());
  EXPECT_EQ(reader.span("shed")->last_ms, kNewYear + 9 * kSecond);
}

TEST(History, AHalfHourBecomesOneBlockAndItsJournalGoes) {
  const Folder folder;
  History history = History::open(folder.file());
  append_span(history, kNewYear, kNewYear + 30 * kMinute);
  history.flush();
  EXPECT_EQ(count_rows(folder.file(), "SELECT count(*) FROM block"), 0);
  append_span(history, kNewYear + 30 * kMinute, kNewYear + 30 * kMinute + 11 * kSecond);
  EXPECT_EQ(count_rows(folder.file(), "SELECT count(*) FROM block"), 1);
  EXPECT_EQ(count_rows(folder.file(), "SELECT rows FROM block"), 1800);
  EXPECT_EQ(count_rows(folder.file(), "SELECT total(rows) FROM journal"), 10);
}

TEST(History, GoesOnWhereItStoppedWhenItIsOpenedAgain) {
  const Folder folder;
  for (int i = 0; i < 50; ++i) {
    History history = History::open(folder.file());
    append_span(history, kNewYear + i * kMinute, kNewYear + (i + 1) * kMinute);
  }
  const HistoryReader reader{folder.file()};
  expect_told(read_all(reader), kNewYear, kNewYear + 50 * kMinute);
  EXPECT_EQ(count_rows(folder.file(), "SELECT rows FROM block"), 1800);
}

TEST(History, PacksAreKeptApart) {
  const Folder folder;
  History history = History::open(folder.file());
  for (int second = 0; second < 2400; ++second) {
    const std::int64_t time = kNewYear + second * kSecond;
    history.append("shed", told_at(time).whole());
    history.append("boat", told_at(time + kDay, 255).whole());
  }
  history.flush();
  const HistoryReader reader{folder.file()};
  EXPECT_EQ(reader.packs(), (std::vector<std::string>{"boat", "shed"}));
  EXPECT_EQ(read_all(reader, "shed").size(), 2400U);
  const auto boat = reader.newest("boat");
  ASSERT_TRUE(boat.has_value());
  EXPECT_TRUE(test::equal(boat->sample, told_at(kNewYear + kDay + 2399 * kSecond, 255).whole()));
  EXPECT_FALSE(reader.newest("barn").has_value());
  EXPECT_TRUE(read_all(reader, "barn").empty());
}

TEST(History, MoreReadingsThanABlockHoldsMakeMoreBlocks) {
  const Folder folder;
  History history = History::open(folder.file());
  for (int i = 0; i < 18'000; ++i) {  // ten a second for half an hour
    history.append("shed", told_at(kNewYear + i * 100).whole());
  }
  history.close();
  EXPECT_EQ(read_all(HistoryReader{folder.file()}).size(), 18'000U);
}

TEST(History, RefusesTimesOfAClockThatWasNeverSet) {
  const Folder folder;
  History history = History::open(folder.file());
  EXPECT_EQ(history.append("shed", told_at(kTimeMin_ms - 1).whole()), Stored::refused);
  EXPECT_EQ(history.append("shed", told_at(kTimeMin_ms).whole()), Stored::stored);
  EXPECT_EQ(history.append("shed", told_at(kTimeEnd_ms - 1).whole()), Stored::stored);
  EXPECT_EQ(history.append("shed", told_at(kTimeEnd_ms).whole()), Stored::refused);
  EXPECT_EQ(history.append("", told_at(kNewYear).whole()), Stored::refused);
  EXPECT_EQ(history.health().samples_refused, 3U);
}

TEST(History, APastOfItsOwnIsFilledInBesideTheLiveReadings) {
  const Folder folder;
  History history = History::open(folder.file());
  Backfill past = history.backfill("shed");
  const std::int64_t live = kNewYear + 10 * kDay;
  std::int64_t at = kNewYear;
  for (int second = 0; second < 4000; ++second) {
    history.append("shed", told_at(live + second * kSecond).whole());
    for (int i = 0; i < 5; ++i, at += kSecond) past.add(told_at(at).whole());
  }
  EXPECT_EQ(past.finish(), Stored::stored);
  EXPECT_EQ(past.added(), 20'000U);
  history.flush();
  const HistoryReader reader{folder.file()};
  expect_told(read_all(reader, "shed", 0, live), kNewYear, at);
  expect_told(read_all(reader, "shed", live), live, live + 4000 * kSecond);

  Backfill again = history.backfill("shed");
  for (std::int64_t time = live; time < live + 4000 * kSecond; time += kSecond) {
    again.add(told_at(time).whole());
  }
  again.finish();
  EXPECT_EQ(again.added(), 0U);
  EXPECT_EQ(again.known_before(), 4000U);
}

// Only what is summed up already goes, 48 hours of it at a time; its roll-ups stay.
TEST(History, KeepsReadingsForTheYearsAskedForAndRollUpsForEver) {
  const Folder folder;
  History history = History::open(folder.file(), {.keep_years = 2});
  for (int day = 0; day < 5; ++day) {
    for (int minute = 0; minute < 1440; ++minute) {
      history.append("shed", told_at(kNewYear + day * kDay + minute * kMinute).whole());
    }
  }
  history.flush();
  const HistoryReader reader{folder.file()};
  constexpr std::int64_t kTwoYears = 2 * 365 * kDay;
  history.retain(kNewYear + kTwoYears);
  EXPECT_EQ(read_all(reader).size(), 5U * 1440);  // nothing is older
  history.retain(kNewYear + kTwoYears + kDay);
  EXPECT_EQ(read_all(reader).size(), 4U * 1440);
  history.retain(kNewYear + kTwoYears + 4 * kDay);
  EXPECT_EQ(read_all(reader).size(), 2U * 1440);  // 48 hours and no more
  history.retain(kNewYear + kTwoYears + 100 * kDay);
  history.retain(kNewYear + kTwoYears + 100 * kDay);
  const std::size_t rest = read_all(reader).size();  // the last six hours are not summed up yet
  EXPECT_GT(rest, 0U);
  EXPECT_LE(rest, 720U);
  const std::vector<Series> soc{*parse_series("soc")};
  const Chart chart = reader.query("shed", soc, kNewYear, kNewYear + 5 * kDay);
  EXPECT_EQ(chart.time_ms.size(), 1440U);  // every five minutes
  EXPECT_EQ(reader.span("shed")->first_ms, kNewYear);
  const Chart hour = reader.query("shed", soc, kNewYear, kNewYear + kHour);
  EXPECT_EQ(hour.time_ms.size(), 12U);
}

}  // namespace
}  // namespace cellwarden::history
