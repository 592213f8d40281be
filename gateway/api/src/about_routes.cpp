// SPDX-License-Identifier: Apache-2.0
// What this program is, and whether it does its work: for anyone who can reach it, so nothing here
// tells about the battery.
#include <nlohmann/json.hpp>

#include "embedded.hpp"
#include "refusal.hpp"
#include "routes.hpp"

namespace cellwarden::api {

using nlohmann::json;
using web::Role;

namespace {

web::Response show_health(Api& api, const web::Request& /*request*/) {
  const gateway::HistoryKeeper* keeper = api.gateway.history();
  const bool writes = keeper != nullptr && keeper->health().writing;
  std::size_t with_data = 0;
  for (const auto& pack : api.gateway.packs()) {
    if (pack->status().has_data()) ++with_data;
  }
  const bool good = (keeper == nullptr || writes) && with_data == api.gateway.packs().size();
  return answer({{"ok", good},
                 {"history_kept", keeper != nullptr},
                 {"history_writes", writes},
                 {"packs", api.gateway.packs().size()},
                 {"packs_with_data", with_data}},
                good ? 200 : 503);
}

web::Response show_version(Api& api, const web::Request& /*request*/) {
  return answer({{"name", "cellwarden"},
                 {"version", api.options.version},
                 {"commit", api.options.commit.empty() ? json(nullptr) : json(api.options.commit)},
                 {"api", 1}});
}

}  // namespace

std::string_view openapi_document() { return kOpenapi; }

void add_about_routes(web::Router& router, const Shared& api) {
  router.get("/healthz", Role::anyone, with(api, show_health));
  router.get("/api/v1/version", Role::anyone, with(api, show_version));
  router.get("/api/v1/openapi.json", Role::viewer, [](const web::Request&) {
    return web::Response::shared({.bytes = kOpenapi, .owner = nullptr}, "application/json");
  });
}

}  // namespace cellwarden::api
