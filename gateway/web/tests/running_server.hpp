// SPDX-License-Identifier: Apache-2.0
// A server on a thread of its own, on a port of 127.0.0.1 that was free.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <future>
#include <memory>
#include <thread>
#include <type_traits>
#include <utility>

#include "cellwarden/web/server.hpp"

namespace cellwarden::web {

class RunningServer {
 public:
  // fill: adds the routes; gets the io_context for channels and sign-in.
  template <typename Fill>
  explicit RunningServer(Fill fill, ServerOptions options = {}) {
    Router router;
    fill(router, io_, options);
    server_ = std::make_unique<Server>(io_, std::move(router), std::move(options));
    port_ = server_->listen({"127.0.0.1", 0}).port;
    thread_ = std::thread{[this] { io_.run(); }};
  }
  ~RunningServer() {  // NOLINT(bugprone-exception-escape): a test would end anyway
    do_inside([this] { server_->stop(); });
    work_.reset();
    io_.stop();
    thread_.join();
  }
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] Server& server() { return *server_; }
  [[nodiscard]] ServerCounts counts() const { return server_->counts(); }

  // On the server's thread; waits for it.
  template <typename Job>
  std::invoke_result_t<Job> do_inside(Job job) {
    std::packaged_task<std::invoke_result_t<Job>()> task{std::move(job)};
    auto done = task.get_future();
    boost::asio::post(io_, [&task] { task(); });
    return done.get();
  }

 private:
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
      io_.get_executor()};
  std::unique_ptr<Server> server_;
  std::uint16_t port_{0};
  std::thread thread_;
};

}  // namespace cellwarden::web
