// SPDX-License-Identifier: Apache-2.0
// Brings back what HistoryReader::export_csv() wrote, piece by piece as it arrives, so that the
// writer's thread can do other things in between. The same rows again change nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "cellwarden/history/history.hpp"

namespace cellwarden::history {

struct CsvCounts {
  std::uint64_t rows{0};
  std::uint64_t added{0};
  std::uint64_t known_before{0};
  std::uint64_t unreadable{0};
  std::string first_problem{};  // "line 7: …", empty if every row could be read
};

class CsvImport {
 public:
  // On the thread of the writer; the History must outlive it.
  CsvImport(History& history, std::string_view pack);
  ~CsvImport();
  CsvImport(const CsvImport&) = delete;
  CsvImport& operator=(const CsvImport&) = delete;

  // Any piece of the text. false: the header is no header of ours, or the disk takes nothing;
  // counts().first_problem says it, and the rest is not looked at.
  bool feed(std::string_view piece);
  bool finish();

  [[nodiscard]] const CsvCounts& counts() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace cellwarden::history
