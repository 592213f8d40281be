// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/board_command.hpp"

#include <fmt/format.h>

#include "cellwarden/cli/line_port.hpp"
#include "cellwarden/cli/real_time.hpp"
#include "cellwarden/cli/simulate_command.hpp"
#include "cellwarden/cli/simulation.hpp"
#include "cellwarden/words/problem.hpp"

namespace cellwarden::cli {

namespace {

constexpr int kPauseMs = 20;
constexpr int kLargestSerial = 65'535;

std::unique_ptr<LinePort> port_of(const BoardCommand& command) {
  if (command.pty) return line_port(PseudoTerminal{});
  if (!command.bluetooth) return tcp_port(command.listen);
  return bluetooth_port(
      {.adapter = command.adapter, .serial = static_cast<std::uint16_t>(command.serial)});
}

std::unique_ptr<LinePort> open_port(const BoardCommand& command, std::FILE* out) {
  std::unique_ptr<LinePort> port = port_of(command);
  fmt::print(out, "{}\n", port->place());
  std::fflush(out);
  return port;
}

// Tells the board who came and went.
void change_client(twin::Bench& bench, int pack, std::uint64_t before, std::uint64_t now) {
  if (before == now) return;
  if (before != 0) bench.disconnect(pack);
  // What the board still wanted to say was for the other one.
  static_cast<void>(bench.take_line(pack));
  if (now != 0) bench.connect(pack);
}

void check(const BoardCommand& command) {
  const int places =
      (command.listen.empty() ? 0 : 1) + (command.pty ? 1 : 0) + (command.bluetooth ? 1 : 0);
  if (places != 1) {
    throw words::Problem{
        "say where a client comes in: either --listen ADDRESS:PORT or --pty or --bluetooth."};
  }
  if (command.generation < 1 || command.generation > 3) {
    throw words::Problem{
        fmt::format("--generation is {}; it must be 1, 2 or 3.", command.generation)};
  }
  if (command.serial < 0 || command.serial > kLargestSerial) {
    throw words::Problem{
        fmt::format("--serial is {}; it must be 0 … {}.", command.serial, kLargestSerial)};
  }
}

}  // namespace

void run_board(const BoardCommand& command, std::FILE* out) {
  check(command);
  const ChosenScenario chosen = choose_scenario(command.scenario, command.days);
  check_pack(command.pack, chosen.scenario);
  twin::Bench bench{chosen.scenario,
                    {.seed = command.seed,
                     .generation = command.generation == 3 ? protocol::Generation::three
                                                           : protocol::Generation::one_or_two}};
  end_on_signals();
  const std::unique_ptr<LinePort> port = open_port(command, out);
  const RealTime time;
  std::uint64_t client = 0;
  for (double now = 0; !end_wanted() && now < command.days.value_or(now + 1) * kDaySeconds;
       now = time.elapsed_s()) {
    bench.run_until(now);
    const std::uint64_t before = client;
    client = port->client();
    change_client(bench, command.pack, before, client);
    if (client != 0) {
      if (const auto bytes = port->receive(); !bytes.empty()) bench.send_line(command.pack, bytes);
      if (port->has_room()) port->send(bench.take_line(command.pack));
    }
    port->wait(kPauseMs);
  }
}

}  // namespace cellwarden::cli
