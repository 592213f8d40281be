// SPDX-License-Identifier: Apache-2.0
// The settings of a pack: read, try, change with the PIN, to a file and back (SET-1, SET-2).
#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "asked.hpp"
#include "refusal.hpp"
#include "routes.hpp"
#include "settings_apply.hpp"
#include "settings_view.hpp"

namespace cellwarden::api {

using nlohmann::json;
using web::Role;

namespace {

web::Response show(Api& api, const web::Request& request) {
  const auto pack = asked_pack(api, request);
  if (!pack) return answer(pack.error());
  (*pack)->refresh();
  return answer(settings_view(**pack, (*pack)->status().seen.settings));
}

// Tells live readers the settings of a pack when they, or what may be done with them, are others
// than before; when they were read, for how long no PIN is looked at, and the clock, is no news.
class News {
 public:
  explicit News(gateway::Gateway& gateway) : live_{gateway.live()} {}

  void judged(const gateway::Pack& pack) {
    if (live_->readers() == 0) return told_.clear();
    json view = settings_view(pack, pack.status().seen.settings);
    json news = view;
    news.erase("read_at");
    news.erase("pin_locked_s");
    news.erase("clock");
    json& told = told_[&pack];
    if (told == news) return;
    told = std::move(news);
    const json message{{"id", pack.info().id}, {"settings", std::move(view)}};
    live_->publish(web::event_text("settings", message.dump()));
  }
  void forget(const gateway::Pack& pack) { told_.erase(&pack); }

 private:
  std::shared_ptr<web::EventChannel> live_;
  std::map<const gateway::Pack*, json> told_;
};

// The change that a request proposes, against what the pack has now.
struct Proposal {
  SettingsBase base;
  core::Result<StagedChange, SettingRefusal> staged{StagedChange{}};
};
Or<Proposal> proposal(const gateway::Pack& pack, const json& object, const char* member) {
  const auto changes = object.find(member);
  if (changes == object.end() || !changes->is_object()) {
    return refuse(400, "bad_request",
                  fmt::format(R"("{}" must be an object, as {{"v_min": 2.75}}.)", member));
  }
  if (auto refusal = why_not(pack, Ability::settings)) return core::failure(std::move(*refusal));
  const auto base = settings_base(pack);
  if (!base) return core::failure(base.error());
  return Proposal{*base, stage(*changes, base->settings, base->v_bypass, way_to(pack))};
}

web::Response try_change(Api& api, const web::Request& request) {
  const auto pack = asked_pack(api, request);
  if (!pack) return answer(pack.error());
  const auto body = asked_object(request, {"changes"});
  if (!body) return answer(body.error());
  const auto proposed = proposal(**pack, *body, "changes");
  if (!proposed) return answer(proposed.error());
  if (!proposed->staged) {
    return answer({{"ok", false},
                   {"changes", json::array()},
                   {"refusal", gateway::refusal_json(proposed->staged.error())}});
  }
  return answer(
      {{"ok", true}, {"changes", changes_json(proposed->staged->changes)}, {"refusal", nullptr}});
}

// body: {"pin", …}; object, member: where the settings stand.
void change(const Shared& api, gateway::Pack& pack, const web::Responder& responder,
            const json& body, const json& object, const char* member, const char* who) {
  const auto pin = pin_of(body, "pin");
  if (!pin) return responder.send(answer(pin.error()));
  if (const auto refusal = why_not(pack, Ability::settings)) {
    return responder.send(answer(*refusal));
  }
  if (const auto refusal = check_pin(pack, *pin)) return responder.send(answer(*refusal));
  const auto proposed = proposal(pack, object, member);
  if (!proposed) return responder.send(answer(proposed.error()));
  if (!proposed->staged) {
    return responder.send(
        answer({{"error", gateway::refusal_json(proposed->staged.error())}}, 422));
  }
  apply(api, pack, responder, *proposed->staged, proposed->base.v_bypass, who);
}

void apply_change(const Shared& api, const web::Responder& responder) {
  const auto pack = asked_pack(*api, responder.request());
  if (!pack) return responder.send(answer(pack.error()));
  const auto body = asked_object(responder.request(), {"pin", "changes"});
  if (!body) return responder.send(answer(body.error()));
  change(api, **pack, responder, *body, *body, "changes", "owner");
}

void import_file(const Shared& api, const web::Responder& responder) {
  const auto pack = asked_pack(*api, responder.request());
  if (!pack) return responder.send(answer(pack.error()));
  const auto body = asked_object(responder.request(), {"pin", "file"});
  if (!body) return responder.send(answer(body.error()));
  const auto file = body->find("file");
  const bool ours = file != body->end() && file->is_object() &&
                    file->value("format", json()) == "cellwarden-settings" &&
                    file->value("format_version", json()) == 1;
  if (!ours) {
    return responder.send(web::Response::error(
        400, "bad_request", "\"file\" must be a settings file, as …/settings/export gives it."));
  }
  change(api, **pack, responder, *body, *file, "settings", "import");
}

web::Response export_file(Api& api, const web::Request& request) {
  const auto pack = asked_pack(api, request);
  if (!pack) return answer(pack.error());
  const auto file = settings_file(**pack);
  if (!file) {
    return web::Response::error(409, "settings_unknown",
                                "The settings of this pack have not been read yet.");
  }
  return answer(*file).with(
      "Content-Disposition",
      fmt::format("attachment; filename=\"{}-settings.json\"", (*pack)->info().id));
}

}  // namespace

void add_settings_routes(web::Router& router, const Shared& api) {
  const std::string base = "/api/v1/packs/{pack}/settings";
  router.get(base, Role::viewer, with(api, show));
  router.get(base + "/export", Role::viewer, with(api, export_file));
  router.post(base + "/check", Role::viewer, with(api, try_change));
  const auto late = [&](const std::string& path, auto function) {
    web::Route route;
    route.method = web::Method::post;
    route.pattern = base + path;
    route.role = Role::owner;
    route.handler = [api, function](const web::Responder& responder) { function(api, responder); };
    router.add(std::move(route));
  };
  const auto news = std::make_shared<News>(api->gateway);
  api->gateway.on_judgement([news](const gateway::Pack& pack) { news->judged(pack); });
  api->gateway.on_removal([news](const gateway::Pack& pack) { news->forget(pack); });
  late("/apply", apply_change);
  late("/import", import_file);
}

}  // namespace cellwarden::api
