// SPDX-License-Identifier: Apache-2.0
// The settings of a pack as the interface shows them: with what can be written over this link, how
// sure that is, and why the rest cannot.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "cellwarden/gateway/pack.hpp"
#include "refusal.hpp"

namespace cellwarden::api {

// The whole answer of …/settings. settings: as they were read last.
nlohmann::json settings_view(const gateway::Pack& pack,
                             const gateway::Known<gateway::SettingsView>& settings);

// The file of …/settings/export; nothing if no settings are known.
std::optional<nlohmann::json> settings_file(const gateway::Pack& pack);

// What a change starts from: the whole set, and V-bypass.
struct SettingsBase {
  core::Settings settings;
  core::Millivolts v_bypass;
};
Or<SettingsBase> settings_base(const gateway::Pack& pack);

}  // namespace cellwarden::api
