// SPDX-License-Identifier: Apache-2.0
// The writer of the history file: readings go in about once a second, the newest ten seconds wait
// in memory, and every half hour becomes one compressed block. It knows no clock and no thread:
// the samples' own time drives it, and one caller at a time uses it (health() may be called from
// any thread). After open() nothing throws: faults are counted in Health (PLUS-3).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "cellwarden/history/health.hpp"
#include "cellwarden/history/sample.hpp"

namespace cellwarden::history {

struct Options {
  int flush_seconds{10};  // 1…10: what a power cut may cost
  int keep_years{0};  // blocks of single readings older than this go, roll-ups stay; 0: for ever
};

enum class Stored : std::uint8_t {
  stored,   // append: taken, on disk within flush_seconds; events: on disk
  waiting,  // the disk does not take it now; it is kept in memory (bounded) and tried again
  refused,  // not plausible: see Health::sentence
};

// Samples of the past, in any number, beside the live ones: a simulated month, an import. They do
// not wait for anything: one block per half hour of theirs is written as soon as it is full. Give
// them in order of time. Rows whose time the history has already are left out.
class Backfill {
 public:
  Backfill(Backfill&&) noexcept;
  Backfill& operator=(Backfill&&) noexcept;
  ~Backfill();  // without finish(), the last half hour that is not full is dropped

  Stored add(const Sample& sample);
  Stored finish();

  [[nodiscard]] std::uint64_t added() const;         // rows that were new
  [[nodiscard]] std::uint64_t known_before() const;  // rows left out

 private:
  friend class History;
  class Impl;
  explicit Backfill(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

class History {
 public:
  // Opens or makes the file. A damaged one is moved aside (Health::files_moved_aside) and a new
  // one begun. On a disk that cannot be written it opens too, and tries again (Health::writing).
  // Throws words::Problem if another process writes this file, if a newer version of the program
  // made it, or if the folder does not exist.
  static History open(const std::string& path, const Options& options = {});

  History(History&&) noexcept;
  History& operator=(History&&) noexcept;
  ~History();  // as close()

  // pack: the text id of the pack, 1…100 bytes; made known by its first sample or event.
  Stored append(std::string_view pack, const Sample& sample);

  // On disk (synced) before these return `stored`. id is given by the history.
  Stored add_event(std::string_view pack, const Event& event);
  Stored add_settings_change(std::string_view pack, const SettingsChange& change);

  // Samples of the past; the History must outlive it.
  Backfill backfill(std::string_view pack);

  // Puts everything that waits on disk. Called by append() every flush_seconds; call it yourself
  // before you end or if samples stop coming. false: could not be written, it stays waiting.
  bool flush();

  // Applies keep_years as of `now_ms`: at most 48 hours of readings a call, so that a clock that
  // is wrong for a moment cannot take the years. Call it about once an hour. Bytes are reused.
  void retain(std::int64_t now_ms);

  // flush(), then the write-ahead log goes into the file. Nothing can be written afterwards.
  void close();

  [[nodiscard]] Health health() const;
  [[nodiscard]] const std::string& path() const;

 private:
  friend class Backfill;
  class Impl;
  explicit History(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace cellwarden::history
