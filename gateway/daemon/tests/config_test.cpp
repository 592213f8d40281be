// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/daemon/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <exception>

#include "cellwarden/gateway/device_search.hpp"

namespace cellwarden::daemon {
namespace {

using gateway::LinkKind;
using testing::HasSubstr;

Config parse(const std::string& text) { return parse_config(text, "cellwarden.toml"); }

std::string problem_of(const std::string& text) {
  try {
    static_cast<void>(parse(text));
  } catch (const std::exception& error) {
    return error.what();
  }
  return "no problem";
}

TEST(Config, AnEmptyOneIsInOrder) {
  const Config config = parse("");
  ASSERT_EQ(config.listen.size(), 1U);
  EXPECT_EQ(config.listen[0].text(), "127.0.0.1:8423");
  EXPECT_TRUE(config.packs.empty());
  EXPECT_EQ(config.backfill_days, 30);
}

TEST(Config, EveryKeyArrives) {
  const Config config = parse(R"(
listen = ["127.0.0.1:9000", "0.0.0.0"]
data = "/tmp/x"
app = "/tmp/app"
names = ["shed.local"]
ports = ["/dev/ttyAMA0"]
[history]
keep_years = 10
backfill_days = 3
[[pack]]
id = "house"
name = "The house"
unproven_writes = true
[[pack.link]]
kind = "serial"
at = "/dev/ttyUSB0"
[[pack.link]]
kind = "lines"
at = "127.0.0.1:4000"
pin = "0042"
set_clock = false
[[pack]]
id = "shed"
[[pack.link]]
kind = "simulated"
at = "sunny-week"
pack = 2
seed = 7
speed = 10
[bank]
packs = ["house", "shed"]
[alerts]
command = "true"
webhook = "http://127.0.0.1:1/x"
quiet_s = 5
)");
  EXPECT_EQ(config.listen[1].text(), "0.0.0.0:8423");
  EXPECT_EQ(config.ports, std::vector<std::string>{"/dev/ttyAMA0"});
  EXPECT_EQ(config.keep_years, 10);
  EXPECT_EQ(config.backfill_days, 3);
  ASSERT_EQ(config.packs.size(), 2U);
  const PackConfig& house = config.packs[0];
  EXPECT_EQ(house.name, "The house");
  EXPECT_TRUE(house.unproven_writes);
  // What knows most comes first, in whatever order it was written.
  EXPECT_EQ(house.links[0].kind, LinkKind::lines);
  EXPECT_EQ(house.links[0].pin, 42);
  EXPECT_FALSE(house.links[0].set_clock);
  EXPECT_EQ(house.links[1].at, "/dev/ttyUSB0");
  const LinkConfig& simulated = config.packs[1].links[0];
  EXPECT_EQ(config.packs[1].name, "shed");
  EXPECT_EQ(simulated.pack, 2);
  EXPECT_EQ(simulated.seed, 7U);
  EXPECT_EQ(simulated.speed, 10);
  EXPECT_EQ(config.bank, (std::vector<std::string>{"house", "shed"}));
  EXPECT_EQ(config.alerts.quiet_s, 5);
}

// APP-4: what the search for devices offers is understood here, whatever a port is called.
TEST(Config, TheLinesOfAFoundDeviceAreInOrder) {
  gateway::Found found;
  found.address = "/dev/serial/by-id/usb-\"odd\\name\"\n";
  found.link = "serial";
  const Config config = parse(gateway::config_lines(found, "battery-1"));
  ASSERT_EQ(config.packs.size(), 1U);
  EXPECT_EQ(config.packs[0].id, "battery-1");
  EXPECT_EQ(config.packs[0].links[0].kind, LinkKind::serial);
  EXPECT_EQ(config.packs[0].links[0].at, found.address);
  found.link.clear();
  EXPECT_EQ(gateway::config_lines(found, "battery-1"), "");
}

TEST(Config, APackOverBluetoothIsNamedBySerialNumberOrAddress) {
  const auto link = [](const std::string& more) {
    return "[[pack]]\n[[pack.link]]\nkind = \"bluetooth\"\n" + more;
  };
  const LinkConfig read =
      parse_config(link("at = \"03330\"\npin = \"0042\"\nadapter = \"hci1\"\n"), "x")
          .packs[0]
          .links[0];
  EXPECT_EQ(read.kind, LinkKind::bluetooth);
  EXPECT_EQ(read.at, "03330");
  EXPECT_EQ(read.pin, 42);
  EXPECT_EQ(read.adapter, "hci1");
  EXPECT_EQ(parse_config(link("at = \"C0:FF:EE:00:11:22\"\n"), "x").packs[0].links[0].adapter, "");
  EXPECT_THAT(problem_of(link("at = \"the pack\"\n")),
              HasSubstr("must be the pack's serial number"));
  EXPECT_THAT(problem_of(link("at = \"03330\"\nbaud = 9600\n")), HasSubstr("no key 'baud'"));
}

TEST(Config, AnUnknownKeyIsAnErrorWithASuggestion) {
  EXPECT_EQ(problem_of("\nlissen = \"127.0.0.1\"\n"),
            "cellwarden.toml:2: there is no key 'lissen' in the config. Did you mean 'listen'?");
  EXPECT_THAT(problem_of("[[pack]]\n[[pack.link]]\nkind = \"serial\"\nat = \"/dev/x\"\nbaud = 1\n"),
              HasSubstr("cellwarden.toml:5: there is no key 'baud' in [[pack.link]]"));
}

TEST(Config, WhatCannotBeIsSaidWithItsLine) {
  EXPECT_THAT(problem_of("listen = 5"), HasSubstr("cellwarden.toml:1: listen = 5"));
  EXPECT_THAT(problem_of("listen = []"), HasSubstr("listen is empty"));
  EXPECT_THAT(problem_of("[[pack]]\nid = \"a b\"\n[[pack.link]]\nkind = \"simulated\"\n"),
              HasSubstr("cellwarden.toml:2: id = 'a b'"));
  EXPECT_THAT(problem_of("[[pack]]\nid = \"a\"\n"), HasSubstr("has no [[pack.link]]"));
  EXPECT_THAT(problem_of("[[pack]]\n[[pack.link]]\nat = \"x\"\n"), HasSubstr("what kind of link"));
  EXPECT_THAT(problem_of("[[pack]]\n[[pack.link]]\nkind = \"serial\"\n"),
              HasSubstr("say where the pack is"));
  EXPECT_THAT(problem_of("[[pack]]\n[[pack.link]]\nkind = \"lines\"\nat = \"x\"\npin = \"12\"\n"),
              HasSubstr("four digits"));
  EXPECT_THAT(problem_of("[[pack]]\n[[pack.link]]\nkind = \"radio\"\n"),
              HasSubstr("\"lines\", \"bluetooth\", \"serial\", \"simulated\" or \"replay\""));
  EXPECT_THAT(problem_of("[bank]\npacks = [\"a\"]\n"), HasSubstr("no pack with the id 'a'"));
  EXPECT_THAT(problem_of("[history]\nkeep_years = -1\n"), HasSubstr("keep_years = -1"));
  EXPECT_THAT(problem_of("[alerts]\nwebhook = \"https://x\"\n"), HasSubstr("http://"));
  EXPECT_THAT(problem_of("= 3"), HasSubstr("cellwarden.toml:1: "));
}

TEST(Config, ASimulationRunsFromATenthToAThousandTimesAsFast) {
  const std::string pack = "[[pack]]\n[[pack.link]]\nkind = \"simulated\"\nspeed = ";
  for (const char* speed : {"0.1", "1000"}) {
    EXPECT_EQ(parse_config(pack + speed, "x").packs[0].links[0].speed, std::stod(speed));
  }
  for (const char* speed : {"0.09", "1001", "-1", "inf", "nan"}) {
    EXPECT_THAT(problem_of(pack + speed), HasSubstr("cellwarden.toml:4: speed = ")) << speed;
  }
}

TEST(Config, TwoPacksWithOneIdAreRefused) {
  const std::string pack = "[[pack]]\nid = \"a\"\n[[pack.link]]\nkind = \"simulated\"\n";
  EXPECT_THAT(problem_of(pack + pack), HasSubstr("two packs with the id 'a'"));
}

}  // namespace
}  // namespace cellwarden::daemon
