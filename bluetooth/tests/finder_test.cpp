// SPDX-License-Identifier: Apache-2.0
// APP-4: the gateway's search for packs over Bluetooth, against the fake bluetoothd.
#include "cellwarden/gateway/finder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <chrono>

#include "cellwarden/gateway/bluetooth_stream.hpp"
#include "cellwarden/gateway/device_search.hpp"
#include "cellwarden/gateway/lines_link.hpp"
#include "fake_bluez.hpp"
#include "gateway_side.hpp"
#include "private_bus.hpp"

namespace cellwarden::bluetooth {
namespace {

using namespace std::chrono_literals;
using gateway::DeviceSearch;
using gateway::Found;
using gateway::FoundKind;
using gateway::Heard;
using gateway::SearchState;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class Silent final : public Peer {
 public:
  void write(std::span<const std::uint8_t> /*bytes*/) override {}
  std::vector<std::uint8_t> take() override { return {}; }
};

class BluetoothFinder : public testing::Test {
 protected:
  PrivateBus bus;
  boost::asio::io_context io{1};
  Central central{{.seek = 2s}};
  DeviceSearch search{io, finders()};

  std::vector<std::unique_ptr<gateway::Finder>> finders() {
    std::vector<std::unique_ptr<gateway::Finder>> all;
    all.push_back(gateway::bluetooth_finder(io, [this]() -> Central& { return central; },
                                            {.listen_ms = 600}));
    return all;
  }
  bool wait_until(const std::function<bool()>& is_true) { return run_until(io, is_true); }
  std::vector<Found> look(std::vector<gateway::TakenPlace> taken = {}) {
    EXPECT_TRUE(search.start({.taken = std::move(taken), .ask = false}));
    EXPECT_TRUE(wait_until([&] { return search.state() != SearchState::running; }));
    return search.found();
  }
};

TEST_F(BluetoothFinder, TellsWhatIsNearAndHowStrongItComesIn) {
  auto radios = std::make_shared<Silent>();
  radios->address = "C0:FF:EE:00:11:23";
  radios->maker_data = {0x00, 0x04, 0x39, 0xCA};
  radios->radios = true;
  radios->mark = false;
  radios->rssi = -83;
  auto nameless = std::make_shared<Silent>();
  nameless->address = "C0:FF:EE:00:11:24";
  nameless->company = 77;  // it tells no serial number, so it has its address only
  nameless->rssi = 127;
  auto heart = std::make_shared<Silent>();
  heart->address = "C0:FF:EE:00:11:99";
  heart->name = "Heart";
  heart->company = 77;
  heart->mark = false;
  FakeBluez fake{{std::make_shared<Silent>(), radios, nameless, heart}};
  const std::vector<Found> found = look();
  EXPECT_EQ(search.state(), SearchState::done);
  EXPECT_THAT(search.problems(), IsEmpty());
  ASSERT_THAT(found, SizeIs(3));
  const auto at = [&](const std::string& address) -> const Found& {
    return *std::ranges::find(found, address, &Found::address);
  };
  EXPECT_EQ(at("03330").kind, FoundKind::bluetooth);
  EXPECT_EQ(at("03330").name, "123\\SmartBMS");
  EXPECT_EQ(at("03330").model, "SmartBMS 3, Raytac");
  EXPECT_EQ(at("03330").signal_dbm, -61);
  EXPECT_EQ(at("03330").heard, Heard::advertised);
  EXPECT_EQ(at("03330").link, "bluetooth");
  EXPECT_EQ(config_lines(at("03330"), "battery-1"),
            "[[pack]]\nid = \"battery-1\"\nname = \"New battery\"\n"
            "[[pack.link]]\nkind = \"bluetooth\"\nat = \"03330\"\n");
  EXPECT_EQ(at("14794").model, "SmartBMS 3, BlueRadios");
  EXPECT_EQ(at("14794").signal_dbm, -83);
  EXPECT_EQ(at("C0:FF:EE:00:11:24").model, "");
  EXPECT_EQ(at("C0:FF:EE:00:11:24").signal_dbm, std::nullopt);
  EXPECT_THAT(fake.log(), Not(Contains("Connect")));
}

TEST_F(BluetoothFinder, SaysWhyItCannotLookAndLooksAgainWhenAsked) {
  EXPECT_THAT(look(), IsEmpty());
  ASSERT_THAT(search.problems(), SizeIs(1));
  EXPECT_EQ(search.problems()[0].kind, FoundKind::bluetooth);
  EXPECT_THAT(search.problems()[0].sentence, HasSubstr("service does not run"));
  {
    FakeBluez fake{{}, {.adapter = false}};
    EXPECT_THAT(look(), IsEmpty());
    EXPECT_THAT(search.problems()[0].sentence, HasSubstr("no Bluetooth adapter"));
  }
  FakeBluez fake{{std::make_shared<Silent>()}};
  EXPECT_THAT(look(), SizeIs(1));
  EXPECT_THAT(search.problems(), IsEmpty());
}

// The pack of ours goes on telling, and is named; the other is found beside it.
TEST_F(BluetoothFinder, LeavesAConnectionThatIsOpenAlone) {
  auto other = std::make_shared<Silent>();
  other->address = "C0:FF:EE:00:11:23";
  other->maker_data = {0x00, 0x06, 0x39, 0xCA};
  FakeBluez fake{{simulated_board(), other}};
  const auto link =
      gateway::lines_link(io, gateway::LinkKind::bluetooth,
                          gateway::bluetooth_stream(io, central, {.which = "3330", .adapter = {}}),
                          {.pin = 1234, .set_clock = false});
  link->start([] {});
  ASSERT_TRUE(wait_until([&] { return link->report().state == gateway::LinkState::up; }));
  const auto before = link->report();
  const std::vector<Found> found = look({{.place = before.place, .pack = "house"}});
  ASSERT_THAT(found, SizeIs(2));
  const bool first = found[0].address == "03330";
  const Found& ours = found[first ? 0 : 1];
  EXPECT_EQ(ours.heard, Heard::in_use);
  EXPECT_EQ(ours.pack, "house");
  EXPECT_EQ(ours.link, "");
  EXPECT_EQ(found[first ? 1 : 0].heard, Heard::advertised);
  EXPECT_EQ(link->report().state, gateway::LinkState::up);
  EXPECT_EQ(link->report().losses, 0U);
  EXPECT_GT(link->report().good, before.good + 5);
  EXPECT_THAT(fake.log(), Not(Contains("Disconnect")));
}

TEST_F(BluetoothFinder, CalledOffItLooksNoMore) {
  FakeBluez fake{{std::make_shared<Silent>()}};
  EXPECT_TRUE(search.start({}));
  ASSERT_TRUE(wait_until([&] { return fake.is_looking(); }));
  search.cancel();
  const auto begun = std::chrono::steady_clock::now();
  ASSERT_TRUE(wait_until([&] { return !fake.is_looking(); }));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 400ms) << "it would have ended by itself";
  io.restart();
  io.run_for(700ms);
  EXPECT_EQ(search.state(), SearchState::cancelled);
  EXPECT_THAT(search.found(), IsEmpty());
  EXPECT_THAT(look(), SizeIs(1));
}

}  // namespace
}  // namespace cellwarden::bluetooth
