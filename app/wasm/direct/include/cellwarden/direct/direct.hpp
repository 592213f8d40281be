// SPDX-License-Identifier: Apache-2.0
// One pack that a browser has connected to by itself (APP-4): the same conversation, judgement and
// JSON as in the gateway, without its streams, threads and clocks. Bytes and moments go in; bytes
// to send, the pack as the API tells it, events, and the outcome of an order come out.
//
//   direct.open(ours, now);
//   repeat: direct.hear(bytes, now);  direct.tick(now);    // at the latest at wake_at()
//           send what take() gives, until it is 0;
//           look what news() says there is to fetch.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cellwarden/core/access.hpp"
#include "cellwarden/gateway/clock.hpp"
#include "cellwarden/gateway/happenings.hpp"
#include "cellwarden/gateway/lines_talk.hpp"
#include "cellwarden/gateway/pack.hpp"
#include "cellwarden/gateway/write_rules.hpp"

namespace cellwarden::direct {

// Now: by a clock that never falls, in UTC, and as the owner's clock shows it (both since 1970).
struct Moment {
  core::Milliseconds steady;
  core::Milliseconds wall;
  core::Milliseconds local;

  [[nodiscard]] gateway::Times times() const { return {.steady = steady, .wall = wall}; }
  [[nodiscard]] gateway::LinesMoment lines() const { return {.steady = steady, .local = local}; }
};

// What there is to fetch: bits.
inline constexpr std::uint32_t kNewPack = 1;     // pack(), settings()
inline constexpr std::uint32_t kFreshPack = 2;   // something was read, not only time has passed
inline constexpr std::uint32_t kNewEvents = 4;   // take_events()
inline constexpr std::uint32_t kNewOutcome = 8;  // take_outcome()

class Direct {
 public:
  // id, name: as the app calls the pack. place: what is connected, for people.
  Direct(std::string id, std::string name, std::string place);
  Direct(const Direct&) = delete;
  Direct& operator=(const Direct&) = delete;

  // The device is connected and its notifications come. ours: it has the mark of our boards.
  void open(bool ours, Moment now);
  void lost(const std::string& sentence, Moment now);
  void let_go(Moment now);
  void take_up() { talk_.take_up(); }
  void hear(std::span<const std::uint8_t> bytes, Moment now);
  void tick(Moment now);
  std::size_t take(std::span<std::uint8_t> room) { return talk_.transmit(room); }
  [[nodiscard]] core::Milliseconds wake_at() const;
  // Nobody answers: hang up, and connect again later.
  [[nodiscard]] bool silent() const { return talk_.connected() && talk_.silent(); }
  // What was learned, as it was told.
  [[nodiscard]] const gateway::Observation& observation() const { return talk_.observation(); }
  // Bits as above; forgotten when asked.
  std::uint32_t news();

  // "Pack" and "Settings" of gateway/api/openapi.json, as of the last judgement.
  [[nodiscard]] nlohmann::json pack(Moment now) const;
  [[nodiscard]] nlohmann::json settings(Moment now) const;
  // "Event"s that nobody has fetched yet, oldest first; "id" is 0.
  nlohmann::json take_events();

  // An owner allows a real pack writes that rest on one source alone. Off at first.
  void allow_unproven(bool allowed) { unproven_ = allowed; }

  // Settings that the next check() or apply() is about, in the units of their rows.
  void stage(std::string_view setting, double value);
  // {"ok", "changes", "refusal"}; nothing is sent.
  nlohmann::json check();

  // Orders. Of each comes one outcome: {"done": true} and, of settings, "changes"; or {"error":
  // {"code", "sentence", …}} as the API has it. While one is on its way the next is "busy".
  void apply(int pin, Moment now);
  void sign_in(int pin, Moment now);
  // name: that of the API's path: "hold" (charge, load open), "confirm-cells", "clear-totals",
  // "clock", "offset" (cell, mV, °C), "waive-temperature" (cell, days), "pin" (the new one).
  void command(std::string_view name, int pin, double first, double second, double third,
               Moment now);
  // Empty: none yet.
  std::string take_outcome();

 private:
  struct Staged {
    std::string setting;
    double value;
  };
  struct Base {
    core::Settings settings;
    core::Millivolts v_bypass;
  };

  void changed();
  void judge(Moment now);
  void watch_login();
  void finish(const nlohmann::json& outcome);
  void refuse(const gateway::WriteRefusal& refusal, std::int64_t retry_after_s = 0);
  bool is_busy();
  bool begin_order(gateway::Ability ability, std::optional<int> pin, Moment now);
  bool pin_is_wrong(int pin);
  void locked(core::Milliseconds left);
  [[nodiscard]] std::optional<Base> base() const;
  std::vector<gateway::WantedSetting> take_staged(std::vector<Staged>& kept);
  void apply_whole(const gateway::StagedChange& staged);
  void write_next_register();
  void stop_registers(const gateway::WriteRefusal& refusal);
  void give(const protocol::LineCommand& command);
  void change_pin(std::uint16_t pin);

  gateway::PackInfo info_;
  gateway::LinesTalk talk_;
  gateway::Status status_;
  gateway::Happenings happenings_;
  std::vector<history::Event> events_;
  std::uint32_t news_{0};
  Moment now_;
  std::optional<core::Milliseconds> changed_since_;
  core::Milliseconds judge_at_;
  bool unproven_{false};

  // The order on its way.
  bool busy_{false};
  std::string outcome_;
  std::vector<Staged> staged_;
  std::optional<gateway::LoginWatch> login_;
  std::uint16_t login_pin_{0};
  core::PinGuard guard_;        // of a PIN that the pack has taken
  core::PinGuard login_guard_;  // of one that it has not
  std::vector<gateway::SettingChange> left_;
  std::vector<gateway::SettingChange> written_;
  core::Settings set_;
  core::Millivolts v_bypass_;
};

}  // namespace cellwarden::direct
