// SPDX-License-Identifier: Apache-2.0
// One connection from its first byte to its end: request after request, or a live stream. It is a
// coroutine that reads like the protocol; the server's sweep watches its time from outside.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "cellwarden/web/request.hpp"
#include "cellwarden/web/responder.hpp"
#include "cellwarden/web/response.hpp"
#include "event_reader.hpp"
#include "server_state.hpp"
#include "wire.hpp"

namespace cellwarden::web {

// What the connection waits for; its time depends on it.
enum class Phase : std::uint8_t {
  first_byte,
  handshake,
  head,
  body,
  answer,  // of a handler: no limit, the fault would be ours
  write,
  events,
  idle,  // between two requests
  linger
};

class Connection : public EventReader, public std::enable_shared_from_this<Connection> {
 public:
  using Clock = std::chrono::steady_clock;

  Connection(std::shared_ptr<ServerState> server, tcp::socket socket, std::string peer,
             std::string group);
  ~Connection() override;

  asio::awaitable<void> run();

  // For the server, on its thread.
  void check_time(Clock::time_point now);
  void close();
  // Since when it has been waiting for a stranger's bytes; empty if it does something useful.
  [[nodiscard]] std::optional<Clock::time_point> silent_since() const;
  [[nodiscard]] const std::string& group() const { return group_; }

  bool offer(const SharedText& message) override;
  void deliver(Response response);

 private:
  // A request with what only the connection needs of it.
  struct Incoming;

  asio::awaitable<bool> begin();
  asio::awaitable<void> serve();
  asio::awaitable<bool> serve_one();

  // connection_request.cpp
  asio::awaitable<std::optional<Response>> read_head(Incoming& incoming);
  asio::awaitable<std::optional<Response>> read_body(Incoming& incoming);
  std::optional<Response> check(Incoming& incoming);
  std::optional<Response> check_address(Incoming& incoming);
  std::optional<Response> check_sender(Incoming& incoming);
  std::optional<Response> find_route(Incoming& incoming);
  asio::awaitable<bool> read_more(std::size_t bytes);

  // connection_answer.cpp
  asio::awaitable<Response> handled(const Incoming& incoming);
  asio::awaitable<bool> send(const Incoming& incoming, Response response);
  asio::awaitable<bool> send_chunks(const ChunkSource& source, bool chunked);
  asio::awaitable<bool> write(std::span<const asio::const_buffer> buffers);
  asio::awaitable<void> linger();

  // connection_events.cpp
  asio::awaitable<void> stream_events(const Incoming& incoming, std::shared_ptr<EventChannel> from,
                                      std::string head);
  asio::awaitable<void> write_events();
  void ping(Clock::time_point now);
  void drop();
  void leave_channel(bool too_slow);

  void enter(Phase phase, std::chrono::milliseconds time);
  void enter(Phase phase);

  std::shared_ptr<ServerState> server_;
  Wire wire_;
  Bell bell_;
  std::string peer_;
  std::string group_;
  bool loopback_;
  boost::beast::flat_buffer in_;
  Phase phase_{Phase::first_byte};
  Clock::time_point since_{Clock::now()};
  std::optional<Clock::time_point> deadline_;
  bool timed_out_{false};
  bool closed_{false};
  std::optional<Response> answer_;

  // A live reader's.
  std::shared_ptr<EventChannel> channel_;
  std::deque<SharedText> waiting_;
  std::size_t waiting_bytes_{0};
  std::optional<Clock::time_point> write_deadline_;
  Clock::time_point last_write_{};
  SignIn::Who who_;
  bool from_loopback_{false};
};

// Runs a handler on this thread; whatever it throws is answered and told.
void run_handler(const std::shared_ptr<ServerState>& server, const Route& route,
                 const Responder& responder);

}  // namespace cellwarden::web
