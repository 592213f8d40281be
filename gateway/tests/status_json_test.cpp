// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/status_json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "observations.hpp"

namespace cellwarden::gateway {
namespace {

using namespace core::literals;
using nlohmann::json;

TEST(Changes, OnlyWhatIsDifferentIsTold) {
  const json before{{"a", 1}, {"b", {{"x", 1}, {"y", 2}}}, {"c", {1, 2}}};
  EXPECT_EQ(changes(before, before), json::object());
  const json now{{"a", 1}, {"b", {{"x", 1}, {"y", 3}}}, {"c", {1, 3}}, {"d", nullptr}};
  EXPECT_EQ(changes(before, now), (json{{"b", {{"y", 3}}}, {"c", {1, 3}}, {"d", nullptr}}));
}

TEST(Changes, WhatIsGoneIsNull) {
  EXPECT_EQ(changes(json{{"cells", {{"1", 5}, {"2", 6}}}}, json{{"cells", {{"1", 5}}}}),
            (json{{"cells", {{"2", nullptr}}}}));
}

TEST(CellsJson, OnlyACellThatIsOlderThanTheNewestOneHasItsOwnTime) {
  Observation seen = healthy(10'000_ms);
  seen.cells[2]->at = 5'000_ms;
  const Status status = judge_one(seen, 11'000_ms);
  const json cells = cells_json(status, {.steady = 11'000_ms, .wall = 1'000'000_ms});
  EXPECT_FALSE(cells["1"].contains("at"));
  EXPECT_EQ(cells["3"]["at"], 994'000);
  EXPECT_EQ(cells["3"]["stale"], true);
  EXPECT_EQ(cells["1"]["mv"], 3'300);
  EXPECT_EQ(cells["1"]["c"], 20.0);
  EXPECT_TRUE(cells["1"]["bypass"].is_null());  // not told, not inferred
}

// OUT-3: a data output frame brings one cell a cycle, so the four come round in 4 s.
TEST(CellsJson, ACellThatComesInTurnIsStaleWhenItsTurnWasDueThreeCyclesAgo) {
  Observation seen = healthy(0_ms);
  for (auto& cell : seen.cells) cell->value.in_turn = true;
  const auto is_stale = [&](core::Milliseconds now) {
    seen.newest = now;
    const json cells = cells_json(judge_one(seen, now), {.steady = now, .wall = 1'000'000_ms});
    return cells["2"].contains("stale");
  };
  EXPECT_FALSE(is_stale(3'001_ms));
  EXPECT_FALSE(is_stale(6'000_ms));
  EXPECT_TRUE(is_stale(6'001_ms));
}

TEST(CellsJson, NoCellIsFresherThanTheNewestMessage) {
  Observation seen = healthy(0_ms);
  for (auto& cell : seen.cells) cell->value.in_turn = true;
  const auto cell = [&](core::Milliseconds now) {
    return cells_json(judge_one(seen, now), {.steady = now, .wall = 1'000'000_ms})["2"];
  };
  EXPECT_FALSE(cell(3'000_ms).contains("stale"));
  EXPECT_TRUE(cell(3'001_ms).contains("stale"));
}

TEST(SettingsJson, ThePinIsNeverInIt) {
  const json settings = settings_json(judge_one(healthy(0_ms), 0_ms));
  EXPECT_FALSE(settings.contains("pin"));
  EXPECT_EQ(settings["v_max"]["value"], 3.6);
  EXPECT_EQ(settings["v_max"]["unit"], "V");
}

TEST(SettingsJson, ASettingThatWasNotToldIsNull) {
  Observation seen = healthy(0_ms);
  seen.settings->value.known = 0;
  EXPECT_TRUE(settings_json(judge_one(seen, 0_ms))["v_max"]["value"].is_null());
}

}  // namespace
}  // namespace cellwarden::gateway
