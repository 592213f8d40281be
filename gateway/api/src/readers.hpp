// SPDX-License-Identifier: Apache-2.0
// Read-only connections to the history file, so that two people who look back do not wait for each
// other. A connection is made when all others are in use, and kept for the next one.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "cellwarden/history/reader.hpp"

namespace cellwarden::api {

// Any thread. It outlives its leases.
class Readers {
 public:
  explicit Readers(std::string file) : file_{std::move(file)} {}

  // Empty: no history is kept.
  [[nodiscard]] const std::string& file() const { return file_; }

  struct Return {
    Readers* pool;
    void operator()(history::HistoryReader* reader) const { pool->give_back(reader); }
  };
  using Lease = std::unique_ptr<history::HistoryReader, Return>;
  Lease take();

 private:
  void give_back(history::HistoryReader* reader);

  std::string file_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<history::HistoryReader>> free_;
};

}  // namespace cellwarden::api
