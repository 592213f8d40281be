// SPDX-License-Identifier: Apache-2.0
#include "settings_view.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cellwarden/gateway/clock.hpp"
#include "cellwarden/gateway/settings_view.hpp"
#include "settings_change.hpp"
#include "time_text.hpp"
#include "writing.hpp"

namespace cellwarden::api {

using core::SettingId;
using nlohmann::json;

json settings_view(const gateway::Pack& pack,
                   const gateway::Known<gateway::SettingsView>& settings) {
  const gateway::LinesLink* link = pack.lines();
  const gateway::Times now{.steady = gateway::steady_now(), .wall = gateway::wall_now()};
  return gateway::settings_view(
      {.settings = settings,
       .status = pack.status(),
       .session = link == nullptr ? nullptr : &link->session(),
       .unproven_writes = pack.info().unproven_writes,
       .accepted_pin = link == nullptr ? std::nullopt : link->accepted_pin(),
       .pin_locked_for = pack.pin_locked_for(),
       .now = now,
       .local = gateway::local_time(now.wall)});
}

std::optional<json> settings_file(const gateway::Pack& pack) {
  const auto& settings = pack.status().seen.settings;
  if (!settings) return {};
  json values = json::object();
  for (const core::SettingRow& row : core::setting_rows()) {
    if (row.id == SettingId::pin || !settings->value.knows(row.id)) continue;
    values[row.name] = value_json(row, row.get(settings->value.settings));
  }
  return json{{"format", "cellwarden-settings"},
              {"format_version", 1},
              {"pack", pack.info().id},
              {"exported_at", iso_time(gateway::wall_now().count())},
              {"settings", std::move(values)}};
}

Or<SettingsBase> settings_base(const gateway::Pack& pack) {
  const auto& seen = pack.status().seen;
  if (!seen.settings || !seen.setup || !seen.setup->value.v_bypass) {
    return refuse(409, "settings_unknown",
                  "The settings of this pack have not been read yet, so they cannot be changed.");
  }
  // Our boards take whole sets: what is not known would be overwritten with a default.
  const auto unknown = unknown_settings(seen.settings->value);
  const bool ours = pack.lines() != nullptr && way_to(pack).ours;
  if (ours && !unknown.empty()) {
    return refuse(409, "settings_unknown",
                  fmt::format("Of this pack {} is not known, so its settings cannot be changed.",
                              unknown.front()));
  }
  return SettingsBase{seen.settings->value.settings, *seen.setup->value.v_bypass};
}

}  // namespace cellwarden::api
