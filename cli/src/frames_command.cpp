// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/frames_command.hpp"

#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "cellwarden/cli/frame_line.hpp"
#include "cellwarden/cli/real_time.hpp"
#include "cellwarden/cli/simulate_command.hpp"
#include "cellwarden/cli/simulation.hpp"
#include "cellwarden/words/problem.hpp"

namespace cellwarden::cli {

namespace {

constexpr std::chrono::milliseconds kPause{10};

void check(const FramesCommand& command) {
  if (command.port.empty() == !command.pty) {
    throw words::Problem{"say where the frames go: either --port PATH or --pty."};
  }
  if (command.generation < 1 || command.generation > 3) {
    throw words::Problem{
        fmt::format("--generation is {}; it must be 1, 2 or 3.", command.generation)};
  }
}

std::unique_ptr<FramePort> open_port(const FramesCommand& command, std::FILE* out) {
  if (!command.pty) return frame_port(command.port);
  PseudoTerminal terminal;
  fmt::print(out, "{}\n", terminal.path());
  std::fflush(out);
  return frame_port(std::move(terminal));
}

}  // namespace

void run_frames(const FramesCommand& command, std::FILE* out) {
  check(command);
  const ChosenScenario chosen = choose_scenario(command.scenario, command.days);
  check_pack(command.pack, chosen.scenario);
  const twin::BenchOptions options{.seed = command.seed,
                                   .generation = command.generation == 3
                                                     ? protocol::Generation::three
                                                     : protocol::Generation::one_or_two};
  twin::Bench bench{chosen.scenario, options};
  FrameClock clock;
  bench.on_frame([&](int pack, double /*time_s*/, const protocol::FrameBytes& frame) {
    if (pack == command.pack) clock.due(frame);
  });
  end_on_signals();
  const std::unique_ptr<FramePort> port = open_port(command, out);
  const RealTime time;
  for (double now = 0; !end_wanted() && now < command.days.value_or(now + 1) * kDaySeconds;
       now = time.elapsed_s()) {
    bench.run_until(now);
    if (const auto frame = clock.take(now)) port->send(*frame);
    port->look();
    std::this_thread::sleep_for(kPause);
  }
}

}  // namespace cellwarden::cli
