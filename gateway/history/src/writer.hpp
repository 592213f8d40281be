// SPDX-License-Identifier: Apache-2.0
// The inside of History: what waits in memory, the one connection that writes, and what is done
// when the disk does not take it.
#pragma once

#include <sys/types.h>

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "block_writer.hpp"
#include "cellwarden/history/history.hpp"
#include "database.hpp"
#include "file_lock.hpp"
#include "sample_table.hpp"

namespace cellwarden::history {

class History::Impl {
 public:
  Impl(std::string path, const Options& options);
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl();

  Stored append(std::string_view name, const Sample& sample);
  Stored add(std::string_view pack, const std::variant<Event, SettingsChange>& record);
  bool flush();
  void retain(std::int64_t now_ms);
  void close();

  // Samples of the past, all in one window. false: the disk does not take them.
  bool add_block(std::string_view pack, const SampleTable& samples);
  // Are there samples of this pack at these times already?
  std::vector<bool> known_times(std::string_view pack, const SampleTable& samples);
  void count_refused(const std::string& sentence);

  [[nodiscard]] Health health() const;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  struct Pack {
    JournalState journal;
    std::deque<SampleTable> waiting;  // each in one window, oldest first
    std::optional<std::int64_t> newest_ms;
  };
  struct Waiting {
    std::string pack;
    std::variant<Event, SettingsChange> record;
  };
  using Work = std::function<bool(BlockWriter& writer)>;

  bool open();
  bool open_file();
  bool open_again();
  [[nodiscard]] bool is_writing() const;
  bool try_transaction(const Work& work);
  bool in_transaction(const Work& work);
  void fail();
  bool move_aside();
  [[nodiscard]] bool is_same_file() const;
  void forget_journals();
  bool write_waiting(BlockWriter& writer);
  bool write_records(std::size_t& written);
  bool write_record(const Waiting& waiting);
  std::optional<std::int64_t> pack_id(std::string_view name);
  void drop_what_waited_too_long();
  void note_clock(Pack& pack, std::string_view name, std::int64_t time_ms);
  bool must_flush(const Pack& pack, std::int64_t time_ms) const;
  void say(const std::string& sentence);
  template <class Change>
  void count(Change change) {
    const std::lock_guard lock{health_mutex_};
    change(health_);
  }

  std::string path_;
  Options options_;
  FileLock lock_;
  std::unique_ptr<Database> database_;
  ino_t inode_{0};
  std::map<std::string, Pack, std::less<>> packs_;
  std::deque<Waiting> records_;
  bool closed_{false};

  mutable std::mutex health_mutex_;
  Health health_;
};

}  // namespace cellwarden::history
