// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/setting_change.hpp"

#include <cmath>

#include "cellwarden/protocol/lines_register_writes.hpp"
#include "cellwarden/words/decimal.hpp"
#include "cellwarden/words/say.hpp"

namespace cellwarden::gateway {

using core::SettingId;
using core::SettingProblem;

namespace {

std::string name_of(SettingId id) {
  return id == SettingId::v_bypass ? "v_bypass" : setting_row(id).name;
}

std::string value_in(const core::Settings& set, core::Millivolts v_bypass, SettingId id) {
  if (id == SettingId::v_bypass) {
    return words::short_decimal_text(v_bypass.count(), 3) + " V";
  }
  const core::SettingRow& row = setting_row(id);
  return value_with_unit(row, row.get(set));
}

SettingRefusal order_refusal(const core::Settings& set, core::Millivolts v_bypass, SettingId id,
                             SettingId other, bool below) {
  std::string sentence =
      words::say("{} would be {}, but it must be {} {}, which is {}.", name_of(id),
                 value_in(set, v_bypass, id), below ? "below" : "above", name_of(other),
                 value_in(set, v_bypass, other));
  if (other == SettingId::v_bypass) {
    sentence += " (V-bypass is set by the switches of the IN board.)";
  }
  return {name_of(id), name_of(other), std::move(sentence)};
}

std::string range_sentence(const core::SettingRow& row, std::int32_t value) {
  return words::say("{} would be {}, but it goes from {} to {}.", row.name,
                    value_with_unit(row, value), value_text(row, row.min),
                    value_with_unit(row, row.max));
}

SettingRefusal value_refusal(const core::SettingRow& row, std::int32_t value,
                             SettingProblem problem) {
  if (problem == SettingProblem::out_of_range) return {row.name, "", range_sentence(row, value)};
  return {row.name, "",
          words::say("{} would be {}, but it goes in steps of {}.", row.name,
                     value_with_unit(row, value), value_with_unit(row, row.step))};
}

SettingRefusal refusal_of(const core::Settings& set, core::Millivolts v_bypass,
                          const core::SettingsError& error) {
  const bool below = error.problem == SettingProblem::not_below;
  if (below || error.problem == SettingProblem::not_above) {
    return order_refusal(set, v_bypass, error.id, error.other, below);
  }
  const core::SettingRow& row = setting_row(error.id);
  return value_refusal(row, row.get(set), error.problem);
}

// The number of the core; nothing if the wire's number is none, or has more decimals than count.
std::optional<std::int32_t> number_of(const core::SettingRow& row, std::optional<double> value) {
  constexpr double kFar = 2e9;
  constexpr double kNoise = 1e-6;
  if (!value) return {};
  const double scaled = *value * setting_scale(row);
  if (!(std::abs(scaled) < kFar)) return {};
  const double whole = std::floor(scaled + 0.5);
  if (std::abs(scaled - whole) > kNoise) return {};
  return static_cast<std::int32_t>(whole);
}

SettingRefusal write_refusal(const core::Settings& after, core::Millivolts v_bypass, SettingId id,
                             protocol::WriteError error) {
  using enum protocol::WriteProblem;
  const core::SettingRow& row = setting_row(id);
  const std::int32_t value = row.get(after);
  switch (error.problem) {
    case not_public:
      return {row.name, "",
              words::say("{} cannot be written over the public lines of this pack; use the app of "
                         "its maker.",
                         row.name)};
    case out_of_range: return {row.name, "", range_sentence(row, value)};
    case off_step:
      return {row.name, "",
              words::say("{} would be {}, which this pack cannot hold; the nearest is {}.",
                         row.name, value_with_unit(row, value),
                         value_with_unit(row, protocol::nearest_writable(id, value)))};
    case not_below: return order_refusal(after, v_bypass, id, error.other, true);
    case not_above: return order_refusal(after, v_bypass, id, error.other, false);
  }
  return {row.name, "", ""};
}

// A whole set, as our boards take it, or register by register.
std::optional<SettingRefusal> check(const StagedChange& staged, core::Millivolts v_bypass,
                                    const WriteWay& way) {
  if (staged.changes.empty()) return {};
  if (way.ours) {
    const auto changed = core::change_settings(staged.after, v_bypass);
    if (changed) return {};
    return refusal_of(staged.after, v_bypass, changed.error());
  }
  for (const SettingChange& change : staged.changes) {
    const auto writes =
        protocol::register_writes(staged.after, v_bypass, change.id, change.after, way.generation);
    if (!writes) return write_refusal(staged.after, v_bypass, change.id, writes.error());
  }
  return {};
}

}  // namespace

double setting_scale(const core::SettingRow& row) {
  double scale = 1;
  for (int i = 0; i < row.decimals; ++i) scale *= 10;
  return scale;
}

const core::SettingRow& setting_row(SettingId id) {
  return core::setting_rows()[static_cast<std::size_t>(id)];
}

std::optional<SettingId> setting_named(std::string_view name) {
  for (const core::SettingRow& row : core::setting_rows()) {
    if (row.name == name) return row.id;
  }
  return {};
}

std::string value_text(const core::SettingRow& row, std::int32_t value) {
  return words::short_decimal_text(value, row.decimals);
}

std::string value_with_unit(const core::SettingRow& row, std::int32_t value) {
  const std::string text = value_text(row, value);
  return *row.unit == '\0' ? text : text + " " + row.unit;
}

core::Result<StagedChange, SettingRefusal> stage(std::span<const WantedSetting> wanted,
                                                 const core::Settings& now,
                                                 core::Millivolts v_bypass, const WriteWay& way) {
  StagedChange staged{.before = now, .after = now, .changes = {}};
  const auto refused = [](std::string_view name, std::string sentence) {
    return core::failure(SettingRefusal{std::string{name}, "", std::move(sentence)});
  };
  for (const auto& [name, value] : wanted) {
    if (name == "v_bypass") {
      return refused(name, "v_bypass is set by the switches of the IN board; it can only be read.");
    }
    const auto id = setting_named(name);
    if (!id) return refused(name, words::say("There is no setting \"{}\".", name));
    if (*id == SettingId::pin) {
      return refused(name, "The PIN is changed by a call of its own: …/pin.");
    }
    const core::SettingRow& row = setting_row(*id);
    const auto number = number_of(row, value);
    if (!number) {
      return refused(name, words::say("{} must be a number{}{} with at most {} decimals.", row.name,
                                      *row.unit == '\0' ? "" : " in ", row.unit, row.decimals));
    }
    const std::int32_t before = row.get(now);
    if (*number == before) continue;
    row.set(staged.after, *number);
    // A number that its type cannot hold would come back as another one.
    if (row.get(staged.after) != *number) return refused(name, range_sentence(row, *number));
    staged.changes.push_back({*id, before, *number});
  }
  if (auto problem = check(staged, v_bypass, way)) return core::failure(std::move(*problem));
  return staged;
}

std::optional<SettingRefusal> problem_of(const core::Settings& set, core::Millivolts v_bypass) {
  const auto error = core::check_settings(set, v_bypass);
  if (!error) return {};
  return refusal_of(set, v_bypass, *error);
}

std::vector<std::string> unknown_settings(const gateway::SettingsView& view) {
  std::vector<std::string> names;
  for (const core::SettingRow& row : core::setting_rows()) {
    if (row.id != SettingId::pin && !view.knows(row.id)) names.emplace_back(row.name);
  }
  return names;
}

}  // namespace cellwarden::gateway
