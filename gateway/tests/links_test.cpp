// SPDX-License-Identifier: Apache-2.0
// Links over real streams: a pseudo terminal, TCP, a simulated board.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>

#include "cellwarden/gateway/lines_link.hpp"
#include "cellwarden/gateway/pack.hpp"
#include "cellwarden/gateway/simulated_site.hpp"
#include "cellwarden/protocol/data_frame.hpp"
#include "cellwarden/scenario/scenario_file.hpp"
#include "pseudo_terminal.hpp"

namespace cellwarden::gateway {
namespace {

using namespace core::literals;
using testing::HasSubstr;

// A test's own io_context may have nothing to do for a while.
class Links : public testing::Test {
 protected:
  boost::asio::io_context io{1};
};

TEST_F(Links, AFrameOnAPortBecomesValues) {
  const PseudoTerminal terminal;
  const auto link = frames_link(io, LinkKind::serial, serial_stream(io, terminal.path(), 9'600));
  int changes = 0;
  link->start([&] { ++changes; });
  ASSERT_TRUE(wait_until(io, [&] { return changes > 0; }));
  terminal.send(frame_bytes(3'305));
  ASSERT_TRUE(wait_until(io, [&] { return link->report().good == 1; }));
  EXPECT_EQ(link->report().state, LinkState::up);
  EXPECT_EQ(link->observation().cells[0]->value.voltage, 3'305_mV);
  EXPECT_EQ(link->observation().currents->value.pack_voltage, 6'610_mV);
}

TEST_F(Links, APortIsForOneProgramAlone) {
  const PseudoTerminal terminal;
  const auto first = frames_link(io, LinkKind::serial, serial_stream(io, terminal.path(), 9'600));
  int changes = 0;
  first->start([&] { ++changes; });
  ASSERT_TRUE(wait_until(io, [&] { return changes > 0; }));
  const auto second = frames_link(io, LinkKind::serial, serial_stream(io, terminal.path(), 9'600));
  second->start([] {});
  ASSERT_TRUE(wait_until(io, [&] { return second->report().losses > 0; }));
  EXPECT_THAT(second->report().sentence, HasSubstr("used by another program"));
  EXPECT_EQ(first->report().losses, 0U);
}

// The cable is pulled and comes back under the same name: no restart.
TEST_F(Links, UnpluggingAndPluggingInAgainIsSurvived) {
  const std::string name = testing::TempDir() + "cellwarden-port";
  auto first = std::make_unique<PseudoTerminal>();
  ::unlink(name.c_str());
  ASSERT_EQ(symlink(first->path().c_str(), name.c_str()), 0);
  const auto link = frames_link(io, LinkKind::serial, serial_stream(io, name, 9'600));
  int changes = 0;
  link->start([&] { ++changes; });
  ASSERT_TRUE(wait_until(io, [&] { return changes > 0; }));
  first->send(frame_bytes(3'305));
  ASSERT_TRUE(wait_until(io, [&] { return link->report().good == 1; }));
  ::unlink(name.c_str());
  first->unplug();
  ASSERT_TRUE(wait_until(io, [&] { return link->report().state == LinkState::waiting; }));
  EXPECT_FALSE(link->report().sentence.empty());
  const PseudoTerminal second;
  ASSERT_EQ(symlink(second.path().c_str(), name.c_str()), 0);
  ASSERT_TRUE(wait_until(io, [&] { return link->report().state == LinkState::opening; }));
  second.send(frame_bytes(3'310));
  ASSERT_TRUE(wait_until(io, [&] { return link->report().good == 2; }));
  EXPECT_EQ(link->observation().cells[0]->value.voltage, 3'310_mV);
  ::unlink(name.c_str());
}

// APP-4: another program may have the port meanwhile.
TEST_F(Links, APortThatIsLetGoIsFreeUntilItIsTakenUp) {
  const PseudoTerminal terminal;
  const auto link = frames_link(io, LinkKind::serial, serial_stream(io, terminal.path(), 9'600));
  int changes = 0;
  link->start([&] { ++changes; });
  ASSERT_TRUE(wait_until(io, [&] { return changes > 0; }));
  terminal.send(frame_bytes(3'305));
  ASSERT_TRUE(wait_until(io, [&] { return link->report().good == 1; }));
  link->let_go();
  link->let_go();
  EXPECT_EQ(link->report().state, LinkState::let_go);
  EXPECT_EQ(link->report().losses, 0U);
  auto other = frames_link(io, LinkKind::serial, serial_stream(io, terminal.path(), 9'600));
  int heard = 0;
  other->start([&] { ++heard; });
  ASSERT_TRUE(wait_until(io, [&] { return heard > 0; }));
  EXPECT_EQ(other->report().losses, 0U);
  terminal.send(frame_bytes(3'310));
  ASSERT_TRUE(wait_until(io, [&] { return other->report().good == 1; }));
  EXPECT_EQ(link->report().good, 1U);
  EXPECT_EQ(link->report().state, LinkState::let_go);

  other->let_go();
  link->take_up();
  link->take_up();
  ASSERT_TRUE(wait_until(io, [&] {
    terminal.send(frame_bytes(3'315));
    return link->report().state == LinkState::up;
  }));
  EXPECT_EQ(link->observation().cells[0]->value.voltage, 3'315_mV);
  EXPECT_EQ(link->report().losses, 0U);
}

// It is waiting to try again, and must not while it is let go.
TEST_F(Links, ALinkThatIsLostAndLetGoIsNotTriedAgain) {
  const auto link = frames_link(io, LinkKind::serial, serial_stream(io, "/dev/ttyNOTHERE", 9'600));
  link->start([] {});
  ASSERT_TRUE(wait_until(io, [&] { return link->report().losses > 0; }));
  const auto losses = link->report().losses;
  link->let_go();
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds{1'500};
  ASSERT_TRUE(wait_until(io, [&] { return std::chrono::steady_clock::now() > end; }));
  EXPECT_EQ(link->report().losses, losses);
  EXPECT_EQ(link->report().state, LinkState::let_go);
  EXPECT_EQ(link->report().sentence, "");
}

TEST_F(Links, APortThatIsNotThereIsNamed) {
  const auto link = frames_link(io, LinkKind::serial, serial_stream(io, "/dev/ttyNOTHERE", 9'600));
  link->start([] {});
  ASSERT_TRUE(wait_until(io, [&] { return link->report().losses > 0; }));
  EXPECT_THAT(link->report().sentence, HasSubstr("/dev/ttyNOTHERE is not there"));
}

TEST_F(Links, NobodyListeningIsSaid) {
  using boost::asio::ip::tcp;
  // A port that was free a moment ago.
  tcp::acceptor taken{io, {boost::asio::ip::make_address("127.0.0.1"), 0}};
  const std::string address = "127.0.0.1:" + std::to_string(taken.local_endpoint().port());
  taken.close();
  const auto link = lines_link(io, LinkKind::lines, tcp_stream(io, address), {});
  link->start([] {});
  ASSERT_TRUE(wait_until(io, [&] { return link->report().losses > 0; }));
  EXPECT_THAT(link->report().sentence, HasSubstr("nobody answers at 127.0.0.1:"));
}

constexpr const char* kFourCells = R"(
name = "Four cells"
days = 1
[pack]
cells = 4
capacity_ah = 50
soc_percent = 50
[pack.sensor_out]
)";

class SimulatedLink : public Links {
 protected:
  SimulatedLink()
      : site{io,
             scenario::parse_scenario(kFourCells, "four cells", "."),
             {.seed = 1, .speed = 20}} {}

  std::unique_ptr<LinesLink> link_with(std::optional<std::uint16_t> pin) {
    auto link =
        lines_link(io, LinkKind::simulated, site.stream(1), {.pin = pin, .set_clock = false});
    link->start([] {});
    site.start();
    return link;
  }
  bool live(const LinesLink& link) {
    return wait_until(io, [&] { return link.session().phase == protocol::LinesPhase::live; });
  }

  SimulatedSite site;
};

TEST_F(SimulatedLink, OurOwnBoardTellsEverything) {
  const auto link = link_with(1234);
  ASSERT_TRUE(live(*link));
  const Observation& seen = link->observation();
  ASSERT_TRUE(wait_until(io, [&] {
    return seen.cells.size() == 4 && seen.cells[3] && seen.charge_relay && seen.load_relay &&
           seen.charge && seen.panel && seen.chain && seen.clock && seen.settings;
  }));
  EXPECT_TRUE(seen.identity->value.ours);
  EXPECT_TRUE(seen.charge_relay->value.reasons_known);
  EXPECT_NEAR(seen.charge->value.soc->count(), 50'000, 1'000);
  EXPECT_EQ(seen.setup->value.cells, 4);
  EXPECT_TRUE(seen.settings->value.knows(core::SettingId::t_max));
}

// A third of a second is no whole number of microseconds: once, that went on for ever.
TEST_F(SimulatedLink, AnySpeedRuns) {
  site.set_speed(1.0 / 3);
  site.start();
  ASSERT_TRUE(wait_until(io, [&] { return site.time_s() > 0.1; }));
  site.set_speed(997.13);
  ASSERT_TRUE(wait_until(io, [&] { return site.time_s() > 100; }));
}

// SET-1, SET-2: written with the PIN, read back.
TEST_F(SimulatedLink, ASettingIsWrittenAndReadBack) {
  const auto link = link_with(1234);
  ASSERT_TRUE(live(*link));
  ASSERT_TRUE(wait_until(io, [&] { return link->observation().settings.has_value(); }));
  protocol::LineCommand command;
  command.action = protocol::LineAction::write_settings;
  command.settings = link->observation().settings->value.settings;
  command.settings.v_min = 2'800_mV;
  std::optional<protocol::LineResult> result;
  ASSERT_TRUE(link->command(command, [&](const protocol::LineOutcome& it) { result = it.result; }));
  ASSERT_TRUE(wait_until(io, [&] { return result.has_value(); }));
  EXPECT_EQ(result, protocol::LineResult::ok);
  EXPECT_EQ(link->observation().settings->value.settings.v_min, 2'800_mV);
}

TEST_F(SimulatedLink, AWrongPinIsSaidAndNotTriedAgain) {
  const auto link = link_with(4321);
  ASSERT_TRUE(
      wait_until(io, [&] { return link->session().access == protocol::LinesAccess::wrong_pin; }));
  EXPECT_THAT(link->report().sentence, HasSubstr("refuses the PIN"));
  EXPECT_FALSE(link->accepted_pin());
  link->set_pin(1234);
  ASSERT_TRUE(live(*link));
  EXPECT_EQ(link->accepted_pin(), 1234);
}

constexpr const char* kSixteenCells = R"(
name = "Sixteen cells"
days = 1
[pack]
cells = 16
capacity_ah = 50
soc_percent = 50
)";

// The board hands on 512 bytes every 20 ms, so 16 cells come in two pieces; this slow, they are
// 50 ms or more apart.
TEST_F(Links, ACycleThatComesInPiecesIsJudgedOnceAndWhole) {
  SimulatedSite site{
      io, scenario::parse_scenario(kSixteenCells, "sixteen cells", "."), {.seed = 1, .speed = 20}};
  std::vector<std::unique_ptr<Link>> links;
  links.push_back(
      lines_link(io, LinkKind::simulated, site.stream(1), {.pin = 1234, .set_clock = false}));
  Pack pack{io, {.id = "p", .name = "P", .simulated = true}, std::move(links)};
  std::vector<std::uint32_t> messages;  // of the chain, at each judgement
  bool whole = true;
  pack.start([&](const Pack& judged, bool fresh) {
    const Observation& seen = judged.status().seen;
    if (!fresh || site.speed() > 1 || !seen.chain) return;
    messages.push_back(seen.chain->value.good);
    for (const auto& cell : seen.cells) whole = whole && cell && cell->at >= seen.chain->at;
  });
  site.start();
  ASSERT_TRUE(wait_until(io, [&] { return pack.status().seen.cells.size() == 16; }));
  site.set_speed(0.4);
  ASSERT_TRUE(wait_until(io, [&] { return !messages.empty(); }));
  messages.clear();  // the one that was under way
  whole = true;
  ASSERT_TRUE(wait_until(io, [&] { return messages.size() >= 2; }));
  EXPECT_EQ(messages[1], messages[0] + 1);
  EXPECT_TRUE(whole);
}

// Frames and lines of one pack: still one judgement a cycle.
TEST_F(SimulatedLink, WhatASecondLinkTellsIsJudgedWithTheFirst) {
  const PseudoTerminal terminal;
  std::vector<std::unique_ptr<Link>> links;
  links.push_back(
      lines_link(io, LinkKind::simulated, site.stream(1), {.pin = 1234, .set_clock = false}));
  links.push_back(frames_link(io, LinkKind::serial, serial_stream(io, terminal.path(), 9'600)));
  Pack pack{io, {.id = "p", .name = "P", .simulated = true}, std::move(links)};
  int judgements = 0;
  pack.start([&](const Pack& /*pack*/, bool fresh) { judgements += fresh ? 1 : 0; });
  site.start();
  ASSERT_TRUE(wait_until(io, [&] { return pack.status().seen.chain.has_value(); }));
  site.set_speed(0.0001);  // it says no more
  io.restart();
  io.run_for(std::chrono::milliseconds{300});
  const int before = judgements;
  terminal.send(frame_bytes(3'305));
  ASSERT_TRUE(wait_until(io, [&] { return pack.links()[1].good == 1; }));
  io.restart();
  io.run_for(std::chrono::milliseconds{50});
  EXPECT_EQ(judgements, before);
  EXPECT_TRUE(wait_until(io, [&] { return judgements > before; }));
}

// APP-4: with the PIN that it had; a command that waits is told.
TEST_F(SimulatedLink, IsLetGoAndTakenUpAgain) {
  const auto link = link_with(1234);
  ASSERT_TRUE(live(*link));
  std::optional<protocol::LineResult> result;
  protocol::LineCommand command;
  command.action = protocol::LineAction::clear_totals;
  ASSERT_TRUE(link->command(command, [&](const protocol::LineOutcome& it) { result = it.result; }));
  link->let_go();
  EXPECT_EQ(result, protocol::LineResult::dropped);
  EXPECT_EQ(link->report().state, LinkState::let_go);
  EXPECT_FALSE(link->accepted_pin());
  EXPECT_FALSE(link->command(command, [](const protocol::LineOutcome& /*it*/) {}));
  link->take_up();
  ASSERT_TRUE(live(*link));
  EXPECT_EQ(link->accepted_pin(), 1234);
  EXPECT_EQ(link->report().losses, 0U);
}

TEST_F(SimulatedLink, APackIsJudgedAndAGuessedPinIsLimited) {
  std::vector<std::unique_ptr<Link>> links;
  links.push_back(
      lines_link(io, LinkKind::simulated, site.stream(1), {.pin = 1234, .set_clock = false}));
  Pack pack{io, {.id = "p", .name = "P", .simulated = true}, std::move(links)};
  int judgements = 0;
  pack.start([&](Pack& /*pack*/, bool fresh) { judgements += fresh ? 1 : 0; });
  site.start();
  ASSERT_TRUE(wait_until(io, [&] {
    return pack.status().presence == Presence::live && pack.status().battery_mw.has_value();
  }));
  EXPECT_GT(judgements, 0);
  for (int i = 0; i < 4; ++i) EXPECT_EQ(pack.check_pin(1111), core::PinVerdict::wrong);
  EXPECT_EQ(pack.check_pin(1234), core::PinVerdict::right);
  for (int i = 0; i < 5; ++i) static_cast<void>(pack.check_pin(1111));
  EXPECT_EQ(pack.check_pin(1234), core::PinVerdict::locked);
  EXPECT_GT(pack.pin_locked_for(), 0_ms);
}

}  // namespace
}  // namespace cellwarden::gateway
