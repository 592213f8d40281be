// SPDX-License-Identifier: Apache-2.0
// The knobs of the simulation; a real pack has none. What is seen here is the simulator's own
// truth, and says so; everything else about a simulated pack comes over its lines.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "asked.hpp"
#include "refusal.hpp"
#include "routes.hpp"

namespace cellwarden::api {

using nlohmann::json;
using web::Role;

namespace {

constexpr double kSlowest = 0.1;
constexpr double kFastest = 1000;

Or<gateway::SimulatedSite*> asked_site(const Api& api, const web::Request& request) {
  const auto pack = asked_pack(api, request);
  if (!pack) return core::failure(pack.error());
  gateway::SimulatedSite* site = api.gateway.site_of((*pack)->info().id);
  if (site != nullptr) return site;
  return refuse(409, "not_simulated", "This pack is a real one; there is nothing to simulate.");
}

json site_json(const Api& api, gateway::SimulatedSite& site) {
  json packs = json::array();
  for (const auto& pack : api.gateway.packs()) {
    if (api.gateway.site_of(pack->info().id) == &site) packs.push_back(pack->info().id);
  }
  const twin::SiteNow now = site.site();
  return {{"scenario", site.scenario().name},
          {"about", site.scenario().about},
          {"packs", std::move(packs)},
          {"speed", site.speed()},
          {"time_s", site.time_s()},
          {"solar_w", now.solar_w},
          {"charger_w", now.charger_w},
          {"house_w", now.house_w},
          {"load_w", now.load_w},
          {"ambient_c", now.ambient_c}};
}

web::Response show(Api& api, const web::Request& request) {
  const auto site = asked_site(api, request);
  if (!site) return answer(site.error());
  return answer(site_json(api, **site));
}

web::Response turn(Api& api, const web::Request& request) {
  const auto site = asked_site(api, request);
  if (!site) return answer(site.error());
  const auto body = asked_object(request, {"speed"});
  if (!body) return answer(body.error());
  const auto speed = body->find("speed");
  if (speed == body->end() || !speed->is_number() || speed->get<double>() < kSlowest ||
      speed->get<double>() > kFastest) {
    return web::Response::error(400, "bad_request",
                                "\"speed\" must be a number from 0.1 to 1000; 1 is as in life.");
  }
  (*site)->set_speed(speed->get<double>());
  // A day that passes in a minute would not fit into the history, whose minutes are real ones.
  const bool as_in_life = (*site)->speed() == 1;
  for (const auto& pack : api.gateway.packs()) {
    const std::string& id = pack->info().id;
    if (api.gateway.site_of(id) == *site) api.gateway.keep_history_of(id, as_in_life);
  }
  return answer(site_json(api, **site));
}

}  // namespace

void add_simulator_routes(web::Router& router, const Shared& api) {
  const std::string path = "/api/v1/packs/{pack}/simulator";
  router.get(path, Role::viewer, with(api, show));
  router.post(path, Role::owner, with(api, turn));
}

}  // namespace cellwarden::api
