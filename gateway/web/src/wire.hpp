// SPDX-License-Identifier: Apache-2.0
// One accepted connection, plain or TLS, with the few things that are done to it.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>

namespace cellwarden::web {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

struct Moved {
  error_code error;
  std::size_t bytes{0};
};

class Wire {
 public:
  explicit Wire(tcp::socket socket) : socket_{std::move(socket)} {}

  // Waits for the first byte and leaves it where it is; empty: the other end has gone.
  asio::awaitable<std::optional<unsigned char>> first_byte();
  // context lives as long as any connection that uses it.
  asio::awaitable<error_code> start_tls(std::shared_ptr<asio::ssl::context> context);

  asio::awaitable<Moved> read_some(asio::mutable_buffer place);
  asio::awaitable<Moved> write_some(std::span<const asio::const_buffer> buffers);

  // What is under way ends with an error.
  void cancel();
  void shut_down_sending();
  void close();
  // At once, with what the other end has not taken yet: it frees the system's buffers, too.
  void abort();
  [[nodiscard]] bool is_secure() const { return tls_.has_value(); }
  [[nodiscard]] bool is_open() const { return socket_.is_open(); }

 private:
  tcp::socket socket_;
  std::shared_ptr<asio::ssl::context> context_;
  std::optional<asio::ssl::stream<tcp::socket&>> tls_;
};

// A bell: wait() goes on with the next ring(). Waiting twice at once is not meant.
class Bell {
 public:
  explicit Bell(const tcp::socket::executor_type& executor) : timer_{executor} {}
  asio::awaitable<void> wait();
  void ring() { timer_.cancel(); }

 private:
  asio::steady_timer timer_;
};

}  // namespace cellwarden::web
