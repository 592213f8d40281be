// SPDX-License-Identifier: Apache-2.0
#include "plot_axes.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <ranges>

#include "cellwarden/cli/simulation.hpp"

namespace cellwarden::cli {

namespace {

constexpr std::array<std::int64_t, 22> kTimeSteps{
    1,       2,       5,         10,        30,        60,        120,    300,
    600,     1800,    3600,      7200,      10'800,    21'600,    43'200, 86'400,
    172'800, 604'800, 1'209'600, 2'592'000, 5'184'000, 15'552'000};

std::string clock_label(std::int64_t clock, std::int64_t step) {
  const std::int64_t of_day = clock % 86'400;
  if (of_day == 0) return fmt::format("day {}", clock / 86'400 + 1);
  if (step < 60) {
    return fmt::format("{:02}:{:02}:{:02}", of_day / 3600, of_day / 60 % 60, of_day % 60);
  }
  return fmt::format("{:02}:{:02}", of_day / 3600, of_day / 60 % 60);
}

}  // namespace

double nice_step(double low, double high, int count) {
  const double rough = (high - low) / count;
  const double decade = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (rough <= factor * decade * 1.001) return factor * decade;
  }
  return 10 * decade;
}

std::vector<Tick> value_ticks(double low, double high, int count) {
  const double step = nice_step(low, high, count);
  const int decimals = std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
  std::vector<Tick> ticks;
  const auto last = std::llround(std::floor(high / step + 1e-6));
  for (auto i = std::llround(std::ceil(low / step - 1e-6)); i <= last; ++i) {
    const double value = static_cast<double>(i) * step;
    ticks.push_back({value, number_text(value, decimals)});
  }
  return ticks;
}

std::vector<Tick> time_ticks(double begin_s, double seconds, std::size_t most) {
  std::int64_t step = kTimeSteps.back();
  for (const std::int64_t finer : kTimeSteps | std::views::reverse) {
    if (seconds / static_cast<double>(finer) <= static_cast<double>(most)) step = finer;
  }
  std::vector<Tick> ticks;
  const auto width = static_cast<double>(step);
  for (auto clock = static_cast<std::int64_t>(std::ceil(begin_s / width)) * step;
       static_cast<double>(clock) <= begin_s + seconds && ticks.size() <= most; clock += step) {
    ticks.push_back({static_cast<double>(clock) - begin_s, clock_label(clock, step)});
  }
  return ticks;
}

}  // namespace cellwarden::cli
