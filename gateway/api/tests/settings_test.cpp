// SPDX-License-Identifier: Apache-2.0
// Settings over HTTP: shown, tried, changed with the PIN and read back, to a file and back (SET-1,
// SET-2), on a simulated board.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "world.hpp"

namespace cellwarden::api {
namespace {

using namespace core::literals;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

TEST(Settings, AreShownWithWhatCanBeWritten) {
  World world;
  ASSERT_TRUE(world.is_ready());
  const json told = world.get(kCabin + "/settings").body;
  EXPECT_EQ(told["settings"]["v_min"]["value"], 2.7);
  EXPECT_EQ(told["settings"]["v_min"]["writable"], true);
  EXPECT_EQ(told["settings"]["v_min"]["certainty"], "ours");
  EXPECT_EQ(told["settings"]["profile"]["choices"][0]["name"], "guarded");
  EXPECT_EQ(told["v_bypass"]["value"], 3.4);
  EXPECT_EQ(told["signed_in"], true);
  EXPECT_EQ(told["factory_pin"], true) << "1234 is pointed out until it is changed";
  EXPECT_FALSE(told["settings"].contains("pin"));
}

TEST(Settings, AreTriedWithoutBeingWritten) {
  World world;
  ASSERT_TRUE(world.is_ready());
  const json good = world.post(kCabin + "/settings/check", {{"changes", {{"v_min", 2.75}}}}).body;
  EXPECT_EQ(good["ok"], true);
  EXPECT_EQ(good["changes"][0]["before"], 2.7);
  EXPECT_EQ(good["changes"][0]["after"], 2.75);
  const json bad = world.post(kCabin + "/settings/check", {{"changes", {{"v_min", 3.4}}}}).body;
  EXPECT_EQ(bad["ok"], false);
  EXPECT_EQ(bad["refusal"]["setting"], "v_min");
  EXPECT_EQ(bad["refusal"]["other"], "v_bypass");
  EXPECT_EQ(world.settings_on_board().v_min, 2'700_mV);
}

TEST(Settings, AreToldOnTheLiveStreamWhenTheyChange) {
  World world;
  ASSERT_TRUE(world.is_ready());
  web::TestClient reader{world.port()};
  reader.send(web::get_request("/api/v1/live"));
  const auto next = [&reader] {
    reader.read_to("event: settings\ndata: ");
    const std::string data = reader.read_to("\n\n");
    return json::parse(data.substr(0, data.find('\n')), nullptr, false);
  };
  const json first = next();
  EXPECT_THAT(OpenapiCheck{}.problems_of(first, {{"$ref", "#/components/schemas/SettingsNews"}}),
              testing::IsEmpty());
  EXPECT_EQ(first["id"], "cabin");
  EXPECT_EQ(first["settings"]["settings"]["v_min"]["value"], 2.7);
  ASSERT_EQ(
      world.post(kCabin + "/settings/apply", {{"pin", "1234"}, {"changes", {{"v_min", 2.75}}}})
          .status,
      200);
  const json second = next();
  EXPECT_EQ(second["settings"]["settings"]["v_min"]["value"], 2.75) << "nothing else in between";
}

TEST(Settings, AreWrittenReadBackAndRemembered) {
  World world;
  ASSERT_TRUE(world.is_ready());
  const Told told = world.post(kCabin + "/settings/apply",
                               {{"pin", "1234"}, {"changes", {{"v_min", 2.75}, {"t_max", 75}}}});
  ASSERT_EQ(told.status, 200) << told.answer.body;
  EXPECT_EQ(told.body["settings"]["v_min"]["value"], 2.75) << "as it was read back";
  EXPECT_EQ(told.body["changes"].size(), 2U);
  EXPECT_EQ(world.settings_on_board().v_min, 2'750_mV);
  ASSERT_TRUE(world.comes_true([](gateway::Gateway& all) {
    return all.find("cabin")->status().seen.settings->value.settings.v_min == 2'750_mV;
  }));
  EXPECT_EQ(world.get(kCabin + "/settings").body["settings"]["t_max"]["value"], 75);
  world.flush();
  const json changes = world.get(kCabin + "/settings-changes").body["changes"];
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_THAT(changes.dump(), HasSubstr(R"("before":"2.7")"));
  EXPECT_THAT(changes.dump(), HasSubstr(R"("who":"owner")"));
}

TEST(Settings, OfABadSetAreRefusedAsAWholeWithTheReason) {
  World world;
  ASSERT_TRUE(world.is_ready());
  const Told told = world.post(kCabin + "/settings/apply",
                               {{"pin", "1234"}, {"changes", {{"t_max", 75}, {"v_max", 3.4}}}});
  EXPECT_EQ(told.status, 422);
  EXPECT_EQ(told.code(), "setting_refused");
  EXPECT_EQ(told.body["error"]["setting"], "v_max");
  EXPECT_EQ(world.settings_on_board().t_max, 80'000_mC) << "nothing is half changed";
}

// SET-2: five wrong PINs, and it is locked for a minute; even the right one is refused then.
TEST(Settings, NeedThePinAndLockAfterFiveWrongOnes) {
  World world;
  ASSERT_TRUE(world.is_ready());
  const auto apply = [&](const json& pin) {
    return world.post(kCabin + "/settings/apply", {{"pin", pin}, {"changes", {{"v_min", 2.75}}}});
  };
  EXPECT_EQ(apply(1234).code(), "bad_request") << "a number would lose the zero of 0123";
  EXPECT_EQ(apply("12345").code(), "bad_request");
  EXPECT_EQ(world.post(kCabin + "/settings/apply", {{"changes", {{"v_min", 2.75}}}}).code(),
            "bad_request");
  for (int i = 0; i < 4; ++i) {
    const Told told = apply("9999");
    EXPECT_EQ(told.status, 403);
    EXPECT_EQ(told.code(), "wrong_pin");
  }
  const Told fifth = apply("9999");
  EXPECT_EQ(fifth.status, 429);
  EXPECT_EQ(fifth.answer.header("Retry-After"), "60");
  const Told right = apply("1234");
  EXPECT_EQ(right.status, 429);
  EXPECT_THAT(right.sentence(), HasSubstr("60 s"));
  EXPECT_EQ(world.settings_on_board().v_min, 2'700_mV);
}

TEST(Settings, FourWrongPinsAndARightOneDoNotLock) {
  World world;
  ASSERT_TRUE(world.is_ready());
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 4; ++i) {
      EXPECT_EQ(world.post(kCabin + "/clear-totals", {{"pin", "0000"}}).status, 403);
    }
    EXPECT_EQ(world.post(kCabin + "/clear-totals", {{"pin", "1234"}}).status, 200);
  }
}

TEST(Settings, ComeBackFromTheirFileWithoutThePin) {
  World world;
  ASSERT_TRUE(world.is_ready());
  const Told exported = world.get(kCabin + "/settings/export");
  EXPECT_THAT(exported.answer.header("Content-Disposition"), HasSubstr("cabin-settings.json"));
  EXPECT_THAT(exported.answer.body, Not(HasSubstr("pin\"")));
  json file = exported.body;
  file["settings"]["v_min"] = 2.8;
  const Told told = world.post(kCabin + "/settings/import", {{"pin", "1234"}, {"file", file}});
  ASSERT_EQ(told.status, 200) << told.answer.body;
  EXPECT_EQ(told.body["changes"].size(), 1U);
  EXPECT_EQ(world.settings_on_board().v_min, 2'800_mV);
  file["format"] = "other";
  EXPECT_EQ(world.post(kCabin + "/settings/import", {{"pin", "1234"}, {"file", file}}).status, 400);
  file = 5;
  EXPECT_EQ(world.post(kCabin + "/settings/import", {{"pin", "1234"}, {"file", file}}).status, 400);
}

TEST(Settings, RefuseBodiesThatAreNone) {
  World world;
  ASSERT_TRUE(world.is_ready());
  const std::string path = kCabin + "/settings/apply";
  EXPECT_EQ(world.post(path, json::array()).status, 400);
  EXPECT_EQ(world.post(path, {{"pin", "1234"}}).status, 400);
  EXPECT_EQ(world.post(path, {{"pin", "1234"}, {"changes", 5}}).status, 400);
  const Told told = world.post(path, {{"pin", "1234"}, {"changes", json::object()}, {"x", 1}});
  EXPECT_EQ(told.status, 400);
  EXPECT_THAT(told.sentence(), HasSubstr("no 'x'"));
  EXPECT_EQ(world.post(path, {{"pin", "1234"}, {"changes", json::object()}}).status, 200);
}

}  // namespace
}  // namespace cellwarden::api
