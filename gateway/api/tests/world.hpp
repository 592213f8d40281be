// SPDX-License-Identifier: Apache-2.0
// A gateway with simulated packs, a history and a server, as an owner would run it; every answer of
// it is held against the document.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <functional>
#include <future>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "../../web/tests/scratch_folder.hpp"
#include "../../web/tests/test_client.hpp"
#include "cellwarden/api/api.hpp"
#include "cellwarden/web/server.hpp"
#include "cellwarden/web/sign_in.hpp"
#include "openapi_check.hpp"

namespace cellwarden::api {

struct WorldPlan {
  std::string scenario{};        // empty: four cells in the sun
  double speed{20};              // so that a cycle takes 50 ms
  std::uint16_t link_pin{1234};  // what the link tries
  bool bank{false};
  bool set_clock{true};  // on connecting (EN-2)
  bool history{true};
  std::vector<std::string> ports{};  // that a search looks at
  // Keeps the packs that come and go; given the world's folder. Empty: none do.
  std::function<std::unique_ptr<PackBook>(boost::asio::io_context& io, gateway::Gateway& gateway,
                                          const std::string& folder)>
      book{};
};

// What came back, checked.
struct Told {
  int status{0};
  nlohmann::json body;
  web::Answer answer;
  // "code" of an error; else empty.
  [[nodiscard]] std::string code() const;
  [[nodiscard]] std::string sentence() const;
};

class World {
 public:
  explicit World(const WorldPlan& plan = {});
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // path: with its query, percent-encoded.
  Told get(const std::string& path, const std::string& headers = "");
  Told post(const std::string& path, const nlohmann::json& body);
  Told remove(const std::string& path);
  Told post_csv(const std::string& path, const std::string& body);
  [[nodiscard]] std::uint16_t port() const { return port_; }
  gateway::Gateway& gateway() { return *gateway_; }
  web::SignIn& sign_in() { return *sign_in_; }

  // On the server's thread; waits for it.
  template <class Job>
  std::invoke_result_t<Job> inside(Job job) {
    std::packaged_task<std::invoke_result_t<Job>()> task{std::move(job)};
    auto done = task.get_future();
    boost::asio::post(io_, [&task] { task(); });
    return done.get();
  }
  // Whether it comes true, on the server's thread, before patience ends.
  bool comes_true(const std::function<bool(gateway::Gateway&)>& condition);
  // Pack "cabin" is signed in, has told its settings and all its cells, and both relays are closed.
  bool is_ready();

  // Samples of pack "cabin" from the past, one a second.
  using Fill = std::function<void(int second, history::Sample& sample,
                                  std::vector<history::CellSample>& cells)>;
  void remember(std::int64_t from_ms, int seconds, const Fill& fill);
  // As the board told them last.
  core::Settings settings_on_board();
  // Everything that was handed over is on disk.
  void flush();

 private:
  Told checked(const std::string& method, const std::string& path, const web::Answer& answer);

  web::ScratchFolder folder_;
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
      io_.get_executor()};
  std::unique_ptr<gateway::HistoryKeeper> keeper_;
  std::unique_ptr<gateway::Gateway> gateway_;
  std::unique_ptr<PackBook> book_;
  std::shared_ptr<web::SignIn> sign_in_;
  std::unique_ptr<web::Server> server_;
  OpenapiCheck document_;
  std::uint16_t port_{0};
  std::thread thread_;
};

inline const std::string kCabin = "/api/v1/packs/cabin";

}  // namespace cellwarden::api
