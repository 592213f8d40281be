// SPDX-License-Identifier: Apache-2.0
// Looking for packs that are not configured yet (APP-4): begin, look at what has been found, call
// off. Nothing is connected: what was found can be added, or comes with the lines that the config
// file would need.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "asked.hpp"
#include "refusal.hpp"
#include "routes.hpp"

namespace cellwarden::api {

using nlohmann::json;

namespace {

json text_or_null(const std::string& text) { return text.empty() ? json(nullptr) : json(text); }

template <class Value>
json or_null(const std::optional<Value>& value) {
  return value ? json(*value) : json(nullptr);
}

// A pack that nobody has: for lines that a person may change.
std::string free_id(const Api& api, int number) {
  while (true) {
    std::string id = fmt::format("battery-{}", number);
    if (api.gateway.find(id) == nullptr) return id;
    ++number;
  }
}

// A pack may have been made of it since.
void mark_if_taken(const Api& api, gateway::Found& found) {
  for (const auto& pack : api.gateway.packs()) {
    for (const gateway::LinkReport& report : pack->links()) {
      if (report.place != found.address && report.place != "Bluetooth " + found.address) continue;
      found.heard = gateway::Heard::in_use;
      found.pack = pack->info().id;
      found.link.clear();
    }
  }
}

json found_json(const gateway::Found& found, const std::string& id) {
  return {{"kind", name(found.kind)},
          {"address", found.address},
          {"name", found.name},
          {"model", text_or_null(found.model)},
          {"signal_dbm", or_null(found.signal_dbm)},
          {"heard", name(found.heard)},
          {"sentence", found.sentence},
          {"pack", text_or_null(found.pack)},
          {"cells", or_null(found.cells)},
          {"pack_mv", found.pack_voltage ? json(found.pack_voltage->count()) : json(nullptr)},
          {"link", text_or_null(found.link)},
          {"config", text_or_null(config_lines(found, id))}};
}

json search_json(const Api& api) {
  json all = json::array();
  const std::string id = free_id(api, 1);
  for (gateway::Found& found : api.search.found()) {
    mark_if_taken(api, found);
    all.push_back(found_json(found, id));
  }
  json problems = json::array();
  for (const gateway::FinderProblem& problem : api.search.problems()) {
    problems.push_back({{"kind", name(problem.kind)}, {"sentence", problem.sentence}});
  }
  return {{"state", name(api.search.state())},
          {"found", std::move(all)},
          {"problems", std::move(problems)},
          {"config_file", text_or_null(api.options.config_file)}};
}

gateway::SearchPlan plan_of(const Api& api, bool ask) {
  gateway::SearchPlan plan{.taken = {}, .ask = ask};
  for (const auto& pack : api.gateway.packs()) {
    for (const gateway::LinkReport& report : pack->links()) {
      plan.taken.push_back({.place = report.place, .pack = pack->info().id});
    }
  }
  return plan;
}

web::Response begin(Api& api, const web::Request& request) {
  const auto body = asked_object(request, {"ask"});
  if (!body) return answer(body.error());
  bool ask = false;
  if (body->contains("ask")) {
    const auto flag = flag_of(*body, "ask");
    if (!flag) return answer(flag.error());
    ask = *flag;
  }
  if (api.search.start(plan_of(api, ask))) return answer(search_json(api));
  return web::Response::error(409, "busy", "A search is running already.");
}

web::Response show(Api& api, const web::Request& /*request*/) { return answer(search_json(api)); }

web::Response call_off(Api& api, const web::Request& /*request*/) {
  api.search.cancel();
  return answer(search_json(api));
}

}  // namespace

void add_device_routes(web::Router& router, const Shared& api) {
  const std::string path = "/api/v1/devices/search";
  router.post(path, web::Role::owner, with(api, begin));
  router.get(path, web::Role::owner, with(api, show));
  router.remove(path, web::Role::owner, with(api, call_off));
}

}  // namespace cellwarden::api
