// SPDX-License-Identifier: Apache-2.0
#include "workers.hpp"

#include <limits>
#include <utility>

namespace cellwarden::web {

bool Workers::run(Job job) { return add(std::move(job), queue_); }

bool Workers::go_on(Job job) {
  return add(std::move(job), std::numeric_limits<std::size_t>::max());
}

bool Workers::add(Job job, std::size_t limit) {
  const std::lock_guard lock{mutex_};
  if (stopped_ || jobs_.size() >= limit) return false;
  while (threads_.size() < threads_wanted_) threads_.emplace_back([this] { work(); });
  jobs_.push_back(std::move(job));
  changed_.notify_one();
  return true;
}

void Workers::work() {
  while (true) {
    Job job;
    {
      std::unique_lock lock{mutex_};
      changed_.wait(lock, [this] { return stopped_ || !jobs_.empty(); });
      if (stopped_) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job();
  }
}

void Workers::stop() {
  std::deque<Job> dropped;
  {
    const std::lock_guard lock{mutex_};
    stopped_ = true;
    dropped.swap(jobs_);
    changed_.notify_all();
  }
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

}  // namespace cellwarden::web
