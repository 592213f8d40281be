// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/web/request.hpp"

#include <algorithm>

#include "url.hpp"

namespace cellwarden::web {

std::string_view Request::parameter(std::string_view name) const {
  for (const auto& [key, value] : parameters) {
    if (key == name) return value;
  }
  return {};
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::optional<std::string_view> Request::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (same_ignoring_case(key, name)) return value;
  }
  return std::nullopt;
}

std::string Request::content_type() const {
  const std::string_view whole = header("Content-Type").value_or("");
  return lower(trimmed(whole.substr(0, whole.find(';'))));
}

}  // namespace cellwarden::web
