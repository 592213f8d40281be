// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/daemon/daemon.hpp"

#include <fmt/format.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <thread>

#include "cellwarden/api/api.hpp"
#include "cellwarden/daemon/alerts.hpp"
#include "cellwarden/daemon/first_look.hpp"
#include "cellwarden/daemon/pack_list.hpp"
#include "cellwarden/daemon/pin_file.hpp"
#include "cellwarden/gateway/clock.hpp"
#include "cellwarden/gateway/finder.hpp"
#include "cellwarden/gateway/gateway.hpp"
#include "cellwarden/history/reader.hpp"
#include "cellwarden/web/local_authority.hpp"
#include "cellwarden/web/server.hpp"
#include "cellwarden/web/sign_in.hpp"
#include "cellwarden/web/static_files.hpp"
#include "cellwarden/words/problem.hpp"
#include "wiring.hpp"

namespace cellwarden::daemon {

namespace fs = std::filesystem;
namespace asio = boost::asio;
using core::Milliseconds;

namespace {

constexpr std::chrono::seconds kLook{1};
constexpr int kHour = 3600;
constexpr int kDay = 86'400;
constexpr Milliseconds kGapToFill{60'000};
constexpr double kFirstSoc = 55;
constexpr Milliseconds kMsPerDay{86'400'000};

void make_folder(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error || !fs::is_directory(folder)) {
    throw words::Problem{
        fmt::format("the data folder {} cannot be made: {}. Name another one with --data.",
                    words::in_quotes(folder), error ? error.message() : "it is no folder")};
  }
  chmod(folder.c_str(), 0700);
}

void open_log() {
  auto log = std::make_shared<spdlog::logger>("cellwarden",
                                              std::make_shared<spdlog::sinks::stderr_sink_mt>());
  log->set_pattern("%Y-%m-%d %H:%M:%S %l: %v");
  log->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(log));
}

// Where the simulated past begins, and how full the battery was then.
struct PastBegin {
  Milliseconds wall;
  double soc_percent{kFirstSoc};
};

class Daemon {
 public:
  Daemon(const Config& config, const RunOptions& options)
      : config_{config},
        options_{options},
        folder_{data_folder(config)},
        io_{1},
        signals_{io_, SIGINT, SIGTERM},
        timer_{io_} {
    std::signal(SIGPIPE, SIG_IGN);
    make_folder(folder_);
    open_log();
    pins_.emplace(folder_ + "/pins.json");
    packs_.emplace(folder_ + "/packs.toml", config, options.config_file);
    history_.emplace(io_, folder_ + "/history.db",
                     history::Options{.keep_years = config.keep_years});
    gateway_.emplace(io_, &*history_);
    alerts_.emplace(config.alerts, [](const std::string& problem) { spdlog::warn("{}", problem); });
    filter_.emplace(Milliseconds{std::int64_t{config.alerts.quiet_s} * 1000});
  }

  ~Daemon() {
    ended_ = past_unwanted_ = true;
    if (past_.joinable()) past_.join();
  }
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  void run() {
    const bool alone = packs_->is_empty();
    wire();
    gateway_->on_event(
        [this](const std::string& pack, const history::Event& event) { hear(pack, event); });
    serve();
    gateway_->start();
    if (alone && config_.backfill_days > 0) begin_past();
    signals_.async_wait([this](const boost::system::error_code& error, int /*signal*/) {
      if (!error) end();
    });
    look();
    io_.run();
    spdlog::info("ended; everything is on disk");
  }

 private:
  static Milliseconds local_now() { return gateway::local_time(gateway::wall_now()); }

  void wire() {
    wiring_.emplace(
        io_, options_, *pins_, [this]() -> bluetooth::Central& { return central(); }, *gateway_);
    if (packs_->is_empty()) wiring_->add_first_look(first_look(local_now(), now_soc()));
    using gateway::PackOrigin;
    for (const PackConfig& pack : config_.packs) wiring_->add(pack, PackOrigin::config);
    for (const PackConfig& pack : packs_->packs()) wiring_->add(pack, PackOrigin::app);
    gateway_->set_bank(config_.bank);
    packs_->use(*gateway_,
                {.connect = [this](const PackConfig& pack) { wiring_->add(pack, PackOrigin::app); },
                 .first_look = [this](bool there) { show_first_look(there); }});
    gateway_->on_removal([this](const gateway::Pack& pack) { forget(pack.info().id); });
  }

  // Its past is not filled in while the gateway runs.
  void show_first_look(bool there) {
    if (there) return wiring_->add_first_look(first_look(local_now(), now_soc()));
    past_unwanted_ = true;
    gateway_->remove_pack(kFirstLookPack);
  }

  void forget(const std::string& pack) {
    pins_->forget(pack);
    std::erase_if(link_sentences_, [&](const auto& entry) { return entry.first.first == pack; });
    spdlog::info("{}: removed", pack);
  }

  [[nodiscard]] std::optional<history::HistoryReader::Newest> newest() const {
    return history::HistoryReader{history_->path()}.newest(kFirstLookPack);
  }
  [[nodiscard]] double now_soc() const {
    const auto last = newest();
    return last && last->sample.soc_mpercent ? *last->sample.soc_mpercent / 1000.0 : kFirstSoc;
  }

  void serve() {
    sign_in_ = std::make_shared<web::SignIn>(io_, folder_ + "/passwords");
    const web::Passwords passwords{folder_ + "/passwords"};
    bool beyond = false;
    for (const web::ListenAddress& address : config_.listen) {
      web::check_listen(address, passwords);
      beyond = beyond || !address.is_loopback();
    }
    web::Router router;
    api::add_routes(
        router, io_, *gateway_,
        {.version = options_.version,
         .commit = {},
         .server_counts = [this] { return server_ ? server_->counts() : web::ServerCounts{}; },
         .pin_taken = [this](const std::string& pack,
                             std::uint16_t pin) { pins_->keep(pack, pin); },
         .finders = finders(),
         .config_file = options_.config_file,
         .packs = &*packs_,
         .app = config_.app.empty()});
    sign_in_->add_routes(router);
    if (beyond) make_authority(router);
    if (!config_.app.empty()) {
      router.set_files(std::make_shared<web::StaticFiles>(web::StaticFiles::folder(config_.app)));
    }
    server_.emplace(io_, std::move(router),
                    web::ServerOptions{.limits = {},
                                       .sign_in = sign_in_,
                                       .host_names = config_.names,
                                       .on_fault = [](std::string_view sentence) {
                                         spdlog::error("{}", sentence);
                                       }});
    if (authority_) server_->use_tls(authority_->identity());
    for (const web::ListenAddress& address : config_.listen) {
      const web::ListenAddress real = server_->listen(address);
      fmt::print(options_.out, "cellwarden: open {}://{}/\n", real.is_loopback() ? "http" : "https",
                 real.text());
    }
    std::fflush(options_.out);
    spdlog::info("cellwarden {} with {} pack{}; data in {}", options_.version,
                 gateway_->packs().size(), gateway_->packs().size() == 1 ? "" : "s", folder_);
  }

  std::vector<std::unique_ptr<gateway::Finder>> finders() {
    std::vector<std::unique_ptr<gateway::Finder>> all;
    all.push_back(gateway::serial_finder(io_, {.dev = "/dev", .more = config_.ports}));
    all.push_back(
        gateway::bluetooth_finder(io_, [this]() -> bluetooth::Central& { return central(); }));
    return all;
  }
  // Only who needs it has its thread.
  bluetooth::Central& central() {
    if (!bluetooth_) bluetooth_ = std::make_unique<bluetooth::Central>();
    return *bluetooth_;
  }

  // The certificate that a phone has to trust, over the very page that it has to be fetched from.
  void make_authority(web::Router& router) {
    std::vector<std::string> names = config_.names;
    for (const web::ListenAddress& address : config_.listen) {
      if (address.address != "0.0.0.0" && address.address != "::") names.push_back(address.address);
    }
    authority_.emplace(folder_ + "/tls", names);
    if (authority_->is_new()) {
      spdlog::info("a new certificate authority was made; its fingerprint is {}",
                   authority_->fingerprint());
    }
    router.get("/cellwarden.crt", web::Role::anyone, [this](const web::Request& /*request*/) {
      return web::Response::text(authority_->certificate_pem(), "application/x-x509-ca-cert");
    });
  }

  void hear(const std::string& pack, const history::Event& event) {
    if (event.severity == history::Severity::alarm) {
      spdlog::warn("{}: {}", pack, event.text);
    }
    if (config_.alerts.command.empty() && config_.alerts.webhook.empty()) return;
    const auto topic = topic_of(event);
    if (topic && filter_->tell(pack, *topic, gateway::steady_now())) {
      alerts_->run({.pack = pack, .topic = *topic, .event = event});
    }
  }

  void look() {
    ++seconds_;
    look_at_links();
    look_at_history();
    if (seconds_ % kHour == 0) {
      history_->run([](history::History& history) { history.retain(gateway::wall_now().count()); });
    }
    if (seconds_ % kDay == 0 && authority_ &&
        authority_->renew() == web::LocalAuthority::Renewal::renewed) {
      server_->use_tls(authority_->identity());
      spdlog::info("the server's certificate was renewed");
    }
    timer_.expires_after(kLook);
    timer_.async_wait([this](const boost::system::error_code& error) {
      if (!error) look();
    });
  }

  void look_at_links() {
    for (const auto& pack : gateway_->packs()) {
      int number = 0;
      for (const gateway::LinkReport& report : pack->links()) {
        std::string& before = link_sentences_[{pack->info().id, number++}];
        std::string now = report.sentence;
        if (now.empty() && report.state == gateway::LinkState::up) now = "up";
        if (now == before || now.empty()) continue;
        if (now == "up") {
          spdlog::info("{}: {} at {} is up", pack->info().id, name(report.kind), report.place);
        } else {
          spdlog::warn("{}: {}", pack->info().id, now);
        }
        before = now;
      }
      const gateway::LinesLink* lines = pack->lines();
      if (lines == nullptr || pack->info().simulated) continue;
      if (const auto pin = lines->accepted_pin()) pins_->keep(pack->info().id, *pin);
    }
  }

  // A disk that takes nothing is an event too, though it cannot be stored.
  void look_at_history() {
    const history::Health health = history_->health();
    if (health.writing == history_writes_) return;
    history_writes_ = health.writing;
    history::Event event;
    event.time_ms = gateway::wall_now().count();
    event.kind = health.writing ? "disk_writable" : "disk_not_writable";
    event.severity = health.writing ? history::Severity::info : history::Severity::alarm;
    event.text = health.writing ? "The history can be written again."
                                : fmt::format("The history cannot be written: {}", health.sentence);
    for (const auto& pack : gateway_->packs()) gateway_->tell(pack->info().id, event);
  }

  [[nodiscard]] PastBegin past_begin() const {
    const Milliseconds now = gateway::wall_now();
    const Milliseconds earliest = now - kMsPerDay * config_.backfill_days;
    const auto last = newest();
    if (!last || last->sample.time_ms < earliest.count()) return {.wall = earliest};
    return {.wall = Milliseconds{last->sample.time_ms}, .soc_percent = now_soc()};
  }

  // The live system shows itself at once; when its past has caught up with now, it goes on there.
  void begin_past() {
    const PastBegin begin = past_begin();
    if (gateway::wall_now() - begin.wall < kGapToFill) return;
    gateway_->keep_history_of(kFirstLookPack, false);
    const double days = static_cast<double>((gateway::wall_now() - begin.wall).count()) /
                        static_cast<double>(kMsPerDay.count());
    spdlog::info("simulating the past {:.1f} days for the history", days);
    past_ = std::thread{[this, begin] {
      const twin::Scenario scenario =
          first_look(gateway::local_time(begin.wall), begin.soc_percent);
      auto bench = simulate_past(scenario, kFirstLookSeed, *history_,
                                 {.pack = kFirstLookPack,
                                  .begin = begin.wall,
                                  .now = gateway::wall_now,
                                  .ended = &past_unwanted_,
                                  .progress = {}});
      if (!bench) return;
      auto shared = std::make_shared<twin::Bench>(std::move(*bench));
      asio::post(io_, [this, shared] {
        if (ended_ || past_unwanted_) return;
        gateway_->site_of(kFirstLookPack)->continue_with(std::move(*shared));
        gateway_->keep_history_of(kFirstLookPack, true);
        spdlog::info("the simulated past is in the history");
      });
    }};
  }

  void end() {
    ended_ = past_unwanted_ = true;
    spdlog::info("ending");
    gateway_->stop();
    server_->stop();
    timer_.cancel();
    if (past_.joinable()) past_.join();
    history_->close();
    io_.stop();
  }

  const Config& config_;
  const RunOptions& options_;
  std::string folder_;
  asio::io_context io_;
  asio::signal_set signals_;
  asio::steady_timer timer_;
  std::atomic<bool> ended_{false};
  std::atomic<bool> past_unwanted_{false};
  std::optional<PinFile> pins_;
  std::optional<PackList> packs_;
  std::optional<gateway::HistoryKeeper> history_;
  std::unique_ptr<bluetooth::Central> bluetooth_;
  std::optional<gateway::Gateway> gateway_;
  std::optional<Wiring> wiring_;
  std::optional<AlertFilter> filter_;
  std::optional<AlertHooks> alerts_;
  std::shared_ptr<web::SignIn> sign_in_;
  std::optional<web::LocalAuthority> authority_;
  std::optional<web::Server> server_;
  std::map<std::pair<std::string, int>, std::string> link_sentences_;
  bool history_writes_{true};
  std::int64_t seconds_{0};
  std::thread past_;
};

}  // namespace

void run(const Config& config, const RunOptions& options) { Daemon{config, options}.run(); }

}  // namespace cellwarden::daemon
