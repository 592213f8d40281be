// SPDX-License-Identifier: Apache-2.0
// A serial cable without hardware, and a frame to send over it.
#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <span>
#include <string>

#include "cellwarden/protocol/data_frame.hpp"

namespace cellwarden::gateway {

using namespace core::literals;

// Runs until it is true; false: not within a minute.
inline bool wait_until(boost::asio::io_context& io, const std::function<bool()>& is_true) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::minutes{1};
  while (!is_true()) {
    if (std::chrono::steady_clock::now() > end) return false;
    io.restart();
    io.run_for(std::chrono::milliseconds{10});
  }
  return true;
}

class PseudoTerminal {
 public:
  PseudoTerminal() : master_{posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK)} {
    grantpt(master_);
    unlockpt(master_);
  }
  ~PseudoTerminal() { unplug(); }
  PseudoTerminal(const PseudoTerminal&) = delete;
  PseudoTerminal& operator=(const PseudoTerminal&) = delete;
  [[nodiscard]] std::string path() const { return ptsname(master_); }
  void send(std::span<const std::uint8_t> bytes) const {
    ASSERT_EQ(write(master_, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }
  // What the other side has sent since the last call.
  [[nodiscard]] std::string received() const {
    std::string text(4096, '\0');
    const ssize_t length = read(master_, text.data(), text.size());
    text.resize(length > 0 ? static_cast<std::size_t>(length) : 0);
    return text;
  }
  void unplug() {
    if (master_ >= 0) close(master_);
    master_ = -1;
  }

 private:
  int master_;
};

inline protocol::FrameBytes frame_bytes(std::int32_t cell_mv) {
  protocol::DataFrame frame;
  frame.pack_voltage = core::Millivolts{cell_mv * 2};
  frame.current_in = 1'000_mA;
  frame.battery_current = 1'000_mA;
  frame.cell_voltage_min = {core::Millivolts{cell_mv}, 1};
  frame.cell_voltage_max = {core::Millivolts{cell_mv}, 1};
  frame.cell_temperature_min = {20'000_mC, 1};
  frame.cell_temperature_max = {20'000_mC, 1};
  frame.cell = 1;
  frame.cell_count = 2;
  frame.cell_voltage = core::Millivolts{cell_mv};
  frame.cell_temperature = 20'000_mC;
  frame.v_min = 2'700_mV;
  frame.v_max = 3'600_mV;
  frame.v_bypass = 3'400_mV;
  return protocol::encode(frame);
}

}  // namespace cellwarden::gateway
