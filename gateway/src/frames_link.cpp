// SPDX-License-Identifier: Apache-2.0
#include <boost/asio/steady_timer.hpp>
#include <chrono>

#include "cellwarden/gateway/clock.hpp"
#include "cellwarden/gateway/frame_source.hpp"
#include "cellwarden/gateway/link.hpp"
#include "cellwarden/protocol/frame_receiver.hpp"
#include "reopening.hpp"

namespace cellwarden::gateway {

namespace {

// A burst ends only when somebody looks (frame_receiver.hpp).
constexpr std::chrono::milliseconds kLook{100};
constexpr core::Milliseconds kSilent{5'000};

class FramesLink final : public Link {
 public:
  FramesLink(boost::asio::io_context& io, LinkKind kind, std::unique_ptr<ByteStream> stream)
      : timer_{io}, stream_{io, std::move(stream)} {
    report_.kind = kind;
    report_.place = stream_.place();
  }

  void start(Changed changed) override {
    changed_ = std::move(changed);
    stream_.start({.opened = [this] { opened(); },
                   .bytes = [this](std::span<const std::uint8_t> bytes) { take(bytes); },
                   .lost = [this](const std::string& sentence) { lost(sentence); }});
    look();
  }

  void let_go() override {
    if (stream_.let_go_of()) return;
    stream_.let_go();
    if (open_) source_.interrupted();
    open_ = false;
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
    if (open_ && steady_now() - heard_ > kSilent) {
      report.state = LinkState::opening;
      report.sentence = steady_now() - bytes_heard_ > kSilent
                            ? report_.place +
                                  " is open, but silent: is the data output wired, with its "
                                  "optocoupler the right way round?"
                            : report_.place +
                                  " carries bytes, but no frames of late: is it the data output "
                                  "(9600 8N1), and not inverted?";
    }
    return report;
  }
  [[nodiscard]] Telling telling() const override { return Telling::done; }  // one frame a cycle

 private:
  void opened() {
    open_ = true;
    heard_ = steady_now();
    bytes_heard_ = heard_ - kSilent;
    receiver_ = {};
    report_.state = LinkState::opening;
    report_.sentence.clear();
    changed_();
  }

  void take(std::span<const std::uint8_t> bytes) {
    report_.bytes += bytes.size();
    if (!bytes.empty()) bytes_heard_ = steady_now();
    receiver_.receive(bytes, steady_now(), [this](const protocol::Reception& reception) {
      if (!reception.frame) {
        ++report_.bad;
        return;
      }
      ++report_.good;
      heard_ = steady_now();
      report_.state = LinkState::up;
      source_.take(*reception.frame, heard_);
      changed_();
    });
  }

  void lost(const std::string& sentence) {
    open_ = false;
    ++report_.losses;
    report_.state = LinkState::waiting;
    report_.sentence = sentence;
    source_.interrupted();
    changed_();
  }

  void look() {
    timer_.expires_after(kLook);
    timer_.async_wait(
        [this, alive = std::weak_ptr{alive_}](const boost::system::error_code& error) {
          if (error || alive.expired()) return;
          if (open_) take({});
          look();
        });
  }

  boost::asio::steady_timer timer_;
  Reopening stream_;
  protocol::FrameReceiver receiver_;
  FrameSource source_;
  LinkReport report_;
  Changed changed_;
  bool open_{false};
  core::Milliseconds heard_;
  core::Milliseconds bytes_heard_;
  // A timer that has just run out is heard even after the link is gone.
  std::shared_ptr<bool> alive_{std::make_shared<bool>(true)};
};

}  // namespace

std::unique_ptr<Link> frames_link(boost::asio::io_context& io, LinkKind kind,
                                  std::unique_ptr<ByteStream> stream) {
  return std::make_unique<FramesLink>(io, kind, std::move(stream));
}

}  // namespace cellwarden::gateway
