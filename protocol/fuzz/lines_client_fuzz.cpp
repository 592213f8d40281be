// SPDX-License-Identifier: Apache-2.0
// Any bytes at all, as they might come from a device. The client never reads or writes out of
// bounds, does not care how the bytes were grouped, ends every command once, sends whole lines and
// pings only, and no PIN that was called wrong.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "cellwarden/protocol/lines_client.hpp"

namespace {

using namespace cellwarden;
using namespace cellwarden::protocol;
using Bytes = std::span<const std::uint8_t>;

void require(bool holds) {
  if (!holds) std::abort();
}

constexpr std::string_view kPinLine = "PW1234!\r";

class Session {
  struct Sink {
    Session* session;
    void operator()(const LineNews& news) const { session->note(news); }
  };

 public:
  Session() { client_.connect(now_); }

  void hear(Bytes bytes, bool byte_by_byte) {
    if (!byte_by_byte || bytes.empty()) return client_.receive(bytes, now_, Sink{this});
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      client_.receive(bytes.subspan(i, 1), now_, Sink{this});
    }
  }
  // A byte of the script: what is queued, and how much time passes.
  void act(std::uint8_t script) {
    constexpr std::array<std::int64_t, 4> kSteps{0, 40, 1000, 3000};
    queue(script & 7U);
    now_ += core::Milliseconds{kSteps[script >> 3U & 3U]};
    if ((script & 0x60U) == 0x60U && client_.session().phase == LinesPhase::no_answer) {
      client_.connect(now_);
    }
    client_.tick(now_, Sink{this});
    take_all();
    const auto at = client_.wake_at();
    const bool idle = client_.session().phase == LinesPhase::no_answer;
    require(idle == !at.has_value());
  }
  std::string end() {
    client_.disconnect(Sink{this});
    require(open_.empty());
    return told_;
  }
  // The echo of what is on its way, so that answers are taken.
  [[nodiscard]] const std::string& last_line() const { return last_line_; }

 private:
  void note(const LineNews& news) {
    told_ += std::to_string(news.index()) + ' ';
    if (const auto* outcome = std::get_if<LineOutcome>(&news)) {
      told_ += std::to_string(static_cast<int>(outcome->result)) + ' ';
      require(std::erase(open_, outcome->ticket) == 1);
    }
    const auto* session = std::get_if<LinesSession>(&news);
    if (session != nullptr && session->access == LinesAccess::wrong_pin) wrong_ = true;
  }
  void queue(unsigned what) {
    LineCommand command;
    std::optional<LineTicket> ticket;
    switch (what) {
      case 1: command.action = LineAction::write_settings; break;
      case 2: command.action = LineAction::clear_totals; break;
      case 3: ticket = client_.request(LineRequest::settings); break;
      case 4: ticket = client_.read({.kind = PublicReadKind::settings_2}); break;
      case 5: ticket = client_.read({.kind = PublicReadKind::history, .number = 3}); break;
      case 6: ticket = client_.write(hold_writes(true, false)); break;
      default: break;
    }
    if (command.action != LineAction::none) ticket = client_.command(command);
    if (ticket) open_.push_back(*ticket);
  }
  void take_all() {
    std::array<std::uint8_t, 20> packet{};
    while (const std::size_t size = client_.transmit(packet)) {
      for (const std::uint8_t byte : Bytes{packet}.first(size)) {
        if (byte == '$') continue;
        require((byte > ' ' && byte <= '~') || byte == 5 || byte == '\r');
        line_.push_back(static_cast<char>(byte));
        if (byte == '\r') end_line();
      }
    }
    require(line_.empty());
  }
  void end_line() {
    require(line_.size() <= kMaxLine + 1);
    require(!wrong_ || line_ != kPinLine);
    last_line_ = line_;
    line_.clear();
  }

  LinesClient client_{1234};
  core::Milliseconds now_;
  std::string told_;
  std::string line_;
  std::string last_line_;
  std::vector<LineTicket> open_;
  bool wrong_{false};
};

// In the stream 'x' is the check of the line so far, 'e' behind a CR the echo that is waited for.
std::string play(Bytes script, Bytes stream, bool byte_by_byte) {
  Session session;
  std::string line;
  for (std::size_t at = 0; at < stream.size();) {
    const std::uint8_t control = script[at % script.size()];
    const std::size_t length = std::min<std::size_t>(stream.size() - at, control % 32U + 1U);
    std::string text;
    for (const std::uint8_t byte : stream.subspan(at, length)) {
      const std::size_t before = text.size();
      if (byte == 'x') {
        LineText check;
        check.field(extension_check(line), 4);
        text += check.view();
      } else if (byte == 'e' && line.empty()) {
        text += session.last_line();
      } else {
        text.push_back(static_cast<char>(byte));
      }
      line += text.substr(before);
      if (!line.empty() && line.back() == '\r') line.clear();
    }
    const std::vector<std::uint8_t> bytes{text.begin(), text.end()};
    session.hear(bytes, byte_by_byte);
    session.act(script[(at + 1) % script.size()]);
    at += length;
  }
  return session.end();
}

void check_reads(std::string_view line) {
  for (int kind = 0; kind < 8; ++kind) {
    const PublicRead read{.kind = static_cast<PublicReadKind>(kind)};
    const auto answer = decode_read(read, line);
    if (answer) require(answer->index() == static_cast<std::size_t>(kind));
  }
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer wants this name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes bytes{data, size};
  check_reads(std::string{bytes.begin(), bytes.end()}.substr(0, kMaxLine));
  if (bytes.size() < 2) return 0;
  const Bytes script = bytes.first(std::min<std::size_t>(16, bytes.size() / 2));
  const Bytes stream = bytes.subspan(script.size());
  require(play(script, stream, false) == play(script, stream, true));
  return 0;
}
