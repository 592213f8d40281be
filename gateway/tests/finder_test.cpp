// SPDX-License-Identifier: Apache-2.0
// APP-4: what a search hears at ports, which here are pseudo terminals behind the names of USB
// ones.
#include "cellwarden/gateway/finder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/steady_timer.hpp>
#include <filesystem>

#include "../web/tests/scratch_folder.hpp"
#include "cellwarden/gateway/device_search.hpp"
#include "cellwarden/gateway/link.hpp"
#include "cellwarden/gateway/simulated_site.hpp"
#include "cellwarden/scenario/scenario_file.hpp"
#include "pseudo_terminal.hpp"

namespace cellwarden::gateway {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr SerialListening kShort{.listen_ms = 1'000, .ask_ms = 2'000};

class Finding : public testing::Test {
 protected:
  // As if a cable were plugged in under this name.
  void plug_in(const std::string& name, const std::string& device) const {
    const fs::path link{folder.file(name)};
    fs::create_directories(link.parent_path());
    fs::create_symlink(device, link);
  }
  void look(bool ask = false, std::vector<TakenPlace> taken = {}) {
    search.start({.taken = std::move(taken), .ask = ask});
  }
  bool ends() {
    return wait_until(io, [&] { return search.state() != SearchState::running; });
  }
  [[nodiscard]] std::vector<std::unique_ptr<Finder>> finders() {
    std::vector<std::unique_ptr<Finder>> all;
    all.push_back(serial_finder(io, {.dev = folder.path().string(), .more = {}}, kShort));
    return all;
  }

  web::ScratchFolder folder;
  boost::asio::io_context io{1};
  DeviceSearch search{io, finders()};
};

TEST_F(Finding, TellsWhichPortCarriesFramesAndWhatTheySay) {
  const PseudoTerminal pack;
  const PseudoTerminal silent;
  const PseudoTerminal noisy;
  plug_in("ttyUSB0", pack.path());
  plug_in("ttyUSB1", silent.path());
  plug_in("ttyACM0", noisy.path());
  plug_in("ttyS0", silent.path());
  EXPECT_EQ(search.state(), SearchState::never);
  look();
  EXPECT_EQ(search.found().size(), 3U);
  EXPECT_EQ(search.found()[0].heard, Heard::waiting);
  io.run_for(std::chrono::milliseconds{50});
  pack.send(frame_bytes(3'305));
  noisy.send(std::array<std::uint8_t, 3>{1, 2, 3});
  ASSERT_TRUE(ends());
  EXPECT_EQ(search.state(), SearchState::done);
  const std::vector<Found> found = search.found();
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].address, folder.file("ttyACM0"));
  EXPECT_EQ(found[0].heard, Heard::bytes);
  EXPECT_EQ(found[1].heard, Heard::frames);
  EXPECT_EQ(found[1].kind, FoundKind::serial);
  EXPECT_EQ(found[1].cells, 2);
  EXPECT_EQ(found[1].pack_voltage, 6'610_mV);
  EXPECT_EQ(found[1].link, "serial");
  EXPECT_EQ(found[2].heard, Heard::nothing);
  EXPECT_EQ(found[2].link, "");
}

// A port is opened by one alone: even its own pack would lose what is read here.
TEST_F(Finding, LeavesThePortsOfItsOwnPacksAlone) {
  const PseudoTerminal pack;
  plug_in("ttyUSB0", pack.path());
  plug_in("serial/by-id/usb-cable", pack.path());
  const auto link = frames_link(io, LinkKind::serial,
                                serial_stream(io, folder.file("serial/by-id/usb-cable"), 9'600));
  link->start([] {});
  look(true, {{.place = folder.file("serial/by-id/usb-cable"), .pack = "house"}});
  ASSERT_TRUE(ends());
  ASSERT_EQ(search.found().size(), 1U);
  EXPECT_EQ(search.found()[0].heard, Heard::in_use);
  EXPECT_EQ(search.found()[0].pack, "house");
  EXPECT_EQ(search.found()[0].address, folder.file("serial/by-id/usb-cable"));
  EXPECT_EQ(link->report().losses, 0U);
}

TEST_F(Finding, SaysWhyAPortCannotBeOpened) {
  const PseudoTerminal pack;
  plug_in("ttyUSB0", pack.path());
  const auto other = serial_stream(io, pack.path(), 9'600);
  other->open({});
  look();
  ASSERT_TRUE(ends());
  EXPECT_EQ(search.found()[0].heard, Heard::not_opened);
  EXPECT_THAT(search.found()[0].sentence, HasSubstr("used by another program"));
}

TEST_F(Finding, OneSearchAtATimeAndItCanBeCalledOff) {
  const PseudoTerminal pack;
  plug_in("ttyUSB0", pack.path());
  EXPECT_TRUE(search.start({}));
  EXPECT_FALSE(search.start({}));
  search.cancel();
  EXPECT_EQ(search.state(), SearchState::cancelled);
  EXPECT_EQ(search.found()[0].heard, Heard::not_listened);
  // The port is free again, and nothing of the old search comes back.
  auto other = serial_stream(io, pack.path(), 9'600);
  bool opened = false;
  other->open({.opened = [&] { opened = true; }, .bytes = {}, .closed = {}});
  io.restart();
  io.run_for(std::chrono::milliseconds{1'500});
  EXPECT_TRUE(opened);
  EXPECT_EQ(search.state(), SearchState::cancelled);
  other->close();
  EXPECT_TRUE(search.start({}));
  EXPECT_TRUE(ends());
  EXPECT_EQ(search.state(), SearchState::done);
}

TEST_F(Finding, NothingIsSentUnlessAPersonAsksForIt) {
  const PseudoTerminal silent;
  plug_in("ttyUSB0", silent.path());
  look();
  ASSERT_TRUE(ends());
  EXPECT_EQ(silent.received(), "");
  look(true);
  ASSERT_TRUE(ends());
  EXPECT_THAT(silent.received(), HasSubstr("XV_"));
  EXPECT_EQ(search.found()[0].heard, Heard::nothing);
}

// A board of ours behind a bridge: it is found without its PIN, and none is tried.
TEST_F(Finding, ABoardThatAnswersIsFoundByItsLines) {
  const PseudoTerminal bridge;
  plug_in("ttyUSB0", bridge.path());
  SimulatedSite site{
      io,
      scenario::parse_scenario("name = \"x\"\ndays = 1\n[pack]\ncells = 4\n", "test.toml", "."),
      {}};
  site.start();
  const auto board = site.stream(1);
  board->open({.opened = [] {},
               .bytes = [&](std::span<const std::uint8_t> bytes) { bridge.send(bytes); },
               .closed = [](const std::string&) {}});
  boost::asio::steady_timer timer{io};
  const std::function<void()> carry = [&] {
    const std::string sent = bridge.received();
    board->write({reinterpret_cast<const std::uint8_t*>(sent.data()), sent.size()});
    timer.expires_after(std::chrono::milliseconds{5});
    timer.async_wait([&](const boost::system::error_code& error) {
      if (!error) carry();
    });
  };
  carry();
  look(true);
  ASSERT_TRUE(ends());
  EXPECT_EQ(search.found()[0].heard, Heard::lines);
  EXPECT_EQ(search.found()[0].link, "lines");
  EXPECT_EQ(search.found()[0].cells, std::nullopt);
}

TEST_F(Finding, PortsThatAreNamedAreLookedAtToo) {
  const PseudoTerminal pack;
  const auto ports = serial_ports(
      {.dev = folder.path().string(), .more = {pack.path(), folder.file("not-there")}});
  ASSERT_EQ(ports.size(), 1U);
  EXPECT_EQ(ports[0].name, pack.path());
}

}  // namespace
}  // namespace cellwarden::gateway
