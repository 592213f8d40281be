// SPDX-License-Identifier: Apache-2.0
#include "connection.hpp"

#include <algorithm>
#include <utility>

#include "cellwarden/web/event_channel.hpp"
#include "incoming.hpp"
#include "peers.hpp"

namespace cellwarden::web {
namespace {

constexpr unsigned char kTlsHandshake = 0x16;  // the first byte of every TLS connection

}  // namespace

Connection::Connection(std::shared_ptr<ServerState> server, tcp::socket socket, std::string peer,
                       std::string group)
    : server_{std::move(server)},
      wire_{std::move(socket)},
      bell_{server_->executor()},
      peer_{std::move(peer)},
      group_{std::move(group)},
      loopback_{is_loopback_address(peer_)} {
  enter(Phase::first_byte, server_->limits().head_time);
}

Connection::~Connection() { server_->left(*this); }

void Connection::enter(Phase phase, std::chrono::milliseconds time) {
  phase_ = phase;
  since_ = Clock::now();
  deadline_ = since_ + time;
}

void Connection::enter(Phase phase) {
  phase_ = phase;
  since_ = Clock::now();
  deadline_.reset();
}

std::optional<Connection::Clock::time_point> Connection::silent_since() const {
  const bool waits = phase_ == Phase::first_byte || phase_ == Phase::handshake ||
                     phase_ == Phase::head || phase_ == Phase::idle || phase_ == Phase::linger;
  return waits && !closed_ ? std::optional{since_} : std::nullopt;
}

void Connection::check_time(Clock::time_point now) {
  if (closed_) return;
  if (phase_ == Phase::events) {
    ping(now);
    return;
  }
  if (!deadline_ || now < *deadline_) return;
  deadline_.reset();
  if (phase_ != Phase::idle && phase_ != Phase::linger) ++server_->counts.timed_out;
  timed_out_ = true;
  // Who has begun a request is told what was wrong, if that takes no more of our time.
  const bool can_say = (phase_ == Phase::head || phase_ == Phase::body) && !wire_.is_secure();
  if (can_say) {
    wire_.cancel();
    return;
  }
  if (phase_ == Phase::write) wire_.abort();
  close();
}

void Connection::close() {
  if (closed_) return;
  closed_ = true;
  leave_channel(false);
  wire_.close();
  bell_.ring();
}

void Connection::deliver(Response response) {
  if (!answer_) answer_ = std::move(response);
  bell_.ring();
}

asio::awaitable<void> Connection::run() {
  const bool begun = co_await begin();
  if (begun) co_await serve();
  close();
}

// TLS or plain, as the first byte says.
asio::awaitable<bool> Connection::begin() {
  const auto first = co_await wire_.first_byte();
  if (!first || closed_) co_return false;
  if (*first != kTlsHandshake) co_return true;
  if (!server_->tls()) co_return false;
  enter(Phase::handshake, server_->limits().head_time);
  const error_code error = co_await wire_.start_tls(server_->tls());
  co_return !error && !closed_;
}

asio::awaitable<void> Connection::serve() {
  enter(Phase::head, server_->limits().head_time);
  while (true) {
    const bool go_on = co_await serve_one();
    if (!go_on || closed_ || server_->stopped()) co_return;
    // The time for a head runs from its first byte.
    if (in_.size() == 0) {
      enter(Phase::idle, server_->limits().idle_time);
      const bool more = co_await read_more(4096);
      if (!more) co_return;
    }
    enter(Phase::head, server_->limits().head_time);
  }
}

asio::awaitable<bool> Connection::serve_one() {
  Incoming incoming{server_->limits().header_bytes};
  auto refusal = co_await read_head(incoming);
  if (incoming.gone) co_return false;
  if (!refusal) refusal = check(incoming);
  if (!refusal) refusal = co_await read_body(incoming);
  if (incoming.gone) co_return false;
  if (refusal) {
    ++server_->counts.bad_requests;
    // What is unread of a request cannot be told from the next one.
    incoming.keep_alive = incoming.keep_alive && incoming.parser.is_done();
    const bool sent = co_await send(incoming, std::move(*refusal));
    if (sent && !incoming.keep_alive) co_await linger();
    co_return sent&& incoming.keep_alive;
  }
  ++server_->counts.requests;
  Response response = co_await handled(incoming);
  if (closed_) co_return false;
  if (response.status >= 500) ++server_->counts.faults;
  const bool sent = co_await send(incoming, std::move(response));
  co_return sent&& incoming.keep_alive;
}

}  // namespace cellwarden::web
