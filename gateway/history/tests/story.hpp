// SPDX-License-Identifier: Apache-2.0
// Samples that can be told from their time alone, and a folder that goes away with the test.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "cellwarden/history/history.hpp"
#include "cellwarden/history/reader.hpp"
#include "cellwarden/history/sample.hpp"

namespace cellwarden::history::test {

// 2026-01-01T00:00:00Z: the beginning of an hour, a day, and of a window of six hours.
inline constexpr std::int64_t kNewYear = 1'767'225'600'000;
inline constexpr std::int64_t kSecond = 1000;
inline constexpr std::int64_t kMinute = 60 * kSecond;
inline constexpr std::int64_t kHour = 60 * kMinute;
inline constexpr std::int64_t kDay = 24 * kHour;

class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  [[nodiscard]] std::string file(const std::string& name = "history.db") const {
    return (path_ / name).string();
  }

 private:
  std::filesystem::path path_;
};

// A sample with its cells.
struct Told {
  Sample sample;
  std::vector<CellSample> cells;

  // The sample, showing these cells.
  [[nodiscard]] Sample whole() const {
    Sample copy = sample;
    copy.cells = cells;
    return copy;
  }
};

// Everything in it follows from the time: values that rise and fall, holes, flags, bypasses.
Told told_at(std::int64_t time_ms, int cells = 4);

bool equal(const Sample& a, const Sample& b);

// One a second, from `from_ms` to before `to_ms`.
void append_span(History& history, std::int64_t from_ms, std::int64_t to_ms,
                 const std::string& pack = "shed", int cells = 4);

std::vector<Told> read_all(const HistoryReader& reader, const std::string& pack = "shed",
                           std::int64_t from_ms = kTimeMin_ms, std::int64_t to_ms = kTimeEnd_ms);

Event event_at(std::int64_t time_ms, const std::string& kind = "cell_frozen");

}  // namespace cellwarden::history::test
