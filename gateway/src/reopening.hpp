// SPDX-License-Identifier: Apache-2.0
// Opens a stream, and again whenever it is lost: after 1 s, then 2, 4 … 30 s; from 1 s again once
// bytes have come.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "cellwarden/gateway/byte_stream.hpp"

namespace cellwarden::gateway {

class Reopening {
 public:
  struct Handlers {
    std::function<void()> opened;
    std::function<void(std::span<const std::uint8_t>)> bytes;
    std::function<void(const std::string& sentence)> lost;
  };

  Reopening(boost::asio::io_context& io, std::unique_ptr<ByteStream> stream)
      : timer_{io}, stream_{std::move(stream)} {}

  void start(Handlers handlers);
  void write(std::span<const std::uint8_t> bytes) { stream_->write(bytes); }
  // Closes it on purpose and opens it again after the pause.
  void again(const std::string& sentence);
  // Closes it, and leaves it closed until take_up() (APP-4).
  void let_go();
  void take_up();
  [[nodiscard]] bool let_go_of() const { return let_go_; }
  [[nodiscard]] std::string place() const { return stream_->place(); }
  [[nodiscard]] StreamFacts facts() const { return stream_->facts(); }

 private:
  void open();
  void wait();

  boost::asio::steady_timer timer_;
  std::unique_ptr<ByteStream> stream_;
  Handlers handlers_;
  int pause_s_{1};
  bool let_go_{false};
  // A timer that has just run out is heard even after its owner is gone.
  std::shared_ptr<bool> alive_{std::make_shared<bool>(true)};
};

}  // namespace cellwarden::gateway
