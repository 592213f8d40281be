// SPDX-License-Identifier: Apache-2.0
#include "talk.hpp"

#include <array>
#include <cmath>

namespace cellwarden::simulator {

using core::Milliseconds;
using protocol::LineOutcome;
using protocol::LinesAccess;
using protocol::LinesPhase;

namespace {

constexpr Milliseconds kClockMayDiffer{2'000};
constexpr double kAnswerPieceS = 0.05;
constexpr int kAnswerPieces = 60;

}  // namespace

Milliseconds now_of(const twin::Bench& bench) {
  return Milliseconds{static_cast<std::int64_t>(std::floor(bench.time_s() * 1000 + 0.5))};
}

void Talk::connect(twin::Bench& bench, Milliseconds local) {
  bench.connect(pack_);
  client_.connect(now_of(bench));
  clock_sent_ = false;
  go_on(bench, local);
}

void Talk::disconnect(twin::Bench& bench) {
  const Milliseconds now = now_of(bench);
  client_.disconnect([&](const protocol::LineNews& news) { hear(news, now, {}); });
  bench.disconnect(pack_);
  static_cast<void>(bench.take_line(pack_));
}

void Talk::go_on(twin::Bench& bench, Milliseconds local) {
  const Milliseconds now = now_of(bench);
  const auto sink = [&](const protocol::LineNews& news) { hear(news, now, local); };
  if (client_.session().phase == LinesPhase::no_answer) {
    bench.disconnect(pack_);
    return connect(bench, local);
  }
  for (bool moved = true; moved;) {
    const auto bytes = bench.take_line(pack_);
    bytes_ += bytes.size();
    client_.receive(bytes, now, sink);
    client_.tick(now, sink);
    moved = !bytes.empty();
    std::array<std::uint8_t, 256> room{};
    for (auto size = client_.transmit(room); size != 0; size = client_.transmit(room)) {
      bench.send_line(pack_, std::span{room}.first(size));
      moved = true;
    }
  }
}

void Talk::sign_in(std::uint16_t pin) {
  if (pin == pin_) return;
  pin_ = pin;
  client_.set_pin(pin);
}

LineOutcome Talk::give(twin::Bench& bench, const protocol::LineCommand& command,
                       Milliseconds local) {
  outcome_.reset();
  refused_.reset();
  const auto ticket = client_.command(command);
  if (!ticket) return {.ticket = 0, .result = protocol::LineResult::dropped, .reason = {}};
  go_on(bench, local);
  for (int i = 0; i < kAnswerPieces && !outcome_; ++i) {
    bench.run_until(bench.time_s() + kAnswerPieceS);
    go_on(bench, local);
  }
  return outcome_.value_or(
      LineOutcome{.ticket = *ticket, .result = protocol::LineResult::timed_out, .reason = {}});
}

void Talk::hear(const protocol::LineNews& news, Milliseconds now, Milliseconds local) {
  if (const auto* outcome = std::get_if<LineOutcome>(&news)) {
    outcome_ = *outcome;
    refused_ = outcome->reason;
  }
  if (const auto* clock = std::get_if<protocol::ClockLine>(&news)) set_clock(*clock, local);
  source_.take(news, now);
}

void Talk::set_clock(const protocol::ClockLine& clock, Milliseconds local) {
  if (clock_sent_ || local.count() == 0) return;
  if (client_.session().access != LinesAccess::logged_in) return;
  if (clock.local && abs(*clock.local - local) <= kClockMayDiffer) return;
  clock_sent_ = true;
  protocol::LineCommand command;
  command.action = protocol::LineAction::set_clock;
  command.local_time = local;
  static_cast<void>(client_.command(command));
}

gateway::Status Talk::status(Milliseconds now) const {
  const gateway::Observation* const seen = &source_.observation();
  return gateway::judge({&seen, 1}, now);
}

gateway::LinkReport Talk::report() const {
  gateway::LinkReport report;
  report.kind = gateway::LinkKind::simulated;
  report.state = live() ? gateway::LinkState::up : gateway::LinkState::opening;
  report.place = "the browser";
  const auto& counters = client_.counters();
  report.bytes = bytes_;
  report.bad = counters.broken + counters.wrong_check + counters.too_long;
  report.good = counters.lines - report.bad;
  report.session = client_.session();
  return report;
}

}  // namespace cellwarden::simulator
