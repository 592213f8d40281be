// SPDX-License-Identifier: Apache-2.0
#include "world.hpp"

#include <gtest/gtest.h>

#include "cellwarden/gateway/lines_link.hpp"
#include "cellwarden/gateway/simulated_site.hpp"
#include "cellwarden/scenario/scenario_file.hpp"

namespace cellwarden::api {

using nlohmann::json;

namespace {

// V-max far above, so that no test meets a full pack by chance.
constexpr auto kFourCells = R"(
name = "Four cells in the sun"
about = "For tests."
days = 300
begin = "10:00"
[pack]
cells = 4
capacity_ah = 100
soc_percent = 50
[pack.sensor_out]
[site.sun]
peak_w = 400
cloudiness = 0.0
[site.house]
energy_wh_per_day = 500
)";

twin::Scenario scenario_of(const WorldPlan& plan) {
  const std::string text = plan.scenario.empty() ? kFourCells : plan.scenario;
  return scenario::parse_scenario(text, "test.toml", ".");
}

constexpr web::HashCost kQuickHash{.passes = 1, .memory_bytes = std::size_t{8} * 1024};

}  // namespace

std::string Told::code() const {
  return body.is_object() && body.contains("error") ? body["error"]["code"] : json("");
}
std::string Told::sentence() const {
  return body.is_object() && body.contains("error") ? body["error"]["sentence"] : json("");
}

World::World(const WorldPlan& plan) {
  if (plan.history) {
    keeper_ = std::make_unique<gateway::HistoryKeeper>(io_, folder_.file("history.db"),
                                                       history::Options{.flush_seconds = 1});
  }
  gateway_ = std::make_unique<gateway::Gateway>(io_, keeper_.get());
  auto site = std::make_unique<gateway::SimulatedSite>(
      io_, scenario_of(plan), gateway::SimulationOptions{.seed = 7, .speed = plan.speed});
  std::vector<std::string> ids;
  for (int number = 1; number <= site->packs(); ++number) {
    ids.push_back(number == 1 ? "cabin" : "cabin" + std::to_string(number));
    std::vector<std::unique_ptr<gateway::Link>> links;
    links.push_back(gateway::lines_link(io_, gateway::LinkKind::simulated, site->stream(number),
                                        {.pin = plan.link_pin, .set_clock = plan.set_clock}));
    gateway_->add_pack({.id = ids.back(), .name = "The cabin", .simulated = true},
                       std::move(links));
  }
  if (plan.bank) gateway_->set_bank(ids);
  gateway_->add_site(std::move(site), ids);
  sign_in_ = std::make_shared<web::SignIn>(io_, folder_.file("passwords"), web::SignInLimits{},
                                           kQuickHash);
  web::Router router;
  ApiOptions options;
  options.version = "0.1.0";
  options.config_file = "/etc/cellwarden/cellwarden.toml";
  options.finders.push_back(
      gateway::serial_finder(io_, {.dev = folder_.file("no-such"), .more = plan.ports}));
  if (plan.book) book_ = plan.book(io_, *gateway_, folder_.path().string());
  options.packs = book_.get();
  options.server_counts = [this] { return server_->counts(); };
  add_routes(router, io_, *gateway_, std::move(options));
  sign_in_->add_routes(router);
  web::ServerOptions server_options;
  server_options.sign_in = sign_in_;
  server_ = std::make_unique<web::Server>(io_, std::move(router), std::move(server_options));
  port_ = server_->listen({"127.0.0.1", 0}).port;
  gateway_->start();
  thread_ = std::thread{[this] { io_.run(); }};
}

World::~World() {
  inside([this] {
    server_->stop();
    gateway_->stop();
  });
  work_.reset();
  io_.stop();
  thread_.join();
  server_.reset();
  gateway_.reset();
  keeper_.reset();
}

Told World::checked(const std::string& method, const std::string& path, const web::Answer& answer) {
  Told told{answer.status, json::parse(answer.body, nullptr, false), answer};
  const std::string plain = path.substr(0, path.find('?'));
  for (const std::string& problem : document_.problems(
           method, plain, answer.status, answer.header("Content-Type"), answer.body)) {
    ADD_FAILURE() << method << " " << path << " " << answer.status << ": " << problem;
  }
  return told;
}

Told World::get(const std::string& path, const std::string& headers) {
  return checked("get", path, web::get(port_, path, headers));
}
Told World::post(const std::string& path, const json& body) {
  return checked("post", path, web::change(port_, "POST", path, body.dump()));
}
Told World::remove(const std::string& path) {
  return checked("delete", path, web::change(port_, "DELETE", path, "{}"));
}
Told World::post_csv(const std::string& path, const std::string& body) {
  web::TestClient client{port_};
  const std::string head = "POST " + path +
                           " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\n"
                           "Sec-Fetch-Site: none\r\n" +
                           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  return checked("post", path, client.ask(head + body));
}

bool World::comes_true(const std::function<bool(gateway::Gateway&)>& condition) {
  return web::wait_until([&] { return inside([&] { return condition(*gateway_); }); });
}

bool World::is_ready() {
  return comes_true([](gateway::Gateway& all) {
    const gateway::Pack& pack = *all.find("cabin");
    const gateway::Status& status = pack.status();
    return status.presence == gateway::Presence::live && pack.lines()->accepted_pin() &&
           status.seen.settings && status.seen.setup && status.seen.setup->value.v_bypass &&
           status.seen.clock && status.seen.charge && status.charge.allowed &&
           status.load.allowed && !status.seen.cells.empty();
  });
}

void World::remember(std::int64_t from_ms, int seconds, const Fill& fill) {
  std::promise<void> done;
  keeper_->run([&](history::History& history) {
    auto past = history.backfill("cabin");
    std::vector<history::CellSample> cells;
    for (int second = 0; second < seconds; ++second) {
      history::Sample sample;
      sample.time_ms = from_ms + second * std::int64_t{1000};
      cells.assign(4, {.mv = 3'300, .decicelsius = 200, .bypass = false});
      sample.good = sample.charge_closed = sample.load_closed = true;
      sample.current_in_ma = 1'000;
      sample.current_out_ma = 500;
      sample.battery_ma = 500;
      sample.pack_mv = 13'200;
      sample.soc_mpercent = 60'000;
      sample.soc_calibrated = true;
      fill(second, sample, cells);
      sample.cells = cells;
      past.add(sample);
    }
    past.finish();
    done.set_value();
  });
  done.get_future().wait();
}

core::Settings World::settings_on_board() {
  return inside([this] {
    const auto& settings = gateway_->find("cabin")->lines()->observation().settings;
    return settings ? settings->value.settings : core::Settings{};
  });
}

void World::flush() {
  if (!keeper_) return;
  std::promise<void> done;
  keeper_->run([&done](history::History& history) {
    history.flush();
    done.set_value();
  });
  done.get_future().wait();
}

}  // namespace cellwarden::api
