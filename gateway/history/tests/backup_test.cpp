// SPDX-License-Identifier: Apache-2.0
// A copy while it is written, and the way back (PLUS-3).
#include "cellwarden/history/backup.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "cellwarden/words/problem.hpp"
#include "story.hpp"

namespace cellwarden::history {
namespace {

using test::append_span;
using test::Folder;
using test::kHour;
using test::kNewYear;
using test::kSecond;
using test::read_all;

TEST(Backup, IsOfOneMomentWhileTheWriterGoesOn) {
  const Folder folder;
  History history = History::open(folder.file());
  append_span(history, kNewYear, kNewYear + 30 * kHour, "shed", 16);
  history.flush();
  std::int64_t now = kNewYear + 30 * kHour;
  int slices = 0;
  const std::int64_t bytes = backup(history.path(), folder.file("copy"), [&](int done, int all) {
    EXPECT_LE(done, all);
    ++slices;
    append_span(history, now, now + kHour);  // a reading every second goes on being written
    now += kHour;
    history.add_event("shed", test::event_at(now));
    return true;
  });
  EXPECT_GT(slices, 1);
  EXPECT_EQ(bytes, static_cast<std::int64_t>(std::filesystem::file_size(folder.file("copy"))));
  EXPECT_EQ(read_all(HistoryReader{folder.file("copy")}).size(), 30U * 3600);
  history.flush();
  EXPECT_EQ(read_all(HistoryReader{folder.file()}).size(),
            static_cast<std::size_t>((now - kNewYear) / kSecond));
}

TEST(Backup, LeavesNothingBehindWhenItIsEnded) {
  const Folder folder;
  History history = History::open(folder.file());
  append_span(history, kNewYear, kNewYear + 30 * kHour);
  EXPECT_THROW(backup(folder.file(), folder.file("copy"), [](int, int) { return false; }),
               words::Problem);
  EXPECT_FALSE(std::filesystem::exists(folder.file("copy")));
  EXPECT_FALSE(std::filesystem::exists(folder.file("copy.partial")));
}

TEST(Backup, DoesNotOverwriteAndNeedsAHistory) {
  const Folder folder;
  EXPECT_THROW(backup(folder.file(), folder.file("copy")), words::Problem);
  const History history = History::open(folder.file());
  std::ofstream{folder.file("copy")} << "mine";
  EXPECT_THROW(backup(folder.file(), folder.file("copy")), words::Problem);
  EXPECT_THROW(backup(folder.file(), folder.file("nowhere/copy")), words::Problem);
}

TEST(Restore, PutsTheBackupInPlaceAndKeepsTheOldFile) {
  const Folder folder;
  {
    History history = History::open(folder.file());
    append_span(history, kNewYear, kNewYear + kHour);
    history.flush();
    backup(folder.file(), folder.file("copy"));
    append_span(history, kNewYear + kHour, kNewYear + 2 * kHour);
    history.flush();
    EXPECT_THROW(restore(folder.file("copy"), folder.file()), words::Problem);  // in use
  }
  const HistoryReader reader{folder.file()};
  EXPECT_EQ(read_all(reader).size(), 7200U);
  const std::string kept = restore(folder.file("copy"), folder.file());
  EXPECT_EQ(kept, folder.file() + ".before-restore-1");
  EXPECT_EQ(read_all(reader).size(), 3600U);  // the same reader follows
  EXPECT_EQ(read_all(HistoryReader{kept}).size(), 7200U);
  History history = History::open(folder.file());
  append_span(history, kNewYear + kHour, kNewYear + 2 * kHour);
  history.flush();
  EXPECT_EQ(read_all(reader).size(), 7200U);
  EXPECT_TRUE(std::filesystem::exists(folder.file("copy")));
}

TEST(Restore, ChangesNothingIfTheBackupIsDamagedOrForeign) {
  const Folder folder;
  {
    History history = History::open(folder.file());
    append_span(history, kNewYear, kNewYear + 5 * kHour);
  }
  backup(folder.file(), folder.file("copy"));
  const auto size = static_cast<std::int64_t>(std::filesystem::file_size(folder.file("copy")));
  {
    std::fstream file{folder.file("copy"), std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(4096);
    file << std::string(static_cast<std::size_t>(size / 2), 'x');
  }
  EXPECT_THROW(restore(folder.file("copy"), folder.file()), words::Problem);
  std::ofstream{folder.file("text")} << "no database at all, but long enough to look at it\n";
  EXPECT_THROW(restore(folder.file("text"), folder.file()), words::Problem);
  EXPECT_THROW(restore(folder.file("absent"), folder.file()), words::Problem);
  EXPECT_EQ(read_all(HistoryReader{folder.file()}).size(), 5U * 3600);
  EXPECT_FALSE(std::filesystem::exists(folder.file() + ".before-restore-1"));
}

TEST(Restore, NeedsNoHistoryToBeThere) {
  const Folder folder;
  {
    History history = History::open(folder.file());
    append_span(history, kNewYear, kNewYear + 60 * kSecond);
  }
  backup(folder.file(), folder.file("copy"));
  EXPECT_EQ(restore(folder.file("copy"), folder.file("new.db")), "");
  EXPECT_EQ(read_all(HistoryReader{folder.file("new.db")}).size(), 60U);
}

}  // namespace
}  // namespace cellwarden::history
