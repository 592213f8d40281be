// SPDX-License-Identifier: Apache-2.0
// The file: opening it, a transaction on it, and what is done when that fails.
#include <fmt/format.h>
#include <sys/stat.h>

#include <cstdio>
#include <filesystem>
#include <system_error>

#include "cellwarden/words/problem.hpp"
#include "schema.hpp"
#include "writer.hpp"

namespace cellwarden::history {

namespace {

std::int64_t size_of(const std::string& path) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  return error ? 0 : static_cast<std::int64_t>(size);
}

}  // namespace

// True if there is a connection that has a chance to write.
bool History::Impl::open() {
  if (database_ != nullptr) return true;
  if (closed_) return false;
  if (lock_.state() != FileLock::State::held) lock_ = FileLock{path_};
  if (lock_.state() == FileLock::State::taken) {
    throw words::Problem{fmt::format(
        "the history {} is in use by another cellwarden: end that one, or give this one another "
        "file",
        path_)};
  }
  if (lock_.state() == FileLock::State::failed) {
    count([](Health& health) { health.writing = false; });
    say(fmt::format("the folder of the history {} cannot be written to", path_));
    return false;
  }
  return open_file();
}

bool History::Impl::open_file() {
  for (int attempt = 0; attempt < 2; ++attempt) {
    database_ = std::make_unique<Database>(path_, Access::write);
    const SchemaState state = database_->error() == 0 && !database_->read_only()
                                  ? prepare_schema(*database_)
                                  : SchemaState::failed;
    if (state == SchemaState::ready) {
      struct stat now {};
      inode_ = ::stat(path_.c_str(), &now) == 0 ? now.st_ino : 0;
      return true;
    }
    if (state == SchemaState::newer || state == SchemaState::foreign) {
      throw words::Problem{
          state == SchemaState::newer
              ? fmt::format("the history {} was written by a newer cellwarden: install that "
                            "version again, or give this one another file",
                            path_)
              : fmt::format("{} is a database, but no history of cellwarden: give the history "
                            "another file",
                            path_)};
    }
    if (!is_damage(database_->error()) || !move_aside()) break;
  }
  if (database_ == nullptr) {
    count([](Health& health) { health.writing = false; });
    say(fmt::format("the history {} is damaged and cannot be given another name", path_));
  }
  fail();
  database_.reset();
  return false;
}

// While it runs, nothing is thrown any more.
bool History::Impl::open_again() {
  try {
    return open();
  } catch (const words::Problem& problem) {
    database_.reset();
    count([](Health& health) { health.writing = false; });
    say(problem.what());
    return false;
  }
}

// After an error of the database: what it means, and what to do about it next time.
void History::Impl::fail() {
  if (database_ == nullptr) return;
  const int error = database_->error();
  const std::string why =
      database_->read_only() ? "the disk or the file is read-only" : database_->error_text();
  count([&](Health& health) {
    health.writing = false;
    health.disk_full = is_disk_full(error);
    ++health.write_failures;
    health.sentence = fmt::format("the history {} cannot be written: {}", path_, why);
  });
  if (is_damage(error)) {
    move_aside();
  } else if (database_->read_only() || !is_same_file()) {
    database_.reset();
  }
  forget_journals();
}

// A connection is kept while it fails, because readers need its shared memory, for which a full
// disk has no room; unless the file has gone, with its disk for example.
bool History::Impl::is_same_file() const {
  struct stat now {};
  return ::stat(path_.c_str(), &now) == 0 && now.st_ino == inode_;
}

// The damaged file and its log get the first free name of NAME.damaged-1, -2 …
bool History::Impl::move_aside() {
  database_.reset();
  std::error_code error;
  for (int number = 1; number < 1000; ++number) {
    const std::string name = fmt::format("{}.damaged-{}", path_, number);
    if (std::filesystem::exists(name, error)) continue;
    if (std::rename(path_.c_str(), name.c_str()) != 0) return false;
    std::rename((path_ + "-wal").c_str(), (name + "-wal").c_str());
    std::filesystem::remove(path_ + "-shm", error);
    count([&](Health& health) {
      ++health.files_moved_aside;
      health.sentence = fmt::format(
          "the history {} was damaged: it is now called {}, and a new one was begun", path_, name);
    });
    return true;
  }
  return false;
}

void History::Impl::forget_journals() {
  for (auto& [name, pack] : packs_) pack.journal = {};
}

bool History::Impl::try_transaction(const Work& work) {
  if (!open_again()) return false;
  database_->clear_error();
  BlockWriter writer{*database_};
  Transaction transaction{*database_, Access::write};
  if (!transaction.begun() || !work(writer) || !transaction.commit()) return false;
  count([&](Health& health) {
    health.writing = true;
    health.disk_full = false;
    health.blocks_written += writer.blocks_written();
    health.bad_blocks += writer.bad_blocks();
    if (writer.bad_blocks() != 0) {
      health.sentence =
          fmt::format("{} damaged pieces of the history were left out", writer.bad_blocks());
    }
    health.file_bytes = size_of(path_) + size_of(path_ + "-wal");
  });
  return true;
}

// A damaged file is replaced by a new one, into which the same work goes.
bool History::Impl::in_transaction(const Work& work) {
  if (closed_) return false;
  for (int attempt = 0; attempt < 2; ++attempt) {
    if (try_transaction(work)) return true;
    const bool damaged = database_ != nullptr && is_damage(database_->error());
    if (database_ != nullptr) fail();
    if (!damaged) return false;
  }
  return false;
}

}  // namespace cellwarden::history
