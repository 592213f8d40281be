// SPDX-License-Identifier: Apache-2.0
// Where a client of the Bluetooth lines comes in (OUT-4): a TCP port, a pseudo terminal, Bluetooth.
// As with the real board there is one client at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "cellwarden/cli/pseudo_terminal.hpp"

namespace cellwarden::cli {

class LinePort {
 public:
  LinePort() = default;
  virtual ~LinePort() = default;
  LinePort(const LinePort&) = delete;
  LinePort& operator=(const LinePort&) = delete;
  LinePort(LinePort&&) = delete;
  LinePort& operator=(LinePort&&) = delete;

  // Where a client finds it: "127.0.0.1:40123", "/dev/pts/5".
  [[nodiscard]] virtual std::string place() const = 0;
  // Returns when something came, or after so long.
  virtual void wait(int milliseconds) = 0;
  // Who came and went. Another number is another client; 0: there is none.
  virtual std::uint64_t client() = 0;
  // What the client sent since the last call.
  virtual std::vector<std::uint8_t> receive() = 0;
  // Kept until the client takes it; only when has_room().
  virtual void send(std::span<const std::uint8_t> bytes) = 0;
  [[nodiscard]] virtual bool has_room() const = 0;
};

// address: "127.0.0.1:0", "[::1]:4000", or a port alone on the loopback address; port 0 takes a
// free one. Throws Problem if it cannot listen there.
std::unique_ptr<LinePort> tcp_port(const std::string& address);
std::unique_ptr<LinePort> line_port(PseudoTerminal terminal);

struct BluetoothPlace {
  std::string adapter;      // "hci0"; empty: the first one
  std::uint16_t serial{1};  // as it is advertised
};
// Advertises, as the real board does. Throws Problem if it cannot; what fails later is tried again.
std::unique_ptr<LinePort> bluetooth_port(const BluetoothPlace& where);

}  // namespace cellwarden::cli
