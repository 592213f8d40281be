// SPDX-License-Identifier: Apache-2.0
// Packs come and go over the interface while the gateway runs (APP-4): readings, history, events,
// the live stream and figures go with them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../../api/tests/world.hpp"
#include "../../tests/pseudo_terminal.hpp"
#include "cellwarden/daemon/pack_list.hpp"

namespace cellwarden::daemon {
namespace {

using api::Told;
using api::World;
using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

const std::string packs_path = "/api/v1/packs";

// As the daemon connects an added pack, with what it hears over a port.
std::unique_ptr<api::PackBook> list_in(boost::asio::io_context& io, gateway::Gateway& gateway,
                                       const std::string& folder, const Config& config) {
  auto list =
      std::make_unique<PackList>(folder + "/packs.toml", config, "/etc/cellwarden/cellwarden.toml");
  const auto connect = [&io, &gateway](const PackConfig& pack) {
    std::vector<std::unique_ptr<gateway::Link>> links;
    links.push_back(gateway::frames_link(io, pack.links[0].kind,
                                         gateway::serial_stream(io, pack.links[0].at, 9'600)));
    gateway.add_pack({.id = pack.id, .name = pack.name, .origin = gateway::PackOrigin::app},
                     std::move(links));
  };
  list->use(gateway, {.connect = connect, .first_look = [](bool /*there*/) {}});
  return list;
}

class PackBooks : public testing::Test {
 protected:
  json add(const json& wanted) {
    const Told told = world.post(packs_path, wanted);
    EXPECT_EQ(told.status, 200) << told.answer.body;
    return told.body["id"];
  }
  bool hears(const std::string& id) {
    return web::wait_until([&] {
      cable.send(gateway::frame_bytes(3'305));
      return world.get(packs_path + "/" + id).body["presence"] == "live";
    });
  }

  gateway::PseudoTerminal cable;
  Config config;
  World world{
      {.ports = {cable.path()},
       .book = [this](boost::asio::io_context& io, gateway::Gateway& gateway,
                      const std::string& folder) { return list_in(io, gateway, folder, config); }}};
};

TEST_F(PackBooks, AFoundPackIsAddedHeardAndRemoved) {
  web::TestClient reader{world.port()};
  reader.send(web::get_request("/api/v1/live"));
  EXPECT_THAT(reader.read_to("\n\n"), HasSubstr("200"));
  EXPECT_THAT(reader.read_to("\n\n"), Not(HasSubstr("battery-1")));
  ASSERT_EQ(world.post("/api/v1/devices/search", json::object()).status, 200);
  EXPECT_EQ(add({{"name", "The boat"}, {"kind", "serial"}, {"at", cable.path()}}), "battery-1");
  EXPECT_EQ(world.get("/api/v1/devices/search").body["state"], "cancelled")
      << "the port is for the pack now";
  const json found = world.get("/api/v1/devices/search").body["found"][0];
  EXPECT_EQ(found["heard"], "in_use");
  EXPECT_EQ(found["pack"], "battery-1");
  EXPECT_EQ(found["config"], nullptr);
  ASSERT_TRUE(hears("battery-1"));
  EXPECT_EQ(world.get(packs_path + "/battery-1").body["origin"], "app");
  EXPECT_EQ(world.get(packs_path + "/battery-1").body["name"], "The boat");
  EXPECT_EQ(world.get(packs_path).body["packs"].size(), 2U);
  EXPECT_THAT(world.get("/metrics").answer.body, HasSubstr("battery-1"));
  // A snapshot, and what is new of it afterwards.
  EXPECT_THAT(reader.read_to("\"The boat\""), HasSubstr("event: snapshot"));
  EXPECT_THAT(reader.read_to("\"presence\":\"live\""), HasSubstr("battery-1"));

  EXPECT_EQ(world.post(packs_path + "/battery-1/rename", {{"name", "The ship"}}).status, 200);
  EXPECT_THAT(reader.read_to("\"The ship\""), HasSubstr("event: snapshot"));
  EXPECT_EQ(world.get(packs_path + "/battery-1").body["name"], "The ship");

  world.flush();
  EXPECT_EQ(world.remove(packs_path + "/battery-1").status, 200);
  EXPECT_THAT(reader.read_to("event: snapshot"), Not(testing::IsEmpty()));
  EXPECT_THAT(reader.read_to("\n\n"), Not(HasSubstr("The ship")));
  EXPECT_EQ(world.get(packs_path + "/battery-1").code(), "no_such_pack");
  EXPECT_EQ(world.remove(packs_path + "/battery-1").code(), "no_such_pack");
  EXPECT_EQ(world.get(packs_path).body["packs"].size(), 1U);
  EXPECT_THAT(world.get("/metrics").answer.body, Not(HasSubstr("battery-1")));
}

TEST_F(PackBooks, WhatAPackHasToldOutlivesIt) {
  add({{"kind", "serial"}, {"at", cable.path()}});
  ASSERT_TRUE(web::wait_until([&] {
    static_cast<void>(hears("battery-1"));
    world.flush();
    return world.get(packs_path + "/battery-1/history/span").body["last"] != nullptr;
  }));
  ASSERT_EQ(world.remove(packs_path + "/battery-1").status, 200);
  world.flush();
  EXPECT_NE(world.get(packs_path + "/battery-1/history/span").body["last"], nullptr);
  EXPECT_EQ(world.get(packs_path + "/battery-1/history.csv").status, 200);
  const json events =
      world.get(packs_path + "/battery-1/events?kinds=pack_added,pack_removed").body["events"];
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0]["kind"], "pack_removed");
  EXPECT_EQ(events[1]["kind"], "pack_added");
  EXPECT_EQ(world.get(packs_path + "/battery-9/history/span").code(), "no_such_pack");
  // Another pack does not continue its history; this one, back at its place, does.
  const gateway::PseudoTerminal other;
  EXPECT_EQ(add({{"kind", "serial"}, {"at", other.path()}}), "battery-2");
  EXPECT_EQ(add({{"kind", "serial"}, {"at", cable.path()}}), "battery-1");
  ASSERT_TRUE(hears("battery-1"));
}

TEST_F(PackBooks, PacksComeAndGoAgainAndAgain) {
  for (int round = 0; round < 20; ++round) {
    add({{"id", "boat"}, {"kind", "serial"}, {"at", cable.path()}});
    if (round % 3 == 0) {
      ASSERT_TRUE(hears("boat"));
    }
    ASSERT_EQ(world.remove(packs_path + "/boat").status, 200);
  }
  EXPECT_EQ(world.get(api::kCabin).status, 200);
}

TEST_F(PackBooks, RefusesWithASentence) {
  const auto code = [&](const json& wanted) { return world.post(packs_path, wanted).code(); };
  EXPECT_EQ(code({{"kind", "serial"}}), "bad_request");
  EXPECT_EQ(code({{"kind", 3}, {"at", "x"}}), "bad_request");
  EXPECT_EQ(code({{"kind", "serial"}, {"at", "/dev/ttyS0"}, {"unproven_writes", true}}),
            "bad_request");
  EXPECT_EQ(code({{"id", "cabin"}, {"kind", "serial"}, {"at", "/dev/ttyS0"}}), "id_taken");
  add({{"kind", "serial"}, {"at", cable.path()}});
  EXPECT_EQ(code({{"kind", "lines"}, {"at", cable.path()}}), "place_taken");
  const Told told = world.remove(api::kCabin);
  EXPECT_EQ(told.code(), "in_config");
  EXPECT_THAT(told.sentence(), HasSubstr("/etc/cellwarden/cellwarden.toml"));
}

TEST_F(PackBooks, BelongToTheOwner) {
  EXPECT_EQ(web::change(world.port(), "PUT", "/api/v1/password",
                        R"({"role": "owner", "password": "a long password"})")
                .status,
            204);
  const json wanted{{"kind", "serial"}, {"at", cable.path()}};
  EXPECT_EQ(world.post(packs_path, wanted).status, 401);
  EXPECT_EQ(world.remove(api::kCabin).status, 401);
  EXPECT_EQ(world.get(packs_path).body["packs"].size(), 1U);
}

// Where nobody keeps a list, packs neither come nor go.
TEST(PacksOfTheConfigOnly, StayAsTheyAre) {
  World world;
  EXPECT_EQ(world.post(packs_path, {{"kind", "serial"}, {"at", "/dev/ttyS0"}}).code(),
            "not_possible");
  EXPECT_EQ(world.remove(api::kCabin).code(), "not_possible");
}

}  // namespace
}  // namespace cellwarden::daemon
