// SPDX-License-Identifier: Apache-2.0
// A chain of emulated boards in a scenario's first pack, as fast as life, with both outputs of its
// OUT board on pseudo terminals: what a gateway reads there left the image's own UARTs, and what it
// says goes to the image. Beside it the twin's native boards do the same, to the byte, or it ends.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "cellwarden/cli/frame_line.hpp"
#include "cellwarden/cli/line_port.hpp"
#include "cellwarden/twin/bench.hpp"
#include "comparison.hpp"

namespace cellwarden::firmware {

class ServedPack {
 public:
  // The scenario has passed check_scenario(). Throws EmulatorFailed, words::Problem.
  ServedPack(const std::string& images, const twin::Scenario& scenario, std::uint64_t seed);

  [[nodiscard]] const std::string& frames_path() const { return frames_path_; }
  [[nodiscard]] const std::string& lines_path() const { return lines_path_; }

  // Runs to this moment of the scenario, if it is ahead, and serves both ports. Throws Difference.
  void run_until(double time_s);
  [[nodiscard]] double time_s() const { return now_s_; }
  void wait(int milliseconds) { lines_->wait(milliseconds); }

  // "truth", "fault KIND CELL [MAGNITUDE]", "mend NUMBER": the answer, one line.
  std::string obey(const std::string& command);

 private:
  // As the coils of the emulated OUT board were pulsed last.
  struct Coils {
    core::Pulse charge{core::Pulse::none};
    core::Pulse load{core::Pulse::none};
  };

  void out_board_did(const Told& told);
  void serve_lines();
  [[nodiscard]] std::string truth() const;
  std::string make_fault(std::string_view kind, int cell, double magnitude);

  twin::Scenario scenario_;
  std::string frames_path_;
  std::string lines_path_;
  std::unique_ptr<cli::FramePort> frames_;
  std::unique_ptr<cli::LinePort> lines_;
  cli::FrameClock clock_;
  double now_s_{0};
  std::uint64_t client_{0};
  Bytes heard_;  // from the client, and not yet given to the board
  Bytes said_;   // by the board, and not yet given to the client
  Coils coils_;
  Comparison comparison_;
  twin::Bench bench_;
};

}  // namespace cellwarden::firmware
