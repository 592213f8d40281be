// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <vector>

#include "cellwarden/gateway/byte_stream.hpp"

namespace cellwarden::gateway {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t kMostWaiting = 65'536;

struct HostAndPort {
  std::string host;
  std::string port;
};

HostAndPort split(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  if (colon == std::string::npos) return {.host = "127.0.0.1", .port = address};
  HostAndPort parts{.host = address.substr(0, colon), .port = address.substr(colon + 1)};
  if (parts.host.starts_with('[') && parts.host.ends_with(']')) {
    parts.host = parts.host.substr(1, parts.host.size() - 2);
  }
  if (parts.host.empty()) parts.host = "127.0.0.1";
  return parts;
}

class TcpStream final : public ByteStream {
 public:
  TcpStream(asio::io_context& io, std::string address) : io_{io}, address_{std::move(address)} {}
  ~TcpStream() override { TcpStream::close(); }
  TcpStream(const TcpStream&) = delete;
  TcpStream& operator=(const TcpStream&) = delete;

  void open(StreamHandlers handlers) override {
    close();
    session_ = std::make_shared<Session>(io_, std::move(handlers), address_);
    const HostAndPort parts = split(address_);
    session_->resolver.async_resolve(
        parts.host, parts.port,
        [session = session_](const error_code& error, const tcp::resolver::results_type& found) {
          if (!session->handlers.closed) return;
          if (error) {
            session->end(
                fmt::format("there is no host for {}: {}.", session->address, error.message()));
            return;
          }
          asio::async_connect(session->socket, found,
                              [session](const error_code& failed, const tcp::endpoint& /*where*/) {
                                connected(session, failed);
                              });
        });
  }

  void write(std::span<const std::uint8_t> bytes) override {
    if (!session_ || !session_->socket.is_open()) return;
    if (session_->waiting.size() + bytes.size() > kMostWaiting) return;
    session_->waiting.insert(session_->waiting.end(), bytes.begin(), bytes.end());
    write_on(session_);
  }

  void close() override {
    if (!session_) return;
    session_->handlers = {};
    error_code ignored;
    session_->socket.close(ignored);
    session_->resolver.cancel();
    session_.reset();
  }

  [[nodiscard]] std::string place() const override { return address_; }

 private:
  struct Session {
    Session(asio::io_context& io, StreamHandlers given, std::string where)
        : resolver{io}, socket{io}, handlers{std::move(given)}, address{std::move(where)} {}
    void end(const std::string& sentence) {
      error_code ignored;
      socket.close(ignored);
      const StreamHandlers last = std::exchange(handlers, {});
      if (last.closed) last.closed(sentence);
    }
    tcp::resolver resolver;
    tcp::socket socket;
    StreamHandlers handlers;
    std::string address;
    std::array<std::uint8_t, 8192> block{};
    std::vector<std::uint8_t> waiting;
    std::vector<std::uint8_t> sending;
  };

  static void connected(const std::shared_ptr<Session>& session, const error_code& error) {
    if (!session->handlers.opened) return;
    if (error) {
      session->end(fmt::format("nobody answers at {}: {}.", session->address, error.message()));
      return;
    }
    error_code ignored;
    session->socket.set_option(tcp::no_delay{true}, ignored);
    session->handlers.opened();
    read_on(session);
    write_on(session);
  }

  static void read_on(const std::shared_ptr<Session>& session) {
    if (!session->handlers.bytes) return;
    session->socket.async_read_some(
        asio::buffer(session->block), [session](const error_code& error, std::size_t size) {
          if (!session->handlers.bytes) return;
          if (error) {
            session->end(fmt::format("the connection to {} has ended ({}).", session->address,
                                     error.message()));
            return;
          }
          session->handlers.bytes(std::span{session->block}.first(size));
          read_on(session);
        });
  }

  static void write_on(const std::shared_ptr<Session>& session) {
    if (!session->sending.empty() || session->waiting.empty()) return;
    session->sending.swap(session->waiting);
    asio::async_write(session->socket, asio::buffer(session->sending),
                      [session](const error_code& error, std::size_t /*size*/) {
                        session->sending.clear();
                        // A broken connection is told by the reading side.
                        if (!error && session->handlers.bytes) write_on(session);
                      });
  }

  asio::io_context& io_;
  std::string address_;
  std::shared_ptr<Session> session_;
};

}  // namespace

std::unique_ptr<ByteStream> tcp_stream(asio::io_context& io, std::string address) {
  return std::make_unique<TcpStream>(io, std::move(address));
}

}  // namespace cellwarden::gateway
