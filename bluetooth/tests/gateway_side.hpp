// SPDX-License-Identifier: Apache-2.0
// The gateway's side in a test: its loop, which runs while the test waits, and its link to a
// simulated board in the air.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "cellwarden/gateway/bluetooth_stream.hpp"
#include "cellwarden/gateway/lines_link.hpp"
#include "fake_bluez.hpp"
#include "private_bus.hpp"

namespace cellwarden::bluetooth {

// Runs the loop until it is true; false: not within a minute.
inline bool run_until(boost::asio::io_context& io, const std::function<bool()>& is_true) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes{1};
  while (!is_true()) {
    if (std::chrono::steady_clock::now() > end) return false;
    io.restart();
    io.run_for(std::chrono::milliseconds{10});
  }
  return true;
}

// speed: the board's seconds a second.
class GatewaySide : public testing::Test {
 protected:
  GatewaySide(const Patience& patience, double speed)
      : board{simulated_board(speed)}, central{patience} {}

  PrivateBus bus;
  std::shared_ptr<Peer> board;
  std::unique_ptr<FakeBluez> fake{std::make_unique<FakeBluez>(FakeBluez::Peers{board})};
  boost::asio::io_context io{1};
  Central central;

  std::unique_ptr<gateway::LinesLink> link_with(std::optional<std::uint16_t> pin) {
    auto link = gateway::lines_link(
        io, gateway::LinkKind::bluetooth,
        gateway::bluetooth_stream(io, central, {.which = "03330", .adapter = {}}),
        {.pin = pin, .set_clock = false});
    link->start([] {});
    return link;
  }
  bool wait_until(const std::function<bool()>& is_true) { return run_until(io, is_true); }
};

}  // namespace cellwarden::bluetooth
