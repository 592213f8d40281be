// SPDX-License-Identifier: Apache-2.0
// Random calls, sensible and not: whatever is asked in whatever order, the settings stay in order
// (SET-1), and nothing changes without the right PIN (SET-2).
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>

#include "world.hpp"

namespace cellwarden::api {
namespace {

using nlohmann::json;

constexpr std::array kNames{"v_min",
                            "v_max",
                            "t_min",
                            "t_max",
                            "charge_restart",
                            "discharge_restart",
                            "profile",
                            "restart_delay",
                            "battery_capacity",
                            "v_bypass",
                            "pin",
                            "nonsense"};

// Mostly near the limits of each other.
rc::Gen<json> value_gen() {
  return rc::gen::oneOf(
      rc::gen::map(rc::gen::inRange(400, 800), [](int n) { return json(n * 5 / 1000.0); }),
      rc::gen::map(rc::gen::inRange(-41, 101), [](int n) { return json(n); }),
      rc::gen::element(json(3.395), json(3.4), json(3.405), json(1e9), json("3"), json(nullptr),
                       json(-0.0), json::array()));
}

rc::Gen<json> changes_gen() {
  return rc::gen::map(rc::gen::container<std::vector<std::pair<std::size_t, json>>>(rc::gen::pair(
                          rc::gen::inRange<std::size_t>(0, kNames.size()), value_gen())),
                      [](const auto& pairs) {
                        json made = json::object();
                        for (std::size_t i = 0; i < std::min<std::size_t>(pairs.size(), 4); ++i) {
                          made[kNames[pairs[i].first]] = pairs[i].second;
                        }
                        return made;
                      });
}

struct Call {
  std::string path;
  json body;
  bool right{false};
};

// Most know the PIN; now and then five in a row do not, and then even the right one is refused.
rc::Gen<Call> call_gen() {
  const auto pin = rc::gen::weightedElement<json>(
      {{6, json("1234")}, {1, json("1235")}, {1, json("0000")}, {1, json(1234)}, {1, json("")}});
  const auto path = rc::gen::weightedElement<std::string>({{6, "/settings/apply"},
                                                           {2, "/settings/import"},
                                                           {1, "/settings/check"},
                                                           {1, "/hold"},
                                                           {1, "/offset"}});
  return rc::gen::map(rc::gen::tuple(path, pin, changes_gen()), [](const auto& parts) {
    const auto& [where, given, changes] = parts;
    Call call{where, {{"pin", given}}, given == json("1234")};
    if (where == "/settings/apply") call.body["changes"] = changes;
    if (where == "/settings/check") call.body = {{"changes", changes}};
    if (where == "/settings/import") {
      call.body["file"] = {
          {"format", "cellwarden-settings"}, {"format_version", 1}, {"settings", changes}};
    }
    if (where == "/hold") call.body.update({{"charge_open", true}, {"load_open", false}});
    if (where == "/offset") call.body.update({{"cell", 1}, {"mv", 20}, {"c", 0}});
    return call;
  });
}

json all_of(const core::Settings& settings) {
  json made = json::array();
  for (const core::SettingRow& row : core::setting_rows()) made.push_back(row.get(settings));
  return made;
}

bool in_order(const core::Settings& settings, core::Millivolts v_bypass) {
  return settings.v_min < v_bypass && v_bypass < settings.v_max &&
         settings.t_min < settings.t_max && settings.discharge_restart < settings.charge_restart;
}

// One world for all sequences: the settings wander on.
RC_GTEST_PROP(RandomCalls, BreakNoOrderAndSkipNoPin, ()) {
  static World world{{.speed = 200}};
  static const bool ready = world.is_ready();
  RC_ASSERT(ready);
  const auto calls = *rc::gen::container<std::vector<Call>>(call_gen());
  for (const Call& call : calls) {
    const json before = all_of(world.settings_on_board());
    const Told told = world.post(kCabin + call.path, call.body);
    RC_LOG() << call.path << " " << call.body.dump() << " -> " << told.answer.body << "\n";
    const core::Settings now = world.settings_on_board();
    RC_ASSERT(told.status != 0 && told.status != 500);
    RC_ASSERT(in_order(now, core::Millivolts{3'400}));
    const bool changed = all_of(now) != before;
    RC_ASSERT(!changed || (call.right && told.status == 200));
    const bool writes = call.path != "/settings/check";
    RC_ASSERT(!writes || call.right || told.status >= 400);
  }
}

}  // namespace
}  // namespace cellwarden::api
