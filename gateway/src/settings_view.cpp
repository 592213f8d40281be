// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/settings_view.hpp"

#include <nlohmann/json.hpp>

#include "cellwarden/gateway/status_json.hpp"
#include "cellwarden/protocol/lines_register_writes.hpp"

namespace cellwarden::gateway {

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

template <class Value>
json two_choices(Value first, const char* first_word, Value second, const char* second_word) {
  json made = json::array();
  made.push_back({{"value", static_cast<int>(first)}, {"name", first_word}});
  made.push_back({{"value", static_cast<int>(second)}, {"name", second_word}});
  return made;
}

// The settings that are words, as the owner knows them.
json choices(SettingId id) {
  if (id == SettingId::profile) {
    return two_choices(core::Profile::guarded, "guarded", core::Profile::exact, "exact");
  }
  if (id == SettingId::out_board_version) {
    return two_choices(core::BoardVersion::v1, "v1", core::BoardVersion::v2, "v2");
  }
  return nullptr;
}

// Whether this one can be written, besides everything that forbids writing at all.
void add_way(json& setting, SettingId id, const std::optional<WriteRefusal>& refusal,
             const protocol::LinesSession* session) {
  setting["writable"] = false;
  setting["certainty"] = nullptr;
  setting["why_not"] = nullptr;
  if (refusal && std::string_view{refusal->code} != "unproven") {
    setting["why_not"] = refusal->sentence;
    return;
  }
  const WriteWay way = way_to(*session);
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

json ability(const SettingsFacts& facts, Ability what) {
  const auto refusal = why_not(facts.session, facts.unproven_writes, what);
  return {{"possible", !refusal}, {"why_not", refusal ? json(refusal->sentence) : json(nullptr)}};
}

json v_bypass_json(const Status& status) {
  const auto& setup = status.seen.setup;
  json made{{"value", nullptr}, {"unit", "V"}};
  if (setup && setup->value.v_bypass) made["value"] = setup->value.v_bypass->count() / 1000.0;
  return made;
}

// EN-2: how far the pack's clock is from the owner's, + ahead; null: it tells none.
json clock_json(const SettingsFacts& facts) {
  const auto& clock = facts.status.seen.clock;
  if (!clock || !clock->value.running) return nullptr;
  if (!clock->value.local) return {{"set", false}, {"off_s", nullptr}};
  const core::Milliseconds read = facts.local - (facts.now.steady - clock->at);
  const core::Milliseconds off = *clock->value.local - read;
  return {{"set", true}, {"off_s", off.count() / 1000}};
}

}  // namespace

json settings_view(const SettingsFacts& facts) {
  Status status;
  status.seen.settings = facts.settings;
  json all = settings_json(status);
  const auto refusal = why_not(facts.session, facts.unproven_writes, Ability::settings);
  for (const core::SettingRow& row : core::setting_rows()) {
    if (row.id == SettingId::pin) continue;
    json& setting = all[row.name];
    setting["choices"] = choices(row.id);
    add_way(setting, row.id, refusal, facts.session);
  }
  const core::Milliseconds age =
      facts.settings ? facts.now.steady - facts.settings->at : core::Milliseconds{0};
  return {{"read_at", facts.settings ? json((facts.now.wall - age).count()) : json(nullptr)},
          {"settings", std::move(all)},
          {"v_bypass", v_bypass_json(facts.status)},
          {"clock", clock_json(facts)},
          {"signed_in", facts.accepted_pin.has_value()},
          {"factory_pin", facts.accepted_pin == core::kFactoryPin},
          {"pin_locked_s", (facts.pin_locked_for.count() + 999) / 1000},
          {"abilities",
           {{"settings", ability(facts, Ability::settings)},
            {"hold", ability(facts, Ability::hold)},
            {"commands", ability(facts, Ability::own_commands)}}}};
}

json value_json(const core::SettingRow& row, std::int32_t value) {
  return row.decimals == 0 ? json(value) : json(value / setting_scale(row));
}

json changes_json(const std::vector<SettingChange>& changes) {
  json made = json::array();
  for (const SettingChange& change : changes) {
    const core::SettingRow& row = setting_row(change.id);
    made.push_back({{"setting", row.name},
                    {"before", value_json(row, change.before)},
                    {"after", value_json(row, change.after)},
                    {"unit", row.unit}});
  }
  return made;
}

json refusal_json(const SettingRefusal& refusal) {
  json error{
      {"code", "setting_refused"}, {"sentence", refusal.sentence}, {"setting", refusal.setting}};
  if (!refusal.other.empty()) error["other"] = refusal.other;
  return error;
}

}  // namespace cellwarden::gateway
