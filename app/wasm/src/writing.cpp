// SPDX-License-Identifier: Apache-2.0
// What an owner writes to a board: checked as the gateway does, sent over the lines, read back
// (SET-1, SET-2, RELAY-9, CHAIN-7, CELL-7, CELL-10).
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "cellwarden/words/say.hpp"
#include "running.hpp"

namespace cellwarden::simulator {

using core::SettingRow;
using nlohmann::json;
using protocol::LineAction;
using protocol::LineCommand;
using protocol::LineOutcome;
using protocol::LineResult;

namespace {

constexpr int kLargestPin = 9999;

const SettingRow* find_row(std::string_view name) {
  for (const SettingRow& row : core::setting_rows()) {
    if (row.id != core::SettingId::pin && name == row.name) return &row;
  }
  return nullptr;
}

const char* name_of(core::SettingId id) {
  for (const SettingRow& row : core::setting_rows()) {
    if (row.id == id) return row.name;
  }
  return "v_bypass";
}

std::string problem_text(const core::SettingsError& error) {
  const char* const name = name_of(error.id);
  switch (error.problem) {
    case core::SettingProblem::not_below:
      return words::say("{} must be below {}.", name, name_of(error.other));
    case core::SettingProblem::not_above:
      return words::say("{} must be above {}.", name, name_of(error.other));
    case core::SettingProblem::out_of_range: return words::say("{} is out of its range.", name);
    case core::SettingProblem::off_step: return words::say("{} is between two steps.", name);
  }
  return {};
}

json locked(core::Milliseconds left) {
  const std::int64_t seconds = (left.count() + 999) / 1000;
  json made =
      refusal("pin_locked",
              words::say("There have been too many wrong PINs. Please wait for {} s.", seconds));
  made["error"]["retry_after_s"] = seconds;
  return made;
}

json refused(const core::SettingsError& error) {
  json made =
      refusal("refused", "The pack refused it; nothing has changed. " + problem_text(error));
  made["error"]["setting"] = name_of(error.id);
  return made;
}

json outcome_json(const LineOutcome& outcome) {
  switch (outcome.result) {
    case LineResult::ok: return {{"done", true}};
    case LineResult::refused:
      return outcome.reason ? refused(*outcome.reason)
                            : refusal("refused", "The pack refused it; nothing has changed.");
    case LineResult::not_authorised:
      return refusal("not_authorised", "The pack does not take this PIN; nothing has changed.");
    case LineResult::not_confirmed:
      return refusal("not_confirmed",
                     "The pack said that it is done, but what was read back differs.");
    case LineResult::not_possible:
      return refusal("not_possible", "This pack has no such command; nothing was sent.");
    default: break;
  }
  return refusal("timed_out",
                 "The pack does not answer: is the OUT board's supply on? Nothing is known of what "
                 "became of it.");
}

// Empty: it is the right one.
template <class Running>
json check_pin(Running& run, int pack, int pin) {
  core::PinGuard& guard = run.guards[static_cast<std::size_t>(pack - 1)];
  const std::uint16_t right = run.bench.out_board(pack).settings.pin;
  const core::Milliseconds now = now_of(run.bench);
  const bool possible = pin >= 0 && pin <= kLargestPin;
  switch (possible ? core::try_pin(guard, static_cast<std::uint16_t>(pin), right, now)
                   : core::PinVerdict::wrong) {
    case core::PinVerdict::right: return {};
    case core::PinVerdict::locked: return locked(core::lock_left(guard, now));
    case core::PinVerdict::wrong: break;
  }
  const core::Milliseconds left = core::lock_left(guard, now);
  if (left.count() > 0) return locked(left);
  return refusal("wrong_pin", "That is not the PIN of this pack.");
}

bool whole_between(double value, double min, double max) {
  return value >= min && value <= max && static_cast<double>(static_cast<int>(value)) == value;
}

}  // namespace

void Simulator::stage(std::string_view setting, double value) {
  staged_.push_back({std::string{setting}, value});
}

namespace {

// The whole set that is to be written, and what changes in it; or why it cannot be.
template <class Staged>
json propose(const std::vector<Staged>& staged, core::Settings& settings) {
  json changes = json::array();
  for (const Staged& each : staged) {
    const SettingRow* row = find_row(each.setting);
    if (row == nullptr) {
      return refusal("unknown", words::say("No setting is called {}.", each.setting));
    }
    const auto raw = raw_setting(*row, each.value);
    if (!raw) {
      json made = refusal("bad_value", setting_range(*row));
      made["error"]["setting"] = row->name;
      return made;
    }
    changes.push_back({{"setting", row->name},
                       {"before", row->get(settings) / setting_scale(*row)},
                       {"after", each.value},
                       {"unit", row->unit}});
    row->set(settings, *raw);
  }
  return {{"done", true}, {"changes", std::move(changes)}};
}

json settings_unknown() {
  return refusal("settings_unknown",
                 "The settings of this pack have not been read yet, so they cannot be changed.");
}

}  // namespace

json Simulator::check(int pack) {
  const std::vector<Staged> staged = std::exchange(staged_, {});
  if (!run_->has_pack(pack)) return refusal("unknown", "There is no such pack.");
  const auto& known = run_->talk(pack).observation().settings;
  if (!known) return settings_unknown();
  core::Settings settings = known->value.settings;
  json made = propose(staged, settings);
  if (made.contains("error")) return made;
  const auto checked =
      core::change_settings(settings, run_->bench.out_board(pack).head.options.v_bypass);
  return checked ? made : refused(checked.error());
}

json Simulator::write(int pack, int pin) {
  const std::vector<Staged> staged = std::exchange(staged_, {});
  if (!run_->has_pack(pack)) return refusal("unknown", "There is no such pack.");
  Talk& talk = run_->talk(pack);
  if (json wrong = check_pin(*run_, pack, pin); !wrong.is_null()) {
    return wrong;
  }
  const auto& known = talk.observation().settings;
  if (!known) return settings_unknown();
  LineCommand command;
  command.action = LineAction::write_settings;
  command.settings = known->value.settings;
  command.settings.pin = run_->bench.out_board(pack).settings.pin;
  json made = propose(staged, command.settings);
  if (made.contains("error")) return made;
  const json given = outcome_json(talk.give(run_->bench, command, run_->local()));
  return given.contains("error") ? given : made;
}

json Simulator::command(std::string_view name, int pack, int pin, double first, double second,
                        double third) {
  if (!run_->has_pack(pack)) return refusal("unknown", "There is no such pack.");
  Talk& talk = run_->talk(pack);
  LineCommand command;
  const auto index = static_cast<std::size_t>(pack - 1);
  const int cells = run_->scenario.packs[index].cells;
  bool possible = true;
  if (name == "hold") {
    command.action = LineAction::hold;
    command.hold_charge_open = first != 0;
    command.hold_load_open = second != 0;
  } else if (name == "confirm_cells") {
    command.action = LineAction::confirm_cells;
  } else if (name == "clear_totals") {
    command.action = LineAction::clear_totals;
  } else if (name == "change_pin") {
    possible = whole_between(first, 0, kLargestPin);
    command.action = LineAction::change_pin;
    command.pin = static_cast<std::uint16_t>(possible ? first : 0);
    command.settings = run_->bench.out_board(pack).settings;
    command.settings.pin = command.pin;
  } else if (name == "waive_temperature") {
    possible = whole_between(first, 1, cells) && whole_between(second, 1, 7);
    command.action = LineAction::waive_temperature;
    command.cell = static_cast<core::CellNumber>(possible ? first : 0);
    command.days = static_cast<int>(possible ? second : 0);
  } else if (name == "set_offset") {
    possible = whole_between(first, 1, cells) && whole_between(second, -1000, 1000) &&
               third >= -100 && third <= 100;
    command.action = LineAction::set_offset;
    command.cell = static_cast<core::CellNumber>(possible ? first : 0);
    command.offset.voltage = core::Millivolts{static_cast<std::int32_t>(possible ? second : 0)};
    // The wire has steps of 0.1 °C.
    const double tenths = possible ? std::floor(third * 10 + 0.5) : 0;
    command.offset.temperature = core::MilliCelsius{static_cast<std::int32_t>(tenths) * 100};
  } else {
    return refusal("unknown", words::say("No command is called {}.", name));
  }
  if (!possible) {
    return refusal("bad_value",
                   name == "change_pin" ? "A PIN has four digits: 0000 to 9999."
                   : name == "waive_temperature"
                       ? words::say("Say a cell, 1 to {}, and 1 to 7 days.", cells)
                       : words::say("Say a cell, 1 to {}, and whole millivolts.", cells));
  }
  if (json wrong = check_pin(*run_, pack, pin); !wrong.is_null()) {
    return wrong;
  }
  return outcome_json(talk.give(run_->bench, command, run_->local()));
}

}  // namespace cellwarden::simulator
