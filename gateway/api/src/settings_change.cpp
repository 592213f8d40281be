// SPDX-License-Identifier: Apache-2.0
#include "settings_change.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cellwarden/words/problem.hpp"

namespace cellwarden::api {

core::Result<StagedChange, SettingRefusal> stage(const nlohmann::json& wanted,
                                                 const core::Settings& now,
                                                 core::Millivolts v_bypass, const WriteWay& way) {
  std::vector<gateway::WantedSetting> all;
  for (const auto& [name, value] : wanted.items()) {
    if (!gateway::setting_named(name) && name != "v_bypass") {
      // It may be anything that a program sent.
      return core::failure(
          SettingRefusal{name, "", fmt::format("There is no setting {}.", words::in_quotes(name))});
    }
    all.push_back({name, value.is_number() ? std::optional{value.get<double>()} : std::nullopt});
  }
  return gateway::stage(all, now, v_bypass, way);
}

}  // namespace cellwarden::api
