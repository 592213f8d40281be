// SPDX-License-Identifier: Apache-2.0
// A two-way stream of bytes to a pack: TCP, a serial port or pseudo terminal, or a simulated board.
// What speaks over it does not know which one it is.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

namespace boost::asio {
class io_context;
}

namespace cellwarden::gateway {

struct StreamHandlers {
  std::function<void()> opened;
  std::function<void(std::span<const std::uint8_t>)> bytes;
  // It could not be opened, or is gone; the sentence says why and what to do. Open it again later.
  std::function<void(std::string sentence)> closed;
};

// What a stream knows of who is at its other end, besides the bytes.
struct StreamFacts {
  std::optional<int> rssi_dbm;  // Bluetooth: how strong it came in before we connected
  bool public_only{false};      // surely no board of ours: to be asked nothing of ours
};

// Everything happens on the thread of its io_context. Handlers are called from there, never from
// within open(), write() or close().
class ByteStream {
 public:
  ByteStream() = default;
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;
  virtual ~ByteStream() = default;

  virtual void open(StreamHandlers handlers) = 0;
  virtual void write(std::span<const std::uint8_t> bytes) = 0;
  // No handler is called any more until it is opened again.
  virtual void close() = 0;
  // "/dev/ttyUSB0", "127.0.0.1:4000", "Bluetooth 03330"
  [[nodiscard]] virtual std::string place() const = 0;
  // As of the newest opening.
  [[nodiscard]] virtual StreamFacts facts() const { return {}; }
};

// address: "127.0.0.1:4000", "[::1]:4000", "bms.local:4000".
std::unique_ptr<ByteStream> tcp_stream(boost::asio::io_context& io, std::string address);

// A tty or pty, 8N1 without handshake, for this program alone (a lock that others respect).
std::unique_ptr<ByteStream> serial_stream(boost::asio::io_context& io, std::string path,
                                          unsigned baud);

// A file of bytes: so many at a time, one portion every `pause_ms`, and then it closes.
std::unique_ptr<ByteStream> paced_stream(boost::asio::io_context& io, std::string name,
                                         std::string bytes, std::size_t portion, int pause_ms);

}  // namespace cellwarden::gateway
