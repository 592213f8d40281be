// SPDX-License-Identifier: Apache-2.0
// One request, checked and taken apart: within its limits, its path and query percent-decoded, its
// sender known. A handler never sees bytes that have not passed these checks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cellwarden/web/role.hpp"

namespace cellwarden::web {

// HEAD reaches a handler as get; the server leaves the body out.
enum class Method : std::uint8_t { get, post, put, patch, remove };

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Request {
  Method method{Method::get};
  std::string path;   // decoded, without the query: "/api/v1/packs/boat 1/cells"
  Fields parameters;  // of the route's pattern: {"pack", "boat 1"}
  Fields query;       // in their order; a name without "=" has an empty value
  Fields headers;     // as sent
  std::string body;

  Role role{Role::anyone};
  std::string session;   // names the session in a log; cannot be used to sign in; empty: none
  std::string peer;      // address without port: "192.168.1.20"
  bool loopback{false};  // from this machine, and not passed on by a proxy
  bool secure{false};    // over TLS

  // Empty if the pattern has no such parameter.
  [[nodiscard]] std::string_view parameter(std::string_view name) const;
  // The first of that name.
  [[nodiscard]] std::optional<std::string_view> query_value(std::string_view name) const;
  // Upper and lower case are the same.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
  // "text/csv" of "text/csv; charset=utf-8", in lower case; empty if none was sent.
  [[nodiscard]] std::string content_type() const;
};

}  // namespace cellwarden::web
