// SPDX-License-Identifier: Apache-2.0
// Looking around, and the start-up of both generations, against the fake bluetoothd.
#include "cellwarden/bluetooth/central.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <thread>
#include <utility>

#include "fake_bluez.hpp"
#include "heard.hpp"
#include "private_bus.hpp"

namespace cellwarden::bluetooth {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr Patience kShort{
    .seek = 700ms, .connect = 2s, .resolve = 700ms, .start = 2s, .namesakes = 50ms};

class Centrals : public testing::Test {
 protected:
  PrivateBus bus;
  std::shared_ptr<Echo> peer{std::make_shared<Echo>()};

  std::pair<std::vector<FoundPack>, std::string> scan(Central& central,
                                                      const std::string& adapter = {}) {
    std::promise<std::pair<std::vector<FoundPack>, std::string>> done;
    central.scan(300ms, adapter, [&](std::vector<FoundPack> found, std::string sentence) {
      done.set_value({std::move(found), std::move(sentence)});
    });
    return done.get_future().get();
  }
};

TEST_F(Centrals, AScanTellsPacksAndNothingElse) {
  auto heart = std::make_shared<Echo>();
  heart->address = "C0:FF:EE:00:11:99";
  heart->name = "Heart";
  heart->company = 77;
  auto near = std::make_shared<Echo>();
  near->address = "C0:FF:EE:00:11:23";
  near->maker_data = {0x00, 0x02, 0x39, 0xCA};
  near->rssi = -40;
  FakeBluez fake{{peer, heart, near}};
  Central central{kShort};
  const auto [found, sentence] = scan(central);
  EXPECT_EQ(sentence, "");
  ASSERT_TRUE(soon([&] { return !fake.is_looking(); }));
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].id(), "14794");  // the strongest first
  EXPECT_EQ(found[0].rssi_dbm, -40);
  EXPECT_EQ(found[1].id(), "03330");
  EXPECT_EQ(found[1].type, 6);
  // BLE only; and it looks no more.
  EXPECT_THAT(fake.log(), ElementsAre("filter le", "StartDiscovery", "StopDiscovery"));
}

// 127 means that the adapter does not know, as a virtual one.
TEST_F(Centrals, AStrengthThatIsNotKnownIsNone) {
  peer->rssi = 127;
  FakeBluez fake{{peer}};
  Central central{kShort};
  const auto found = scan(central).first;
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_TRUE(found[0].heard);
  EXPECT_FALSE(found[0].rssi_dbm);
}

TEST_F(Centrals, WhatCannotBeScannedSaysWhy) {
  {
    Central central{kShort};
    EXPECT_THAT(scan(central).second, HasSubstr("service does not run"));
    FakeBluez fake{{}, {.adapter = false}};
    EXPECT_THAT(scan(central).second, HasSubstr("no Bluetooth adapter, or it is not plugged in"));
  }
  FakeBluez fake{{}, {.powered = false, .can_switch_on = false}};
  Central central{kShort};
  EXPECT_THAT(scan(central, "hci7").second, HasSubstr("no Bluetooth adapter hci7"));
  EXPECT_THAT(scan(central).second, HasSubstr("rfkill unblock bluetooth"));
  bus.end();
  Central nowhere{kShort};
  EXPECT_THAT(scan(nowhere).second, HasSubstr("D-Bus cannot be reached"));
}

TEST_F(Centrals, AnAdapterThatIsOffIsSwitchedOn) {
  FakeBluez fake{{peer}, {.powered = false}};
  Central central{kShort};
  EXPECT_THAT(scan(central).first, SizeIs(1));
  EXPECT_EQ(fake.log().front(), "power on");
}

TEST_F(Centrals, AnAdapterThatCannotLookSaysSo) {
  FakeBluez fake{{peer}, {.can_look = false}};
  Central central{kShort};
  EXPECT_THAT(scan(central).second, HasSubstr("cannot look for devices"));
}

TEST_F(Centrals, NordicStartsByListening) {
  FakeBluez fake{{peer}};
  Central central{kShort};
  Heard heard;
  const auto channel = central.open({.which = "03330", .adapter = {}}, heard.handlers());
  ASSERT_TRUE(heard.is_open());
  EXPECT_EQ(heard.opened[0].pack.rssi_dbm, -61);
  EXPECT_TRUE(heard.opened[0].ours);
  EXPECT_THAT(fake.log(),
              ElementsAre("filter le", "StartDiscovery", "StopDiscovery", "Connect", "notify tx"));
}

// In the order of the vendor's app; before data mode nothing flows.
TEST_F(Centrals, BlueRadiosStartsInTheOrderOfTheApp) {
  peer->radios = true;
  peer->mark = false;
  FakeBluez fake{{peer}};
  Central central{kShort};
  Heard heard;
  const auto channel = central.open({.which = peer->address, .adapter = "hci0"}, heard.handlers());
  ASSERT_TRUE(heard.is_open());
  EXPECT_FALSE(heard.opened[0].ours);
  EXPECT_THAT(fake.log(), ElementsAre("filter le", "StartDiscovery", "StopDiscovery", "Connect",
                                      "notify rts", "notify tx", "read info", "write mode 01"));
  channel->write(bytes_of("V@\r"));
  EXPECT_TRUE(heard.wait([&] { return heard.text == "V@\r"; }));
}

TEST_F(Centrals, BytesGoInPiecesOfTwenty) {
  FakeBluez fake{{peer}};
  Central central{kShort};
  Heard heard;
  const auto channel = central.open({.which = "03330", .adapter = {}}, heard.handlers());
  const std::string text = "0123456789012345678901234567890123456789X";
  channel->write(bytes_of(text));  // also before it is open
  ASSERT_TRUE(heard.wait([&] { return heard.text == text; }));
  EXPECT_THAT(fake.write_sizes(), ElementsAre(20, 20, 1));
}

TEST_F(Centrals, BlueRadiosIsNotWrittenToWhileItMayNot) {
  peer->radios = true;
  FakeBluez fake{{peer}};
  Central central{kShort};
  Heard heard;
  const auto channel = central.open({.which = "03330", .adapter = {}}, heard.handlers());
  ASSERT_TRUE(heard.is_open());
  fake.tell_may_send(1);
  std::this_thread::sleep_for(50ms);
  channel->write(bytes_of("E!\r"));
  std::this_thread::sleep_for(200ms);
  EXPECT_EQ(fake.written(), "");
  fake.tell_may_send(0);
  EXPECT_TRUE(heard.wait([&] { return heard.text == "E!\r"; }));
}

TEST_F(Centrals, OneThatIsNotThereIsNamed) {
  peer->in_reach = false;
  FakeBluez fake{{peer}};
  Central central{kShort};
  Heard heard;
  const auto channel = central.open({.which = "03330", .adapter = {}}, heard.handlers());
  EXPECT_THAT(heard.why_closed(), HasSubstr("the pack 03330 is not heard"));
  EXPECT_TRUE(soon([&] { return !fake.is_looking(); }));
}

TEST_F(Centrals, AnAdapterThatGoesWhileItLooksIsSaid) {
  peer->in_reach = false;
  FakeBluez fake{{peer}};
  Central central{{.seek = 10s, .namesakes = 50ms}};
  Heard heard;
  const auto channel = central.open({.which = "03330", .adapter = {}}, heard.handlers());
  ASSERT_TRUE(soon([&] { return fake.is_looking(); }));
  fake.remove_adapter();
  EXPECT_THAT(heard.why_closed(), HasSubstr("adapter was taken away"));
}

TEST_F(Centrals, OneThatTakesNoConnectionIsSaidToBeTakenPerhaps) {
  peer->refuses = true;
  FakeBluez fake{{peer}};
  Central central{kShort};
  Heard heard;
  const auto channel = central.open({.which = "03330", .adapter = {}}, heard.handlers());
  EXPECT_THAT(heard.why_closed(), HasSubstr("a phone's app may have it"));
}

TEST_F(Centrals, AnotherProgramOnThisComputerIsNotDisturbed) {
  peer->listened_elsewhere = true;
  FakeBluez fake{{peer}};
  Central central{kShort};
  Heard heard;
  const auto channel = central.open({.which = "03330", .adapter = {}}, heard.handlers());
  EXPECT_THAT(heard.why_closed(), HasSubstr("another program on this computer is connected"));
  EXPECT_THAT(fake.log(), testing::Not(testing::Contains("Disconnect")));
  EXPECT_EQ(fake.written(), "");
}

TEST_F(Centrals, OneWithoutServicesIsGivenBack) {
  peer->silent_services = true;
  FakeBluez fake{{peer}};
  Central central{kShort};
  Heard heard;
  const auto channel = central.open({.which = "03330", .adapter = {}}, heard.handlers());
  EXPECT_THAT(heard.why_closed(), HasSubstr("does not tell its services"));
  EXPECT_TRUE(soon([&] { return !fake.is_connected(); }));
}

TEST_F(Centrals, OneWithOtherServicesIsNoPack) {
  peer->no_service = true;
  FakeBluez fake{{peer}};
  Central central{kShort};
  Heard heard;
  const auto channel = central.open({.which = "03330", .adapter = {}}, heard.handlers());
  EXPECT_THAT(heard.why_closed(), HasSubstr("neither of the two services"));
}

// It would stay connected, and take nobody else.
TEST_F(Centrals, WhoEndsLetsGo) {
  FakeBluez fake{{peer}};
  Heard heard;
  {
    Central central{kShort};
    auto channel = central.open({.which = "03330", .adapter = {}}, heard.handlers());
    ASSERT_TRUE(heard.is_open());
    channel.reset();
  }
  EXPECT_TRUE(soon([&] { return !fake.is_connected(); }));
  EXPECT_THAT(heard.closed, IsEmpty());
}

TEST_F(Centrals, TwoPacksAreConnectedOneAfterTheOther) {
  auto other = std::make_shared<Echo>();
  other->address = "C0:FF:EE:00:11:23";
  other->maker_data = {0x00, 0x02, 0x39, 0xCA};
  FakeBluez fake{{peer, other}};
  Central central{kShort};
  Heard first;
  Heard second;
  const auto one = central.open({.which = "03330", .adapter = {}}, first.handlers());
  const auto two = central.open({.which = "14794", .adapter = {}}, second.handlers());
  ASSERT_TRUE(first.is_open());
  ASSERT_TRUE(second.is_open());
  one->write(bytes_of("one"));
  two->write(bytes_of("two"));
  EXPECT_TRUE(first.wait([&] { return first.text == "one"; }));
  EXPECT_TRUE(second.wait([&] { return second.text == "two"; }));
  EXPECT_TRUE(soon([&] { return !fake.is_looking(); }));
}

// One that is away does not keep the other from being found.
TEST_F(Centrals, AMissingPackHoldsUpNobody) {
  FakeBluez fake{{peer}};
  Central central{{.seek = 10s, .namesakes = 50ms}};
  Heard first;
  Heard second;
  const auto one = central.open({.which = "14794", .adapter = {}}, first.handlers());
  std::this_thread::sleep_for(100ms);
  const auto two = central.open({.which = "03330", .adapter = {}}, second.handlers());
  ASSERT_TRUE(second.is_open());
  EXPECT_THAT(first.closed, IsEmpty());
  EXPECT_TRUE(soon([&] { return fake.is_looking(); }));  // again, for the first
}

}  // namespace
}  // namespace cellwarden::bluetooth
