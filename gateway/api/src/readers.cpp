// SPDX-License-Identifier: Apache-2.0
#include "readers.hpp"

namespace cellwarden::api {

namespace {
constexpr std::size_t kKept = 4;
}

Readers::Lease Readers::take() {
  const std::scoped_lock lock{mutex_};
  if (free_.empty()) {
    auto made = std::make_unique<history::HistoryReader>(file_);
    return Lease{made.release(), Return{this}};
  }
  history::HistoryReader* reader = free_.back().release();
  free_.pop_back();
  return Lease{reader, Return{this}};
}

void Readers::give_back(history::HistoryReader* reader) {
  std::unique_ptr<history::HistoryReader> returned{reader};
  const std::scoped_lock lock{mutex_};
  if (free_.size() < kKept) free_.push_back(std::move(returned));
}

}  // namespace cellwarden::api
