// SPDX-License-Identifier: Apache-2.0
// The file of the packs that an owner has added: what it refuses, what it keeps, and that it is
// good whenever the program ends.
#include "cellwarden/daemon/pack_list.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <csignal>

#include "../../tests/pseudo_terminal.hpp"
#include "../../web/tests/scratch_folder.hpp"
#include "cellwarden/scenario/scenario_file.hpp"

namespace cellwarden::daemon {
namespace {

using gateway::LinkKind;
using testing::AllOf;
using testing::HasSubstr;

// Adds packs to the gateway as the daemon does, with links that listen to ports.
class PackLists : public testing::Test {
 protected:
  void begin(const std::string& config = "") {
    config_ = parse_config(config, "c.toml");
    list_.emplace(file_, config_, "/etc/cellwarden/cellwarden.toml");
    gateway_.emplace(io_, nullptr);
    for (const PackConfig& pack : config_.packs) connect(pack, gateway::PackOrigin::config);
    for (const PackConfig& pack : list_->packs()) connect(pack, gateway::PackOrigin::app);
    list_->use(*gateway_,
               {.connect = [this](const PackConfig& it) { connect(it, gateway::PackOrigin::app); },
                .first_look = [this](bool there) { first_look_.push_back(there); }});
    gateway_->start();
  }
  void connect(const PackConfig& pack, gateway::PackOrigin origin) {
    std::vector<std::unique_ptr<gateway::Link>> links;
    links.reserve(pack.links.size());
    for (const LinkConfig& link : pack.links) {
      links.push_back(gateway::frames_link(
          io_, link.kind,
          gateway::serial_stream(
              io_, link.kind == LinkKind::bluetooth ? "Bluetooth " + link.at : link.at, 9'600)));
    }
    gateway_->add_pack({.id = pack.id, .name = pack.name, .origin = origin}, std::move(links));
  }
  std::string added(const api::NewPack& wanted) {
    const auto id = list_->add(wanted);
    return id ? *id : id.error().sentence;
  }
  std::string code(const api::NewPack& wanted) {
    const auto id = list_->add(wanted);
    return id ? "" : id.error().code;
  }

  web::ScratchFolder folder_;
  std::string file_{folder_.file("packs.toml")};
  boost::asio::io_context io_{1};
  Config config_;
  std::optional<PackList> list_;
  std::optional<gateway::Gateway> gateway_;
  std::vector<bool> first_look_;
};

api::NewPack wanted(const std::string& kind, const std::string& at, const std::string& name = "",
                    const std::string& id = "") {
  return {.id = id, .name = name, .kind = kind, .at = at, .adapter = {}, .baud = {}};
}
api::NewPack with_baud(api::NewPack pack, int baud) {
  pack.baud = baud;
  return pack;
}

const api::NewPack radio_pack = wanted("bluetooth", "03330", " The \"boat\" ");

TEST_F(PackLists, WhatIsAddedIsThereAfterARestart) {
  begin();
  EXPECT_TRUE(list_->is_empty());
  EXPECT_EQ(added(radio_pack), "battery-1");
  EXPECT_EQ(added(with_baud(wanted("lines", "/dev/ttyAMA0", "", "shed"), 19'200)), "shed");
  EXPECT_EQ(added(wanted("lines", "[::1]:4000")), "battery-2");
  EXPECT_EQ(first_look_, std::vector<bool>{false}) << "the simulated system goes with the first";
  struct stat info {};
  ASSERT_EQ(stat(file_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  begin();
  ASSERT_EQ(list_->packs().size(), 3U);
  const PackConfig& boat = list_->packs()[0];
  EXPECT_EQ(boat.id, "battery-1");
  EXPECT_EQ(boat.name, "The \"boat\"");
  EXPECT_EQ(boat.links[0].kind, LinkKind::bluetooth);
  EXPECT_EQ(boat.links[0].at, "03330");
  EXPECT_EQ(list_->packs()[1].name, "shed");
  EXPECT_EQ(list_->packs()[1].links[0].baud, 19'200U);
  EXPECT_NE(gateway_->find("shed"), nullptr);
  EXPECT_EQ(gateway_->info_of("battery-2")->origin, gateway::PackOrigin::app);
}

TEST_F(PackLists, APackThatComesAgainToItsPlaceHasItsIdAgain) {
  begin();
  EXPECT_EQ(added(radio_pack), "battery-1");
  EXPECT_FALSE(list_->remove("battery-1"));
  EXPECT_EQ(gateway_->find("battery-1"), nullptr);
  EXPECT_EQ(first_look_, (std::vector<bool>{false, true}));
  begin();
  EXPECT_EQ(added(wanted("serial", "/dev/ttyUSB7")), "battery-2") << "ids are not reused";
  EXPECT_EQ(added(wanted("bluetooth", "3330")), "battery-1");
  EXPECT_EQ(list_->packs().size(), 2U);
}

TEST_F(PackLists, ANameIsChanged) {
  begin("[[pack]]\nid = \"house\"\n[[pack.link]]\nkind = \"serial\"\nat = \"/dev/ttyUSB0\"\n");
  added(radio_pack);
  EXPECT_FALSE(list_->rename("battery-1", "  Das Böötchen "));
  EXPECT_EQ(gateway_->find("battery-1")->info().name, "Das Böötchen");
  EXPECT_EQ(list_->rename("battery-1", " ")->code, "bad_request");
  EXPECT_EQ(list_->rename("house", "x")->code, "in_config");
  begin();
  EXPECT_EQ(list_->packs()[0].name, "Das Böötchen");
}

TEST_F(PackLists, EachRefusalIsASentence) {
  begin("[[pack]]\nid = \"house\"\n[[pack.link]]\nkind = \"serial\"\nat = \"/dev/ttyUSB0\"\n");
  EXPECT_THAT(added(wanted("replay", "x")), HasSubstr("\"kind\" must be"));
  EXPECT_THAT(added(wanted("serial", "")), HasSubstr("\"at\" is missing"));
  EXPECT_THAT(added(wanted("serial", "/etc/shadow")), HasSubstr("is no port"));
  EXPECT_THAT(added(wanted("serial", "/dev/../etc/shadow")), HasSubstr("is no port"));
  EXPECT_THAT(added(wanted("lines", "somewhere")), HasSubstr("neither an address"));
  EXPECT_THAT(added(wanted("lines", "host:0")), HasSubstr("neither an address"));
  EXPECT_THAT(
      added(wanted("bluetooth", "my boat")),
      AllOf(HasSubstr("at must be the pack's serial number"), testing::Not(HasSubstr(":6"))));
  EXPECT_THAT(added(with_baud(wanted("lines", "/dev/ttyS0"), 12'345)), HasSubstr("9600"));
  EXPECT_THAT(added(wanted("serial", "/dev/ttyS0", "", "a b")), HasSubstr("An id has"));
  EXPECT_THAT(added(wanted("serial", "/dev/ttyS0", std::string(61, 'x'))),
              HasSubstr("A name has up to 60"));
  EXPECT_THAT(added(wanted("serial", "/dev/ttyS0", "two\nlines")),
              HasSubstr("A name has up to 60"));
  EXPECT_EQ(code(wanted("serial", "/dev/ttyS0", "", "house")), "id_taken");
  EXPECT_EQ(code(wanted("serial", "/dev/ttyUSB0")), "place_taken");
  EXPECT_THAT(list_->remove("house")->sentence, HasSubstr("/etc/cellwarden/cellwarden.toml"));
  EXPECT_TRUE(list_->packs().empty());
  EXPECT_NE(stat(file_.c_str(), std::make_unique<struct stat>().get()), 0) << "nothing was written";
  for (int i = 1; i < 64; ++i) {
    ASSERT_EQ(code(wanted("bluetooth", std::to_string(i))), "");
  }
  EXPECT_EQ(code(wanted("bluetooth", "64")), "too_many");
}

TEST_F(PackLists, ADiskThatTakesNothingChangesNothing) {
  file_ = folder_.file("nowhere/packs.toml");
  begin();
  EXPECT_EQ(code(radio_pack), "not_written");
  EXPECT_EQ(gateway_->find("battery-1"), nullptr);
  EXPECT_TRUE(list_->is_empty());
}

TEST_F(PackLists, ADamagedFileIsNotTakenForAnEmptyOne) {
  const auto why = [&](const std::string& text) -> std::string {
    static_cast<void>(folder_.with("packs.toml", text));
    try {
      begin("[[pack]]\nid = \"house\"\n[[pack.link]]\nkind = \"simulated\"\n");
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_THAT(why("[[pack]]\nid = \"x"), HasSubstr("packs.toml:2: "));
  EXPECT_THAT(why("[[pack]]\nid = \"x\"\n"), HasSubstr("has no [[pack.link]]"));
  EXPECT_THAT(why("listen = \"0.0.0.0\"\n"), HasSubstr("packs.toml:1: "));
  EXPECT_THAT(why("[[pack]]\nid = \"house\"\n[[pack.link]]\nkind = \"serial\"\nat = \"/dev/x\"\n"),
              AllOf(HasSubstr("'house'"), HasSubstr("packs.toml"), HasSubstr("cellwarden.toml")));
}

// kill -9 at any instant: the file is the one before or the one after.
TEST_F(PackLists, ACrashLeavesAGoodFile) {
  begin();
  for (int i = 1; i <= 20; ++i) added(wanted("bluetooth", std::to_string(i)));
  int seen_with = 0;
  int seen_without = 0;
  for (int round = 0; round < 40; ++round) {
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      while (true) {
        static_cast<void>(list_->add(wanted("bluetooth", "40000", "", "more")));
        static_cast<void>(list_->remove("more"));
      }
    }
    ::usleep(1'000 + static_cast<unsigned>(round) * 317);
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    const AddedPacks read = parse_added_packs(folder_.text_of("packs.toml"), "packs.toml");
    ASSERT_TRUE(read.packs.size() == 20 || read.packs.size() == 21) << read.packs.size();
    ++(read.packs.size() == 20 ? seen_without : seen_with);
  }
  EXPECT_GT(seen_with, 0);
  EXPECT_GT(seen_without, 0);
}

}  // namespace
}  // namespace cellwarden::daemon
