// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "cellwarden/gateway/status_json.hpp"

namespace cellwarden::gateway {

using nlohmann::json;

json changes(const json& before, const json& now) {
  json patch = json::object();
  for (const auto& [key, value] : now.items()) {
    const auto old = before.find(key);
    const bool had = old != before.end();
    if (had && value.is_object() && old->is_object()) {
      json inner = changes(*old, value);
      if (!inner.empty()) patch[key] = std::move(inner);
    } else if (!had || *old != value) {
      patch[key] = value;
    }
  }
  for (const auto& [key, value] : before.items()) {
    if (!now.contains(key)) patch[key] = nullptr;
  }
  return patch;
}

}  // namespace cellwarden::gateway
