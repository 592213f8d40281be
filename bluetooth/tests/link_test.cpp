// SPDX-License-Identifier: Apache-2.0
// The gateway's lines over Bluetooth to a simulated board, the whole way (OUT-4, SET-1, SET-2).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <thread>

#include "gateway_side.hpp"

namespace cellwarden::bluetooth {
namespace {

using namespace core::literals;
using namespace std::chrono_literals;
using gateway::LinkState;
using protocol::LineResult;
using protocol::LinesAccess;
using protocol::LinesDevice;
using protocol::LinesPhase;
using testing::HasSubstr;
using testing::Not;

constexpr Patience kShort{
    .seek = 500ms, .connect = 2s, .resolve = 2s, .start = 2s, .namesakes = 50ms};

class BluetoothLink : public GatewaySide {
 protected:
  BluetoothLink() : GatewaySide{kShort, 10} {}

  bool live(const gateway::LinesLink& link) {
    return wait_until([&] { return link.session().phase == LinesPhase::live; });
  }
  bool cells_come(const gateway::LinesLink& link) {
    const auto before = link.report().good;
    return wait_until([&] {
      return link.report().good > before + 20 && link.observation().cells.size() == 4 &&
             link.observation().cells[3].has_value();
    });
  }
};

TEST_F(BluetoothLink, ABoardOfOursTellsEverything) {
  const auto link = link_with(1234);
  ASSERT_TRUE(live(*link));
  EXPECT_EQ(link->session().device, LinesDevice::ours);
  EXPECT_EQ(link->report().rssi_dbm, -61);
  EXPECT_EQ(link->report().place, "Bluetooth 03330");
  ASSERT_TRUE(cells_come(*link));
  EXPECT_EQ(link->report().state, LinkState::up);
  EXPECT_EQ(link->report().bad, 0U);
}

TEST_F(BluetoothLink, LinesThatAreSplitAnywhereAreTheSame) {
  std::mt19937 random{7};
  fake->run([&] {
    for (int i = 0; i < 997; ++i) board->pieces.push_back(1 + random() % 20);
  });
  const auto link = link_with(1234);
  ASSERT_TRUE(live(*link));
  ASSERT_TRUE(cells_come(*link));
  EXPECT_EQ(link->report().bad, 0U);
}

// Without our mark it is a real one: nothing is asked of it that is not public.
TEST_F(BluetoothLink, ARealOneIsAskedNothingOfOurs) {
  fake->run([&] { board->mark = false; });
  const auto link = link_with(1234);
  ASSERT_TRUE(live(*link));
  ASSERT_TRUE(cells_come(*link));
  EXPECT_EQ(link->session().device, LinesDevice::public_only);
  EXPECT_EQ(link->session().generation, protocol::Generation::three);
  const std::string written = fake->written();
  EXPECT_THAT(written, Not(HasSubstr("X")));
  EXPECT_TRUE(written.starts_with("$\x05\rPW1234!\r")) << written;
  for (const char* line : {"V@\r", "S1@\r", "S2@\r", "S3@\r", "E!\r"}) {
    EXPECT_THAT(written, HasSubstr(line));
  }
}

// What happened while nobody was there is read from its own log.
TEST_F(BluetoothLink, TheLogOfARealOneIsRead) {
  fake->run([&] { board->mark = false; });
  std::this_thread::sleep_for(1s);  // 10 s of the board's
  fake->run([&] { board->wire(false); });
  std::this_thread::sleep_for(1s);
  fake->run([&] { board->wire(true); });
  const auto link = link_with(1234);
  std::vector<gateway::LogEntry> entries;
  ASSERT_TRUE(wait_until([&] {
    for (const auto& it : link->take_log()) entries.push_back(it);
    return !entries.empty();
  }));
  EXPECT_EQ(entries[0].entry.type, protocol::PublicLogType::communication);
  std::string written = fake->written();
  std::erase(written, '$');
  EXPECT_TRUE(written.ends_with("TS@\rL0@\r")) << written;
}

// Its output clock: the next byte lets go of what it holds.
TEST_F(BluetoothLink, ARealOneIsPingedEveryThirdOfASecond) {
  fake->run([&] { board->mark = false; });
  const auto link = link_with(1234);
  ASSERT_TRUE(live(*link));
  const auto before = std::ranges::count(fake->written(), '$');
  io.restart();
  io.run_for(2s);
  const auto pings = std::ranges::count(fake->written(), '$') - before;
  EXPECT_GE(pings, 4);
  EXPECT_LE(pings, 7);
}

TEST_F(BluetoothLink, GenerationTwoStreamsOverBlueRadiosWithoutThePin) {
  fake.reset();
  board = simulated_board(10, false);
  board->radios = true;
  board->mark = false;
  board->maker_data[1] = 2;
  fake = std::make_unique<FakeBluez>(FakeBluez::Peers{board});
  const auto link = link_with({});
  ASSERT_TRUE(live(*link) || cells_come(*link));
  ASSERT_TRUE(cells_come(*link));
  EXPECT_EQ(link->session().generation, protocol::Generation::one_or_two);
}

TEST_F(BluetoothLink, AWrongPinIsSaidAndTheRightOneGoesOn) {
  const auto link = link_with(4321);
  ASSERT_TRUE(wait_until([&] { return link->session().access == LinesAccess::wrong_pin; }));
  EXPECT_THAT(link->report().sentence, HasSubstr("refuses the PIN"));
  link->set_pin(1234);
  ASSERT_TRUE(live(*link));
  EXPECT_EQ(link->accepted_pin(), 1234);
}

// SET-2: five wrong ones lock it, and going away and coming back does not help.
TEST_F(BluetoothLink, ALockOutSurvivesAReconnect) {
  const auto link = link_with(1111);
  ASSERT_TRUE(wait_until([&] { return link->session().access == LinesAccess::wrong_pin; }));
  for (int i = 0; i < 4; ++i) {
    const std::string before = fake->written();
    link->set_pin(static_cast<std::uint16_t>(2222 + i));
    ASSERT_TRUE(wait_until([&] {
      return fake->written().find("PW" + std::to_string(2222 + i)) != std::string::npos &&
             link->session().access == LinesAccess::wrong_pin;
    }));
    io.restart();
    io.run_for(100ms);
  }
  link->let_go();
  link->set_pin(1234);
  link->take_up();
  ASSERT_TRUE(wait_until([&] { return link->session().access == LinesAccess::locked; }));
  EXPECT_THAT(link->report().sentence, HasSubstr("takes no PINs for"));
}

TEST_F(BluetoothLink, ASettingIsWrittenAndReadBack) {
  const auto link = link_with(1234);
  ASSERT_TRUE(live(*link));
  ASSERT_TRUE(wait_until([&] { return link->observation().settings.has_value(); }));
  protocol::LineCommand command;
  command.action = protocol::LineAction::write_settings;
  command.settings = link->observation().settings->value.settings;
  command.settings.v_min = 2'800_mV;
  std::optional<LineResult> result;
  ASSERT_TRUE(link->command(command, [&](const protocol::LineOutcome& it) { result = it.result; }));
  ASSERT_TRUE(wait_until([&] { return result.has_value(); }));
  EXPECT_EQ(result, LineResult::ok);
  EXPECT_EQ(link->observation().settings->value.settings.v_min, 2'800_mV);
}

// The same on a real one: two bytes, the high one first, and the read that shows them.
TEST_F(BluetoothLink, ASettingOfARealOneIsWrittenAndReadBack) {
  fake->run([&] { board->mark = false; });
  const auto link = link_with(1234);
  ASSERT_TRUE(live(*link));
  const auto writes =
      protocol::register_writes(link->observation().settings->value.settings, 3'400_mV,
                                core::SettingId::v_min, 2'800, protocol::Generation::three);
  ASSERT_TRUE(static_cast<bool>(writes));
  const std::size_t before = fake->written().size();
  std::optional<LineResult> result;
  ASSERT_TRUE(link->write(*writes, [&](const protocol::LineOutcome& it) { result = it.result; }));
  ASSERT_TRUE(wait_until([&] { return result.has_value(); }));
  EXPECT_EQ(result, LineResult::ok);
  std::string written = fake->written().substr(before);
  std::erase(written, '$');
  EXPECT_TRUE(written.starts_with("02-040!\r30-041!\rS2@\r")) << written;
  EXPECT_EQ(link->observation().settings->value.settings.v_min, 2'800_mV);
}

TEST_F(BluetoothLink, ALinkThatBreaksComesBackByItself) {
  const auto link = link_with(1234);
  ASSERT_TRUE(live(*link));
  fake->break_link();
  ASSERT_TRUE(wait_until([&] { return link->report().state == LinkState::waiting; }));
  EXPECT_THAT(link->report().sentence, HasSubstr("connection to the pack 03330 has ended"));
  ASSERT_TRUE(live(*link));
  EXPECT_EQ(link->report().losses, 1U);
}

TEST_F(BluetoothLink, APackThatGoesAwayAndComesBackIsFoundAgain) {
  const auto link = link_with(1234);
  ASSERT_TRUE(live(*link));
  fake->run([&] { board->in_reach = false; });
  fake->break_link();
  ASSERT_TRUE(wait_until([&] { return link->report().losses >= 2; }));
  EXPECT_THAT(link->report().sentence, HasSubstr("is not heard"));
  fake->run([&] { board->in_reach = true; });
  ASSERT_TRUE(live(*link));
  EXPECT_EQ(link->report().sentence, "");
}

TEST_F(BluetoothLink, AnAdapterThatIsPulledOutIsSaid) {
  const auto link = link_with(1234);
  ASSERT_TRUE(live(*link));
  fake->remove_adapter();
  ASSERT_TRUE(wait_until([&] { return link->report().losses >= 1; }));
  EXPECT_THAT(link->report().sentence, HasSubstr("out of reach"));  // its devices go first
  ASSERT_TRUE(wait_until([&] { return link->report().losses >= 2; }));
  EXPECT_THAT(link->report().sentence, HasSubstr("no Bluetooth adapter"));
}

TEST_F(BluetoothLink, ARestartOfBluetoothdIsSurvived) {
  const auto link = link_with(1234);
  ASSERT_TRUE(live(*link));
  fake.reset();
  ASSERT_TRUE(wait_until([&] { return link->report().losses >= 1; }));
  EXPECT_THAT(link->report().sentence, HasSubstr("service on this computer has ended"));
  ASSERT_TRUE(wait_until([&] { return link->report().losses >= 2; }));
  EXPECT_THAT(link->report().sentence, HasSubstr("service does not run"));
  fake = std::make_unique<FakeBluez>(FakeBluez::Peers{board});
  ASSERT_TRUE(live(*link));
  ASSERT_TRUE(cells_come(*link));
}

// The bus itself ends: said, and nothing crashes; a new one under another address is a new program.
TEST_F(BluetoothLink, TheEndOfTheBusIsSaid) {
  const auto link = link_with(1234);
  ASSERT_TRUE(live(*link));
  bus.end();
  ASSERT_TRUE(wait_until([&] { return link->report().losses >= 1; }));
  EXPECT_THAT(link->report().sentence, HasSubstr("has ended; it is tried again"));
  ASSERT_TRUE(wait_until([&] { return link->report().losses >= 2; }));
  EXPECT_THAT(link->report().sentence, HasSubstr("D-Bus cannot be reached"));
}

// APP-4: the phone's turn.
TEST_F(BluetoothLink, ItIsLetGoForAPhoneAndTakenUpAgain) {
  const auto link = link_with(1234);
  ASSERT_TRUE(live(*link));
  link->let_go();
  ASSERT_TRUE(wait_until([&] { return !fake->is_connected(); }));
  fake->run([&] { board->held_by_phone = true; });
  // Not io.run_for(): with nothing to do it would return at once.
  const auto later = std::chrono::steady_clock::now() + 1'500ms;
  ASSERT_TRUE(wait_until([&] { return std::chrono::steady_clock::now() >= later; }));
  EXPECT_FALSE(fake->is_looking());
  EXPECT_EQ(link->report().state, LinkState::let_go);
  link->take_up();  // the phone still has it
  ASSERT_TRUE(wait_until([&] { return link->report().losses >= 1; }));
  EXPECT_THAT(link->report().sentence, HasSubstr("a phone's app may have it"));
  fake->run([&] { board->held_by_phone = false; });
  ASSERT_TRUE(live(*link));
  EXPECT_EQ(link->accepted_pin(), 1234);
}

}  // namespace
}  // namespace cellwarden::bluetooth
