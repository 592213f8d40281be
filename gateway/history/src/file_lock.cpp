// SPDX-License-Identifier: Apache-2.0
#include "file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

namespace cellwarden::history {

FileLock::FileLock(const std::string& history_file) {
  const std::string path = history_file + ".lock";
  handle_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (handle_ < 0) {
    state_ = State::failed;
    return;
  }
  if (::flock(handle_, LOCK_EX | LOCK_NB) == 0) {
    state_ = State::held;
    return;
  }
  state_ = errno == EWOULDBLOCK ? State::taken : State::failed;
  ::close(handle_);
  handle_ = -1;
}

FileLock::~FileLock() {
  if (handle_ >= 0) ::close(handle_);
}

}  // namespace cellwarden::history
