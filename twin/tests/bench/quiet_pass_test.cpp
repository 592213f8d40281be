// SPDX-License-Identifier: Apache-2.0
// The quiet pass tells the story that stepping every board for itself tells: `bytes` never makes a
// pass, so the two fidelities are compared wherever a pass could meet something that it must not
// overlook. They agree in every bit of the physics and in everything that the boards say.
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "small_pack.hpp"

namespace cellwarden::twin {
namespace {

using test::fault;
using test::small_pack;

constexpr double kForGood = std::numeric_limits<double>::infinity();

struct Both {
  explicit Both(const Scenario& scenario, std::uint64_t seed = 7)
      : quiet{scenario, {.seed = seed, .fidelity = Fidelity::messages}},
        stepped{scenario, {.seed = seed, .fidelity = Fidelity::bytes}} {
    quiet.on_frame([this](int pack, double time_s, const protocol::FrameBytes& frame) {
      quiet_frames.push_back(told(pack, time_s, frame));
    });
    stepped.on_frame([this](int pack, double time_s, const protocol::FrameBytes& frame) {
      stepped_frames.push_back(told(pack, time_s, frame));
    });
  }

  static std::string told(int pack, double time_s, const protocol::FrameBytes& frame) {
    return std::to_string(pack) + " " + std::to_string(time_s) + " " +
           std::string{frame.begin(), frame.end()};
  }

  // Looks at both every `every_s`: also in the middle of a sampling or of a message.
  void run_until(double end_s, double every_s) {
    for (double time_s = every_s; time_s <= end_s; time_s += every_s) {
      quiet.run_until(time_s);
      stepped.run_until(time_s);
      compare(time_s);
      if (testing::Test::HasFailure()) return;
    }
    EXPECT_EQ(quiet_frames, stepped_frames);
    ASSERT_EQ(quiet.occurrences().size(), stepped.occurrences().size());
    for (std::size_t i = 0; i < stepped.occurrences().size(); ++i) {
      EXPECT_EQ(quiet.occurrences()[i].time_s, stepped.occurrences()[i].time_s);
      EXPECT_EQ(name_of(quiet.occurrences()[i]), name_of(stepped.occurrences()[i]));
    }
    EXPECT_TRUE(quiet.violations().empty());
  }

  void compare(double time_s) {
    for (int pack = 1; pack <= quiet.packs(); ++pack) {
      const PackNow now = quiet.pack(pack);
      EXPECT_EQ(now.current_a, stepped.pack(pack).current_a) << time_s;
      EXPECT_EQ(now.bypassing, stepped.pack(pack).bypassing) << time_s;
      for (int cell = 0; cell < quiet.plant(pack).cells(); ++cell) {
        const auto volts = [&](const Bench& bench) {
          return bench.plant(pack).cell_voltage(cell, now.current_a);
        };
        EXPECT_EQ(volts(quiet), volts(stepped)) << time_s << " cell " << cell + 1;
        EXPECT_EQ(quiet.plant(pack).board_temperature_c(cell),
                  stepped.plant(pack).board_temperature_c(cell))
            << time_s;
      }
    }
  }

  std::vector<std::string> quiet_frames;
  std::vector<std::string> stepped_frames;
  Bench quiet;
  Bench stepped;
};

// Nearly full, so that bypasses come and go; every board with its own clock, errors and noise.
Scenario lively(int cells) {
  Scenario scenario = small_pack(cells);
  PackPlan& pack = scenario.packs.front();
  pack.soc_percent = 97;
  pack.voltage_noise_mv = 1;
  pack.spread = {.capacity_percent = 2,
                 .resistance_percent = 5,
                 .soc_percent = 2,
                 .temperature_c = 2,
                 .voltage_error_mv = 3,
                 .temperature_error_c = 1,
                 .clock_error_ppm = 200};
  scenario.site.sun.measured = test::always(0.9);
  return scenario;
}

// CELL-3, CELL-4: bypasses switch with the samples of a pass.
TEST(QuietPass, IsTheSameWhileBypassesComeAndGo) {
  Both both{lively(16)};
  both.run_until(1500, 7.31);
  EXPECT_GT(test::figure(both.quiet, "balancing_hours"), 0.1);
}

// Somebody looks at moments that lie within a pass: it may not be ahead of them.
TEST(QuietPass, IsTheSameWhoeverLooksInTheMiddle) {
  Both both{lively(16)};
  both.run_until(60, 0.0107);
}

TEST(QuietPass, IsTheSameWithTheFastCycleAndALongChain) {
  Scenario scenario = lively(120);
  scenario.packs[0].options.cycle = core::Cycle::fast;
  Both both{scenario};
  both.run_until(90, 1.7);
}

// A message of 255 cells is on its way for 181 ms, and the last boards sample while it is.
TEST(QuietPass, IsTheSameWith255Cells) {
  Scenario scenario = lively(255);
  scenario.packs[0].soc_percent = 60;
  Both both{scenario};
  both.run_until(60, 3.3);
}

// The contacts of another pack move, and the currents of all, at any moment.
TEST(QuietPass, IsTheSameWithPacksInParallel) {
  Scenario scenario = lively(8);
  scenario.packs.push_back(scenario.packs[0]);
  scenario.packs[1].soc_percent = 92;
  scenario.packs[1].settings.restart_delay = core::Milliseconds{17'000};
  Both both{scenario};
  both.run_until(1200, 7.31);
}

// An isolated link, V-bypass on the switches (IN-1; a fault for good, so the last one), faults that
// begin and end within a second, one of them while the message is between boards 1 and 12: it
// leaves at 300.100 s, and board 12 would have all of it at 300.113 s.
TEST(QuietPass, IsTheSameWhereItMustStop) {
  Scenario scenario = lively(16);
  scenario.packs[0].isolated_behind = {4, 9};
  scenario.packs[0].spread.clock_error_ppm = 0;
  scenario.faults = {fault(FaultKind::switches, 0, 600.02, kForGood, 2),
                     fault(FaultKind::cell_voltage_bias, 6, 200.011, 200.02, 50),
                     fault(FaultKind::board_hanging, 12, 300.108, 300.1085),
                     fault(FaultKind::boards_swapped, 3, 400.001, 401.98, 12),
                     fault(FaultKind::out_power_loss, 0, 500.01, 520.017)};
  Both both{scenario};
  both.run_until(700, 7.31);
}

}  // namespace
}  // namespace cellwarden::twin
