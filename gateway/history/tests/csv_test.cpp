// SPDX-License-Identifier: Apache-2.0
// CSV out, and the same back in (PLUS-3).
#include <gtest/gtest.h>

#include "cellwarden/history/csv_import.hpp"
#include "story.hpp"

namespace cellwarden::history {
namespace {

using test::append_span;
using test::Folder;
using test::kHour;
using test::kMinute;
using test::kNewYear;
using test::kSecond;

std::string exported(const HistoryReader& reader, std::span<const Series> series = {},
                     std::int64_t from_ms = kTimeMin_ms, std::int64_t to_ms = kTimeEnd_ms) {
  std::string text;
  reader.export_csv("shed", series, from_ms, to_ms, [&](std::string_view piece) {
    text += piece;
    return true;
  });
  return text;
}

CsvCounts imported(History& history, const std::string& text, std::size_t piece = 1000) {
  CsvImport import{history, "shed"};
  for (std::size_t at = 0; at < text.size(); at += piece) {
    if (!import.feed(std::string_view{text}.substr(at, piece))) break;
  }
  import.finish();
  return import.counts();
}

TEST(Csv, HasALineOfNamesThenALineASample) {
  const Folder folder;
  History history = History::open(folder.file());
  Sample sample;
  sample.time_ms = kNewYear + 1234;
  sample.battery_ma = -50;
  const std::vector<CellSample> cells{{.mv = 3301, .decicelsius = -5, .bypass = true}, {}};
  sample.cells = cells;
  sample.warnings = 1;
  history.append("shed", sample);
  history.flush();
  const HistoryReader reader{folder.file()};
  const std::vector<Series> chosen{*parse_series("battery_a"), *parse_series("soc"),
                                   *parse_series("cell_v/1"),  *parse_series("cell_c/1"),
                                   *parse_series("bypass/1"),  *parse_series("cell_v/2"),
                                   *parse_series("warning_e")};
  EXPECT_EQ(exported(reader, chosen),
            "time,battery_a,soc,cell_v/1,cell_c/1,bypass/1,cell_v/2,warning_e\n"
            "2026-01-01T00:00:01.234Z,-0.050,,3.301,-0.5,1,,1\n");
  EXPECT_EQ(exported(reader, chosen, kNewYear + 1235),
            "time,battery_a,soc,cell_v/1,cell_c/1,bypass/1,cell_v/2,warning_e\n");
}

TEST(Csv, WhatCameOutGoesInAgainAndTwiceChangesNothing) {
  const Folder folder;
  History first = History::open(folder.file("one.db"));
  append_span(first, kNewYear, kNewYear + 80 * kMinute);
  first.flush();
  const std::string text = exported(HistoryReader{folder.file("one.db")});

  History second = History::open(folder.file("two.db"));
  const CsvCounts counts = imported(second, text);
  EXPECT_EQ(counts.rows, 4800U);
  EXPECT_EQ(counts.added, 4800U);
  EXPECT_EQ(counts.first_problem, "");
  const HistoryReader reader{folder.file("two.db")};
  EXPECT_EQ(exported(reader), text);
  std::int64_t time = kNewYear;
  for (const test::Told& one : test::read_all(reader)) {
    ASSERT_TRUE(test::equal(one.whole(), test::told_at(time).whole()));
    time += kSecond;
  }

  const CsvCounts again = imported(second, text, 7);
  EXPECT_EQ(again.added, 0U);
  EXPECT_EQ(again.known_before, 4800U);
  EXPECT_EQ(exported(reader), text);
}

TEST(Csv, RowsThatWaitInMemoryOrInTheJournalAreKnownToo) {
  const Folder folder;
  History history = History::open(folder.file());
  append_span(history, kNewYear, kNewYear + 35 * kSecond);
  const std::string text = exported(HistoryReader{folder.file()});  // the first thirty
  EXPECT_EQ(imported(history, text).known_before, 30U);
  const CsvCounts counts = imported(history,
                                    "time,soc\n2026-01-01T00:00:34.000Z,50\n"
                                    "2026-01-01T00:00:35.000Z,50\n");
  EXPECT_EQ(counts.known_before, 1U);
  EXPECT_EQ(counts.added, 1U);
}

TEST(Csv, SaysWhichLineCannotBeReadAndTakesTheRest) {
  const Folder folder;
  History history = History::open(folder.file());
  const CsvCounts counts = imported(history,
                                    "time,soc,power_w,cell_v/2\r\n"
                                    "2026-01-01T00:00:00.000Z,50,7,3.3\r\n"
                                    "yesterday,50,7,3.3\r\n"
                                    "2026-01-01T00:00:01Z,fifty,7,3.3\r\n"
                                    "2026-01-01T00:00:02.5Z,,,\r\n"
                                    "2026-01-01T00:00:03Z,50,7\r\n"
                                    "1999-01-01T00:00:03Z,50,7,3.3\r\n"
                                    "\r\n"
                                    "2026-01-01T00:00:04Z,50,7,99999999");
  EXPECT_EQ(counts.rows, 7U);
  EXPECT_EQ(counts.added, 2U);
  EXPECT_EQ(counts.unreadable, 5U);
  EXPECT_EQ(counts.first_problem, "line 3: 'yesterday' is no time");
  const auto all = test::read_all(HistoryReader{folder.file()});
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].sample.soc_mpercent, 50'000);
  EXPECT_EQ(all[0].cells.at(1).mv, 3300);
  EXPECT_EQ(all[1].sample.time_ms, kNewYear + 2500);
  EXPECT_FALSE(all[1].sample.soc_mpercent.has_value());
}

TEST(Csv, RefusesAFileThatIsNoneOfOurs) {
  const Folder folder;
  History history = History::open(folder.file());
  for (const char* const text : {"", "date,soc\n", "time,volts\n", "time\n", "\n\n"}) {
    CsvImport import{history, "shed"};
    const bool fed = import.feed(text);
    EXPECT_FALSE(fed && import.finish()) << text;
    EXPECT_NE(import.counts().first_problem, "") << text;
  }
  CsvImport endless{history, "shed"};
  EXPECT_FALSE(endless.feed(std::string(70'000, 'x')));
}

TEST(Csv, StopsWhenTheListenerWantsNoMore) {
  const Folder folder;
  History history = History::open(folder.file());
  append_span(history, kNewYear, kNewYear + kHour);
  history.flush();
  int pieces = 0;
  HistoryReader{folder.file()}.export_csv("shed", {}, kTimeMin_ms, kTimeEnd_ms,
                                          [&](std::string_view) { return ++pieces < 2; });
  EXPECT_EQ(pieces, 2);
}

}  // namespace
}  // namespace cellwarden::history
