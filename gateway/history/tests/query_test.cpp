// SPDX-License-Identifier: Apache-2.0
// Charts from seconds to years: whatever level answers, the points are those of the readings
// themselves (PLUS-3).
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "database.hpp"
#include "story.hpp"

namespace cellwarden::history {
namespace {

using test::Folder;
using test::kDay;
using test::kHour;
using test::kMinute;
using test::kNewYear;
using test::kSecond;
using test::told_at;

std::vector<Series> series_of(std::initializer_list<const char*> names) {
  std::vector<Series> all;
  for (const char* const name : names) all.push_back(parse_series(name).value());
  return all;
}

// One of each kind, worked out by hand from a sample.
struct ByHand {
  const char* name;
  std::optional<double> (*value)(const test::Told& told);
};

std::optional<double> volts(std::optional<std::int32_t> mv) {
  if (!mv) return std::nullopt;
  return *mv / 1000.0;
}

const std::vector<ByHand>& by_hand() {
  static const std::vector<ByHand> rows{
      {"soc", [](const test::Told& t) { return volts(t.sample.soc_mpercent); }},
      {"current_in_a", [](const test::Told& t) { return volts(t.sample.current_in_ma); }},
      {"load_closed",
       [](const test::Told& t) { return std::optional<double>{t.sample.load_closed ? 1 : 0}; }},
      {"warning_vl",
       [](const test::Told& t) { return std::optional<double>{(t.sample.warnings >> 2U) & 1U}; }},
      {"cell_v/3", [](const test::Told& t) { return volts(t.cells[2].mv); }},
      {"bypass/2",
       [](const test::Told& t) { return std::optional<double>{t.cells[1].bypass ? 1 : 0}; }},
      {"cell_c/4",
       [](const test::Told& t) {
         const auto c = t.cells[3].decicelsius;
         return c ? std::optional<double>{*c / 10.0} : std::nullopt;
       }},
      {"power_w",
       [](const test::Told& t) {
         if (!t.sample.battery_ma) return std::optional<double>{};
         return std::optional<double>{
             std::trunc(*t.sample.pack_mv * 1.0 * *t.sample.battery_ma / 100'000) / 10};
       }},
      {"cell_v_max",
       [](const test::Told& t) {
         std::optional<double> highest;
         for (const CellSample& cell : t.cells) {
           if (cell.mv) highest = std::max(highest.value_or(0), *cell.mv / 1000.0);
         }
         return highest;
       }},
  };
  return rows;
}

std::vector<Series> all_by_hand() {
  std::vector<Series> all;
  for (const ByHand& row : by_hand()) all.push_back(parse_series(row.name).value());
  return all;
}

struct Sum {
  double min{1e9};
  double max{-1e9};
  double sum{0};
  int count{0};
};

// Every point of the chart against the readings `every_ms` apart.
void expect_as_by_hand(const Chart& chart, std::int64_t from_ms, std::int64_t to_ms,
                       std::int64_t every_ms) {
  for (std::size_t s = 0; s < by_hand().size(); ++s) {
    std::map<std::int64_t, Sum> sums;
    for (std::int64_t time = from_ms; time < to_ms; time += every_ms) {
      const auto value = by_hand()[s].value(told_at(time));
      if (!value) continue;
      Sum& sum = sums[time / chart.step_ms * chart.step_ms];
      sum = {std::min(sum.min, *value), std::max(sum.max, *value), sum.sum + *value, sum.count + 1};
    }
    for (std::size_t i = 0; i < chart.time_ms.size(); ++i) {
      const auto place = sums.find(chart.time_ms[i]);
      if (place == sums.end()) {
        EXPECT_TRUE(std::isnan(chart.lines[s].mean[i])) << by_hand()[s].name << " point " << i;
        continue;
      }
      EXPECT_NEAR(chart.lines[s].min[i], place->second.min, 1e-9) << by_hand()[s].name;
      EXPECT_NEAR(chart.lines[s].max[i], place->second.max, 1e-9) << by_hand()[s].name;
      // Means are stored in whole mV, 0.1 °C, 0.01 % of the time.
      EXPECT_NEAR(chart.lines[s].mean[i], place->second.sum / place->second.count, 0.1)
          << by_hand()[s].name;
    }
    EXPECT_GE(chart.time_ms.size(), sums.size());
    EXPECT_LE(chart.time_ms.size(), sums.size() * 11 / 10);
  }
}

void fill(History& history, std::int64_t from_ms, std::int64_t to_ms, std::int64_t every_ms) {
  Backfill past = history.backfill("shed");
  for (std::int64_t time = from_ms; time < to_ms; time += every_ms) {
    past.add(told_at(time).whole());
  }
  past.finish();
}

TEST(Query, AFewMinutesAreSingleReadings) {
  const Folder folder;
  History history = History::open(folder.file());
  fill(history, kNewYear, kNewYear + kHour, kSecond);
  const HistoryReader reader{folder.file()};
  const Chart chart = reader.query("shed", series_of({"pack_v", "cell_v/1"}),
                                   kNewYear + 5 * kMinute, kNewYear + 10 * kMinute);
  EXPECT_EQ(chart.step_ms, 0);
  ASSERT_EQ(chart.time_ms.size(), 300U);
  for (std::size_t i = 0; i < 300; ++i) {
    const std::int64_t time = kNewYear + 5 * kMinute + static_cast<std::int64_t>(i) * kSecond;
    EXPECT_EQ(chart.time_ms[i], time);
    EXPECT_DOUBLE_EQ(chart.lines[0].mean[i], *told_at(time).sample.pack_mv / 1000.0);
    const auto mv = told_at(time).cells[0].mv;
    EXPECT_EQ(std::isnan(chart.lines[1].min[i]), !mv.has_value());
  }
}

TEST(Query, ADayIsMadeFromItsReadings) {
  const Folder folder;
  History history = History::open(folder.file());
  fill(history, kNewYear, kNewYear + kDay, 7 * kSecond);
  const HistoryReader reader{folder.file()};
  const Chart chart = reader.query("shed", all_by_hand(), kNewYear, kNewYear + kDay);
  EXPECT_GE(chart.time_ms.size(), 1900U);
  EXPECT_LE(chart.time_ms.size(), 2000U);
  expect_as_by_hand(chart, kNewYear, kNewYear + kDay, 7 * kSecond);
}

TEST(Query, AWeekIsMadeFromFiveMinutes) {
  const Folder folder;
  History history = History::open(folder.file());
  const std::int64_t end = kNewYear + 3 * kDay + 5 * kHour + 47 * kMinute;
  fill(history, kNewYear, end, 17 * kSecond);
  const HistoryReader reader{folder.file()};
  const Chart chart = reader.query("shed", all_by_hand(), kNewYear, end);
  EXPECT_EQ(chart.step_ms, 5 * kMinute);
  expect_as_by_hand(chart, kNewYear, end, 17 * kSecond);
}

TEST(Query, MonthsAreMadeFromHoursAndYearsFromDays) {
  const Folder folder;
  History history = History::open(folder.file());
  const std::int64_t end = kNewYear + 130 * kDay + 5 * kHour;
  fill(history, kNewYear, end, 241 * kSecond);
  const HistoryReader reader{folder.file()};
  const Chart hours = reader.query("shed", all_by_hand(), kNewYear, end, 1600);
  EXPECT_EQ(hours.step_ms, 2 * kHour);
  expect_as_by_hand(hours, kNewYear, end, 241 * kSecond);
  const Chart days = reader.query("shed", all_by_hand(), kNewYear, end, 131);
  EXPECT_EQ(days.step_ms, kDay);
  expect_as_by_hand(days, kNewYear, end, 241 * kSecond);
  // It was summed up, not read again from the beginning.
  Database database{folder.file(), Access::read};
  EXPECT_GE(database.number("SELECT count(*) FROM block WHERE level=1"), 520);
  EXPECT_GE(database.number("SELECT count(*) FROM block WHERE level=2"), 13);
  EXPECT_EQ(database.number("SELECT count(*) FROM block WHERE level=3"), 1);
}

// The clock went forward by a day and back again: the same five minutes are in a roll-up and in
// readings that are not summed up yet, and each reading counts once.
TEST(Query, EachReadingCountsOnceWhenTheClockWentForwardAndBack) {
  const Folder folder;
  History history = History::open(folder.file());
  const auto append = [&](std::int64_t time_ms, std::int32_t soc) {
    Sample sample;
    sample.time_ms = time_ms;
    sample.soc_mpercent = soc;
    history.append("shed", sample);
  };
  append(kNewYear, 10'000);
  append(kNewYear + kDay, 50'000);
  append(kNewYear + kMinute, 20'000);
  append(kNewYear + kHour, 60'000);  // so that the reading before it is in a block
  history.flush();
  const HistoryReader reader{folder.file()};
  const Chart chart = reader.query("shed", series_of({"soc"}), kNewYear, kNewYear + 3 * kDay);
  EXPECT_EQ(chart.step_ms, 5 * kMinute);
  ASSERT_FALSE(chart.time_ms.empty());
  EXPECT_EQ(chart.time_ms[0], kNewYear);
  EXPECT_DOUBLE_EQ(chart.lines[0].mean[0], 15);
  EXPECT_DOUBLE_EQ(chart.lines[0].min[0], 10);
  EXPECT_DOUBLE_EQ(chart.lines[0].max[0], 20);
}

TEST(Query, NeverGivesMorePointsThanAskedFor) {
  const Folder folder;
  History history = History::open(folder.file());
  fill(history, kNewYear, kNewYear + 4 * kHour, kSecond);
  const HistoryReader reader{folder.file()};
  const std::vector<Series> soc = series_of({"soc"});
  for (const std::size_t most : {1U, 2U, 7U, 299U, 300U, 301U, 2000U, 5000U}) {
    for (const std::int64_t span :
         {kMinute, 5 * kMinute, kHour, 4 * kHour, 9 * kDay, 4000 * kDay}) {
      const Chart chart = reader.query("shed", soc, kNewYear + 1, kNewYear + 1 + span, most);
      EXPECT_LE(chart.time_ms.size(), std::min(most, kMaxPoints)) << most << " of " << span;
      EXPECT_GE(chart.time_ms.size(), 1U);
      EXPECT_EQ(chart.lines[0].mean.size(), chart.time_ms.size());
    }
  }
}

TEST(Query, AGapStaysAGap) {
  const Folder folder;
  History history = History::open(folder.file());
  fill(history, kNewYear, kNewYear + kMinute, kSecond);
  fill(history, kNewYear + kMinute + 9 * kSecond, kNewYear + 2 * kMinute, kSecond);
  fill(history, kNewYear + 2 * kMinute + 10 * kSecond, kNewYear + 3 * kMinute, kSecond);
  const HistoryReader reader{folder.file()};
  const std::vector<Series> soc = series_of({"soc"});
  const auto gaps = [&](const Chart& chart) {
    std::vector<std::int64_t> found;
    for (std::size_t i = 0; i < chart.time_ms.size(); ++i) {
      if (std::isnan(chart.lines[0].mean[i])) found.push_back(chart.time_ms[i] - kNewYear);
    }
    return found;
  };
  // From 59 s to 69 s are 10 s: no gap yet. From 119 s to 130 s are 11 s.
  EXPECT_EQ(gaps(reader.query("shed", soc, kNewYear, kNewYear + kHour)),
            (std::vector<std::int64_t>{119'001}));
  fill(history, kNewYear + 3 * kDay, kNewYear + 3 * kDay + kMinute, kSecond);
  EXPECT_EQ(gaps(reader.query("shed", soc, kNewYear, kNewYear + 4 * kDay)),
            (std::vector<std::int64_t>{5 * kMinute}));
}

TEST(Query, NothingIsThereWithoutFilePackOrTime) {
  const Folder folder;
  const HistoryReader reader{folder.file()};
  const std::vector<Series> soc = series_of({"soc"});
  EXPECT_TRUE(reader.query("shed", soc, kNewYear, kNewYear + kHour).time_ms.empty());
  EXPECT_TRUE(reader.packs().empty());
  EXPECT_FALSE(reader.span("shed").has_value());
  History history = History::open(folder.file());  // the reader finds it from now on
  fill(history, kNewYear, kNewYear + kMinute, kSecond);
  EXPECT_EQ(reader.query("shed", soc, kNewYear, kNewYear + kHour).time_ms.size(), 60U);
  EXPECT_TRUE(reader.query("barn", soc, kNewYear, kNewYear + kHour).time_ms.empty());
  EXPECT_TRUE(reader.query("shed", soc, kNewYear, kNewYear).time_ms.empty());
  EXPECT_TRUE(reader.query("shed", soc, 0, kNewYear).time_ms.empty());
}

TEST(Series, NamesAreReadAndWritten) {
  for (const SeriesRow& row : series_rows()) {
    EXPECT_EQ(&row, &row_of(row.quantity));
    const std::string name = row.per_cell ? std::string{row.name} + "/7" : row.name;
    const auto series = parse_series(name);
    ASSERT_TRUE(series.has_value()) << name;
    EXPECT_EQ(series_name(*series), name);
  }
  EXPECT_EQ(parse_series("cell_v/255")->cell, 255);
  for (const char* const wrong : {"", "volts", "cell_v", "cell_v/", "cell_v/0", "cell_v/256",
                                  "cell_v/07", "cell_v/7/7", "soc/1", "cell_v/x"}) {
    EXPECT_FALSE(parse_series(wrong).has_value()) << wrong;
  }
}

}  // namespace
}  // namespace cellwarden::history
