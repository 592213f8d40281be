// SPDX-License-Identifier: Apache-2.0
#include "bus.hpp"

#include <poll.h>
#include <unistd.h>

#include <boost/asio/post.hpp>

namespace cellwarden::bluetooth {

namespace asio = boost::asio;
using boost::system::error_code;

Bus::Bus()
    : work_{asio::make_work_guard(io_)},
      socket_{io_},
      timer_{io_},
      thread_{[this] { io_.run(); }} {}

Bus::~Bus() {
  asio::post(io_, [this] {
    lost_ = {};
    forget();
    work_.reset();
    io_.stop();
  });
  thread_.join();
}

void Bus::post(std::function<void()> task) {
  asio::post(io_, [this, task = std::move(task)] {
    task();
    touch();
  });
}

sdbus::IConnection& Bus::connection() {
  if (!connection_) {
    connection_ = sdbus::createSystemBusConnection();
    // A descriptor of our own, which asio may close.
    socket_.assign(dup(connection_->getEventLoopPollData().fd));
  }
  touch();
  return *connection_;
}

void Bus::touch() {
  if (touched_ || !connection_) return;
  touched_ = true;
  asio::post(io_, [this] { pump(); });
}

void Bus::forget() {
  error_code ignored;
  timer_.cancel();
  if (socket_.is_open()) socket_.close(ignored);
  if (lost_) lost_();
  connection_.reset();
  reading_ = writing_ = false;
}

void Bus::pump() {
  touched_ = false;
  if (!connection_) return;
  try {
    while (connection_->processPendingRequest()) {
    }
    arm();
  } catch (const sdbus::Error&) {
    forget();
  }
}

void Bus::arm() {
  const auto data = connection_->getEventLoopPollData();
  const auto ready = [this](bool& waiting) {
    return [this, &waiting](const error_code& error) {
      if (error == asio::error::operation_aborted) return;
      waiting = false;
      pump();
    };
  };
  if ((data.events & POLLIN) != 0 && !reading_) {
    reading_ = true;
    socket_.async_wait(asio::posix::stream_descriptor::wait_read, ready(reading_));
  }
  if ((data.events & POLLOUT) != 0 && !writing_) {
    writing_ = true;
    socket_.async_wait(asio::posix::stream_descriptor::wait_write, ready(writing_));
  }
  timer_.cancel();
  if (const auto left = data.getRelativeTimeout()) {
    timer_.expires_after(*left);
    timer_.async_wait([this](const error_code& error) {
      if (!error) pump();
    });
  }
}

}  // namespace cellwarden::bluetooth
