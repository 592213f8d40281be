// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/history/backup.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <optional>
#include <system_error>

#include "cellwarden/words/problem.hpp"
#include "database.hpp"
#include "file_lock.hpp"
#include "schema.hpp"

namespace cellwarden::history {

namespace {

constexpr int kSlicePages = 64;

[[noreturn]] void refuse(const std::string& sentence) { throw words::Problem{sentence}; }

void remove_quietly(const std::string& path) {
  std::error_code error;
  for (const char* const end : {"", "-wal", "-shm", "-journal"}) {
    std::filesystem::remove(path + end, error);
  }
}

bool exists(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path, error);
}

void check_version(Database& database, const std::string& path) {
  switch (look_at_schema(database)) {
    case SchemaState::ready: break;
    case SchemaState::newer:
      refuse(fmt::format("{} was written by a newer cellwarden: install that version first", path));
    case SchemaState::foreign:
      refuse(fmt::format("{} is a database, but no history of cellwarden", path));
    case SchemaState::failed:
      refuse(fmt::format("{} cannot be read: {}", path, database.error_text()));
  }
}

void sync_to_disk(const std::string& path) {
  const int handle = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (handle < 0) return;
  ::fsync(handle);
  ::close(handle);
}

std::string folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path{path}.parent_path().string();
  return folder.empty() ? "." : folder;
}

// Within one read transaction of `from`: what is written meanwhile does not begin it anew.
void copy_pages(Database& from, Database& to, const std::string& name,
                const BackupProgress& progress) {
  const Transaction transaction{from, Access::read};
  if (!from.number("SELECT count(*) FROM sqlite_schema")) {
    refuse(fmt::format("the history cannot be read: {}", from.error_text()));
  }
  sqlite3_backup* const copy = sqlite3_backup_init(to.handle(), "main", from.handle(), "main");
  if (copy == nullptr) refuse(fmt::format("{} cannot be written", name));
  int code = SQLITE_OK;
  bool wanted = true;
  while (wanted && (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED)) {
    code = sqlite3_backup_step(copy, kSlicePages);
    const int all = sqlite3_backup_pagecount(copy);
    if (progress) wanted = progress(all - sqlite3_backup_remaining(copy), all);
  }
  sqlite3_backup_finish(copy);
  if (!wanted) refuse("the backup was ended before it was whole");
  if (code == SQLITE_DONE) return;
  refuse(fmt::format("{} cannot be written: {}", name, sqlite3_errstr(code)));
}

// A whole copy of `from` under `to`, which appears at once.
void copy_file(const std::string& from, const std::string& to, const BackupProgress& progress) {
  const std::string partial = to + ".partial";
  remove_quietly(partial);
  try {
    Database source{from, Access::read};
    if (source.error() != 0) refuse(fmt::format("{}: {}", from, source.error_text()));
    check_version(source, from);
    Database target{partial, Access::write};
    if (target.error() != 0) refuse(fmt::format("{}: {}", to, target.error_text()));
    copy_pages(source, target, to, progress);
    target.execute("PRAGMA journal_mode=DELETE");  // one file, nothing beside it
  } catch (...) {
    remove_quietly(partial);
    throw;
  }
  sync_to_disk(partial);
  if (std::rename(partial.c_str(), to.c_str()) != 0) {
    remove_quietly(partial);
    refuse(fmt::format("{} cannot be written", to));
  }
  sync_to_disk(folder_of(to));
}

void check_whole(const std::string& path) {
  Database database{path, Access::read};
  check_version(database, path);
  Statement check = database.prepare("PRAGMA quick_check(1)");
  if (!check.next() || check.text(0) != "ok") {
    refuse(fmt::format("{} is damaged: take another backup, nothing was changed", path));
  }
  if (database.number("PRAGMA user_version") == 0) {
    refuse(fmt::format("{} is empty: take another backup, nothing was changed", path));
  }
}

}  // namespace

std::int64_t backup(const std::string& history_file, const std::string& file,
                    const BackupProgress& progress) {
  if (!exists(history_file)) refuse(fmt::format("there is no history {}", history_file));
  if (exists(file)) refuse(fmt::format("{} is there already: choose another name", file));
  copy_file(history_file, file, progress);
  std::error_code error;
  return static_cast<std::int64_t>(std::filesystem::file_size(file, error));
}

std::string restore(const std::string& file, const std::string& history_file) {
  if (!exists(file)) refuse(fmt::format("there is no file {}", file));
  check_whole(file);
  const FileLock lock{history_file};
  if (lock.state() != FileLock::State::held) {
    refuse(lock.state() == FileLock::State::taken
               ? fmt::format("the history {} is in use: end cellwarden first", history_file)
               : fmt::format("the folder of {} cannot be written to", history_file));
  }
  const std::string fresh = history_file + ".restored";
  remove_quietly(fresh);
  copy_file(file, fresh, {});
  std::string kept;
  if (exists(history_file)) {
    for (int number = 1; kept.empty() || exists(kept); ++number) {
      kept = fmt::format("{}.before-restore-{}", history_file, number);
    }
    if (std::rename(history_file.c_str(), kept.c_str()) != 0) {
      refuse(fmt::format("{} cannot be given another name", history_file));
    }
    std::rename((history_file + "-wal").c_str(), (kept + "-wal").c_str());
  }
  remove_quietly(history_file);
  if (std::rename(fresh.c_str(), history_file.c_str()) != 0) {
    refuse(fmt::format("{} cannot be given its name", fresh));
  }
  sync_to_disk(folder_of(history_file));
  return kept;
}

}  // namespace cellwarden::history
