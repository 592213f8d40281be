// SPDX-License-Identifier: Apache-2.0
// One line on a terminal that says how far a run is; nothing elsewhere, so that a log stays clean.
#pragma once

#include <chrono>
#include <cstdio>
#include <string>

#include "cellwarden/cli/simulation.hpp"

namespace cellwarden::cli {

// "day 3.2 of 7 · SOC 45 % · 480000 times as fast as life"
std::string progress_text(const twin::Scenario& scenario, const Sample& sample, double took_s);

class Progress {
 public:
  // Draws only if `out` is a terminal.
  explicit Progress(std::FILE* out);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  Progress(Progress&&) = delete;
  Progress& operator=(Progress&&) = delete;

  [[nodiscard]] bool draws() const { return draws_; }
  void take(const twin::Scenario& scenario, const Sample& sample);
  // Redrawn at most ten times a second.
  void draw(const std::string& line);

 private:
  using Clock = std::chrono::steady_clock;

  std::FILE* out_;
  bool draws_;
  bool drawn_{false};
  Clock::time_point began_{Clock::now()};
  Clock::time_point next_{Clock::now()};
};

}  // namespace cellwarden::cli
