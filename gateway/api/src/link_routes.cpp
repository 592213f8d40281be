// SPDX-License-Identifier: Apache-2.0
// Disconnecting the gateway from a pack, so that another program can have it, and connecting it
// again (APP-4). A restart of the gateway connects everything.
#include "asked.hpp"
#include "cellwarden/gateway/clock.hpp"
#include "refusal.hpp"
#include "routes.hpp"
#include "writing.hpp"

namespace cellwarden::api {

namespace {

// Readings end here on purpose: who looks later should see why.
void note(Api& api, const gateway::Pack& pack, const char* kind, const char* sentence) {
  history::Event event;
  event.time_ms = gateway::wall_now().count();
  event.kind = kind;
  event.text = sentence;
  api.gateway.tell(pack.info().id, std::move(event));
}

bool is_let_go(const gateway::Pack& pack) {
  for (const gateway::LinkReport& report : pack.links()) {
    if (report.state == gateway::LinkState::let_go) return true;
  }
  return false;
}

web::Response disconnect(Api& api, const web::Request& request) {
  const auto pack = asked_pack(api, request);
  if (!pack) return answer(pack.error());
  if (const auto body = asked_object(request, {}); !body) return answer(body.error());
  if (is_let_go(**pack)) return done();
  (*pack)->let_go();
  note(api, **pack, "link_let_go", "The owner disconnected the gateway from the pack.");
  return done();
}

web::Response connect(Api& api, const web::Request& request) {
  const auto pack = asked_pack(api, request);
  if (!pack) return answer(pack.error());
  if (const auto body = asked_object(request, {}); !body) return answer(body.error());
  if (!is_let_go(**pack)) return done();
  (*pack)->take_up();
  note(api, **pack, "link_taken_up", "The owner connected the gateway to the pack again.");
  return done();
}

}  // namespace

void add_link_routes(web::Router& router, const Shared& api) {
  router.post("/api/v1/packs/{pack}/disconnect", web::Role::owner, with(api, disconnect));
  router.post("/api/v1/packs/{pack}/connect", web::Role::owner, with(api, connect));
}

}  // namespace cellwarden::api
