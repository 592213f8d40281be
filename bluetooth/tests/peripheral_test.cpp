// SPDX-License-Identifier: Apache-2.0
// A board of ours as a device in the air, and our own gateway that connects to it (OUT-4, SET-2).
#include "cellwarden/bluetooth/peripheral.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <mutex>

#include "cellwarden/gateway/bluetooth_stream.hpp"
#include "cellwarden/gateway/lines_link.hpp"
#include "fake_app.hpp"
#include "private_bus.hpp"

namespace cellwarden::bluetooth {
namespace {

using namespace core::literals;
using namespace std::chrono_literals;
using protocol::LinesAccess;
using protocol::LinesPhase;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Le;
using testing::UnorderedElementsAre;

constexpr Patience kShort{.seek = 2s, .connect = 2s, .resolve = 2s, .start = 2s, .namesakes = 50ms};

class Advertised : public testing::Test {
 protected:
  PrivateBus bus;
  std::shared_ptr<Peer> board{simulated_board()};
  std::unique_ptr<FakeBluez> fake{std::make_unique<FakeBluez>(FakeBluez::Peers{})};
  boost::asio::io_context io{1};
  std::mutex mutex;
  std::vector<std::string> states;
  int joined{0};
  int left{0};
  std::unique_ptr<Peripheral> peripheral;

  void advertise() {
    const auto locked = [this](auto what) {
      return [this, what](auto... value) {
        const std::lock_guard lock{mutex};
        what(std::move(value)...);
      };
    };
    peripheral = std::make_unique<Peripheral>(
        PeripheralOptions{.adapter = {}, .serial = 14794},
        PeripheralHandlers{
            .state = locked([this](const std::string& it) { states.push_back(it); }),
            .joined = locked([this] {
              ++joined;
              board->connect();
            }),
            .bytes = locked([this](const std::vector<std::uint8_t>& it) { board->write(it); }),
            .left = locked([this] {
              ++left;
              board->disconnect();
            })});
  }

  // Runs the board and the gateway until it is true; false: not within a minute.
  bool wait_until(const std::function<bool()>& is_true) {
    const auto end = std::chrono::steady_clock::now() + 1min;
    while (!is_true()) {
      if (std::chrono::steady_clock::now() > end) return false;
      io.restart();
      io.run_for(10ms);
      if (peripheral && peripheral->waiting() < 4096) {
        const std::lock_guard lock{mutex};
        if (auto said = board->take(); !said.empty()) peripheral->send(std::move(said));
      }
    }
    return true;
  }
  bool is_advertised() {
    return wait_until([this] {
      const std::lock_guard lock{mutex};
      return !states.empty() && states.back().empty();
    });
  }
  int now(const int& count) {
    const std::lock_guard lock{mutex};
    return count;
  }

  std::unique_ptr<gateway::LinesLink> link_with(Central& central,
                                                std::optional<std::uint16_t> pin) {
    auto link = gateway::lines_link(
        io, gateway::LinkKind::bluetooth,
        gateway::bluetooth_stream(io, central, {.which = "14794", .adapter = {}}),
        {.pin = pin, .set_clock = false});
    link->start([] {});
    return link;
  }
  bool live(const gateway::LinesLink& link) {
    return wait_until([&] { return link.session().phase == LinesPhase::live; });
  }
};

TEST_F(Advertised, ItLooksLikeARealOneWithOurMark) {
  advertise();
  ASSERT_TRUE(is_advertised());
  const auto app = fake->app();
  ASSERT_TRUE(app);
  fake->run([&] {
    EXPECT_EQ(app->name, "123\\SmartBMS");
    EXPECT_EQ(app->company, 0x091A);
    EXPECT_THAT(app->maker_data, ElementsAre(0x00, 0x06, 0x39, 0xCA));
    EXPECT_THAT(app->advertised, ElementsAre(std::string{kNordicService}));
    EXPECT_THAT(app->services,
                UnorderedElementsAre(std::string{kNordicService}, std::string{kOurMark}));
  });
}

TEST_F(Advertised, OurGatewayConnectsToOurBoard) {
  advertise();
  ASSERT_TRUE(is_advertised());
  Central central{kShort};
  const auto link = link_with(central, 1234);
  ASSERT_TRUE(live(*link));
  EXPECT_EQ(link->session().device, protocol::LinesDevice::ours);
  ASSERT_TRUE(wait_until([&] {
    const auto& seen = link->observation();
    return seen.cells.size() == 4 && seen.cells[3] && seen.settings && seen.charge;
  }));
  EXPECT_EQ(link->report().bad, 0U);
  const auto app = fake->app();
  fake->run([&] { EXPECT_THAT(app->sizes, Each(Le(20U))); });

  protocol::LineCommand command;
  command.action = protocol::LineAction::write_settings;
  command.settings = link->observation().settings->value.settings;
  command.settings.v_min = 2'800_mV;
  std::optional<protocol::LineResult> result;
  ASSERT_TRUE(link->command(command, [&](const protocol::LineOutcome& it) { result = it.result; }));
  ASSERT_TRUE(wait_until([&] { return result.has_value(); }));
  EXPECT_EQ(result, protocol::LineResult::ok);
  EXPECT_EQ(link->observation().settings->value.settings.v_min, 2'800_mV);
}

// SET-2: whoever comes back has to log in again, and five wrong PINs are not forgotten.
TEST_F(Advertised, ALockOutSurvivesAReconnect) {
  advertise();
  ASSERT_TRUE(is_advertised());
  Central central{kShort};
  {
    const auto link = link_with(central, 1111);
    ASSERT_TRUE(wait_until([&] { return link->session().access == LinesAccess::wrong_pin; }));
    for (const char* pin : {"2222", "3333", "4444", "5555"}) {
      link->set_pin(static_cast<std::uint16_t>(std::stoi(pin)));
      ASSERT_TRUE(wait_until([&] {
        return fake->written().find(pin) != std::string::npos &&
               link->session().access == LinesAccess::wrong_pin;
      }));
      wait_until([begin = std::chrono::steady_clock::now()] {
        return std::chrono::steady_clock::now() - begin > 100ms;
      });
    }
  }
  ASSERT_TRUE(wait_until([&] { return now(left) == 1; }));
  const auto link = link_with(central, 1234);
  ASSERT_TRUE(wait_until([&] { return link->session().access == LinesAccess::locked; }));
  EXPECT_EQ(now(joined), 2);
}

TEST_F(Advertised, ThereIsOneClientAtATime) {
  advertise();
  ASSERT_TRUE(is_advertised());
  const auto app = fake->app();
  const std::vector<std::uint8_t> line{'V', '@', '\r'};
  fake->run([&] {
    app->connect();
    app->write(line);
  });
  ASSERT_TRUE(wait_until([&] { return now(joined) == 1; }));
  fake->run([&] { app->write_as("/org/bluez/hci0/dev_00_00_00_00_00_77", line); });
  ASSERT_TRUE(wait_until([&] {
    std::vector<std::string> errors;
    fake->run([&] { errors = app->errors; });
    return !errors.empty();
  }));
  fake->run([&] { EXPECT_THAT(app->errors, ElementsAre("org.bluez.Error.NotPermitted")); });
  fake->run([&] { app->disconnect(); });
  ASSERT_TRUE(wait_until([&] { return now(left) == 1; }));
}

TEST_F(Advertised, ARestartOfBluetoothdIsSurvived) {
  advertise();
  ASSERT_TRUE(is_advertised());
  fake.reset();
  ASSERT_TRUE(wait_until([&] {
    const std::lock_guard lock{mutex};
    return !states.back().empty();
  }));
  {
    const std::lock_guard lock{mutex};
    EXPECT_THAT(states.back(), HasSubstr("Bluetooth's service"));
  }
  fake = std::make_unique<FakeBluez>(FakeBluez::Peers{});
  ASSERT_TRUE(is_advertised());
  EXPECT_THAT(fake->log(), Contains("RegisterAdvertisement"));
}

TEST_F(Advertised, WithoutAnAdapterItSaysSo) {
  fake = nullptr;
  fake = std::make_unique<FakeBluez>(FakeBluez::Peers{}, FakeOptions{.adapter = false});
  advertise();
  ASSERT_TRUE(wait_until([&] {
    const std::lock_guard lock{mutex};
    return !states.empty();
  }));
  const std::lock_guard lock{mutex};
  EXPECT_THAT(states.front(), HasSubstr("no Bluetooth adapter"));
}

}  // namespace
}  // namespace cellwarden::bluetooth
