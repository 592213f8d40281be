// SPDX-License-Identifier: Apache-2.0
// The roads of gateway/tests/roads once more, with everything real between board and gateway but
// the radio: D-Bus, pieces of 20 bytes, the gateway's own link (OUT-4).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <chrono>

#include "cellwarden/gateway/bluetooth_stream.hpp"
#include "cellwarden/gateway/lines_link.hpp"
#include "fake_bluez.hpp"
#include "gateway_side.hpp"
#include "one_pack.hpp"
#include "private_bus.hpp"

namespace cellwarden::bluetooth {
namespace {

using namespace std::chrono_literals;
using gateway::roads::Road;
using testing::Each;
using testing::IsEmpty;
using testing::Le;

constexpr Patience kShort{.seek = 2s, .connect = 5s, .resolve = 5s, .start = 5s, .namesakes = 50ms};

// Its time stands still while somebody compares.
class PausedBoard final : public Peer {
 public:
  explicit PausedBoard(Road road)
      : bench_{gateway::roads::five_cells(road == Road::lines_2 ? protocol::Generation::one_or_two
                                                                : protocol::Generation::three)} {
    bench_.on_frame([this](int, double time_s, const protocol::FrameBytes& frame) {
      output.take(frame, core::Milliseconds{std::llround(time_s * 1000)});
    });
    radios = road == Road::lines_2;
    mark = road == Road::ours;
  }
  void connect() override { bench_.connect(1); }
  void disconnect() override {
    bench_.disconnect(1);
    static_cast<void>(bench_.take_line(1));
  }
  void write(std::span<const std::uint8_t> bytes) override { bench_.send_line(1, bytes); }
  std::vector<std::uint8_t> take() override {
    if (!paused) bench_.run_until(bench_.time_s() + 0.05);
    auto said = bench_.take_line(1);
    told += said.size();
    return said;
  }
  [[nodiscard]] gateway::roads::Truth truth() const { return gateway::roads::truth_of(bench_); }
  // Between two messages: a cycle is told, and the next one is not there yet.
  [[nodiscard]] bool is_between() const {
    const auto& board = bench_.out_board(1);
    const auto since = std::fmod(bench_.time_s(), 1.0);
    return board.port.output.empty() && since > 0.5 && since < 0.8;
  }

  bool paused{false};
  std::uint64_t told{0};
  gateway::roads::OutputRoad output{Road::output_3};

 private:
  twin::Bench bench_;
};

class BluetoothRoads : public testing::TestWithParam<Road> {};

TEST_P(BluetoothRoads, TellTheSameAsTheBoardAndItsDataOutput) {
  const PrivateBus bus;
  const auto board = std::make_shared<PausedBoard>(GetParam());
  FakeBluez fake{{board}};
  boost::asio::io_context io{1};
  Central central{kShort};
  const auto link =
      gateway::lines_link(io, gateway::LinkKind::bluetooth,
                          gateway::bluetooth_stream(io, central, {.which = "03330", .adapter = {}}),
                          {.pin = gateway::roads::kPin, .set_clock = false});
  link->start([] {});
  const auto wait_until = [&](const std::function<bool()>& is_true) {
    return run_until(io, is_true);
  };
  ASSERT_TRUE(wait_until([&] { return link->session().phase == protocol::LinesPhase::live; }));
  for (int moment = 0; moment < 3; ++moment) {
    const std::uint64_t good = link->report().good;
    ASSERT_TRUE(wait_until([&] { return link->report().good > good + 40; }));
    bool stands = false;
    ASSERT_TRUE(wait_until([&] {
      fake.run([&] { board->paused = stands = stands || board->is_between(); });
      return stands;
    }));
    ASSERT_TRUE(wait_until([&] {
      std::uint64_t told = 0;
      fake.run([&] { told = board->told; });
      return link->report().bytes == told;
    }));
    const gateway::roads::Told told{GetParam(), link->observation(), nullptr};
    EXPECT_THAT(differences(told, board->truth()), IsEmpty());
    const gateway::roads::Told output{GetParam() == Road::lines_2 ? Road::output_2 : Road::output_3,
                                      board->output.told().seen, nullptr};
    EXPECT_THAT(
        differences(output, board->truth(), {.only_cell = board->output.cell(), .keys = false}),
        IsEmpty());
    fake.run([&] { board->paused = false; });
  }
  EXPECT_EQ(link->report().bad, 0U);
  EXPECT_THAT(fake.write_sizes(), Each(Le(20U)));
}

INSTANTIATE_TEST_SUITE_P(Lines, BluetoothRoads,
                         testing::Values(Road::lines_3, Road::lines_2, Road::ours),
                         [](const auto& it) {
                           switch (it.param) {
                             case Road::lines_2: return "generation_2_over_BlueRadios";
                             case Road::ours: return "ours";
                             default: return "generation_3";
                           }
                         });

}  // namespace
}  // namespace cellwarden::bluetooth
