// SPDX-License-Identifier: Apache-2.0
// Every way in which a connection can fail, and the sentence that an owner reads then. The table of
// docs/protocols/bluetooth.md, "What went wrong", is this one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../src/error_words.hpp"
#include "cellwarden/bluetooth/central.hpp"
#include "fake_bluez.hpp"
#include "heard.hpp"
#include "private_bus.hpp"

namespace cellwarden::bluetooth {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;

constexpr Patience kShort{
    .seek = 700ms, .connect = 700ms, .resolve = 700ms, .start = 700ms, .namesakes = 50ms};

struct Failure {
  const char* name;          // of the test
  const char* asked;         // what fails, as in FakeBluez::log(); "write": what is sent
  bool radios;               // BlueRadios
  const char* error;         // of D-Bus; empty: it is never answered
  const char* message;       // that comes with it
  const char* sentence;      // a part of what is said
  bool is_given_back{true};  // the connection is ended
};

std::ostream& operator<<(std::ostream& out, const Failure& failure) { return out << failure.name; }

constexpr const char* kFailed = "org.bluez.Error.Failed";
constexpr std::array kFailures{
    // the connection
    Failure{"connect_is_refused", "Connect", false, kFailed, "le-connection-refused",
            "does not take the connection (it takes one connection at a time, and a phone's app "
            "may have it: close the app there): it refused."},
    Failure{"connect_too_many", "Connect", false, kFailed,
            "le-connection-concurrent-connection-limit", "plug in a second adapter."},
    Failure{"connect_times_out", "Connect", false, kFailed, "le-connection-timeout",
            "it may be too far away."},
    Failure{"connect_is_broken_off_there", "Connect", false, kFailed,
            "le-connection-abort-by-remote", "it broke off."},
    Failure{"connect_is_broken_off_here", "Connect", false, kFailed, "le-connection-abort-by-local",
            "no connection came about in time."},
    Failure{"connect_adapter_is_off", "Connect", false, kFailed,
            "le-connection-adapter-not-powered", "the adapter is switched off."},
    Failure{"connect_adapter_is_busy", "Connect", false, "org.bluez.Error.InProgress",
            "In Progress", "the adapter is busy with something else."},
    Failure{"connect_wants_pairing", "Connect", false, "org.bluez.Error.AuthenticationFailed",
            "Authentication Failed", "bluetoothctl pair"},
    Failure{"connect_is_blocked", "Connect", false, "org.bluez.Error.Blocked", "Blocked",
            "bluetoothctl unblock."},
    Failure{"connect_unknown_error", "Connect", false, kFailed, "the moon is full",
            "the moon is full."},
    Failure{"connect_is_never_answered", "Connect", false, "", "",
            "was heard, but does not take the connection: it takes one connection at a time"},
    // Nordic
    Failure{"nordic_listening_is_not_permitted", "notify tx", false, "org.bluez.Error.NotPermitted",
            "Not permitted", "does not let us listen: it does not permit that now; somebody else"},
    Failure{"nordic_listening_is_never_answered", "notify tx", false, "", "",
            "does not answer to the start-up."},
    Failure{"writing_is_not_permitted", "write", false, "org.bluez.Error.NotPermitted",
            "Not permitted",
            "does not take what is written: it does not permit that now; somebody else"},
    Failure{"writing_without_a_connection", "write", false, "org.bluez.Error.NotConnected",
            "Not Connected", "does not take what is written: the connection has ended."},
    // BlueRadios, in the order of its start-up
    Failure{"radios_flow_control", "notify rts", true, "org.bluez.Error.NotSupported",
            "Operation is not supported", "does not let us listen: it is made for something else."},
    Failure{"radios_listening", "notify tx", true, "org.bluez.Error.InProgress", "In Progress",
            "does not let us listen: the adapter is busy with something else."},
    Failure{"radios_information", "read info", true, "org.bluez.Error.NotAuthorized",
            "Not authorized", "does not tell its information: it asks to be paired;"},
    Failure{"radios_information_is_never_told", "read info", true, "", "",
            "does not answer to the start-up."},
    Failure{"radios_data_mode", "write mode 01", true, "org.freedesktop.DBus.Error.NoReply",
            "Did not receive a reply", "does not go into data mode: no answer came."},
    Failure{"radios_data_mode_is_never_taken", "write mode 01", true, "", "",
            "does not answer to the start-up."},
    Failure{"radios_writing", "write", true, "org.freedesktop.DBus.Error.UnknownObject",
            "Unknown object", "does not take what is written: it is not there any more."},
};

class Failures : public testing::TestWithParam<Failure> {
 protected:
  PrivateBus bus;
  std::shared_ptr<Echo> peer{std::make_shared<Echo>()};
};

TEST_P(Failures, AreSaidAndTheDeviceIsFreeForOthers) {
  const Failure& failure = GetParam();
  peer->radios = failure.radios;
  if (std::string{failure.error}.empty()) {
    peer->never_answered.insert(failure.asked);
  } else {
    peer->errors[failure.asked] = {failure.error, failure.message};
  }
  FakeBluez fake{{peer}};
  Central central{kShort};
  Heard heard;
  const auto channel = central.open({.which = "03330", .adapter = {}}, heard.handlers());
  channel->write(bytes_of("V@\r"));
  EXPECT_THAT(heard.why_closed(), HasSubstr(failure.sentence));
  EXPECT_THAT(heard.why_closed(), EndsWith("."));
  EXPECT_THAT(heard.why_closed(), Not(EndsWith("..")));
  EXPECT_TRUE(soon([&] { return !fake.is_connected(); }));
  EXPECT_EQ(heard.opened.empty(), std::string{failure.asked} != "write");
  // The next try goes well as soon as it can.
  fake.run([&] {
    peer->errors.clear();
    peer->never_answered.clear();
  });
  Heard again;
  const auto second = central.open({.which = "03330", .adapter = {}}, again.handlers());
  EXPECT_TRUE(again.is_open()) << testing::PrintToString(again.closed);
}

INSTANTIATE_TEST_SUITE_P(All, Failures, testing::ValuesIn(kFailures),
                         [](const auto& it) { return std::string{it.param.name}; });

class Radios : public testing::TestWithParam<const char*> {};

// Half of its service is not it: nothing is written to it.
TEST_P(Radios, WithoutAPartOfTheServiceAreLeftAlone) {
  const PrivateBus bus;
  const auto peer = std::make_shared<Echo>();
  peer->radios = true;
  peer->without.insert(GetParam());
  FakeBluez fake{{peer}};
  Central central{kShort};
  Heard heard;
  const auto channel = central.open({.which = "03330", .adapter = {}}, heard.handlers());
  const bool of_lines = std::string{"rx tx"}.find(GetParam()) != std::string::npos;
  EXPECT_THAT(heard.why_closed(), HasSubstr(of_lines ? "neither of the two services"
                                                     : "only a part of the BlueRadios service"));
  EXPECT_EQ(fake.written(), "");
  EXPECT_TRUE(soon([&] { return !fake.is_connected(); }));
}
INSTANTIATE_TEST_SUITE_P(Parts, Radios, testing::Values("rx", "tx", "rts", "info", "mode"));

// Nothing of the start-up is asked before what comes before it is done.
TEST(RadiosStart, StopsWhereItFails) {
  const PrivateBus bus;
  const auto peer = std::make_shared<Echo>();
  peer->radios = true;
  peer->errors["notify tx"] = {kFailed, "Failed"};
  FakeBluez fake{{peer}};
  Central central{kShort};
  Heard heard;
  const auto channel = central.open({.which = "03330", .adapter = {}}, heard.handlers());
  EXPECT_THAT(heard.why_closed(), HasSubstr("does not let us listen: Failed."));
  ASSERT_TRUE(soon([&] { return !fake.is_connected(); }));
  EXPECT_THAT(fake.log(), ElementsAre("filter le", "StartDiscovery", "StopDiscovery", "Connect",
                                      "notify rts", "notify tx", "Disconnect"));
}

// An adapter that is switched off by somebody while it is used.
TEST(Adapters, ThatAreSwitchedOffAreSaid) {
  const PrivateBus bus;
  const auto peer = std::make_shared<Echo>();
  FakeBluez fake{{peer}};
  Central central{kShort};
  Heard heard;
  const auto channel = central.open({.which = "03330", .adapter = {}}, heard.handlers());
  ASSERT_TRUE(heard.is_open());
  fake.switch_off();
  EXPECT_EQ(heard.why_closed(), "this computer's Bluetooth adapter was switched off.");
}

// Three that never come about, one after the other, are more than the fourth can wait for.
TEST(Turns, ThatTakeTooLongAreSaid) {
  const PrivateBus bus;
  FakeBluez::Peers peers;
  for (std::uint8_t i = 0; i < 4; ++i) {
    const auto peer = std::make_shared<Echo>();
    peer->address.back() = static_cast<char>('0' + i);
    peer->maker_data = {0x00, 0x06, 0x00, i};
    peer->never_answered.insert("Connect");
    peers.push_back(peer);
  }
  FakeBluez fake{peers};
  std::array<Heard, 4> heard;
  Central central{kShort};
  std::vector<std::unique_ptr<Channel>> channels;
  for (std::size_t i = 0; i < 4; ++i) {
    channels.push_back(
        central.open({.which = std::to_string(i), .adapter = {}}, heard[i].handlers()));
  }
  EXPECT_EQ(heard[3].why_closed(), "the pack 00003 waits for other connections too long.");
  EXPECT_THAT(heard[0].why_closed(), HasSubstr("the pack 00000 was heard, but does not take"));
}

// Those that no connection above has met.
TEST(ErrorWords, AreThoseOfThePage) {
  const std::vector<std::array<std::string, 3>> rows{
      {"org.bluez.Error.Failed", "le-connection-busy", "busy with something else"},
      {"org.bluez.Error.Busy", "", "busy with something else"},
      {"org.bluez.Error.NotReady", "Resource Not Ready", "the adapter is switched off"},
      {"org.bluez.Error.AuthenticationCanceled", "", "bluetoothctl pair"},
      {"org.bluez.Error.AuthenticationRejected", "", "bluetoothctl pair"},
      {"org.bluez.Error.AuthenticationTimeout", "", "bluetoothctl pair"},
      {"org.bluez.Error.DoesNotExist", "Does Not Exist", "it is not there any more"},
      {"org.freedesktop.DBus.Error.UnknownMethod", "", "it is not there any more"},
      {"org.freedesktop.DBus.Error.Timeout", "", "no answer came"},
      {"org.freedesktop.DBus.Error.ServiceUnknown", "", "Bluetooth's service has ended"},
      {"org.freedesktop.DBus.Error.Disconnected", "", "Bluetooth's service has ended"},
  };
  for (const auto& [name, message, words] : rows) {
    EXPECT_THAT(words_of(sdbus::Error{name, message}), HasSubstr(words)) << name;
  }
}

TEST(ErrorWords, OfWhatNobodyHasHeardOfAreTheError) {
  EXPECT_EQ(words_of(sdbus::Error{"org.example.Odd", "it is odd"}), "it is odd");
  EXPECT_EQ(words_of(sdbus::Error{"org.example.Odd", ""}), "org.example.Odd");
  EXPECT_EQ(words_of(sdbus::Error{"org.freedesktop.DBus.Error.AccessDenied", "no"}),
            "this user may not use Bluetooth: add it to the group bluetooth");
}

class Namesakes : public testing::Test {
 protected:
  PrivateBus bus;
  std::shared_ptr<Echo> peer{std::make_shared<Echo>()};
  std::shared_ptr<Echo> other{std::make_shared<Echo>()};
  void SetUp() override { other->address = "C0:FF:EE:00:11:23"; }
};

// Two packs with the same number: neither is taken, until one is named by its address.
TEST_F(Namesakes, AreRefusedByNumberAndToldApartByAddress) {
  FakeBluez fake{{peer, other}};
  Central central{kShort};
  Heard by_number;
  const auto one = central.open({.which = "03330", .adapter = {}}, by_number.handlers());
  EXPECT_EQ(by_number.why_closed(),
            "two packs have the number 03330 here, C0:FF:EE:00:11:22 and C0:FF:EE:00:11:23. Give "
            "the address of the right one instead of the number.");
  EXPECT_THAT(fake.log(), Not(Contains("Connect")));
  Heard by_address;
  const auto two = central.open({.which = other->address, .adapter = {}}, by_address.handlers());
  ASSERT_TRUE(by_address.is_open());
  EXPECT_EQ(by_address.opened[0].pack.address, other->address);
  Heard the_other;
  const auto three = central.open({.which = peer->address, .adapter = {}}, the_other.handlers());
  ASSERT_TRUE(the_other.is_open());
  EXPECT_EQ(the_other.opened[0].pack.address, peer->address);
}

// The second one is heard a moment later than the first.
TEST_F(Namesakes, AreWaitedForBeforeTheFirstConnection) {
  other->in_reach = false;
  FakeBluez fake{{peer, other}};
  Central central{{.seek = 5s, .namesakes = 1s}};
  Heard heard;
  const auto channel = central.open({.which = "03330", .adapter = {}}, heard.handlers());
  ASSERT_TRUE(soon([&] { return fake.is_looking(); }));
  std::this_thread::sleep_for(100ms);
  fake.run([&] { other->in_reach = true; });
  EXPECT_THAT(heard.why_closed(), HasSubstr("two packs have the number 03330"));
}

// While the right one is silent, another one with its number is not taken for it.
TEST_F(Namesakes, AreNotTakenForOneThatWasConnectedBefore) {
  other->in_reach = false;
  FakeBluez fake{{peer, other}};
  Central central{kShort};
  Heard before;
  auto first = central.open({.which = "03330", .adapter = {}}, before.handlers());
  ASSERT_TRUE(before.is_open());
  first.reset();
  ASSERT_TRUE(soon([&] { return !fake.is_connected(); }));
  fake.run([&] {
    peer->in_reach = false;
    other->in_reach = true;
  });
  Heard heard;
  const auto channel = central.open({.which = "03330", .adapter = {}}, heard.handlers());
  EXPECT_THAT(heard.why_closed(),
              HasSubstr("the number 03330 was that of C0:FF:EE:00:11:22 so far, which is not "
                        "heard; now C0:FF:EE:00:11:23 has it"));
  EXPECT_FALSE(fake.is_connected());
  // It comes back, alone: it is taken again.
  fake.run([&] {
    peer->in_reach = true;
    other->in_reach = false;
  });
  Heard again;
  const auto back = central.open({.which = "03330", .adapter = {}}, again.handlers());
  EXPECT_TRUE(again.is_open()) << testing::PrintToString(again.closed);
}

}  // namespace
}  // namespace cellwarden::bluetooth
