// SPDX-License-Identifier: Apache-2.0
// The settings of a pack with all that a person needs beside them: what can be written, how sure
// that is, and why not (SET-1, SET-2). "Settings" of gateway/api/openapi.json.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "cellwarden/gateway/clock.hpp"
#include "cellwarden/gateway/status.hpp"
#include "cellwarden/gateway/write_rules.hpp"

namespace cellwarden::gateway {

struct SettingsFacts {
  const Known<SettingsView>& settings;
  const Status& status;
  const protocol::LinesSession* session;  // nullptr: only listened to
  bool unproven_writes{false};
  std::optional<std::uint16_t> accepted_pin;  // that the pack has taken from us
  core::Milliseconds pin_locked_for{0};
  Times now;
  core::Milliseconds local;  // `now` as the owner's clock shows it
};

nlohmann::json settings_view(const SettingsFacts& facts);

// 2700 mV as 2.7.
nlohmann::json value_json(const core::SettingRow& row, std::int32_t value);
// [{"setting", "before", "after", "unit"}]
nlohmann::json changes_json(const std::vector<SettingChange>& changes);
// "code", "sentence", "setting" and, if there is one, "other".
nlohmann::json refusal_json(const SettingRefusal& refusal);

}  // namespace cellwarden::gateway
