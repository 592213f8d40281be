// SPDX-License-Identifier: Apache-2.0
// Energy per day, month, year from the total counters, which may start again (EN-3, PLUS-3).
#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

#include "story.hpp"

namespace cellwarden::history {
namespace {

using test::Folder;
using test::kDay;
using test::kHour;
using test::kMinute;
using test::kNewYear;

void append(History& history, std::int64_t time_ms, std::int64_t in_wh,
            std::optional<std::int64_t> out_wh) {
  Sample sample;
  sample.time_ms = time_ms;
  sample.energy_in_wh_total = in_wh;
  sample.energy_out_wh_total = out_wh;
  history.append("shed", sample);
}

std::vector<std::optional<std::int64_t>> in_of(const std::vector<EnergyBar>& bars) {
  std::vector<std::optional<std::int64_t>> in;
  in.reserve(bars.size());
  for (const EnergyBar& bar : bars) in.push_back(bar.in_wh);
  return in;
}

using Bars = std::vector<std::optional<std::int64_t>>;

TEST(Energy, IsTheDifferenceOfTheCountersBetweenBorders) {
  const Folder folder;
  History history = History::open(folder.file());
  for (int minute = 0; minute < 3 * 1440; ++minute) {  // 1 Wh a minute in, 1 Wh in two out
    append(history, kNewYear + minute * kMinute, 5000 + minute, minute / 2);
  }
  history.flush();
  const HistoryReader reader{folder.file()};
  const std::vector<std::int64_t> days{kNewYear - kDay,     kNewYear,
                                       kNewYear + kDay,     kNewYear + 2 * kDay,
                                       kNewYear + 3 * kDay, kNewYear + 4 * kDay};
  const auto bars = reader.energy("shed", days);
  ASSERT_EQ(bars.size(), 5U);
  EXPECT_EQ(in_of(bars), (Bars{std::nullopt, 1439, 1440, 1440, std::nullopt}));
  EXPECT_EQ(bars[2].out_wh, 720);
  EXPECT_EQ(bars[1].from_ms, kNewYear);
  // The count before the first border is looked for.
  const std::vector<std::int64_t> second{kNewYear + kDay, kNewYear + 2 * kDay};
  EXPECT_EQ(in_of(reader.energy("shed", second)), (Bars{1440}));
}

TEST(Energy, AResetIsNotCountedBackwards) {
  const Folder folder;
  History history = History::open(folder.file());
  for (int minute = 0; minute < 1440; ++minute) {
    append(history, kNewYear + minute * kMinute, minute < 722 ? 5000 + minute : minute - 722,
           std::nullopt);
  }
  history.flush();
  const HistoryReader reader{folder.file()};
  const std::vector<std::int64_t> day{kNewYear, kNewYear + kDay};
  // 721 Wh until the reset and 717 behind it; the minute in which it happened is not known.
  EXPECT_EQ(in_of(reader.energy("shed", day)), (Bars{721 + 717}));
  EXPECT_FALSE(reader.energy("shed", day)[0].out_wh.has_value());
}

TEST(Energy, ABoardThatTookUpAnOlderCountAddsNothing) {
  const Folder folder;
  History history = History::open(folder.file());
  for (int minute = 0; minute < 600; ++minute) {
    append(history, kNewYear + minute * kMinute, minute < 300 ? 5000 + minute : 4700 + minute,
           std::nullopt);
  }
  history.flush();
  const std::vector<std::int64_t> day{kNewYear, kNewYear + kDay};
  EXPECT_EQ(in_of(HistoryReader{folder.file()}.energy("shed", day)), (Bars{299 + 299}));
}

TEST(Energy, OfAYearComesFromTheHours) {
  const Folder folder;
  History history = History::open(folder.file());
  for (int hour = 0; hour < 24 * 365; ++hour) {
    append(history, kNewYear + hour * kHour, 100 * hour, std::nullopt);
  }
  history.flush();
  const std::vector<std::int64_t> year{kNewYear, kNewYear + 365 * kDay};
  EXPECT_EQ(in_of(HistoryReader{folder.file()}.energy("shed", year)), (Bars{100 * (24 * 365 - 1)}));
}

class Calendars : public testing::Test {
 protected:
  void SetUp() override {
    ::setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    ::tzset();
  }
  void TearDown() override {
    ::unsetenv("TZ");
    ::tzset();
  }
};

// 2026-03-29 has 23 hours in Berlin, 2026-10-25 has 25.
TEST_F(Calendars, DaysOfSummerTimeAreShorterAndLonger) {
  const std::int64_t spring = kNewYear + 87 * kDay;  // 2026-03-29T00:00Z is 01:00 there
  const auto days = calendar_borders(Calendar::day, spring, spring + kHour);
  EXPECT_EQ(days, (std::vector{spring - kHour, spring + 22 * kHour}));
  const std::int64_t autumn = kNewYear + 297 * kDay;
  const auto longer = calendar_borders(Calendar::day, autumn, autumn + kHour);
  EXPECT_EQ(longer, (std::vector{autumn - 2 * kHour, autumn + 23 * kHour}));
}

TEST_F(Calendars, WeeksBeginOnMondayMonthsOnTheFirst) {
  const std::int64_t thursday = kNewYear + kHour;  // 2026-01-01
  EXPECT_EQ(calendar_borders(Calendar::week, thursday, thursday + 1),
            (std::vector{kNewYear - 3 * kDay - kHour, kNewYear + 4 * kDay - kHour}));
  EXPECT_EQ(
      calendar_borders(Calendar::month, thursday, kNewYear + 40 * kDay),
      (std::vector{kNewYear - kHour, kNewYear + 31 * kDay - kHour, kNewYear + 59 * kDay - kHour}));
  EXPECT_EQ(calendar_borders(Calendar::year, thursday, thursday + 1),
            (std::vector{kNewYear - kHour, kNewYear + 365 * kDay - kHour}));
  EXPECT_EQ(calendar_borders(Calendar::hour, kNewYear + 61'001, kNewYear + 2 * kHour),
            (std::vector{kNewYear, kNewYear + kHour, kNewYear + 2 * kHour}));
}

TEST_F(Calendars, AreBounded) {
  EXPECT_EQ(calendar_borders(Calendar::hour, kTimeMin_ms, kTimeEnd_ms).size(), 2001U);
  EXPECT_EQ(calendar_borders(Calendar::day, kNewYear, kNewYear).size(), 2U);
}

}  // namespace
}  // namespace cellwarden::history
