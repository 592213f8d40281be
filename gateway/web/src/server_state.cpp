// SPDX-License-Identifier: Apache-2.0
#include "server_state.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <exception>
#include <utility>

#include "connection.hpp"
#include "peers.hpp"

namespace cellwarden::web {
namespace {

using namespace std::chrono_literals;

constexpr auto kAsTuple = asio::experimental::as_tuple(asio::use_awaitable);

// Often enough that no time limit is missed by more than a quarter of it.
std::chrono::milliseconds sweep_time(const Limits& limits) {
  const auto shortest = std::min(
      {limits.head_time, limits.body_time, limits.idle_time, limits.write_time, limits.ping_time});
  return std::clamp<std::chrono::milliseconds>(shortest / 4, 5ms, 1000ms);
}

}  // namespace

ServerState::ServerState(asio::io_context& io, Router router, ServerOptions options)
    : io_{io},
      router_{std::move(router)},
      options_{std::move(options)},
      sweep_timer_{io},
      door_{std::make_shared<Door>(io)},
      workers_{options_.limits.worker_threads, options_.limits.worker_queue} {}

ServerState::Executor ServerState::executor() const { return io_.get_executor(); }

void ServerState::fault(std::string_view sentence) {
  if (options_.on_fault) options_.on_fault(sentence);
}

void ServerState::listen(tcp::acceptor acceptor) {
  const auto shared = std::make_shared<tcp::acceptor>(std::move(acceptor));
  acceptors_.push_back(shared);
  asio::co_spawn(
      io_, [self = shared_from_this(), shared] { return self->accept(shared); }, asio::detached);
}

asio::awaitable<void> ServerState::accept(std::shared_ptr<tcp::acceptor> acceptor) {
  while (!stopped_) {
    auto [error, socket] = co_await acceptor->async_accept(kAsTuple);
    if (stopped_) co_return;
    if (!error) {
      welcome(std::move(socket));
      continue;
    }
    ++counts.refused;
    // Out of file descriptors, most likely. One of ours makes room; if none can, wait a little.
    if (close_the_most_silent()) continue;
    asio::steady_timer pause{io_, 200ms};
    co_await pause.async_wait(kAsTuple);
  }
}

void ServerState::welcome(tcp::socket socket) {
  error_code error;
  const auto remote = socket.remote_endpoint(error);
  if (error) return;
  std::string peer = plain_address(remote.address().to_string());
  std::string group = peer_group(peer);
  ++counts.connections;
  if (!has_place(group, is_loopback_address(peer))) {
    ++counts.refused;
    return;
  }
  socket.set_option(tcp::no_delay{true}, error);
  per_group_[group]++;
  const auto connection = std::make_shared<Connection>(shared_from_this(), std::move(socket),
                                                       std::move(peer), std::move(group));
  connections_.insert(connection.get());
  counts.open = connections_.size();
  // A fault of ours in one connection must not end the others.
  const auto ended = [self = shared_from_this()](const std::exception_ptr& thrown) {
    if (!thrown) return;
    try {
      std::rethrow_exception(thrown);
    } catch (const std::exception& fault) {
      self->fault(std::string{"A connection broke off: "} + fault.what());
    }
  };
  asio::co_spawn(
      io_, [connection] { return connection->run(); }, ended);
  start_sweep();
}

bool ServerState::has_place(const std::string& group, bool loopback) {
  const Limits& limits = options_.limits;
  const auto place = per_group_.find(group);
  const std::size_t has = place == per_group_.end() ? 0 : place->second;
  const std::size_t may =
      loopback ? limits.connections_per_loopback_peer : limits.connections_per_peer;
  // Of one peer, too, the most silent one would make room; but a peer that opens more than that
  // means no good, or has forgotten to close.
  if (has >= may && !(loopback && close_the_most_silent())) return false;
  return connections_.size() < limits.connections || close_the_most_silent();
}

// Its coroutine ends soon after; the limit may be passed by those on their way out.
bool ServerState::close_the_most_silent() {
  Connection* most_silent = nullptr;
  for (Connection* connection : connections_) {
    const auto since = connection->silent_since();
    if (since && (most_silent == nullptr || *since < *most_silent->silent_since())) {
      most_silent = connection;
    }
  }
  if (most_silent == nullptr) return false;
  ++counts.refused;
  most_silent->close();
  return true;
}

void ServerState::left(const Connection& connection) {
  connections_.erase(const_cast<Connection*>(&connection));
  counts.open = connections_.size();
  const auto place = per_group_.find(connection.group());
  if (place != per_group_.end() && --place->second == 0) per_group_.erase(place);
}

// Only while there is somebody to look at: an idle gateway does not wake up for this.
void ServerState::start_sweep() {
  if (std::exchange(sweeping_, true)) return;
  asio::co_spawn(
      io_, [self = shared_from_this()] { return self->sweep(); }, asio::detached);
}

asio::awaitable<void> ServerState::sweep() {
  const auto time = sweep_time(options_.limits);
  while (!stopped_ && !connections_.empty()) {
    sweep_timer_.expires_after(time);
    co_await sweep_timer_.async_wait(kAsTuple);
    const auto now = Connection::Clock::now();
    // Whoever is closed by this leaves later, when its coroutine ends.
    for (Connection* connection : connections_) connection->check_time(now);
  }
  sweeping_ = false;
}

void ServerState::stop() {
  stopped_ = true;
  for (const auto& acceptor : acceptors_) {
    error_code ignored;
    acceptor->close(ignored);
  }
  for (Connection* connection : connections_) connection->close();
  sweep_timer_.cancel();
}

void ServerState::end() {
  stop();
  door_->close();
  workers_.stop();
}

}  // namespace cellwarden::web
