// SPDX-License-Identifier: Apache-2.0
// A connection to the system's D-Bus on a thread of its own, so that nothing that a bus or
// bluetoothd does can make the gateway wait. Everything else of this folder runs on that thread.
#pragma once

#include <sdbus-c++/sdbus-c++.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <thread>

namespace cellwarden::bluetooth {

class Bus {
 public:
  // The system bus; $DBUS_SYSTEM_BUS_ADDRESS may name another one.
  Bus();
  // Does what was posted, then ends the thread.
  ~Bus();
  Bus(const Bus&) = delete;
  Bus& operator=(const Bus&) = delete;

  // From any thread.
  void post(std::function<void()> task);

  // From here on: on the thread of the bus.
  boost::asio::io_context& io() { return io_; }
  // Opens it if it is not. Throws sdbus::Error.
  sdbus::IConnection& connection();
  [[nodiscard]] bool is_open() const { return connection_ != nullptr; }
  // Called when the connection is lost, before it is forgotten.
  void on_lost(std::function<void()> handler) { lost_ = std::move(handler); }
  // After calls that were made from elsewhere than a posted task: timers.
  void touch();

 private:
  void pump();
  void arm();
  void forget();

  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::posix::stream_descriptor socket_;
  boost::asio::steady_timer timer_;
  std::unique_ptr<sdbus::IConnection> connection_;
  std::function<void()> lost_;
  bool touched_{false};
  bool reading_{false};
  bool writing_{false};
  std::thread thread_;
};

}  // namespace cellwarden::bluetooth
