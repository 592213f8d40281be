// SPDX-License-Identifier: Apache-2.0
// The way from other threads to the server's: open as long as the server is there. Who hands
// something in holds the door, so it cannot close in between.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <memory>
#include <mutex>
#include <utility>

namespace cellwarden::web {

class Door {
 public:
  explicit Door(boost::asio::io_context& io) : io_{io} {}

  // On the server's own thread at once, from others soon; after close never.
  template <typename Job>
  void run(Job job) {
    if (io_.get_executor().running_in_this_thread()) {
      job();
      return;
    }
    const std::lock_guard lock{mutex_};
    if (open_) boost::asio::post(io_, std::move(job));
  }
  // Never at once.
  template <typename Job>
  void post(Job job) {
    const std::lock_guard lock{mutex_};
    if (open_) boost::asio::post(io_, std::move(job));
  }
  void close() {
    const std::lock_guard lock{mutex_};
    open_ = false;
  }

 private:
  boost::asio::io_context& io_;
  std::mutex mutex_;
  bool open_{true};
};

}  // namespace cellwarden::web
