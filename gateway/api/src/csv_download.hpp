// SPDX-License-Identifier: Apache-2.0
// A span of the history as CSV, one piece at a time: the reader of the download asks for the next
// piece when it has taken the last one, so years cost no memory.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cellwarden/history/reader.hpp"
#include "cellwarden/web/response.hpp"

namespace cellwarden::api {

class CsvDownload {
 public:
  // series empty: all that are stored.
  CsvDownload(const std::string& file, std::string pack, std::vector<history::Series> series,
              std::int64_t from_ms, std::int64_t to_ms);

  // On one thread at a time.
  web::Chunk next(std::string& chunk);

 private:
  history::HistoryReader reader_;
  std::string pack_;
  std::vector<history::Series> series_;
  std::int64_t from_ms_;  // what is not sent yet
  std::int64_t to_ms_;
  bool begun_{false};
};

}  // namespace cellwarden::api
