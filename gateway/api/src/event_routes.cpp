// SPDX-License-Identifier: Apache-2.0
// What happened and what was changed, newest first, page by page.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "asked.hpp"
#include "cellwarden/gateway/status_json.hpp"
#include "events_csv.hpp"
#include "refusal.hpp"
#include "routes.hpp"

namespace cellwarden::api {

using nlohmann::json;
using web::Role;

namespace {

constexpr std::int64_t kDefaultLimit = 100;
constexpr std::int64_t kMaxLimit = 1000;

// All of time, unless the request says otherwise: "the last hundred".
Or<history::EventQuery> asked_events(const web::Request& request) {
  history::EventQuery query;
  if (request.query_value("from") || request.query_value("to")) {
    const auto span = asked_span(request);
    if (!span) return core::failure(span.error());
    query.from_ms = span->from_ms;
    query.to_ms = span->to_ms;
  }
  const auto limit = asked_number(request, "limit", kDefaultLimit, 1, kMaxLimit);
  if (!limit) return core::failure(limit.error());
  const auto before =
      asked_number(request, "before", 0, 0, std::numeric_limits<std::int64_t>::max());
  if (!before) return core::failure(before.error());
  query.limit = static_cast<std::size_t>(*limit);
  query.before_id = *before;
  query.kinds = asked_list(request, "kinds");
  return query;
}

// Of one pack, if the path names one.
Or<history::EventQuery> asked_events_of(Api& api, const web::Request& request) {
  auto query = asked_events(request);
  if (!query || request.parameter("pack").empty()) return query;
  const auto pack = asked_id(api, request);
  if (!pack) return core::failure(pack.error());
  history::EventQuery of_pack = *query;
  of_pack.pack = *pack;
  return of_pack;
}

json next_page(std::size_t found, std::size_t limit, std::int64_t oldest_id) {
  return found < limit ? json(nullptr) : json(oldest_id);
}

web::Response list_events(Api& api, const web::Request& request) {
  const auto query = asked_events_of(api, request);
  if (!query) return answer(query.error());
  json events = json::array();
  std::int64_t oldest = 0;
  if (!api.readers.file().empty()) {
    for (const history::PackEvent& event : api.readers.take()->events(*query)) {
      events.push_back(gateway::event_json(event.pack, event.event));
      oldest = event.event.id;
    }
  }
  const json next = next_page(events.size(), query->limit, oldest);
  return answer({{"events", std::move(events)}, {"next_before", next}});
}

web::Response list_settings_changes(Api& api, const web::Request& request) {
  const auto query = asked_events_of(api, request);
  if (!query) return answer(query.error());
  json changes = json::array();
  std::int64_t oldest = 0;
  if (!api.readers.file().empty()) {
    for (const auto& [pack, change] : api.readers.take()->settings_changes(*query)) {
      changes.push_back({{"id", change.id},
                         {"pack", pack},
                         {"at", change.time_ms},
                         {"setting", change.setting},
                         {"before", change.before},
                         {"after", change.after},
                         {"who", change.who},
                         {"simulated", change.simulated}});
      oldest = change.id;
    }
  }
  const json next = next_page(changes.size(), query->limit, oldest);
  return answer({{"changes", std::move(changes)}, {"next_before", next}});
}

web::Response download_events(Api& api, const web::Request& request) {
  const auto query = asked_events_of(api, request);
  if (!query) return answer(query.error());
  if (api.readers.file().empty()) {
    return web::Response::error(404, "no_history", "This gateway keeps no history.");
  }
  const auto csv = std::make_shared<EventsCsv>(api.readers.file(), *query);
  return web::Response::stream("text/csv; charset=utf-8",
                               [csv](std::string& chunk) { return csv->next(chunk); })
      .with("Content-Disposition",
            fmt::format("attachment; filename=\"{}_events.csv\"", *query->pack));
}

}  // namespace

void add_event_routes(web::Router& router, const Shared& api) {
  router.get("/api/v1/events", Role::viewer, with(api, list_events)).on_worker = true;
  router.get("/api/v1/packs/{pack}/events", Role::viewer, with(api, list_events)).on_worker = true;
  router.get("/api/v1/packs/{pack}/events.csv", Role::viewer, with(api, download_events))
      .on_worker = true;
  router
      .get("/api/v1/packs/{pack}/settings-changes", Role::viewer, with(api, list_settings_changes))
      .on_worker = true;
}

}  // namespace cellwarden::api
