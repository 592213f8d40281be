// SPDX-License-Identifier: Apache-2.0
// This computer as the one that connects: it looks for packs, and opens a channel of bytes to one.
// All calls return at once and may come from any thread; handlers are called on a thread of its own
// and must not wait.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cellwarden/bluetooth/advertisement.hpp"

namespace cellwarden::bluetooth {

struct ChannelFacts {
  FoundPack pack;
  bool ours{false};  // it has our mark: a board of Cellwarden
};

struct ChannelHandlers {
  std::function<void(const ChannelFacts& facts)> opened;
  std::function<void(std::vector<std::uint8_t> bytes)> bytes;
  // Could not be opened, or is gone: why and what to do. The last that is called.
  std::function<void(const std::string& sentence)> closed;
};

class Channel {
 public:
  Channel() = default;
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  // Closes it: the device is free for somebody else.
  virtual ~Channel() = default;
  // In pieces of 20 bytes, each only when the one before has been taken.
  virtual void write(std::vector<std::uint8_t> bytes) = 0;
};

struct Wanted {
  std::string which;    // a serial number or an address
  std::string adapter;  // "hci0"; empty: the first one
};

struct Patience {
  std::chrono::milliseconds seek{20'000};     // until it has been heard
  std::chrono::milliseconds connect{30'000};  // until it has taken us
  std::chrono::milliseconds resolve{20'000};  // until its services are known
  std::chrono::milliseconds start{10'000};    // until it has done our start-up
  // Before the first connection by a number: whether another pack has it, too.
  std::chrono::milliseconds namesakes{1'500};
};

class Central {
 public:
  // Over the system's D-Bus; $DBUS_SYSTEM_BUS_ADDRESS may name another one.
  explicit Central(Patience patience = {});
  // Closes every channel.
  ~Central();
  Central(const Central&) = delete;
  Central& operator=(const Central&) = delete;

  std::unique_ptr<Channel> open(Wanted wanted, ChannelHandlers handlers);

  // Looks around for so long. Packs that were heard or are connected, the strongest first; or a
  // sentence that says why it cannot look. What comes back ends it before its time, after which
  // `scanned` is not called any more, unless it is being called; only as long as this lives.
  using Scanned = std::function<void(std::vector<FoundPack> found, std::string sentence)>;
  std::function<void()> scan(std::chrono::milliseconds duration, std::string adapter,
                             Scanned scanned);

  class Rooms;

 private:
  std::unique_ptr<Rooms> rooms_;
};

}  // namespace cellwarden::bluetooth
