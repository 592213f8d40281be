// SPDX-License-Identifier: Apache-2.0
// Files of every version that was released can be read and written by this one; of newer ones a
// sentence is said (PLUS-3).
#include "schema.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "cellwarden/history/backup.hpp"
#include "cellwarden/words/problem.hpp"
#include "story.hpp"

namespace cellwarden::history {
namespace {

using test::Folder;
using test::kNewYear;
using test::kSecond;

// The tables of version 1 as they were released: this text is never changed.
constexpr const char* kVersion1 =
    "CREATE TABLE pack(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);"
    "CREATE TABLE journal(id INTEGER PRIMARY KEY, pack INTEGER NOT NULL,"
    " first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL, rows INTEGER NOT NULL,"
    " data BLOB NOT NULL, temperatures BLOB NOT NULL, voltages BLOB NOT NULL);"
    "CREATE TABLE block(id INTEGER PRIMARY KEY, pack INTEGER NOT NULL, level INTEGER NOT NULL,"
    " first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL, rows INTEGER NOT NULL,"
    " data BLOB NOT NULL, temperatures BLOB NOT NULL, voltages BLOB NOT NULL);"
    "CREATE INDEX block_time ON block(pack, level, first_ms);"
    "CREATE TABLE folded(pack INTEGER NOT NULL, level INTEGER NOT NULL, upto INTEGER NOT NULL,"
    " window INTEGER NOT NULL, PRIMARY KEY(pack, level)) WITHOUT ROWID;"
    "CREATE TABLE event(id INTEGER PRIMARY KEY AUTOINCREMENT, pack INTEGER NOT NULL,"
    " time_ms INTEGER NOT NULL, kind TEXT NOT NULL, severity INTEGER NOT NULL,"
    " number INTEGER NOT NULL, value INTEGER NOT NULL, limit_value INTEGER NOT NULL,"
    " text TEXT NOT NULL, simulated INTEGER NOT NULL);"
    "CREATE INDEX event_time ON event(time_ms);"
    "CREATE TABLE settings_change(id INTEGER PRIMARY KEY AUTOINCREMENT, pack INTEGER NOT NULL,"
    " time_ms INTEGER NOT NULL, setting TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,"
    " who TEXT NOT NULL, simulated INTEGER NOT NULL);"
    "CREATE INDEX settings_change_time ON settings_change(time_ms);"
    "INSERT INTO pack VALUES(1, 'shed');"
    "INSERT INTO event VALUES(1, 1, 1767225600000, 'cell_frozen', 1, 7, 3300, 0, 'Frozen.', 0);"
    "PRAGMA application_id=1129804388; PRAGMA user_version=1;";

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
  { ASSERT_TRUE((Database{folder.file(), Access::write}.execute(kVersion1))); }
  History history = History::open(folder.file());
  test::append_span(history, kNewYear, kNewYear + 60 * kSecond);
  history.close();
  EXPECT_EQ(test::read_all(HistoryReader{folder.file()}).size(), 60U);
  const auto events = HistoryReader{folder.file()}.events({});
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].event.text, "Frozen.");

  { const History fresh = History::open(folder.file("fresh.db")); }
  EXPECT_EQ(tables_of(folder.file()), tables_of(folder.file("fresh.db")));
  Database database{folder.file("fresh.db"), Access::read};
  EXPECT_EQ(database.number("PRAGMA user_version"), kSchemaVersion);
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
