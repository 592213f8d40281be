// SPDX-License-Identifier: Apache-2.0
// The simulator's own knobs (APP-6).
#include <gtest/gtest.h>

#include "world.hpp"

namespace cellwarden::api {
namespace {

TEST(Simulator, ShowsItsTruthAndTakesASpeed) {
  World world;
  const std::string path = kCabin + "/simulator";
  const Told told = world.get(path);
  EXPECT_EQ(told.body["scenario"], "Four cells in the sun");
  EXPECT_EQ(told.body["speed"], 20);
  EXPECT_EQ(told.body["packs"][0], "cabin");
  EXPECT_EQ(world.post(path, {{"speed", 0.1}}).body["speed"], 0.1);
  EXPECT_EQ(world.post(path, {{"speed", 1000}}).body["speed"], 1000);
  for (const nlohmann::json& speed :
       {nlohmann::json(0.09), nlohmann::json(1001), nlohmann::json(-1), nlohmann::json("fast"),
        nlohmann::json(nullptr)}) {
    EXPECT_EQ(world.post(path, {{"speed", speed}}).status, 400) << speed;
  }
}

// A day in a minute would not fit into the history.
TEST(Simulator, KeepsReadingsOnlyAtTheSpeedOfLife) {
  World world{{.speed = 1}};
  const std::string path = kCabin + "/simulator";
  ASSERT_EQ(world.post(path, {{"speed", 50}}).status, 200);
  ASSERT_TRUE(world.is_ready());
  world.flush();
  EXPECT_EQ(world.get(kCabin + "/history/span").body["first"], nullptr);
  ASSERT_EQ(world.post(path, {{"speed", 1}}).status, 200);
  EXPECT_TRUE(web::wait_until([&] {
    world.flush();
    return !world.get(kCabin + "/history/span").body["first"].is_null();
  }));
}

}  // namespace
}  // namespace cellwarden::api
