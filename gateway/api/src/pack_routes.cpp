// SPDX-License-Identifier: Apache-2.0
// What is true now: packs, cells, links, the bank, and the live stream of all of it.
#include <nlohmann/json.hpp>

#include "asked.hpp"
#include "cellwarden/gateway/clock.hpp"
#include "cellwarden/gateway/status_json.hpp"
#include "refusal.hpp"
#include "routes.hpp"

namespace cellwarden::api {

using nlohmann::json;
using web::Role;

namespace {

web::Response list_packs(Api& api, const web::Request& /*request*/) {
  json packs = json::array();
  for (const auto& pack : api.gateway.packs()) {
    const gateway::Status& status = pack->status();
    json warnings = json::array();
    for (const core::Warning warning : core::kWarnings) {
      if (status.warnings.has(warning)) warnings.push_back(core::name(warning));
    }
    packs.push_back({{"id", pack->info().id},
                     {"name", pack->info().name},
                     {"simulated", pack->info().simulated},
                     {"presence", gateway::name(status.presence)},
                     {"sentence", status.sentence},
                     {"warnings", std::move(warnings)}});
  }
  return answer({{"packs", std::move(packs)}});
}

web::Response show_pack(Api& api, const web::Request& request) {
  const auto pack = asked_pack(api, request);
  if (!pack) return answer(pack.error());
  return answer(gateway::pack_json(**pack, gateway::times_now()));
}

web::Response show_cells(Api& api, const web::Request& request) {
  const auto pack = asked_pack(api, request);
  if (!pack) return answer(pack.error());
  json whole = gateway::pack_json(**pack, gateway::times_now());
  return answer({{"presence", whole["presence"]},
                 {"cells_at", whole["cells_at"]},
                 {"cells", std::move(whole["cells"])}});
}

web::Response show_links(Api& api, const web::Request& request) {
  const auto pack = asked_pack(api, request);
  if (!pack) return answer(pack.error());
  return answer({{"links", gateway::links_json(**pack)}});
}

web::Response list_links(Api& api, const web::Request& /*request*/) {
  json packs = json::array();
  for (const auto& pack : api.gateway.packs()) {
    packs.push_back({{"id", pack->info().id}, {"links", gateway::links_json(*pack)}});
  }
  return answer({{"packs", std::move(packs)}});
}

web::Response show_bank(Api& api, const web::Request& /*request*/) {
  const auto bank = api.gateway.bank();
  if (bank) return answer(gateway::bank_json(*bank));
  return web::Response::error(404, "no_bank",
                              "No packs are wired in parallel here, as far as is configured.");
}

web::Response follow(Api& api, const web::Request& /*request*/) {
  return web::Response::events(api.gateway.live());
}

}  // namespace

void add_pack_routes(web::Router& router, const Shared& api) {
  router.get("/api/v1/live", Role::viewer, with(api, follow));
  router.get("/api/v1/packs", Role::viewer, with(api, list_packs));
  router.get("/api/v1/packs/{pack}", Role::viewer, with(api, show_pack));
  router.get("/api/v1/packs/{pack}/cells", Role::viewer, with(api, show_cells));
  router.get("/api/v1/packs/{pack}/links", Role::viewer, with(api, show_links));
  router.get("/api/v1/links", Role::viewer, with(api, list_links));
  router.get("/api/v1/bank", Role::viewer, with(api, show_bank));
}

}  // namespace cellwarden::api
