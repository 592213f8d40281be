// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/simulation_progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>

namespace cellwarden::cli {

namespace {
constexpr std::chrono::milliseconds kRedraw{100};
}

std::string progress_text(const twin::Scenario& scenario, const Sample& sample, double took_s) {
  std::string text =
      fmt::format("day {} of {:.4g}", number_text(sample.time_s / kDaySeconds, 1), scenario.days);
  if (!sample.packs.empty() && sample.packs.front().soc_percent) {
    text += fmt::format(" · SOC {:.0f} %", *sample.packs.front().soc_percent);
  }
  if (took_s > 0) {
    text += fmt::format(" · {} times as fast as life", std::llround(sample.time_s / took_s));
  }
  return text;
}

Progress::Progress(std::FILE* out) : out_{out}, draws_{isatty(fileno(out)) == 1} {}

Progress::~Progress() {
  if (drawn_) {
    std::fputs("\r\x1b[K", out_);
    std::fflush(out_);
  }
}

void Progress::take(const twin::Scenario& scenario, const Sample& sample) {
  if (!draws_ || Clock::now() < next_) return;
  const std::chrono::duration<double> took = Clock::now() - began_;
  draw(progress_text(scenario, sample, took.count()));
}

void Progress::draw(const std::string& line) {
  if (!draws_ || Clock::now() < next_) return;
  next_ = Clock::now() + kRedraw;
  drawn_ = true;
  std::fputs(("\r\x1b[K" + line).c_str(), out_);
  std::fflush(out_);
}

}  // namespace cellwarden::cli
