// SPDX-License-Identifier: Apache-2.0
// A change of settings as a request brings it: {"v_min": 2.75}.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "cellwarden/gateway/setting_change.hpp"
#include "cellwarden/gateway/settings_view.hpp"

namespace cellwarden::api {

using gateway::changes_json;
using gateway::problem_of;
using gateway::setting_row;
using gateway::SettingChange;
using gateway::SettingRefusal;
using gateway::StagedChange;
using gateway::unknown_settings;
using gateway::value_json;
using gateway::value_text;
using gateway::WriteWay;

core::Result<StagedChange, SettingRefusal> stage(const nlohmann::json& wanted,
                                                 const core::Settings& now,
                                                 core::Millivolts v_bypass, const WriteWay& way);

}  // namespace cellwarden::api
