// SPDX-License-Identifier: Apache-2.0
#include "settings_view.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cellwarden/gateway/clock.hpp"
#include "cellwarden/gateway/status_json.hpp"
#include "cellwarden/protocol/lines_register_writes.hpp"
#include "settings_change.hpp"
#include "time_text.hpp"
#include "writing.hpp"

namespace cellwarden::api {

using core::SettingId;
using nlohmann::json;

namespace {

const char* name(protocol::Certainty certainty) {
  switch (certainty) {
    case protocol::Certainty::several: return "several_sources";
    case protocol::Certainty::one_source: return "one_source";
    case protocol::Certainty::inferred: return "inferred";
  }
  return "";
}

// The settings that are words, as the owner knows them.
json choices(SettingId id) {
  const auto choice = [](auto value, const char* word) {
    return json{{"value", static_cast<int>(value)}, {"name", word}};
  };
  if (id == SettingId::profile) {
    return json::array(
        {choice(core::Profile::guarded, "guarded"), choice(core::Profile::exact, "exact")});
  }
  if (id == SettingId::out_board_version) {
    return json::array(
        {choice(core::BoardVersion::v1, "v1"), choice(core::BoardVersion::v2, "v2")});
  }
  return nullptr;
}

// Whether this one can be written, besides everything that forbids writing at all.
void add_way(json& setting, SettingId id, const std::optional<Refusal>& refusal,
             const gateway::Pack& pack) {
  setting["writable"] = false;
  setting["certainty"] = nullptr;
  setting["why_not"] = nullptr;
  if (refusal && refusal->code != "unproven") {
    setting["why_not"] = refusal->sentence;
    return;
  }
  const WriteWay way = way_to(pack);
  if (way.ours) {
    setting["writable"] = true;
    setting["certainty"] = "ours";
    return;
  }
  const auto certainty = protocol::write_certainty(id, way.generation);
  if (!certainty) {
    setting["why_not"] = "The public lines of this pack cannot write it; use the app of its maker.";
    return;
  }
  setting["certainty"] = name(*certainty);
  setting["writable"] = !refusal;
  if (refusal) setting["why_not"] = refusal->sentence;
}

json ability(const gateway::Pack& pack, Ability what) {
  const auto refusal = why_not(pack, what);
  return {{"possible", !refusal}, {"why_not", refusal ? json(refusal->sentence) : json(nullptr)}};
}

json v_bypass_json(const gateway::Pack& pack) {
  const auto& setup = pack.status().seen.setup;
  json made{{"value", nullptr}, {"unit", "V"}};
  if (setup && setup->value.v_bypass) made["value"] = setup->value.v_bypass->count() / 1000.0;
  return made;
}

// EN-2: how far the pack's clock is from the owner's, + ahead; null: it tells none.
json clock_json(const gateway::Pack& pack) {
  const auto& clock = pack.status().seen.clock;
  if (!clock || !clock->value.running) return nullptr;
  if (!clock->value.local) return {{"set", false}, {"off_s", nullptr}};
  const core::Milliseconds read = gateway::wall_now() - (gateway::steady_now() - clock->at);
  const core::Milliseconds off = *clock->value.local - gateway::local_time(read);
  return {{"set", true}, {"off_s", off.count() / 1000}};
}

}  // namespace

json settings_view(const gateway::Pack& pack,
                   const gateway::Known<gateway::SettingsView>& settings) {
  gateway::Status status;
  status.seen.settings = settings;
  json all = gateway::settings_json(status);
  const auto refusal = why_not(pack, Ability::settings);
  for (const core::SettingRow& row : core::setting_rows()) {
    if (row.id == SettingId::pin) continue;
    json& setting = all[row.name];
    setting["choices"] = choices(row.id);
    add_way(setting, row.id, refusal, pack);
  }
  const gateway::LinesLink* link = pack.lines();
  const auto pin = link == nullptr ? std::nullopt : link->accepted_pin();
  const core::Milliseconds age =
      settings ? gateway::steady_now() - settings->at : core::Milliseconds{0};
  return {{"read_at", settings ? json((gateway::wall_now() - age).count()) : json(nullptr)},
          {"settings", std::move(all)},
          {"v_bypass", v_bypass_json(pack)},
          {"clock", clock_json(pack)},
          {"signed_in", pin.has_value()},
          {"factory_pin", pin == core::kFactoryPin},
          {"pin_locked_s", (pack.pin_locked_for().count() + 999) / 1000},
          {"abilities",
           {{"settings", ability(pack, Ability::settings)},
            {"hold", ability(pack, Ability::hold)},
            {"commands", ability(pack, Ability::own_commands)}}}};
}

std::optional<json> settings_file(const gateway::Pack& pack) {
  const auto& settings = pack.status().seen.settings;
  if (!settings) return {};
  json values = json::object();
  for (const core::SettingRow& row : core::setting_rows()) {
    if (row.id == SettingId::pin || !settings->value.knows(row.id)) continue;
    values[row.name] = value_json(row, row.get(settings->value.settings));
  }
  return json{{"format", "cellwarden-settings"},
              {"format_version", 1},
              {"pack", pack.info().id},
              {"exported_at", iso_time(gateway::wall_now().count())},
              {"settings", std::move(values)}};
}

Or<SettingsBase> settings_base(const gateway::Pack& pack) {
  const auto& seen = pack.status().seen;
  if (!seen.settings || !seen.setup || !seen.setup->value.v_bypass) {
    return refuse(409, "settings_unknown",
                  "The settings of this pack have not been read yet, so they cannot be changed.");
  }
  // Our boards take whole sets: what is not known would be overwritten with a default.
  const auto unknown = unknown_settings(seen.settings->value);
  const bool ours = pack.lines() != nullptr && way_to(pack).ours;
  if (ours && !unknown.empty()) {
    return refuse(409, "settings_unknown",
                  fmt::format("Of this pack {} is not known, so its settings cannot be changed.",
                              unknown.front()));
  }
  return SettingsBase{seen.settings->value.settings, *seen.setup->value.v_bypass};
}

}  // namespace cellwarden::api
