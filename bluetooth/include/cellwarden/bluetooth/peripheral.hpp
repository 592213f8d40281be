// SPDX-License-Identifier: Apache-2.0
// This computer as an OUT board: it advertises, and whoever connects gets a channel of bytes. One
// client at a time, as with the real device. All on a thread of its own.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "cellwarden/bluetooth/advertisement.hpp"

namespace cellwarden::bluetooth {

struct PeripheralOptions {
  std::string adapter;      // "hci0"; empty: the first one
  std::uint16_t serial{1};  // as it is advertised
  DeviceType type{DeviceType::smart_bms_3_raytac};
};

// Called on its thread; they must not wait.
struct PeripheralHandlers {
  // It advertises (empty), or why it does not; then it is tried again every 2 s.
  std::function<void(const std::string& sentence)> state;
  std::function<void()> joined;
  std::function<void(std::vector<std::uint8_t> bytes)> bytes;
  std::function<void()> left;
};

class Peripheral {
 public:
  // Over the system's D-Bus; $DBUS_SYSTEM_BUS_ADDRESS may name another one.
  Peripheral(PeripheralOptions options, PeripheralHandlers handlers);
  ~Peripheral();
  Peripheral(const Peripheral&) = delete;
  Peripheral& operator=(const Peripheral&) = delete;

  // To the client that is there; in pieces of 20 bytes, at most 2 kB a second.
  void send(std::vector<std::uint8_t> bytes);
  // How much of it has not gone out yet.
  [[nodiscard]] std::size_t waiting() const;

  class Board;

 private:
  std::unique_ptr<Board> board_;
};

}  // namespace cellwarden::bluetooth
