// SPDX-License-Identifier: Apache-2.0
// A browser and a simulated board, as if a radio lay between them: pieces of 20 bytes both ways.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cellwarden/direct/direct.hpp"
#include "cellwarden/scenario/scenario_file.hpp"
#include "cellwarden/twin/bench.hpp"

namespace cellwarden::direct::test {

using nlohmann::json;

inline constexpr int kPin = 1234;
inline constexpr std::int64_t kWall = 1'790'000'000'000;
inline constexpr std::int64_t kEast = 3'600'000;  // the owner's clock is so far ahead of UTC

class Across {
 public:
  explicit Across(protocol::Generation generation = protocol::Generation::three)
      : bench_{scenario::read_scenario(SCENARIOS "/one-sensor.toml"), options(generation)} {
    bench_.run_until(60);
  }
  // From its beginning.
  Across(twin::Bench (*make)(protocol::Generation generation), protocol::Generation generation)
      : bench_{make(generation)} {}

  [[nodiscard]] Moment now() const {
    const auto ms = static_cast<std::int64_t>(std::floor(bench_.time_s() * 1000 + 0.5));
    return {.steady = core::Milliseconds{ms},
            .wall = core::Milliseconds{kWall + ms},
            .local = core::Milliseconds{kWall + kEast + ms}};
  }

  // ours: it knows from the device's mark that it is a board of ours.
  void connect(bool ours = true) {
    bench_.connect(1);
    direct.open(ours, now());
    run(0.1);
  }
  void hang_up() {
    bench_.disconnect(1);
    static_cast<void>(bench_.take_line(1));
    direct.lost("the connection has ended.", now());
    look();
  }

  void run(double seconds) {
    const double end = bench_.time_s() + seconds;
    while (bench_.time_s() < end) {
      bench_.run_until(std::min(end, bench_.time_s() + 0.02));
      hand_over();
    }
  }
  // Until an order has its outcome; null: none within 20 s.
  json outcome() {
    for (int i = 0; i < 400 && outcome_.is_null(); ++i) run(0.05);
    return std::exchange(outcome_, json());
  }
  json sign_in(int pin) {
    direct.sign_in(pin, now());
    return outcome();
  }
  json apply(std::initializer_list<std::pair<const char*, double>> changes, int pin = kPin) {
    for (const auto& [name, value] : changes) direct.stage(name, value);
    direct.apply(pin, now());
    return outcome();
  }
  json command(std::string_view name, int pin = kPin, double first = 0, double second = 0,
               double third = 0) {
    direct.command(name, pin, first, second, third, now());
    return outcome();
  }

  [[nodiscard]] json pack() const { return direct.pack(now()); }
  [[nodiscard]] json settings() const { return direct.settings(now()); }
  [[nodiscard]] double setting(const char* name) const {
    return settings()["settings"][name]["value"].get<double>();
  }
  [[nodiscard]] const twin::Bench& bench() const { return bench_; }
  [[nodiscard]] const boards::OutBoard& board() const { return bench_.out_board(1); }

  Direct direct{"!shed", "Shed", "Bluetooth 03330"};
  std::vector<json> events;
  std::vector<std::string> sent;  // lines and pings that went to the board
  int fresh{0};                   // judgements with something new

 private:
  static twin::BenchOptions options(protocol::Generation generation) {
    twin::BenchOptions made;
    made.generation = generation;
    return made;
  }

  void hand_over() {
    constexpr std::size_t kPiece = 20;
    const std::vector<std::uint8_t> told = bench_.take_line(1);
    for (std::size_t i = 0; i < told.size(); i += kPiece) {
      direct.hear(std::span{told}.subspan(i, std::min(kPiece, told.size() - i)), now());
    }
    direct.tick(now());
    std::array<std::uint8_t, kPiece> room{};
    for (auto size = direct.take(room); size != 0; size = direct.take(room)) {
      bench_.send_line(1, std::span{room}.first(size));
      sent.emplace_back(room.begin(), room.begin() + static_cast<std::ptrdiff_t>(size));
    }
    look();
  }
  void look() {
    const std::uint32_t news = direct.news();
    if ((news & kFreshPack) != 0) ++fresh;
    if ((news & kNewEvents) != 0) {
      for (const json& event : direct.take_events()) events.push_back(event);
    }
    if ((news & kNewOutcome) != 0) outcome_ = json::parse(direct.take_outcome());
  }

  twin::Bench bench_;
  json outcome_;
};

inline std::string code_of(const json& outcome) {
  return outcome.is_object() && outcome.contains("error")
             ? outcome["error"]["code"].get<std::string>()
             : "";
}

}  // namespace cellwarden::direct::test
