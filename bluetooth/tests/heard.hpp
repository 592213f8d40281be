// SPDX-License-Identifier: Apache-2.0
// A peer that says back what it is told, and what the handlers of a channel were told.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "cellwarden/bluetooth/central.hpp"
#include "peer.hpp"

namespace cellwarden::bluetooth {

// Says back what it is told.
class Echo final : public Peer {
 public:
  void write(std::span<const std::uint8_t> bytes) override {
    said_.insert(said_.end(), bytes.begin(), bytes.end());
  }
  std::vector<std::uint8_t> take() override { return std::exchange(said_, {}); }

 private:
  std::vector<std::uint8_t> said_;
};

// What the handlers of a channel were told.
class Heard {
 public:
  ChannelHandlers handlers() {
    return {.opened = [this](const ChannelFacts& facts) { note([&] { opened.push_back(facts); }); },
            .bytes =
                [this](const std::vector<std::uint8_t>& bytes) {
                  note([&] { text.append(bytes.begin(), bytes.end()); });
                },
            .closed =
                [this](const std::string& sentence) { note([&] { closed.push_back(sentence); }); }};
  }
  bool wait(const std::function<bool()>& is_true) {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, std::chrono::seconds{20}, is_true);
  }
  bool is_open() {
    return wait([this] { return !opened.empty(); });
  }
  std::string why_closed() {
    return wait([this] { return !closed.empty(); }) ? closed.front() : "(it is open)";
  }

  std::vector<ChannelFacts> opened;
  std::string text;
  std::vector<std::string> closed;

 private:
  template <class What>
  void note(What what) {
    const std::lock_guard lock{mutex_};
    what();
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
};

inline std::vector<std::uint8_t> bytes_of(const std::string& text) {
  return {text.begin(), text.end()};
}

// What the fake does on a thread of its own.
inline bool soon(const std::function<bool()>& is_true) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (!is_true()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  return true;
}

}  // namespace cellwarden::bluetooth
