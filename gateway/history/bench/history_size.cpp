// SPDX-License-Identifier: Apache-2.0
// How many bytes a pack of sixteen cells takes on disk and how many are written, from days of the
// twin's readings through the store as it is: `history_size FOLDER [DAYS [LIVE_DAYS]]`. DAYS are
// filled in as the past (the file is the same), LIVE_DAYS come one a second with every sync.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "cellwarden/history/history.hpp"
#include "database.hpp"
#include "twin_samples.hpp"

namespace {

using namespace cellwarden::history;

constexpr double kSecondsInTenYears = 10 * 365.25 * 86'400;

double written_so_far() {
  std::ifstream io{"/proc/self/io"};
  std::string what;
  for (double bytes = 0; io >> what >> bytes;) {
    if (what == "write_bytes:") return bytes;
  }
  return 0;
}

void measure_size(const std::string& file, const bench::Recipe& recipe, int days) {
  bench::TwinSamples twin{recipe};
  const double seconds = days * 86'400.0;
  {
    History history = History::open(file);
    Backfill past = history.backfill("shed");
    for (int second = 0; second < days * 86'400; ++second) past.add(twin.next());
    past.finish();
  }
  Database database{file, Access::read};
  fmt::print("{} mV, noise {} mV a sample, {} days of {} cells:\n", recipe.millivolt_step,
             recipe.noise_mv, days, recipe.cells);
  for (int level = 0; level < 4; ++level) {
    for (const char* const part : {"data", "voltages", "temperatures"}) {
      const auto bytes = database.number(
          fmt::format("SELECT total(length({})) FROM block WHERE level={}", part, level));
      fmt::print("  level {} {:12} {:7.3f} bytes a second\n", level, part,
                 static_cast<double>(bytes.value_or(0)) / seconds);
    }
  }
  const auto size = static_cast<double>(std::filesystem::file_size(file));
  // Per second: time, 8 of the pack, flags, and three of each cell.
  const double values = 10 + 3.0 * recipe.cells;
  fmt::print("  file: {:.3f} bytes a second, {:.3f} a value; ten years: {:.2f} GB\n\n",
             size / seconds, size / seconds / values, size / seconds * kSecondsInTenYears / 1e9);
}

void measure_writes(const std::string& file, const bench::Recipe& recipe, int days) {
  bench::TwinSamples twin{recipe};
  const double before = written_so_far();
  {
    History history = History::open(file);
    for (int second = 0; second < days * 86'400; ++second) history.append("shed", twin.next());
  }
  fmt::print("written to the disk by {} days live at {} mV: {:.1f} MB a day\n", days,
             recipe.millivolt_step, (written_so_far() - before) / days / 1e6);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const std::string folder = argv[1];
  const int days = argc > 2 ? std::atoi(argv[2]) : 10;
  const int live_days = argc > 3 ? std::atoi(argv[3]) : 0;
  int number = 0;
  // 1.87 mV in each of the five samples of CELL-9 is 1 mV in their median.
  for (const double noise : {1.0, 1.87}) {
    for (const int step : {1, 5}) {
      const std::string file = fmt::format("{}/size-{}.db", folder, ++number);
      measure_size(file, {.millivolt_step = step, .noise_mv = noise}, days);
      std::filesystem::remove(file);
    }
  }
  if (live_days == 0) return 0;
  const std::string file = folder + "/live.db";
  measure_writes(file, {}, live_days);
  std::filesystem::remove(file);
  return 0;
}
