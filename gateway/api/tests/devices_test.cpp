// SPDX-License-Identifier: Apache-2.0
// APP-4 over the interface: a search is begun, looked at and called off.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "../../tests/pseudo_terminal.hpp"
#include "world.hpp"

namespace cellwarden::api {
namespace {

using nlohmann::json;

const std::string search_path = "/api/v1/devices/search";

TEST(Devices, AreFoundWithTheLinesThatConnectThem) {
  const gateway::PseudoTerminal pack;
  World world{{.ports = {pack.path()}}};
  EXPECT_EQ(world.get(search_path).body["state"], "never");
  const Told begun = world.post(search_path, json::object());
  EXPECT_EQ(begun.body["state"], "running");
  EXPECT_EQ(begun.body["found"][0]["heard"], "waiting");
  EXPECT_EQ(begun.body["found"][0]["config"], nullptr);
  EXPECT_EQ(begun.body["config_file"], "/etc/cellwarden/cellwarden.toml");
  EXPECT_EQ(world.post(search_path, json::object()).code(), "busy");
  json found;
  ASSERT_TRUE(web::wait_until([&] {
    pack.send(gateway::frame_bytes(3'305));
    found = world.get(search_path).body["found"][0];
    return found["heard"] == "frames";
  }));
  EXPECT_EQ(found["address"], pack.path());
  EXPECT_EQ(found["model"], nullptr);
  EXPECT_EQ(world.get(search_path).body["problems"], json::array());
  EXPECT_EQ(found["cells"], 2);
  EXPECT_EQ(found["pack_mv"], 6'610);
  EXPECT_EQ(found["config"],
            "[[pack]]\nid = \"battery-1\"\nname = \"New battery\"\n"
            "[[pack.link]]\nkind = \"serial\"\nat = \"" +
                pack.path() + "\"\n");
  EXPECT_EQ(world.remove(search_path).body["state"], "cancelled");
  EXPECT_EQ(world.get(search_path).body["found"][0]["heard"], "frames");
}

TEST(Devices, OnlyWhatIsKnownMayBeAsked) {
  World world;
  EXPECT_EQ(world.post(search_path, {{"ask", 1}}).status, 400);
  EXPECT_EQ(world.post(search_path, {{"loud", true}}).status, 400);
  EXPECT_EQ(world.get(search_path).body["state"], "never");
}

}  // namespace
}  // namespace cellwarden::api
