// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/lines_link.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdlib>

#include "cellwarden/gateway/clock.hpp"
#include "reopening.hpp"

namespace cellwarden::gateway {

using core::Milliseconds;
using protocol::LineOutcome;
using protocol::LinesAccess;
using protocol::LinesDevice;
using protocol::LinesPhase;
using protocol::LinesSession;

namespace {

constexpr Milliseconds kClockMayDiffer{2'000};
constexpr Milliseconds kClockPause{60'000};

std::string sentence_of(const LinesSession& session, const std::string& place) {
  if (session.access == LinesAccess::wrong_pin) {
    return fmt::format(
        "the pack at {} refuses the PIN; give the right one (five wrong ones lock it for a "
        "minute).",
        place);
  }
  if (session.access == LinesAccess::locked) {
    return fmt::format("the pack at {} takes no PINs for {} s, after wrong ones.", place,
                       session.lock_left.count() / 1000);
  }
  if (session.phase == LinesPhase::needs_pin) {
    return fmt::format("the pack at {} tells nothing without its PIN; give it.", place);
  }
  return {};
}

class TheLinesLink final : public LinesLink {
 public:
  TheLinesLink(boost::asio::io_context& io, LinkKind kind, std::unique_ptr<ByteStream> stream,
               const LinesOptions& options)
      : timer_{io}, stream_{io, std::move(stream)}, client_{options.pin}, options_{options} {
    report_.kind = kind;
    report_.place = stream_.place();
    pin_ = options.pin;
  }

  void start(Changed changed) override {
    changed_ = std::move(changed);
    stream_.start({.opened = [this] { opened(); },
                   .bytes = [this](std::span<const std::uint8_t> bytes) { take(bytes); },
                   .lost = [this](const std::string& sentence) { lost(sentence); }});
  }

  void let_go() override {
    if (stream_.let_go_of()) return;
    stream_.let_go();
    end_session();
    report_.state = LinkState::let_go;
    report_.sentence.clear();
    changed_();
  }
  void take_up() override {
    if (!stream_.let_go_of()) return;
    report_.state = LinkState::opening;
    stream_.take_up();
    changed_();
  }

  [[nodiscard]] const Observation& observation() const override { return source_.observation(); }
  [[nodiscard]] LinkReport report() const override {
    LinkReport report = report_;
    const auto& counters = client_.counters();
    report.bad = counters.broken + counters.wrong_check + counters.too_long;
    report.good = counters.lines - report.bad;
    report.session = client_.session();
    report.rssi_dbm = stream_.facts().rssi_dbm;
    return report;
  }
  [[nodiscard]] Telling telling() const override { return source_.telling(); }
  std::vector<protocol::EventLine> take_events() override { return source_.take_events(); }
  std::vector<LogEntry> take_log() override { return log_.take_entries(); }
  LinesLink* lines() override { return this; }

  bool command(const protocol::LineCommand& command, Done done) override {
    if (command.action == protocol::LineAction::set_offset) done = noting(command, std::move(done));
    return wait_for(client_.command(command), std::move(done));
  }
  bool write(const protocol::RegisterWrites& writes, Done done) override {
    return wait_for(client_.write(writes), std::move(done));
  }
  void set_pin(std::uint16_t pin) override {
    pin_ = pin;
    client_.set_pin(pin);
    go_on();
  }
  [[nodiscard]] const LinesSession& session() const override { return client_.session(); }
  [[nodiscard]] std::optional<std::uint16_t> accepted_pin() const override {
    return client_.session().access == LinesAccess::logged_in ? pin_ : std::nullopt;
  }

 private:
  void opened() {
    open_ = true;
    client_.connect(steady_now(),
                    stream_.facts().public_only ? LinesDevice::public_only : LinesDevice::unknown);
    go_on();
  }

  void take(std::span<const std::uint8_t> bytes) {
    report_.bytes += bytes.size();
    const Milliseconds now = steady_now();
    client_.receive(bytes, now, [this, now](const protocol::LineNews& news) { hear(news, now); });
    go_on();
  }

  void lost(const std::string& sentence) {
    ++report_.losses;
    end_session();
    report_.state = LinkState::waiting;
    report_.sentence = sentence;
    changed_();
  }

  void end_session() {
    open_ = false;
    timer_.cancel();
    const Milliseconds now = steady_now();
    client_.disconnect([this, now](const protocol::LineNews& news) { hear(news, now); });
  }

  bool wait_for(std::optional<protocol::LineTicket> ticket, Done done) {
    if (!ticket) return false;
    waiting_.emplace(*ticket, std::move(done));
    go_on();
    return true;
  }

  // Boards tell corrections once, at the beginning (CELL-10), and none that is zero.
  Done noting(const protocol::LineCommand& command, Done done) {
    return [this, line = protocol::OffsetLine{.cell = command.cell, .offset = command.offset},
            done = std::move(done)](const LineOutcome& outcome) {
      if (outcome.result == protocol::LineResult::ok) source_.take(line, steady_now());
      done(outcome);
    };
  }

  void hear(const protocol::LineNews& news, Milliseconds now) {
    if (const auto* outcome = std::get_if<LineOutcome>(&news)) finish(*outcome);
    if (const auto* clock = std::get_if<protocol::ClockLine>(&news)) compare_clock(*clock, now);
    source_.take(news, now);
    log_.take(news, now);
    if (const auto* session = std::get_if<LinesSession>(&news)) {
      report_.state = session->phase == LinesPhase::live ? LinkState::up : LinkState::opening;
      report_.sentence = sentence_of(*session, report_.place);
    }
    changed_();
  }

  void finish(const LineOutcome& outcome) {
    const auto found = waiting_.find(outcome.ticket);
    if (found == waiting_.end()) return;
    const Done done = std::move(found->second);
    waiting_.erase(found);
    done(outcome);
  }

  // EN-2: "today" ends at midnight of the device clock, which the app sets on connecting.
  void compare_clock(const protocol::ClockLine& clock, Milliseconds now) {
    if (!options_.set_clock || client_.session().device != LinesDevice::ours ||
        client_.session().access != LinesAccess::logged_in) {
      return;
    }
    const Milliseconds local = local_time(wall_now());
    if (clock.local && abs(*clock.local - local) <= kClockMayDiffer) return;
    if (clock_set_at_ && now - *clock_set_at_ < kClockPause) return;
    clock_set_at_ = now;
    protocol::LineCommand command;
    command.action = protocol::LineAction::set_clock;
    command.local_time = local;
    static_cast<void>(client_.command(command));
  }

  void go_on() {
    if (!open_) return;
    const Milliseconds now = steady_now();
    if (const auto read = log_.next(client_.session(), now)) static_cast<void>(client_.read(*read));
    client_.tick(now, [this, now](const protocol::LineNews& news) { hear(news, now); });
    send();
    if (client_.session().phase == LinesPhase::no_answer) {
      stream_.again(fmt::format("nobody answers at {}.", report_.place));
      return;
    }
    const auto wake = client_.wake_at();
    if (!wake) return;
    timer_.expires_after(
        std::chrono::milliseconds{std::max<std::int64_t>(0, (*wake - now).count())});
    timer_.async_wait(
        [this, alive = std::weak_ptr{alive_}](const boost::system::error_code& error) {
          if (!error && !alive.expired()) go_on();
        });
  }

  void send() {
    std::array<std::uint8_t, 256> room{};
    for (std::size_t size = client_.transmit(room); size != 0; size = client_.transmit(room)) {
      stream_.write(std::span{room}.first(size));
    }
  }

  boost::asio::steady_timer timer_;
  Reopening stream_;
  protocol::LinesClient client_;
  LinesSource source_;
  PackLog log_;
  LinesOptions options_;
  LinkReport report_;
  Changed changed_;
  std::map<protocol::LineTicket, Done> waiting_;
  std::optional<std::uint16_t> pin_;
  std::optional<Milliseconds> clock_set_at_;
  bool open_{false};
  // A timer that has just run out is heard even after the link is gone.
  std::shared_ptr<bool> alive_{std::make_shared<bool>(true)};
};

}  // namespace

std::unique_ptr<LinesLink> lines_link(boost::asio::io_context& io, LinkKind kind,
                                      std::unique_ptr<ByteStream> stream,
                                      const LinesOptions& options) {
  return std::make_unique<TheLinesLink>(io, kind, std::move(stream), options);
}

}  // namespace cellwarden::gateway
