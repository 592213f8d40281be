// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/daemon/first_look.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <ctime>
#include <memory>
#include <thread>
#include <utility>

#include "cellwarden/gateway/clock.hpp"
#include "cellwarden/gateway/happenings.hpp"
#include "cellwarden/gateway/lines_source.hpp"
#include "cellwarden/gateway/samples.hpp"
#include "cellwarden/gateway/status.hpp"
#include "cellwarden/scenario/scenario_file.hpp"

namespace cellwarden::daemon {

using core::Milliseconds;

namespace {

// What a board says in one cycle is taken before the next one.
constexpr double kPieceS = 1;
constexpr std::size_t kMostWaiting = 500;  // samples on their way to the disk
constexpr int kPercent = 100;

constexpr const char* kFirstLook = R"(
name = "First look"
about = "The system that runs when no pack is configured."
days = 3650
begin = "{:02}:{:02}"
[pack]
cells = 16
capacity_ah = 100
soc_percent = {:.3f}
voltage_noise_mv = 0.5
[pack.spread]
capacity_percent = 1
resistance_percent = 5
soc_percent = 0.3
temperature_c = 0.5
[pack.sensor_out]
[pack.switches]
v_bypass = 3.5
[site]
day_of_year = {}
[site.ambient]
mean_c = 19
seasonal_c = 3
daily_c = 2
[site.sun]
peak_w = 2000
cloudiness = 0.25
[site.house]
energy_wh_per_day = 3000
)";

struct Day {
  int of_year{1};
  int hour{0};
  int minute{0};
  int second{0};
};

Day day_of(Milliseconds local) {
  const std::time_t seconds = local.count() / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return {.of_year = std::min(parts.tm_yday + 1, 365),
          .hour = parts.tm_hour,
          .minute = parts.tm_min,
          .second = parts.tm_sec};
}

// A line client of a bench's board, in the bench's own time.
class PastClient {
 public:
  // begin_local: the owner's time when the bench began.
  PastClient(twin::Bench& bench, std::uint16_t pin, Milliseconds begin_local)
      : bench_{bench}, client_{pin}, begin_local_{begin_local} {
    bench_.connect(1);
    client_.connect({});
  }
  ~PastClient() { bench_.disconnect(1); }
  PastClient(const PastClient&) = delete;
  PastClient& operator=(const PastClient&) = delete;

  void run_until(double time_s) {
    bench_.run_until(time_s);
    const Milliseconds now = time_of(time_s);
    const auto hear = [&](const protocol::LineNews& news) { source_.take(news, now); };
    const auto bytes = bench_.take_line(1);
    client_.receive(bytes, now, hear);
    set_clock(now);
    client_.tick(now, hear);
    std::array<std::uint8_t, 256> room{};
    for (std::size_t size = client_.transmit(room); size != 0; size = client_.transmit(room)) {
      bench_.send_line(1, std::span{room}.first(size));
    }
  }

  static Milliseconds time_of(double time_s) {
    return Milliseconds{static_cast<std::int64_t>(time_s * 1000)};
  }
  gateway::LinesSource& source() { return source_; }

 private:
  // Once, so that "today" ends at the owner's midnight (EN-2).
  void set_clock(Milliseconds now) {
    if (clock_set_ || client_.session().phase != protocol::LinesPhase::live) return;
    protocol::LineCommand command;
    command.action = protocol::LineAction::set_clock;
    command.local_time = begin_local_ + now;
    clock_set_ = client_.command(command).has_value();
  }

  twin::Bench& bench_;
  protocol::LinesClient client_;
  Milliseconds begin_local_;
  gateway::LinesSource source_;
  bool clock_set_{false};
};

class Past {
 public:
  Past(const twin::Scenario& scenario, std::uint64_t seed, gateway::HistoryKeeper& history,
       const PastOptions& options)
      : bench_{scenario, {.seed = seed, .check_invariants = false}},
        pin_{scenario.packs.front().settings.pin},
        history_{history},
        options_{options} {}

  std::optional<twin::Bench> run() {
    {
      PastClient client{bench_, pin_, gateway::local_time(options_.begin)};
      const double length_s = seconds_until_now();
      int percent = 0;
      for (double time_s = kPieceS; time_s < seconds_until_now(); time_s += kPieceS) {
        if (options_.ended != nullptr && *options_.ended) {
          finish();
          return {};
        }
        client.run_until(time_s);
        const bool due = static_cast<std::int64_t>(time_s) % kPastStepSeconds == 0;
        const bool moved = relay_moved(client.source().observation());
        if (due || moved) follow(client, time_s, due);
        const int now_percent = static_cast<int>(time_s * kPercent / length_s);
        if (now_percent > percent && options_.progress) options_.progress(time_s / length_s);
        percent = now_percent;
      }
    }
    finish();
    return std::move(bench_);
  }

 private:
  [[nodiscard]] double seconds_until_now() const {
    return static_cast<double>((options_.now() - options_.begin).count()) / 1000;
  }

  // Then it is told at once: what opened a relay may not hold any more when the next reading is
  // due.
  bool relay_moved(const gateway::Observation& seen) {
    const auto allowed = [](const gateway::Known<gateway::RelayView>& relay) {
      return relay && relay->value.allowed;
    };
    const std::array relays{allowed(seen.charge_relay), allowed(seen.load_relay)};
    return std::exchange(relays_, relays) != relays;
  }

  void follow(PastClient& client, double time_s, bool keeps) {
    const Milliseconds now = PastClient::time_of(time_s);
    const Milliseconds wall = options_.begin + now;
    const gateway::Observation* seen = &client.source().observation();
    const gateway::Status status = gateway::judge(std::span{&seen, 1}, now);
    for (history::Event& event : happenings_.compare(status, wall)) tell(std::move(event));
    if (seen->clock && seen->clock->value.running) {
      for (const protocol::EventLine& line : client.source().take_events()) {
        tell(gateway::board_event(line.event, *seen->clock->value.running,
                                  options_.begin + seen->clock->at));
      }
    }
    if (keeps && status.has_data()) append(gateway::sample_of(status, now, wall, true));
  }

  void tell(history::Event event) {
    event.simulated = true;
    history_.add_event(options_.pack, std::move(event), [] {});
  }

  // Not faster than the disk.
  void append(gateway::KeptSample sample) {
    while (history_.waiting() > kMostWaiting && !(options_.ended != nullptr && *options_.ended)) {
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    history_.run([this_fill = fill_, pack = options_.pack,
                  sample = std::move(sample)](history::History& history) mutable {
      if (!*this_fill) *this_fill = history.backfill(pack);
      sample.sample.cells = sample.cells;
      static_cast<void>((*this_fill)->add(sample.sample));
    });
  }

  void finish() {
    history_.run([this_fill = fill_](history::History& /*history*/) {
      if (*this_fill) static_cast<void>((*this_fill)->finish());
      this_fill->reset();
    });
  }

  twin::Bench bench_;
  std::uint16_t pin_;
  gateway::HistoryKeeper& history_;
  PastOptions options_;
  gateway::Happenings happenings_;
  std::array<bool, 2> relays_{};
  // Made, used and ended on the history's own thread.
  std::shared_ptr<std::optional<history::Backfill>> fill_{
      std::make_shared<std::optional<history::Backfill>>()};
};

}  // namespace

twin::Scenario first_look(Milliseconds begin_local, double soc_percent) {
  const Day day = day_of(begin_local);
  twin::Scenario scenario = scenario::parse_scenario(
      fmt::format(kFirstLook, day.hour, day.minute, soc_percent, day.of_year), "the first look",
      ".");
  scenario.begin_s += day.second;
  return scenario;
}

std::optional<twin::Bench> simulate_past(const twin::Scenario& scenario, std::uint64_t seed,
                                         gateway::HistoryKeeper& history,
                                         const PastOptions& options) {
  return Past{scenario, seed, history, options}.run();
}

}  // namespace cellwarden::daemon
