// SPDX-License-Identifier: Apache-2.0
// A LinesClient and a device with a line between them, and a clock: what was sent, and what the
// client told.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "cellwarden/protocol/lines_client.hpp"
#include "lines_board.hpp"

namespace cellwarden::protocol::test {

class Device {
 public:
  Device() = default;
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;
  virtual ~Device() = default;
  virtual std::string hear(std::string_view bytes, core::Milliseconds now) = 0;
  // Once a second.
  virtual std::string stream(core::Milliseconds now) = 0;
};

// A board of ours. Its messages come every second.
class OurDevice : public Device {
 public:
  std::string hear(std::string_view bytes, core::Milliseconds now) override {
    board.pack.time = now;
    board.facts.lock_left = core::lock_left(board.guard, now);
    receive(board.port, bytes_of(bytes), board.view(), now);
    std::string all;
    do {
      while (board.serve()) {
      }
      all += sent();
    } while (pending(board.port) != nullptr);
    return all;
  }
  std::string stream(core::Milliseconds now) override {
    board.facts.lock_left = core::lock_left(board.guard, now);
    if (messages) board.pack.good_at(now);
    tell(board.port, board.view(), now);
    return sent();
  }

  LinesBoard board;
  bool messages{true};

 private:
  std::string sent() {
    std::string text;
    std::array<std::uint8_t, 20> packet{};
    while (const std::size_t size = transmit(board.port, packet, board.view(), board.pack.time)) {
      text.append(packet.begin(), packet.begin() + static_cast<std::ptrdiff_t>(size));
    }
    return text;
  }
};

// Something like a real one: it knows the lines of a table, answers others with `otherwise`, and
// holds its output back until the next byte comes.
class RealDevice : public Device {
 public:
  std::string hear(std::string_view bytes, core::Milliseconds /*now*/) override {
    std::string out;
    for (const char c : bytes) {
      out += held_;
      held_.clear();
      pings += c == '$' ? 1 : 0;
      if (c == '$') continue;
      if (c != '\r') line_.push_back(c);
      if (c == '\r') answer();
    }
    return out;
  }
  std::string stream(core::Milliseconds /*now*/) override {
    const std::string before = held_;
    if (streaming) held_.clear();
    return streaming ? before + records : "";
  }

  std::map<std::string, std::string> answers;
  std::string otherwise{"KO\r"};
  bool echo{true};
  bool streaming{false};
  std::string records;
  std::vector<std::string> heard;
  int pings{0};

 private:
  void answer() {
    heard.push_back(line_);
    if (echo) held_ += line_ + "\r";
    const auto known = answers.find(line_);
    const bool enquiry = line_ == "\x05";
    if (!enquiry) held_ += known == answers.end() ? otherwise : known->second;
    if (line_ == "E!" && known != answers.end()) streaming = known->second == "OK\r";
    line_.clear();
  }

  std::string line_;
  std::string held_;
};

class LinesLink {
 public:
  explicit LinesLink(Device& to, std::optional<std::uint16_t> pin = {}) : device{to}, client{pin} {}

  void connect() { client.connect(now); }
  // The device's answer to what the client sends; what it sends is kept as lines.
  void exchange() {
    std::array<std::uint8_t, 20> packet{};
    while (const std::size_t size = client.transmit(packet)) {
      const std::string text{packet.begin(), packet.begin() + static_cast<std::ptrdiff_t>(size)};
      for (const char c : text) {
        if (c == '\r') sent.emplace_back();
        if (c != '\r' && c != '$') sent.back().push_back(c);
      }
      deliver(cut ? "" : device.hear(text, now));
    }
  }
  void deliver(std::string text) {
    if (damage) text = damage(text);
    client.receive(bytes_of(text), now, [this](const LineNews& one) { hear(one); });
  }
  void tick() {
    client.tick(now, [this](const LineNews& one) { hear(one); });
  }
  // Lets time pass in steps of 10 ms.
  void run(core::Milliseconds time) {
    constexpr core::Milliseconds kStep{10};
    for (const core::Milliseconds until = now + time; now < until;) {
      now += kStep;
      if (now.count() % 1000 == 0 && !cut) deliver(device.stream(now));
      tick();
      exchange();
    }
  }
  // Until the phase is reached; false: not within a minute.
  bool reach(LinesPhase phase) {
    for (int i = 0; i < 6000 && client.session().phase != phase; ++i) {
      run(core::Milliseconds{10});
    }
    return client.session().phase == phase;
  }
  // The result of a command that was queued; empty: it was not, or there is none within a minute.
  std::optional<LineOutcome> outcome(std::optional<LineTicket> ticket) {
    if (!ticket) return {};
    for (int i = 0; i < 6000; ++i) {
      for (const LineOutcome& one : all<LineOutcome>()) {
        if (one.ticket == *ticket) return one;
      }
      run(core::Milliseconds{10});
    }
    return {};
  }
  std::optional<LineResult> result(std::optional<LineTicket> ticket) {
    const auto found = outcome(ticket);
    return found ? std::optional{found->result} : std::nullopt;
  }

  template <class News>
  [[nodiscard]] std::vector<News> all() const {
    std::vector<News> found;
    for (const LineNews& one : news) {
      if (const auto* wanted = std::get_if<News>(&one)) found.push_back(*wanted);
    }
    return found;
  }
  [[nodiscard]] std::size_t times_sent(std::string_view beginning) const {
    std::size_t count = 0;
    for (const std::string& line : sent) count += line.starts_with(beginning) ? 1U : 0U;
    return count;
  }

  Device& device;
  LinesClient client;
  core::Milliseconds now;
  std::vector<LineNews> news;
  std::vector<std::string> sent{""};  // the last one is not ended yet
  bool cut{false};                    // nothing arrives any more, neither way
  std::function<std::string(std::string)> damage;
  std::function<void(const LineNews&)> also;

 private:
  void hear(const LineNews& one) {
    news.push_back(one);
    if (also) also(one);
  }
};

}  // namespace cellwarden::protocol::test
