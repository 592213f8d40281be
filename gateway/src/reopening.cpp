// SPDX-License-Identifier: Apache-2.0
#include "reopening.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace cellwarden::gateway {

namespace {
constexpr int kLongestPauseS = 30;
}

void Reopening::start(Handlers handlers) {
  handlers_ = std::move(handlers);
  open();
}

void Reopening::open() {
  stream_->open({.opened = [this] { handlers_.opened(); },
                 .bytes =
                     [this](std::span<const std::uint8_t> bytes) {
                       pause_s_ = 1;
                       handlers_.bytes(bytes);
                     },
                 .closed =
                     [this](const std::string& sentence) {
                       handlers_.lost(sentence);
                       wait();
                     }});
}

void Reopening::again(const std::string& sentence) {
  stream_->close();
  handlers_.lost(sentence);
  wait();
}

void Reopening::let_go() {
  let_go_ = true;
  timer_.cancel();
  stream_->close();
}

void Reopening::take_up() {
  let_go_ = false;
  pause_s_ = 1;
  open();
}

void Reopening::wait() {
  timer_.expires_after(std::chrono::seconds{pause_s_});
  pause_s_ = std::min(pause_s_ * 2, kLongestPauseS);
  timer_.async_wait([this, alive = std::weak_ptr{alive_}](const boost::system::error_code& error) {
    // A pause that had just ended cannot be cancelled any more.
    if (!error && !alive.expired() && !let_go_) open();
  });
}

}  // namespace cellwarden::gateway
