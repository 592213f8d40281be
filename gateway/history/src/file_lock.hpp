// SPDX-License-Identifier: Apache-2.0
// One process writes a history file. The lock is the kernel's and ends with the process, however
// it ends; readers need none.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace cellwarden::history {

class FileLock {
 public:
  enum class State : std::uint8_t {
    free,  // not held, by us at least
    held,
    taken,   // another process has it
    failed,  // there is no place for the lock file: a read-only disk
  };

  FileLock() = default;
  explicit FileLock(const std::string& history_file);
  ~FileLock();
  FileLock(FileLock&& other) noexcept
      : handle_{std::exchange(other.handle_, -1)}, state_{std::exchange(other.state_, {})} {}
  FileLock& operator=(FileLock&& other) noexcept {
    std::swap(handle_, other.handle_);
    std::swap(state_, other.state_);
    return *this;
  }

  [[nodiscard]] State state() const { return state_; }

 private:
  int handle_{-1};
  State state_{State::free};
};

}  // namespace cellwarden::history
