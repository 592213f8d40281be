// SPDX-License-Identifier: Apache-2.0
// A few threads for what takes long, so that the server's own thread never waits for a disk.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace cellwarden::web {

class Workers {
 public:
  using Job = std::function<void()>;

  // The threads start with the first job: who never needs them does not pay for them.
  Workers(std::size_t threads, std::size_t queue) : threads_wanted_{threads}, queue_{queue} {}
  ~Workers() { stop(); }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  // False if too many wait already, or after stop. A job must not throw.
  bool run(Job job);
  // For what has been admitted before, and so is bounded by that: never refused but after stop.
  bool go_on(Job job);

  // What waits is dropped, what runs is waited for.
  void stop();

 private:
  bool add(Job job, std::size_t limit);
  void work();

  std::size_t threads_wanted_;
  std::size_t queue_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> jobs_;
  std::vector<std::thread> threads_;
  bool stopped_{false};
};

}  // namespace cellwarden::web
