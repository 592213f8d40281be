// SPDX-License-Identifier: Apache-2.0
// What an owner tells the pack: with its PIN, one thing at a time, checked before anything is sent,
// and read back (SET-1, SET-2). The rules are those of the gateway.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "cellwarden/direct/direct.hpp"
#include "cellwarden/gateway/settings_view.hpp"
#include "cellwarden/protocol/lines_register_writes.hpp"
#include "cellwarden/words/say.hpp"

namespace cellwarden::direct {

using core::Milliseconds;
using gateway::Ability;
using gateway::SettingChange;
using gateway::WriteRefusal;
using nlohmann::json;
using protocol::LineAction;
using protocol::LineCommand;
using protocol::LineOutcome;

namespace {

constexpr int kLargestPin = 9999;
constexpr int kMostCells = 255;

json error_json(const WriteRefusal& refusal, std::int64_t retry_after_s) {
  json error{{"code", refusal.code}, {"sentence", refusal.sentence}};
  if (retry_after_s > 0) error["retry_after_s"] = retry_after_s;
  return {{"error", std::move(error)}};
}

json names_of(const std::vector<SettingChange>& changes) {
  json made = json::array();
  for (const SettingChange& change : changes) {
    made.push_back(gateway::setting_row(change.id).name);
  }
  return made;
}

WriteRefusal cannot_queue() {
  return {"no_connection", "The pack takes no commands now; nothing was sent."};
}

bool is_whole(double value, int min, int max) {
  return value >= min && value <= max && std::floor(value) == value;
}

// CELL-10: within ±50 mV and ±10 °C; the wire has steps of 0.1 °C.
std::optional<LineCommand> offset_command(double cell, double mv, double c) {
  const double tenths = c * 10;
  const double whole = std::floor(tenths + 0.5);
  const bool possible = is_whole(cell, 1, kMostCells) && is_whole(mv, -50, 50) &&
                        std::abs(tenths) <= 100 && std::abs(tenths - whole) < 1e-6;
  if (!possible) return {};
  LineCommand command;
  command.action = LineAction::set_offset;
  command.cell = static_cast<core::CellNumber>(cell);
  command.offset.voltage = core::Millivolts{static_cast<std::int32_t>(mv)};
  command.offset.temperature = core::MilliCelsius{static_cast<std::int32_t>(whole) * 100};
  return command;
}

// CELL-7: 1 to 7 days.
std::optional<LineCommand> waiver_command(double cell, double days) {
  if (!is_whole(cell, 1, kMostCells) || !is_whole(days, 1, 7)) return {};
  LineCommand command;
  command.action = LineAction::waive_temperature;
  command.cell = static_cast<core::CellNumber>(cell);
  command.days = static_cast<int>(days);
  return command;
}

std::optional<LineCommand> plain(LineAction action) {
  LineCommand command;
  command.action = action;
  return command;
}

}  // namespace

void Direct::finish(const json& outcome) {
  busy_ = false;
  outcome_ = outcome.dump();
  news_ |= kNewOutcome;
}

std::string Direct::take_outcome() {
  news_ &= ~kNewOutcome;
  return std::exchange(outcome_, {});
}

void Direct::refuse(const WriteRefusal& refusal, std::int64_t retry_after_s) {
  finish(error_json(refusal, retry_after_s));
}

void Direct::locked(Milliseconds left) {
  const std::int64_t seconds = std::max<std::int64_t>(1, (left.count() + 999) / 1000);
  refuse({"pin_locked",
          words::say("There have been too many wrong PINs. Please wait for {} s.", seconds)},
         seconds);
}

// The PIN that a person gives, against the one that the pack took from us.
bool Direct::pin_is_wrong(int pin) {
  const auto right = talk_.accepted_pin();
  const bool possible = right && pin >= 0 && pin <= kLargestPin;
  const auto verdict =
      possible ? core::try_pin(guard_, static_cast<std::uint16_t>(pin), *right, now_.steady)
               : core::PinVerdict::wrong;
  if (verdict == core::PinVerdict::right) return false;
  const Milliseconds left = core::lock_left(guard_, now_.steady);
  if (left > Milliseconds{0}) {
    locked(left);
  } else {
    refuse({"wrong_pin", "That is not the PIN of this pack."});
  }
  return true;
}

// The order that is on its way has its own outcome later.
bool Direct::is_busy() {
  if (!busy_) return false;
  outcome_ = error_json({"busy", "Something else is being written to this pack."}, 1).dump();
  news_ |= kNewOutcome;
  return true;
}

// False: it was refused.
bool Direct::begin_order(Ability ability, std::optional<int> pin, Moment now) {
  now_ = now;
  if (is_busy()) return false;
  if (const auto refusal = gateway::why_not(&talk_.session(), unproven_, ability)) {
    refuse(*refusal);
    return false;
  }
  if (pin && pin_is_wrong(*pin)) return false;
  busy_ = true;
  return true;
}

void Direct::stage(std::string_view setting, double value) {
  staged_.push_back({std::string{setting}, value});
}

std::vector<gateway::WantedSetting> Direct::take_staged(std::vector<Staged>& kept) {
  kept = std::exchange(staged_, {});
  std::vector<gateway::WantedSetting> wanted;
  wanted.reserve(kept.size());
  for (const Staged& one : kept) wanted.push_back({one.setting, one.value});
  return wanted;
}

// What a change starts from: everything of a board of ours, and V-bypass.
std::optional<Direct::Base> Direct::base() const {
  const auto& seen = talk_.observation();
  if (!seen.settings || !seen.setup || !seen.setup->value.v_bypass) return {};
  const bool ours = gateway::way_to(talk_.session()).ours;
  if (ours && !gateway::unknown_settings(seen.settings->value).empty()) return {};
  return Base{seen.settings->value.settings, *seen.setup->value.v_bypass};
}

json Direct::check() {
  std::vector<Staged> kept;
  const auto wanted = take_staged(kept);
  auto refusal = gateway::why_not(&talk_.session(), unproven_, Ability::settings);
  const auto from = base();
  if (!refusal && !from) {
    refusal = {"settings_unknown", "The settings of this pack have not been read yet."};
  }
  if (refusal) return error_json(*refusal, 0);
  const auto staged =
      gateway::stage(wanted, from->settings, from->v_bypass, gateway::way_to(talk_.session()));
  if (!staged) {
    return {{"ok", false},
            {"changes", json::array()},
            {"refusal", gateway::refusal_json(staged.error())}};
  }
  return {{"ok", true}, {"changes", gateway::changes_json(staged->changes)}, {"refusal", nullptr}};
}

void Direct::apply(int pin, Moment now) {
  std::vector<Staged> kept;
  const auto wanted = take_staged(kept);
  if (!begin_order(Ability::settings, pin, now)) return;
  const auto from = base();
  if (!from) {
    return refuse({"settings_unknown", "The settings of this pack have not been read yet."});
  }
  const gateway::WriteWay way = gateway::way_to(talk_.session());
  const auto staged = gateway::stage(wanted, from->settings, from->v_bypass, way);
  if (!staged) return finish({{"error", gateway::refusal_json(staged.error())}});
  if (staged->changes.empty()) return finish({{"done", true}, {"changes", json::array()}});
  if (way.ours) return apply_whole(*staged);
  left_ = staged->changes;
  written_.clear();
  set_ = staged->before;
  v_bypass_ = from->v_bypass;
  write_next_register();
}

void Direct::apply_whole(const gateway::StagedChange& staged) {
  LineCommand command;
  command.action = LineAction::write_settings;
  command.settings = staged.after;
  // The client has read it back and compared before it says ok.
  const bool queued = talk_.command(command, [this, staged](const LineOutcome& outcome) {
    const auto refusal = gateway::refusal_of(outcome);
    if (!refusal) {
      return finish({{"done", true}, {"changes", gateway::changes_json(staged.changes)}});
    }
    if (!outcome.reason || outcome.reason->id == core::SettingId::v_bypass) {
      return refuse(*refusal);
    }
    const char* const name = gateway::setting_row(outcome.reason->id).name;
    json error{{"code", refusal->code},
               {"sentence", words::say("The pack refused {}; nothing has changed.", name)},
               {"setting", name}};
    finish({{"error", std::move(error)}});
  });
  if (!queued) refuse(cannot_queue());
}

// T-min before T-max or after it: one of both orders never crosses them.
void Direct::write_next_register() {
  if (left_.empty()) {
    return finish({{"done", true}, {"changes", gateway::changes_json(written_)}});
  }
  for (SettingChange& candidate : left_) {
    const auto writes = protocol::register_writes(set_, v_bypass_, candidate.id, candidate.after,
                                                  gateway::way_to(talk_.session()).generation);
    if (!writes) continue;
    std::swap(candidate, left_.front());
    const bool queued = talk_.write(*writes, [this](const LineOutcome& outcome) {
      if (const auto refusal = gateway::refusal_of(outcome)) return stop_registers(*refusal);
      const SettingChange change = left_.front();
      left_.erase(left_.begin());
      written_.push_back(change);
      gateway::setting_row(change.id).set(set_, change.after);
      // The link may have been lost meanwhile, or writing forbidden.
      const auto forbidden = gateway::why_not(&talk_.session(), unproven_, Ability::settings);
      forbidden ? stop_registers(*forbidden) : write_next_register();
    });
    if (!queued) stop_registers(cannot_queue());
    return;
  }
  stop_registers(cannot_queue());
}

void Direct::stop_registers(const WriteRefusal& refusal) {
  if (written_.empty()) return refuse(refusal);
  json error{{"code", "partly_done"},
             {"sentence", "Only a part of it was written. " + refusal.sentence},
             {"written", names_of(written_)},
             {"not_written", names_of(left_)}};
  finish({{"error", std::move(error)}});
}

void Direct::give(const LineCommand& command) {
  const auto done = [this](const LineOutcome& outcome) {
    const auto refusal = gateway::refusal_of(outcome);
    refusal ? refuse(*refusal) : finish({{"done", true}});
  };
  // A real pack has no such command, but registers that hold its relays open.
  const bool by_registers =
      command.action == LineAction::hold && !gateway::way_to(talk_.session()).ours;
  const bool queued =
      by_registers
          ? talk_.write(protocol::hold_writes(command.hold_charge_open, command.hold_load_open),
                        done)
          : talk_.command(command, done);
  if (!queued) refuse(cannot_queue());
}

void Direct::command(std::string_view name, int pin, double first, double second, double third,
                     Moment now) {
  std::optional<LineCommand> made;
  if (name == "hold") {
    made = plain(LineAction::hold);
    made->hold_charge_open = first != 0;
    made->hold_load_open = second != 0;
  } else if (name == "confirm-cells") {
    made = plain(LineAction::confirm_cells);
  } else if (name == "clear-totals") {
    made = plain(LineAction::clear_totals);
  } else if (name == "clock") {
    made = plain(LineAction::set_clock);
    made->local_time = now.local;
  } else if (name == "offset") {
    made = offset_command(first, second, third);
  } else if (name == "waive-temperature") {
    made = waiver_command(first, second);
  } else if (name == "pin" && is_whole(first, 0, kLargestPin)) {
    made = plain(LineAction::change_pin);
    made->pin = static_cast<std::uint16_t>(first);
    made->settings.pin = made->pin;
  }
  const Ability ability = name == "hold" ? Ability::hold : Ability::own_commands;
  if (!begin_order(ability, pin, now)) return;
  if (!made) return refuse({"bad_request", "There is no such command, or a number is wrong."});
  made->action == LineAction::change_pin ? change_pin(made->pin) : give(*made);
}

// Read back, as every write is: it is done when the pack takes the new one (SET-1).
void Direct::change_pin(std::uint16_t pin) {
  LineCommand command;
  command.action = LineAction::change_pin;
  command.pin = pin;
  command.settings.pin = pin;
  const bool queued = talk_.command(command, [this, pin](const LineOutcome& outcome) {
    if (const auto refusal = gateway::refusal_of(outcome)) return refuse(*refusal);
    talk_.set_pin(pin);
    login_pin_ = pin;
    login_.emplace(now_.steady);
  });
  if (!queued) refuse(cannot_queue());
}

void Direct::sign_in(int pin, Moment now) {
  now_ = now;
  if (is_busy()) return;
  const auto refusal = gateway::why_not(&talk_.session(), unproven_, Ability::settings);
  if (refusal && std::string_view{refusal->code} == "no_connection") return refuse(*refusal);
  // With a PIN that the pack has taken, this is only a question whether it is that one.
  if (talk_.accepted_pin()) {
    if (!pin_is_wrong(pin)) finish({{"done", true}});
    return;
  }
  const Milliseconds left = core::lock_left(login_guard_, now.steady);
  if (left > Milliseconds{0}) return locked(left);
  if (pin < 0 || pin > kLargestPin) {
    return refuse({"bad_request", "A PIN has four digits: 0000 to 9999."});
  }
  busy_ = true;
  login_pin_ = static_cast<std::uint16_t>(pin);
  talk_.set_pin(login_pin_);
  login_.emplace(now.steady);
}

void Direct::watch_login() {
  if (!login_) return;
  const auto login = login_->look(talk_.session(), now_.steady);
  if (!login) return;
  login_.reset();
  switch (*login) {
    case gateway::Login::taken: login_guard_ = {}; return finish({{"done", true}});
    case gateway::Login::wrong: {
      const auto other = static_cast<std::uint16_t>(login_pin_ + 1);
      static_cast<void>(core::try_pin(login_guard_, login_pin_, other, now_.steady));
      // The board counts as we do; what it says of it comes a line later.
      const Milliseconds left = core::lock_left(login_guard_, now_.steady);
      if (left > Milliseconds{0}) return locked(left);
      return refuse({"wrong_pin", "That is not the PIN of this pack."});
    }
    case gateway::Login::locked: return locked(talk_.session().lock_left);
    case gateway::Login::no_answer: break;
  }
  refuse({"timed_out", "The pack has not answered."});
}

}  // namespace cellwarden::direct
