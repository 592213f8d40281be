// SPDX-License-Identifier: Apache-2.0
// Adding a pack, renaming and removing it while the gateway runs (APP-4). Who keeps the list
// decides (pack_book.hpp); here is what the interface has to look after.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "asked.hpp"
#include "refusal.hpp"
#include "routes.hpp"
#include "writing.hpp"

namespace cellwarden::api {

using nlohmann::json;
using web::Role;

namespace {

constexpr std::int64_t kHighestBaud = 115'200;

web::Response answer_of(const BookRefusal& refusal) {
  return web::Response::error(refusal.status, refusal.code, refusal.sentence);
}

web::Response nobody_keeps_them() {
  return web::Response::error(409, "not_possible",
                              "The packs of this gateway stand in its configuration only.");
}

Or<NewPack> wanted_of(const web::Request& request) {
  const auto body = asked_object(request, {"id", "name", "kind", "at", "adapter", "baud"});
  if (!body) return core::failure(body.error());
  NewPack wanted;
  for (const auto& [member, target] : {std::pair{"id", &wanted.id},
                                       {"name", &wanted.name},
                                       {"kind", &wanted.kind},
                                       {"at", &wanted.at},
                                       {"adapter", &wanted.adapter}}) {
    const auto text = text_of(*body, member);
    if (!text) return core::failure(text.error());
    *target = *text;
  }
  if (body->contains("baud")) {
    const auto baud = whole_of(*body, "baud", 1, kHighestBaud);
    if (!baud) return core::failure(baud.error());
    wanted.baud = static_cast<int>(*baud);
  }
  return wanted;
}

web::Response busy() {
  return web::Response::error(
      409, "busy", "Something is being written to a pack. Please try again in a moment.");
}

// The first pack ends the simulated system, which nobody may be writing to then. A search that runs
// may have the port open.
web::Response add(Api& api, const web::Request& request) {
  const auto wanted = wanted_of(request);
  if (!wanted) return answer(wanted.error());
  if (api.options.packs == nullptr) return nobody_keeps_them();
  const bool is_busy = std::ranges::any_of(api.writing, [](const gateway::Pack* it) {
    return it->info().origin == gateway::PackOrigin::first_look;
  });
  if (is_busy) return busy();
  api.search.cancel();
  const auto added = api.options.packs->add(*wanted);
  if (!added) return answer_of(added.error());
  return answer({{"id", *added}});
}

web::Response rename(Api& api, const web::Request& request) {
  const auto pack = asked_pack(api, request);
  if (!pack) return answer(pack.error());
  const auto body = asked_object(request, {"name"});
  if (!body) return answer(body.error());
  const auto name = text_of(*body, "name");
  if (!name) return answer(name.error());
  if (api.options.packs == nullptr) return nobody_keeps_them();
  const auto refusal = api.options.packs->rename((*pack)->info().id, *name);
  return refusal ? answer_of(*refusal) : done();
}

web::Response remove(Api& api, const web::Request& request) {
  const auto pack = asked_pack(api, request);
  if (!pack) return answer(pack.error());
  if (api.options.packs == nullptr) return nobody_keeps_them();
  if (api.writing.contains(*pack)) return busy();
  const auto refusal = api.options.packs->remove((*pack)->info().id);
  return refusal ? answer_of(*refusal) : done();
}

}  // namespace

void add_pack_book_routes(web::Router& router, const Shared& api) {
  router.post("/api/v1/packs", Role::owner, with(api, add));
  router.post("/api/v1/packs/{pack}/rename", Role::owner, with(api, rename));
  router.remove("/api/v1/packs/{pack}", Role::owner, with(api, remove));
  // A pack that comes later may lie where this one did.
  api->gateway.on_removal([weak = std::weak_ptr{api}](const gateway::Pack& pack) {
    if (const auto shared = weak.lock()) shared->sign_ins.erase(&pack);
  });
}

}  // namespace cellwarden::api
