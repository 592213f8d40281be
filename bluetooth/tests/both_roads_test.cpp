// SPDX-License-Identifier: Apache-2.0
// One pack in the gateway that is reached over Bluetooth and by its cable at once: one status, and
// neither road's end or return is an event or hides a relay (APP-7, OUT-3, OUT-4). At life's speed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <cmath>
#include <utility>

#include "cellwarden/gateway/bluetooth_stream.hpp"
#include "cellwarden/gateway/gateway.hpp"
#include "fake_bluez.hpp"
#include "one_pack.hpp"
#include "private_bus.hpp"

namespace cellwarden::bluetooth {
namespace {

using namespace std::chrono_literals;
using gateway::LinkState;
using testing::IsEmpty;

constexpr Patience kShort{.seek = 1s, .connect = 5s, .resolve = 5s, .start = 5s, .namesakes = 50ms};

// A real one, generation 3. Its relays have closed when the test begins.
class LivingBoard final : public Peer {
 public:
  LivingBoard() : bench_{gateway::roads::five_cells(protocol::Generation::three)} {
    mark = false;
    bench_.run_until(kBegin);
    bench_.on_frame(
        [this](int, double, const protocol::FrameBytes& frame) { frames.push_back(frame); });
    began_ = std::chrono::steady_clock::now();
  }
  void connect() override { bench_.connect(1); }
  void disconnect() override {
    bench_.disconnect(1);
    static_cast<void>(bench_.take_line(1));
  }
  void write(std::span<const std::uint8_t> bytes) override { bench_.send_line(1, bytes); }
  std::vector<std::uint8_t> take() override {
    live();
    return bench_.take_line(1);
  }
  void live() {
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - began_;
    bench_.run_until(kBegin + passed.count());
  }

  std::vector<protocol::FrameBytes> frames;  // that nobody has taken yet

 private:
  static constexpr double kBegin = 120;
  twin::Bench bench_;
  std::chrono::steady_clock::time_point began_;
};

// Its cable, which can be pulled out.
class Cable final : public gateway::ByteStream {
 public:
  explicit Cable(boost::asio::io_context& io) : io_{io} {}
  void open(gateway::StreamHandlers handlers) override {
    handlers_ = std::move(handlers);
    boost::asio::post(io_, [this] {
      if (out) return closed();
      if (handlers_.opened) handlers_.opened();
    });
  }
  void write(std::span<const std::uint8_t> /*bytes*/) override {}
  void close() override { handlers_ = {}; }
  [[nodiscard]] std::string place() const override { return "cable"; }

  void carry(const protocol::FrameBytes& frame) {
    if (!out && handlers_.bytes) handlers_.bytes(frame);
  }
  void pull(bool is_out) {
    out = is_out;
    if (out) closed();
  }
  bool out{false};

 private:
  void closed() {
    const auto last = std::exchange(handlers_, {});
    if (last.closed) last.closed("the cable is out.");
  }
  boost::asio::io_context& io_;
  gateway::StreamHandlers handlers_;
};

class BothRoads : public testing::Test {
 protected:
  PrivateBus bus;
  std::shared_ptr<LivingBoard> board{std::make_shared<LivingBoard>()};
  FakeBluez fake{{board}};
  boost::asio::io_context io{1};
  Central central{kShort};
  gateway::Gateway house{io, nullptr};
  Cable* cable{nullptr};
  gateway::Pack* pack{nullptr};
  std::vector<std::string> events;

  void SetUp() override {
    auto stream = std::make_unique<Cable>(io);
    cable = stream.get();
    std::vector<std::unique_ptr<gateway::Link>> links;
    links.push_back(gateway::lines_link(
        io, gateway::LinkKind::bluetooth,
        gateway::bluetooth_stream(io, central, {.which = "03330", .adapter = {}}),
        {.pin = gateway::roads::kPin, .set_clock = false}));
    links.push_back(gateway::frames_link(io, gateway::LinkKind::serial, std::move(stream)));
    pack = &house.add_pack({.id = "a", .name = "A"}, std::move(links));
    house.on_event(
        [this](const std::string&, const history::Event& it) { events.push_back(it.text); });
    house.start();
  }
  void a_moment() {
    std::vector<protocol::FrameBytes> frames;
    fake.run([&] {
      board->live();
      frames = std::exchange(board->frames, {});
    });
    for (const auto& frame : frames) cable->carry(frame);
    io.restart();
    io.run_for(20ms);
  }
  bool wait_until(const std::function<bool()>& is_true) {
    const auto end = std::chrono::steady_clock::now() + 1min;
    while (!is_true()) {
      if (std::chrono::steady_clock::now() > end) return false;
      a_moment();
    }
    return true;
  }
  LinkState link(std::size_t number) const { return pack->links()[number].state; }
  // All that time there is one status, and it is whole.
  void lives_for(std::chrono::milliseconds time, const char* when) {
    const auto end = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < end) {
      a_moment();
      const gateway::Status& status = pack->status();
      ASSERT_TRUE(status.seen.charge_relay && status.seen.load_relay) << when;
      ASSERT_TRUE(status.charge.allowed) << when;
      ASSERT_EQ(status.presence, gateway::Presence::live) << when;
      ASSERT_TRUE(status.seen.charge->value.capacity) << when;
      ASSERT_FALSE(status.warnings.any()) << when;
    }
  }
};

TEST_F(BothRoads, AreOnePackWhicheverIsLost) {
  ASSERT_TRUE(wait_until([&] {
    const auto& seen = pack->status().seen;
    return link(0) == LinkState::up && link(1) == LinkState::up && seen.charge_relay &&
           seen.charge && seen.charge->value.capacity && seen.cells.size() == 5 && seen.cells[4];
  }));
  lives_for(2s, "both");
  fake.run([&] { board->in_reach = false; });
  fake.break_link();
  lives_for(5s, "by the cable alone");
  EXPECT_NE(link(0), LinkState::up);
  fake.run([&] { board->in_reach = true; });
  ASSERT_TRUE(wait_until([&] { return link(0) == LinkState::up; }));
  lives_for(1s, "Bluetooth is back");
  cable->pull(true);
  lives_for(5s, "by Bluetooth alone");
  EXPECT_NE(link(1), LinkState::up);
  cable->pull(false);
  ASSERT_TRUE(wait_until([&] { return link(1) == LinkState::up; }));
  lives_for(2s, "the cable is back");
  EXPECT_THAT(events, IsEmpty());
}

}  // namespace
}  // namespace cellwarden::bluetooth
