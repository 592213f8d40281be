// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <map>

#include "cellwarden/scenario/scenario_file.hpp"
#include "cellwarden/twin/bench.hpp"
#include "peer.hpp"

namespace cellwarden::bluetooth {

namespace {

constexpr const char* kFourCells = R"(
name = "Four cells"
days = 1
[pack]
cells = 4
capacity_ah = 50
soc_percent = 50
[pack.sensor_out]
)";

class SimulatedBoard final : public Peer {
 public:
  SimulatedBoard(double speed, bool generation_3)
      : speed_{speed},
        bench_{scenario::parse_scenario(kFourCells, "four cells", "."),
               {.seed = 1,
                .generation = generation_3 ? protocol::Generation::three
                                           : protocol::Generation::one_or_two}} {}

  void connect() override { bench_.connect(1); }
  void disconnect() override {
    bench_.disconnect(1);
    static_cast<void>(bench_.take_line(1));
  }
  void write(std::span<const std::uint8_t> bytes) override {
    go_on();
    bench_.send_line(1, bytes);
  }
  std::vector<std::uint8_t> take() override {
    go_on();
    return bench_.take_line(1);
  }
  void power(bool on) override { act(twin::FaultKind::out_power_loss, !on); }
  void button(bool down) override { act(twin::FaultKind::button, down); }
  void wire(bool whole) override { act(twin::FaultKind::chain_wire_broken, !whole, 2); }

 private:
  void act(twin::FaultKind kind, bool begins, int cell = 0) {
    go_on();
    if (begins) acting_[kind] = bench_.make_fault({.kind = kind, .cell = cell});
    if (!begins) bench_.mend_fault(acting_.at(kind));
  }
  void go_on() {
    const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin_;
    bench_.run_until(passed.count() * speed_);
  }

  std::chrono::steady_clock::time_point begin_{std::chrono::steady_clock::now()};
  double speed_;
  twin::Bench bench_;
  std::map<twin::FaultKind, std::size_t> acting_;
};

}  // namespace

std::shared_ptr<Peer> simulated_board(double speed, bool generation_3) {
  return std::make_shared<SimulatedBoard>(speed, generation_3);
}

}  // namespace cellwarden::bluetooth
