// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/simulated_site.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <list>
#include <utility>

#include "cellwarden/gateway/clock.hpp"

namespace cellwarden::gateway {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::milliseconds kTick{50};
constexpr double kTickMaxS = 5;  // after a sleep of the computer it catches up in pieces
// Shorter than the fast cycle, so that what a board tells in one cycle is taken before the next.
constexpr double kPieceS = 0.25;

}  // namespace

// One opening of one board's port.
struct Session {
  int pack{1};
  StreamHandlers handlers;
};

class SimulatedSite::State : public std::enable_shared_from_this<SimulatedSite::State> {
 public:
  State(asio::io_context& io, twin::Scenario scenario, const SimulationOptions& options)
      : io_{io},
        timer_{io},
        scenario_{std::move(scenario)},
        bench_{scenario_, {.seed = options.seed, .check_invariants = false}},
        speed_{options.speed} {}

  void start() {
    last_ = steady_now();
    tick();
  }
  void stop() {
    timer_.cancel();
    stopped_ = true;
    for (const auto& session : std::exchange(sessions_, {})) session->handlers = {};
  }

  std::shared_ptr<Session> open(int pack, StreamHandlers handlers) {
    auto session = std::make_shared<Session>(pack, std::move(handlers));
    if (stopped_) return session;
    sessions_.push_back(session);
    bench_.connect(pack);
    asio::post(io_, [session] {
      if (session->handlers.opened) session->handlers.opened();
    });
    return session;
  }
  void write(const Session& session, std::span<const std::uint8_t> bytes) {
    if (!stopped_ && session.handlers.bytes) bench_.send_line(session.pack, bytes);
  }
  void close(const std::shared_ptr<Session>& session) {
    session->handlers = {};
    if (std::erase(sessions_, session) == 0) return;
    bench_.disconnect(session->pack);
    static_cast<void>(bench_.take_line(session->pack));
  }

  void continue_with(twin::Bench bench) {
    bench_ = std::move(bench);
    for (const auto& session : std::exchange(sessions_, {})) {
      const StreamHandlers last = std::exchange(session->handlers, {});
      if (last.closed) last.closed("the simulation goes on where its past has brought it.");
    }
  }

  asio::io_context& io_;
  asio::steady_timer timer_;
  twin::Scenario scenario_;
  twin::Bench bench_;
  double speed_;
  bool stopped_{false};

 private:
  void tick() {
    const core::Milliseconds now = steady_now();
    const double passed_s = static_cast<double>((now - last_).count()) / 1000;
    last_ = now;
    run(std::min(passed_s, kTickMaxS) * speed_);
    timer_.expires_after(kTick);
    timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
      const auto self = weak.lock();
      if (!error && self && !self->stopped_) self->tick();
    });
  }

  void run(double seconds) {
    // The bench rounds to microseconds, so its own clock may never reach the end exactly.
    double at_s = bench_.time_s();
    const double end_s = at_s + seconds;
    while (at_s < end_s) {
      at_s = std::min(end_s, at_s + kPieceS);
      bench_.run_until(at_s);
      hand_out();
    }
  }

  void hand_out() {
    // A handler may close its stream, or open another one.
    const auto sessions = sessions_;
    for (const auto& session : sessions) {
      if (!session->handlers.bytes) continue;
      const auto bytes = bench_.take_line(session->pack);
      if (!bytes.empty()) session->handlers.bytes(bytes);
    }
  }

  core::Milliseconds last_;
  std::list<std::shared_ptr<Session>> sessions_;
};

namespace {

class BoardStream final : public ByteStream {
 public:
  BoardStream(std::weak_ptr<SimulatedSite::State> site, int pack, std::string place)
      : site_{std::move(site)}, pack_{pack}, place_{std::move(place)} {}
  ~BoardStream() override { BoardStream::close(); }
  BoardStream(const BoardStream&) = delete;
  BoardStream& operator=(const BoardStream&) = delete;

  void open(StreamHandlers handlers) override {
    close();
    if (const auto site = site_.lock()) session_ = site->open(pack_, std::move(handlers));
  }
  void write(std::span<const std::uint8_t> bytes) override {
    const auto site = site_.lock();
    if (site && session_) site->write(*session_, bytes);
  }
  void close() override {
    const auto site = site_.lock();
    if (site && session_) site->close(session_);
    session_.reset();
  }
  [[nodiscard]] std::string place() const override { return place_; }

 private:
  std::weak_ptr<SimulatedSite::State> site_;
  int pack_;
  std::string place_;
  std::shared_ptr<Session> session_;
};

}  // namespace

SimulatedSite::SimulatedSite(asio::io_context& io, twin::Scenario scenario,
                             const SimulationOptions& options)
    : state_{std::make_shared<State>(io, std::move(scenario), options)} {}
SimulatedSite::~SimulatedSite() { state_->stop(); }

void SimulatedSite::start() { state_->start(); }
int SimulatedSite::packs() const { return state_->bench_.packs(); }

std::unique_ptr<ByteStream> SimulatedSite::stream(int pack) {
  return std::make_unique<BoardStream>(
      state_, pack, fmt::format("pack {} of '{}'", pack, state_->scenario_.name));
}

const twin::Scenario& SimulatedSite::scenario() const { return state_->scenario_; }
double SimulatedSite::time_s() const { return state_->bench_.time_s(); }
double SimulatedSite::speed() const { return state_->speed_; }
void SimulatedSite::set_speed(double speed) { state_->speed_ = speed; }
twin::SiteNow SimulatedSite::site() const { return state_->bench_.site(); }
void SimulatedSite::continue_with(twin::Bench bench) { state_->continue_with(std::move(bench)); }

}  // namespace cellwarden::gateway
