// SPDX-License-Identifier: Apache-2.0
// What all connections share: the routes, the limits, who is connected, and the sweep that looks
// for those whose time is over (one timer for all, not one each).
#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "cellwarden/web/server.hpp"
#include "door.hpp"
#include "workers.hpp"

namespace cellwarden::web {

class Connection;

class ServerState : public std::enable_shared_from_this<ServerState> {
 public:
  using Executor = boost::asio::io_context::executor_type;
  ServerState(boost::asio::io_context& io, Router router, ServerOptions options);

  void listen(boost::asio::ip::tcp::acceptor acceptor);
  void stop();
  void end();  // and nothing comes in from other threads any more

  // What a connection asks of the server.
  [[nodiscard]] const Router& router() const { return router_; }
  [[nodiscard]] const ServerOptions& options() const { return options_; }
  [[nodiscard]] const Limits& limits() const { return options_.limits; }
  [[nodiscard]] const std::shared_ptr<boost::asio::ssl::context>& tls() const { return tls_; }
  void set_tls(std::shared_ptr<boost::asio::ssl::context> tls) { tls_ = std::move(tls); }
  [[nodiscard]] Workers& workers() { return workers_; }
  [[nodiscard]] const std::shared_ptr<Door>& door() const { return door_; }
  [[nodiscard]] bool stopped() const { return stopped_; }
  [[nodiscard]] Executor executor() const;
  void fault(std::string_view sentence);  // any thread
  void left(const Connection& connection);

  struct Counts {
    std::atomic<std::size_t> open{0};
    std::atomic<std::uint64_t> connections{0};
    std::atomic<std::uint64_t> refused{0};
    std::atomic<std::uint64_t> timed_out{0};
    std::atomic<std::uint64_t> requests{0};
    std::atomic<std::uint64_t> bad_requests{0};
    std::atomic<std::uint64_t> faults{0};
  };
  Counts counts;

 private:
  boost::asio::awaitable<void> accept(std::shared_ptr<boost::asio::ip::tcp::acceptor> acceptor);
  void welcome(boost::asio::ip::tcp::socket socket);
  [[nodiscard]] bool has_place(const std::string& group, bool loopback);
  bool close_the_most_silent();
  boost::asio::awaitable<void> sweep();
  void start_sweep();

  boost::asio::io_context& io_;
  Router router_;
  ServerOptions options_;
  std::shared_ptr<boost::asio::ssl::context> tls_;
  std::vector<std::shared_ptr<boost::asio::ip::tcp::acceptor>> acceptors_;
  std::unordered_set<Connection*> connections_;
  std::map<std::string, std::size_t> per_group_;
  boost::asio::steady_timer sweep_timer_;
  bool sweeping_{false};
  bool stopped_{false};
  std::shared_ptr<Door> door_;
  Workers workers_;
};

}  // namespace cellwarden::web
