// SPDX-License-Identifier: Apache-2.0
// A change of settings, checked as a whole before anything is sent (SET-1): what each setting is
// now and would be, or the one setting that is wrong, with a sentence. Nothing here talks to a
// pack.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cellwarden/core/result.hpp"
#include "cellwarden/core/settings.hpp"
#include "cellwarden/gateway/observation.hpp"
#include "cellwarden/protocol/data_output.hpp"

namespace cellwarden::gateway {

// How the settings of a pack can be written.
struct WriteWay {
  bool ours{true};  // whole sets, any setting; else single registers of a real pack
  protocol::Generation generation{protocol::Generation::three};
};

struct SettingChange {
  core::SettingId id{};
  std::int32_t before{0};  // in the unit of core's row
  std::int32_t after{0};
};

struct StagedChange {
  core::Settings before;
  core::Settings after;
  std::vector<SettingChange> changes;  // only what differs
};

struct SettingRefusal {
  std::string setting;  // as it was written
  std::string other;    // that it contradicts; empty: none
  std::string sentence;
};

const core::SettingRow& setting_row(core::SettingId id);  // not of v_bypass
// Empty: there is none of that name.
std::optional<core::SettingId> setting_named(std::string_view name);

// "2.7" and "2.7 V", from the number that the core has.
std::string value_text(const core::SettingRow& row, std::int32_t value);
std::string value_with_unit(const core::SettingRow& row, std::int32_t value);
// What a person's number is to be multiplied with to be the core's: 1000 of V.
double setting_scale(const core::SettingRow& row);

// {"v_min", 2.75}, in the unit of core's row. No value: what was given is no number.
struct WantedSetting {
  std::string_view name;
  std::optional<double> value;
};

// now: all of it must be known.
core::Result<StagedChange, SettingRefusal> stage(std::span<const WantedSetting> wanted,
                                                 const core::Settings& now,
                                                 core::Millivolts v_bypass, const WriteWay& way);

// What keeps this set from being used, by the rules of the core.
std::optional<SettingRefusal> problem_of(const core::Settings& set, core::Millivolts v_bypass);

// The settings of this view that a set must have and that are not known.
std::vector<std::string> unknown_settings(const gateway::SettingsView& view);

}  // namespace cellwarden::gateway
