// SPDX-License-Identifier: Apache-2.0
// A full disk, a read-only one, damaged blocks and files, clocks that jump, two writers: said,
// counted, and monitoring goes on (PLUS-3).
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>

#include "cellwarden/words/problem.hpp"
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

// While it lives, no file of this process grows beyond a size: the disk is full.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit now{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &now);
  }
  ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &before_); }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
};

bool says(const Health& health, const std::string& words) {
  return health.sentence.find(words) != std::string::npos;
}

void damage(const std::string& file, const std::string& column, const std::string& where) {
  Database database{file, Access::write};
  ASSERT_TRUE(database.execute(("UPDATE block SET " + column + "=substr(" + column +
                                ",1,20)||x'00'||substr(" + column + ",22) WHERE " + where)
                                   .c_str()));
}

TEST(Faults, OnAFullDiskReadingsAndEventsWaitAndAreWrittenLater) {
  const Folder folder;
  History history = History::open(folder.file());
  append_span(history, kNewYear, kNewYear + kMinute);
  history.flush();
  {
    const FullDisk full{10'000};
    append_span(history, kNewYear + kMinute, kNewYear + 5 * kMinute);
    EXPECT_EQ(history.add_event("shed", test::event_at(kNewYear)), Stored::waiting);
    EXPECT_EQ(history.append("shed", told_at(kNewYear + 5 * kMinute).whole()), Stored::waiting);
    EXPECT_FALSE(history.flush());
    const Health health = history.health();
    EXPECT_FALSE(health.writing);
    EXPECT_GT(health.write_failures, 0U);
    EXPECT_EQ(health.events_waiting, 1U);
    EXPECT_EQ(health.samples_lost, 0U);
    EXPECT_TRUE(says(health, "cannot be written")) << health.sentence;
    EXPECT_EQ(read_all(HistoryReader{folder.file()}).size(), 60U);  // reading goes on
  }
  append_span(history, kNewYear + 5 * kMinute + kSecond, kNewYear + 6 * kMinute);
  EXPECT_TRUE(history.flush());
  EXPECT_TRUE(history.health().writing);
  EXPECT_EQ(history.health().events_waiting, 0U);
  const HistoryReader reader{folder.file()};
  EXPECT_EQ(read_all(reader).size(), 360U);
  EXPECT_EQ(reader.events({}).size(), 1U);
}

// Ten minutes of readings and 1,000 events wait; the oldest beyond that are lost, and counted.
TEST(Faults, OnADiskThatStaysFullMemoryStaysBounded) {
  const Folder folder;
  History history = History::open(folder.file());
  append_span(history, kNewYear, kNewYear + kMinute);
  history.flush();
  {
    const FullDisk full{10'000};
    append_span(history, kNewYear + kMinute, kNewYear + kHour);
    for (int i = 0; i < 1003; ++i) history.add_event("shed", test::event_at(kNewYear + i));
  }
  EXPECT_TRUE(history.flush());
  const Health health = history.health();
  EXPECT_EQ(health.events_lost, 3U);
  const std::size_t kept = read_all(HistoryReader{folder.file()}).size();
  EXPECT_EQ(kept + health.samples_lost, 3600U);
  EXPECT_GE(kept, 60U + 590);
  EXPECT_LE(kept, 60U + 620);
  EXPECT_EQ(HistoryReader{folder.file()}.events({.limit = 5000}).size(), 1000U);
}

TEST(Faults, OnADiskThatCannotBeWrittenItOpensAndSaysSo) {
  History history = History::open("/proc/history.db");  // nobody can make a file there
  EXPECT_FALSE(history.health().writing);
  EXPECT_TRUE(says(history.health(), "cannot be written"));
  append_span(history, kNewYear, kNewYear + kMinute);
  EXPECT_EQ(history.add_event("shed", test::event_at(kNewYear)), Stored::waiting);
  EXPECT_FALSE(history.flush());
  EXPECT_TRUE(read_all(HistoryReader{history.path()}).empty());
}

TEST(Faults, ADamagedBlockIsLeftOutCountedAndSaid) {
  const Folder folder;
  {
    History history = History::open(folder.file());
    append_span(history, kNewYear, kNewYear + 2 * kHour);
  }
  damage(folder.file(), "data", "id=2");
  const HistoryReader reader{folder.file()};
  EXPECT_EQ(read_all(reader).size(), 7200U - 1800);
  EXPECT_EQ(reader.health().bad_blocks, 1U);
  EXPECT_TRUE(says(reader.health(), "damaged"));
  const std::vector<Series> soc{*parse_series("soc")};
  const Chart chart = reader.query("shed", soc, kNewYear, kNewYear + 2 * kHour);
  EXPECT_EQ(chart.bad_blocks, 1U);
  EXPECT_GE(std::ranges::count_if(chart.lines[0].mean, [](double v) { return std::isnan(v); }), 1);
  // And its roll-up is made of the rest.
  History history = History::open(folder.file());
  append_span(history, kNewYear + 2 * kHour, kNewYear + 7 * kHour);
  EXPECT_EQ(history.health().bad_blocks, 1U);
  EXPECT_TRUE(says(history.health(), "damaged"));
  EXPECT_EQ(history.health().write_failures, 0U);
}

TEST(Faults, WithItsCellsDamagedABlockStillTellsThePack) {
  const Folder folder;
  {
    History history = History::open(folder.file());
    append_span(history, kNewYear, kNewYear + kHour);
  }
  damage(folder.file(), "voltages", "id=1");
  const HistoryReader reader{folder.file()};
  const auto all = read_all(reader);
  ASSERT_EQ(all.size(), 3600U);
  EXPECT_EQ(all[100].sample.soc_mpercent, told_at(all[100].sample.time_ms).sample.soc_mpercent);
  EXPECT_EQ(all[100].cells[1].decicelsius, told_at(all[100].sample.time_ms).cells[1].decicelsius);
  EXPECT_FALSE(all[100].cells[1].mv.has_value());
  EXPECT_TRUE(all[2000].cells[1].mv.has_value());
  EXPECT_EQ(reader.health().bad_blocks, 1U);
}

TEST(Faults, ADamagedFileIsMovedAsideAndANewOneBegun) {
  const Folder folder;
  std::ofstream{folder.file()} << std::string(10'000, 'x');
  const HistoryReader reader{folder.file()};
  EXPECT_TRUE(reader.packs().empty());
  EXPECT_NE(reader.health().sentence, "");
  History history = History::open(folder.file());
  EXPECT_EQ(history.health().files_moved_aside, 1U);
  EXPECT_TRUE(says(history.health(), "history.db.damaged-1")) << history.health().sentence;
  EXPECT_EQ(std::filesystem::file_size(folder.file() + ".damaged-1"), 10'000U);
  append_span(history, kNewYear, kNewYear + kMinute);
  EXPECT_TRUE(history.flush());
  EXPECT_TRUE(history.health().writing);
  EXPECT_EQ(read_all(reader).size(), 60U);
}

TEST(Faults, AFileThatIsDamagedWhileItIsWrittenIsMovedAsideToo) {
  const Folder folder;
  {
    History history = History::open(folder.file());
    append_span(history, kNewYear, kNewYear + kHour);
  }
  History history = History::open(folder.file());
  {
    std::fstream file{folder.file(), std::ios::in | std::ios::out | std::ios::binary};
    file << std::string(std::filesystem::file_size(folder.file()), 'x');
  }
  append_span(history, kNewYear + kHour, kNewYear + kHour + kMinute);
  EXPECT_EQ(history.add_event("shed", test::event_at(kNewYear)), Stored::stored);
  EXPECT_TRUE(history.flush());
  EXPECT_EQ(history.health().files_moved_aside, 1U);
  EXPECT_TRUE(history.health().writing);
  EXPECT_EQ(read_all(HistoryReader{folder.file()}).size(), 60U);
}

// Back by an hour and on from there: everything is kept under its own time, and comes out in order.
TEST(Faults, AClockThatJumpsBackLosesNothing) {
  const Folder folder;
  History history = History::open(folder.file());
  append_span(history, kNewYear, kNewYear + 100 * kMinute);
  for (int second = 0; second < 3600; ++second) {
    history.append("shed", told_at(kNewYear + 40 * kMinute + second * kSecond + 500).whole());
  }
  EXPECT_EQ(history.health().clock_jumps_back, 1U);
  EXPECT_TRUE(says(history.health(), "went back"));
  history.flush();
  const auto all = read_all(HistoryReader{folder.file()});
  ASSERT_EQ(all.size(), 6000U + 3600);
  for (std::size_t i = 1; i < all.size(); ++i) {
    ASSERT_LT(all[i - 1].sample.time_ms, all[i].sample.time_ms);
  }
  EXPECT_EQ(all[2401].sample.time_ms, kNewYear + 40 * kMinute + 500);
}

TEST(Faults, AClockThatWasInTheFutureForAMomentDoesNoHarm) {
  const Folder folder;
  History history = History::open(folder.file(), {.keep_years = 1});
  append_span(history, kNewYear, kNewYear + kHour);
  append_span(history, kNewYear + 4000 * kDay, kNewYear + 4000 * kDay + kMinute);
  history.retain(kNewYear + 4000 * kDay);
  append_span(history, kNewYear + kHour, kNewYear + 2 * kHour);
  history.flush();
  EXPECT_EQ(history.health().clock_jumps_forward, 1U);
  EXPECT_EQ(history.health().clock_jumps_back, 1U);
  const HistoryReader reader{folder.file()};
  const std::vector<Series> soc{*parse_series("soc")};
  const Chart chart = reader.query("shed", soc, kNewYear, kNewYear + 2 * kHour);
  EXPECT_EQ(chart.time_ms.size(), 1800U);
}

TEST(Faults, TwoWritersOfOneFileAreRefusedWithASentence) {
  const Folder folder;
  const History history = History::open(folder.file());
  try {
    const History second = History::open(folder.file());
    FAIL() << "it was opened";
  } catch (const words::Problem& problem) {
    EXPECT_NE(std::string{problem.what()}.find("in use by another cellwarden"), std::string::npos);
  }
}

}  // namespace
}  // namespace cellwarden::history
