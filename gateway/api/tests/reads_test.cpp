// SPDX-License-Identifier: Apache-2.0
// What is true now, over HTTP, from a simulated pack.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "world.hpp"

namespace cellwarden::api {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr auto kTwoPacks = R"(
name = "Two packs"
about = "For tests."
days = 300
begin = "10:00"
[[pack]]
cells = 4
[[pack]]
cells = 4
)";

TEST(Reads, ShowALivingPack) {
  World world;
  ASSERT_TRUE(world.is_ready());
  const Told pack = world.get(kCabin);
  EXPECT_EQ(pack.status, 200);
  EXPECT_EQ(pack.body["presence"], "live");
  EXPECT_EQ(pack.body["simulated"], true);
  EXPECT_EQ(pack.body["cells"].size(), 4U);
  EXPECT_GT(pack.body["cells"]["1"]["mv"], 3'000);
  EXPECT_EQ(pack.body["charge_relay"]["allowed"], true);
  const Told packs = world.get("/api/v1/packs");
  ASSERT_EQ(packs.body["packs"].size(), 1U);
  EXPECT_EQ(packs.body["packs"][0]["id"], "cabin");
  EXPECT_EQ(world.get(kCabin + "/cells").body["cells"].size(), 4U);
  EXPECT_EQ(world.get(kCabin + "/links").body["links"][0]["signed_in"], true);
  EXPECT_EQ(world.get("/api/v1/links").body["packs"][0]["links"][0]["kind"], "simulated");
}

TEST(Reads, AreRefusedForAPackThatIsNotThere) {
  World world;
  const Told told = world.get("/api/v1/packs/boat");
  EXPECT_EQ(told.status, 404);
  EXPECT_EQ(told.code(), "no_such_pack");
  for (const char* path : {"/cells", "/links", "/settings", "/history", "/energy", "/simulator"}) {
    EXPECT_EQ(world.get("/api/v1/packs/boat" + std::string{path}).status, 404) << path;
  }
}

TEST(Reads, TellVersionAndDocument) {
  World world;
  EXPECT_EQ(world.get("/api/v1/version").body["version"], "0.1.0");
  EXPECT_EQ(world.get("/api/v1/openapi.json").body["openapi"], "3.1.0");
  EXPECT_EQ(world.get("/api/v1/session").body["role"], "owner");
}

// APP-7: a pack that is not heard is no good health.
TEST(Reads, HealthIsGoodWhenPacksHaveDataAndTheDiskTakesTheHistory) {
  World world;
  ASSERT_TRUE(world.is_ready());
  const Told good = world.get("/healthz");
  EXPECT_EQ(good.status, 200);
  EXPECT_EQ(good.body["history_writes"], true);
  World deaf{{.speed = 0.1, .history = false}};
  const Told bad = deaf.get("/healthz");
  EXPECT_EQ(bad.status, 503);
  EXPECT_EQ(bad.body["packs_with_data"], 0);
  EXPECT_EQ(bad.body["history_kept"], false);
}

TEST(Reads, StreamBeginsWithASnapshotAndGoesOnWithChanges) {
  World world;
  ASSERT_TRUE(world.is_ready());
  web::TestClient reader{world.port()};
  reader.send(web::get_request("/api/v1/live"));
  EXPECT_THAT(reader.read_to("\r\n\r\n"), HasSubstr("text/event-stream"));
  const OpenapiCheck check;
  const auto next = [&reader](const std::string& event) {
    reader.read_to("event: " + event + "\ndata: ");
    const std::string data = reader.read_to("\n\n");
    return json::parse(data.substr(0, data.find('\n')), nullptr, false);
  };
  const auto schema = [](const char* name) {
    return json{{"$ref", std::string{"#/components/schemas/"} + name}};
  };
  const json snapshot = next("snapshot");
  EXPECT_THAT(check.problems_of(snapshot, schema("Snapshot")), testing::IsEmpty());
  const json change = next("pack");
  EXPECT_THAT(check.problems_of(change, schema("PackChange")), testing::IsEmpty());
  EXPECT_EQ(change["id"], "cabin");
  EXPECT_TRUE(change["changes"].contains("chain"));
  EXPECT_FALSE(change["changes"].contains("name")) << "the snapshot has told it";
}

// RELAY-5
TEST(Reads, ShowTheBankOrSayThatThereIsNone) {
  World alone;
  const Told none = alone.get("/api/v1/bank");
  EXPECT_EQ(none.status, 404);
  EXPECT_EQ(none.code(), "no_bank");
  World world{{.scenario = kTwoPacks, .bank = true}};
  ASSERT_TRUE(world.is_ready());
  ASSERT_TRUE(world.comes_true([](gateway::Gateway& all) { return all.bank()->charge_allowed; }));
  const Told bank = world.get("/api/v1/bank");
  EXPECT_EQ(bank.status, 200);
  EXPECT_EQ(bank.body["without_data"].size(), 0U);
}

}  // namespace
}  // namespace cellwarden::api
