// SPDX-License-Identifier: Apache-2.0
// Files of every version that was released can be read and written by this one; of newer ones a
// sentence is said (PLUS-3).
#include "schema.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "cellwarden/history/backup.hpp"
#include "cellwarden/words/problem.hpp"
#include "story.hpp"
#include "version_1.hpp"

namespace cellwarden::history {
namespace {

using test::Folder;
using test::kNewYear;
using test::kSecond;

std::string tables_of(const std::string& file) {
  Database database{file, Access::read};
  std::string all;
  Statement rows = database.prepare(
      "SELECT coalesce(sql, name) FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name");
  while (rows.next()) all += rows.text(0) + "\n";
  return all;
}

TEST(Schema, AFileOfVersion1IsBroughtToThisVersion) {
  const Folder folder;
  { ASSERT_TRUE((Database{folder.file(), Access::write}.execute(test::kVersion1))); }
  History history = History::open(folder.file());
  test::append_span(history, kNewYear + 3 * kSecond, kNewYear + 60 * kSecond, "shed", 2);
  history.close();
  const auto all = test::read_all(HistoryReader{folder.file()});
  ASSERT_EQ(all.size(), 60U);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto time = kNewYear + static_cast<std::int64_t>(i) * kSecond;
    EXPECT_TRUE(test::equal(all[i].whole(), test::told_at(time, 2).whole())) << i;
  }
  const auto events = HistoryReader{folder.file()}.events({});
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].event.text, "Frozen.");

  { const History fresh = History::open(folder.file("fresh.db")); }
  EXPECT_EQ(tables_of(folder.file()), tables_of(folder.file("fresh.db")));
  Database database{folder.file("fresh.db"), Access::read};
  EXPECT_EQ(database.number("PRAGMA user_version"), kSchemaVersion);
}

TEST(Schema, ARollUpOfVersion1CanBeRead) {
  const Folder folder;
  { ASSERT_TRUE((Database{folder.file(), Access::write}.execute(test::kVersion1))); }
  const std::vector<Series> wanted{*parse_series("soc"), *parse_series("cell_v/2")};
  const HistoryReader reader{folder.file()};
  const Chart chart = reader.query("shed", wanted, kNewYear, kNewYear + 5 * test::kDay);
  ASSERT_EQ(chart.time_ms, std::vector{kNewYear});
  for (const int line : {0, 1}) {
    double lowest = 1e9;
    double highest = 0;
    for (int i = 0; i < 3; ++i) {
      const test::Told told = test::told_at(kNewYear + i * kSecond, 2);
      const auto value = line == 0 ? told.sample.soc_mpercent : told.cells[1].mv;
      lowest = std::min(lowest, value.value_or(1'000'000) / 1000.0);
      highest = std::max(highest, value.value_or(0) / 1000.0);
    }
    EXPECT_DOUBLE_EQ(chart.lines[static_cast<std::size_t>(line)].min[0], lowest);
    EXPECT_DOUBLE_EQ(chart.lines[static_cast<std::size_t>(line)].max[0], highest);
  }
  EXPECT_EQ(chart.bad_blocks, 0U);
}

TEST(Schema, ANewerFileIsRefusedWithASentenceAndNotTouched) {
  const Folder folder;
  { const History history = History::open(folder.file()); }
  {
    Database database{folder.file(), Access::write};
    ASSERT_TRUE(database.execute("PRAGMA user_version=2"));
  }
  try {
    const History history = History::open(folder.file());
    FAIL() << "it was opened";
  } catch (const words::Problem& problem) {
    EXPECT_NE(std::string{problem.what()}.find("newer cellwarden"), std::string::npos);
  }
  EXPECT_TRUE(HistoryReader{folder.file()}.packs().empty());
  EXPECT_THROW(restore(folder.file(), folder.file("other")), words::Problem);
  EXPECT_FALSE(std::filesystem::exists(folder.file() + ".damaged-1"));
}

TEST(Schema, AnotherProgramsDatabaseIsNotTouched) {
  const Folder folder;
  { ASSERT_TRUE((Database{folder.file(), Access::write}.execute("CREATE TABLE songs(a)"))); }
  EXPECT_THROW(History::open(folder.file()), words::Problem);
  EXPECT_EQ(tables_of(folder.file()), "CREATE TABLE songs(a)\n");
}

TEST(Schema, TheFolderMustBeThere) {
  const Folder folder;
  EXPECT_THROW(History::open(folder.file("nowhere/history.db")), words::Problem);
  EXPECT_THROW(History::open(folder.file("")), words::Problem);
}

}  // namespace
}  // namespace cellwarden::history
