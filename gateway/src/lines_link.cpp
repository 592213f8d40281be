// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/lines_link.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/asio/steady_timer.hpp>
#include <chrono>

#include "cellwarden/gateway/clock.hpp"
#include "reopening.hpp"

namespace cellwarden::gateway {

using core::Milliseconds;
using protocol::LinesSession;

namespace {

LinesMoment moment() { return {.steady = steady_now(), .local = local_time(wall_now())}; }

// A LinesTalk over a stream that is opened again and again.
class TheLinesLink final : public LinesLink {
 public:
  TheLinesLink(boost::asio::io_context& io, LinkKind kind, std::unique_ptr<ByteStream> stream,
               const LinesOptions& options)
      : timer_{io},
        stream_{io, std::move(stream)},
        talk_{kind, stream_.place(), options, [this] { changed_(); }} {}

  void start(Changed changed) override {
    changed_ = std::move(changed);
    stream_.start({.opened = [this] { opened(); },
                   .bytes = [this](std::span<const std::uint8_t> bytes) { take(bytes); },
                   .lost = [this](const std::string& sentence) { lost(sentence); }});
  }

  void let_go() override {
    if (stream_.let_go_of()) return;
    stream_.let_go();
    timer_.cancel();
    talk_.let_go(moment());
  }
  void take_up() override {
    if (!stream_.let_go_of()) return;
    stream_.take_up();
    talk_.take_up();
  }

  [[nodiscard]] const Observation& observation() const override { return talk_.observation(); }
  [[nodiscard]] LinkReport report() const override {
    LinkReport report = talk_.report();
    report.rssi_dbm = stream_.facts().rssi_dbm;
    return report;
  }
  [[nodiscard]] Telling telling() const override { return talk_.telling(); }
  std::vector<protocol::EventLine> take_events() override { return talk_.take_events(); }
  std::vector<LogEntry> take_log() override { return talk_.take_log(); }
  LinesLink* lines() override { return this; }

  bool command(const protocol::LineCommand& command, Done done) override {
    const bool queued = talk_.command(command, std::move(done));
    if (queued) go_on();
    return queued;
  }
  bool write(const protocol::RegisterWrites& writes, Done done) override {
    const bool queued = talk_.write(writes, std::move(done));
    if (queued) go_on();
    return queued;
  }
  void set_pin(std::uint16_t pin) override {
    talk_.set_pin(pin);
    go_on();
  }
  [[nodiscard]] const LinesSession& session() const override { return talk_.session(); }
  [[nodiscard]] std::optional<std::uint16_t> accepted_pin() const override {
    return talk_.accepted_pin();
  }

 private:
  void opened() {
    talk_.connect(moment(), stream_.facts().public_only);
    go_on();
  }

  void take(std::span<const std::uint8_t> bytes) {
    talk_.receive(bytes, moment());
    go_on();
  }

  void lost(const std::string& sentence) {
    timer_.cancel();
    talk_.lost(sentence, moment());
  }

  void go_on() {
    if (!talk_.connected()) return;
    const LinesMoment now = moment();
    talk_.tick(now);
    send();
    if (talk_.silent()) {
      stream_.again(fmt::format("nobody answers at {}.", stream_.place()));
      return;
    }
    const auto wake = talk_.wake_at();
    if (!wake) return;
    timer_.expires_after(
        std::chrono::milliseconds{std::max<std::int64_t>(0, (*wake - now.steady).count())});
    timer_.async_wait(
        [this, alive = std::weak_ptr{alive_}](const boost::system::error_code& error) {
          if (!error && !alive.expired()) go_on();
        });
  }

  void send() {
    std::array<std::uint8_t, 256> room{};
    for (std::size_t size = talk_.transmit(room); size != 0; size = talk_.transmit(room)) {
      stream_.write(std::span{room}.first(size));
    }
  }

  boost::asio::steady_timer timer_;
  Reopening stream_;
  Changed changed_;
  LinesTalk talk_;
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
