// SPDX-License-Identifier: Apache-2.0
// POST …/what-if: what the settings are is read on the server's thread; the readings go through the
// rules on a thread of their own, one question at a time.
#include <boost/asio/post.hpp>
#include <nlohmann/json.hpp>

#include "asked.hpp"
#include "refusal.hpp"
#include "routes.hpp"
#include "settings_apply.hpp"
#include "what_if.hpp"

namespace cellwarden::api {

using nlohmann::json;

namespace {

constexpr std::int64_t kLongestMs = std::int64_t{31} * 86'400'000;
constexpr double kMsPerHour = 3'600'000;

struct Question {
  std::string pack;
  TimeSpan span;
  core::ReplaySettings as_set;
  core::ReplaySettings as_tried;
  std::vector<SettingChange> changes;
  std::vector<std::string> assumed;  // what is not known of the pack and was taken as a default
};

// As far as it is known; a real pack has temperatures between our steps.
core::ReplaySettings known_settings(const gateway::Pack& pack, std::vector<std::string>& assumed) {
  core::ReplaySettings made;
  const auto& seen = pack.status().seen;
  const gateway::SettingsView view = seen.settings ? seen.settings->value : gateway::SettingsView{};
  made.settings = view.settings;
  assumed = unknown_settings(view);
  for (const core::SettingRow& row : core::setting_rows()) {
    const std::int32_t value = row.get(made.settings);
    const std::int32_t above = value - row.min;
    if (above % row.step == 0) continue;
    row.set(made.settings, row.min + (above + row.step / 2) / row.step * row.step);
    assumed.emplace_back(row.name);
  }
  const gateway::Setup setup = seen.setup ? seen.setup->value : gateway::Setup{};
  if (!setup.v_bypass) assumed.emplace_back("v_bypass");
  made.options.v_bypass = setup.v_bypass.value_or(made.options.v_bypass);
  made.options.mode = setup.mode.value_or(made.options.mode);
  made.options.cycle = setup.cycle.value_or(made.options.cycle);
  made.options.blind_spot = setup.blind_spot.value_or(made.options.blind_spot);
  made.sensor = setup.sensor.value_or(core::SensorRange::a1000);
  return made;
}

// "v_bypass" may be tried too, although only the switches can set it: one of their eight values.
Or<core::Millivolts> tried_v_bypass(const json& settings, core::Millivolts now) {
  const auto found = settings.find("v_bypass");
  if (found == settings.end()) return now;
  for (const core::Millivolts value : core::kBypassVoltages) {
    if (found->is_number() && std::abs(found->get<double>() * 1000 - value.count()) < 1e-6) {
      return value;
    }
  }
  return refuse(422, "setting_refused",
                "v_bypass must be one of 3.4, 3.5, 3.6, 3.7, 4, 4.1, 4.2, 4.3 V.");
}

Or<Question> question(const Api& api, const web::Request& request) {
  const auto pack = asked_pack(api, request);
  if (!pack) return core::failure(pack.error());
  const auto body = asked_object(request, {"from", "to", "settings"});
  if (!body) return core::failure(body.error());
  const auto span = span_of(*body);
  if (!span) return core::failure(span.error());
  if (span->to_ms - span->from_ms > kLongestMs) {
    return refuse(400, "too_much", "At most 31 days can be replayed at once.");
  }
  const auto settings = body->find("settings");
  if (settings == body->end() || !settings->is_object()) {
    return refuse(400, "bad_request", "\"settings\" must be an object, as {\"v_max\": 3.65}.");
  }
  Question made{.pack = (*pack)->info().id,
                .span = *span,
                .as_set = {},
                .as_tried = {},
                .changes = {},
                .assumed = {}};
  made.as_set = known_settings(**pack, made.assumed);
  const auto v_bypass = tried_v_bypass(*settings, made.as_set.options.v_bypass);
  if (!v_bypass) return core::failure(v_bypass.error());
  json rest = *settings;
  rest.erase("v_bypass");
  const auto staged = stage(rest, made.as_set.settings, *v_bypass, WriteWay{});
  if (!staged) return refuse(422, "setting_refused", staged.error().sentence);
  if (const auto problem = problem_of(staged->after, *v_bypass)) {
    return refuse(422, "setting_refused", problem->sentence);
  }
  made.as_tried = made.as_set;
  made.as_tried.settings = staged->after;
  made.as_tried.options.v_bypass = *v_bypass;
  made.changes = staged->changes;
  return made;
}

json relay_json(const WhatIfRelay& relay) {
  json causes = json::array();
  for (const auto& [id, cause] : relay.causes) {
    causes.push_back({{"rule", core::name(id)},
                      {"openings", cause.openings},
                      {"first_at", cause.first_ms},
                      {"sentence", cause.sentence}});
  }
  return {{"openings", relay.openings},
          {"hours_open", static_cast<double>(relay.open_ms) / kMsPerHour},
          {"causes", std::move(causes)}};
}

template <class Value>
json scaled(const std::optional<Value>& value, double divisor) {
  return value ? json(*value / divisor) : json(nullptr);
}

json tally_json(const WhatIfTally& tally) {
  json warnings = json::object();
  for (const core::Warning warning : core::kWarnings) {
    const WhatIfWarning& it = tally.warnings[static_cast<std::size_t>(warning)];
    warnings[core::name(warning)] = {{"times", it.times},
                                     {"hours", static_cast<double>(it.lasted_ms) / kMsPerHour}};
  }
  return {{"charge_relay", relay_json(tally.charge)},
          {"load_relay", relay_json(tally.load)},
          {"warnings", std::move(warnings)},
          {"soc_min_percent", scaled(tally.soc_min_mpercent, 1000)},
          {"soc_max_percent", scaled(tally.soc_max_mpercent, 1000)},
          {"bypass_cell_hours", static_cast<double>(tally.bypass_cell_ms) / kMsPerHour}};
}

json answer_json(const Question& asked, const WhatIf& result) {
  const WhatIf::Extremes& recorded = result.recorded();
  return {
      {"from", asked.span.from_ms},
      {"to", asked.span.to_ms},
      {"readings", result.readings()},
      {"hours", static_cast<double>(result.covered_ms()) / kMsPerHour},
      {"gaps", result.gaps()},
      {"assumed", asked.assumed},
      {"changes", changes_json(asked.changes)},
      {"v_bypass",
       {{"as_set", asked.as_set.options.v_bypass.count() / 1000.0},
        {"as_tried", asked.as_tried.options.v_bypass.count() / 1000.0}}},
      {"recorded",
       {{"cell_v_min", scaled(recorded.mv_min, 1000)},
        {"cell_v_max", scaled(recorded.mv_max, 1000)},
        {"cell_c_min", scaled(recorded.decicelsius_min, 10)},
        {"cell_c_max", scaled(recorded.decicelsius_max, 10)}}},
      {"as_set", tally_json(result.as_set())},
      {"as_tried", tally_json(result.as_tried())},
      {"note",
       "The readings stay as they were recorded: had a relay switched at another time, the battery "
       "would have given other readings from then on."}};
}

// Told to end when the gateway ends; the request is then answered as one that was broken off.
void calculate(Api& api, const web::Responder& responder, const Question& asked) {
  WhatIf what_if{asked.as_set, asked.as_tried};
  api.readers.take()->for_each_sample(asked.pack, asked.span.from_ms, asked.span.to_ms,
                                      [&](const history::Sample& sample) {
                                        what_if.take(sample);
                                        return !api.ending;
                                      });
  api.calculating = false;
  if (api.ending) return;
  responder.send(answer(answer_json(asked, what_if)));
}

// Owned by the routes, which end before the threads do; so a calculation must not own the routes.
void ask(const Shared& api, const web::Responder& responder) {
  const auto asked = question(*api, responder.request());
  if (!asked) return responder.send(answer(asked.error()));
  if (api->readers.file().empty()) {
    return responder.send(
        web::Response::error(404, "no_history", "This gateway keeps no history."));
  }
  if (api->calculating.exchange(true)) {
    return responder.send(answer(Refusal{
        409, "busy", "Another what-if is being calculated. Please try again in a moment.", 2}));
  }
  boost::asio::post(api->calculations, [&state = *api, responder, question = *asked] {
    calculate(state, responder, question);
  });
}

}  // namespace

void add_what_if_routes(web::Router& router, const Shared& api) {
  web::Route route;
  route.method = web::Method::post;
  route.pattern = "/api/v1/packs/{pack}/what-if";
  route.role = web::Role::viewer;
  route.handler = [api](const web::Responder& responder) { ask(api, responder); };
  router.add(std::move(route));
}

}  // namespace cellwarden::api
