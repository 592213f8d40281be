// SPDX-License-Identifier: Apache-2.0
#include "wire.hpp"

#include <sys/socket.h>

#include <boost/asio/experimental/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace cellwarden::web {
namespace {

constexpr auto kAsTuple = asio::experimental::as_tuple(asio::use_awaitable);

}  // namespace

asio::awaitable<std::optional<unsigned char>> Wire::first_byte() {
  auto [error] = co_await socket_.async_wait(tcp::socket::wait_read, kAsTuple);
  if (error) co_return std::nullopt;
  unsigned char byte{0};
  const auto got = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  if (got != 1) co_return std::nullopt;
  co_return byte;
}

asio::awaitable<error_code> Wire::start_tls(std::shared_ptr<asio::ssl::context> context) {
  context_ = std::move(context);
  tls_.emplace(socket_, *context_);
  auto [error] = co_await tls_->async_handshake(asio::ssl::stream_base::server, kAsTuple);
  co_return error;
}

asio::awaitable<Moved> Wire::read_some(asio::mutable_buffer place) {
  if (tls_) {
    auto [error, bytes] = co_await tls_->async_read_some(place, kAsTuple);
    co_return Moved{error, bytes};
  }
  auto [error, bytes] = co_await socket_.async_read_some(place, kAsTuple);
  co_return Moved{error, bytes};
}

asio::awaitable<Moved> Wire::write_some(std::span<const asio::const_buffer> buffers) {
  if (tls_) {
    auto [error, bytes] = co_await tls_->async_write_some(buffers, kAsTuple);
    co_return Moved{error, bytes};
  }
  auto [error, bytes] = co_await socket_.async_write_some(buffers, kAsTuple);
  co_return Moved{error, bytes};
}

void Wire::cancel() {
  error_code ignored;
  socket_.cancel(ignored);
}

void Wire::shut_down_sending() {
  error_code ignored;
  socket_.shutdown(tcp::socket::shutdown_send, ignored);
}

void Wire::close() {
  error_code ignored;
  socket_.close(ignored);
}

void Wire::abort() {
  error_code ignored;
  socket_.set_option(asio::socket_base::linger{true, 0}, ignored);
  socket_.close(ignored);
}

asio::awaitable<void> Bell::wait() {
  timer_.expires_at(asio::steady_timer::time_point::max());
  co_await timer_.async_wait(kAsTuple);
}

}  // namespace cellwarden::web
