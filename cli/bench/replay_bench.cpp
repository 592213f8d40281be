// SPDX-License-Identifier: Apache-2.0
// Rows of a 16-cell pack replayed from file to file, beside the least that any reader of such a
// file has to do: turn every field into a number.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "cellwarden/cli/replay_command.hpp"

namespace {

constexpr int kCells = 16;
constexpr int kRows = 20'000;

// The files of the benchmark, made once.
struct Files {
  Files() {
    std::filesystem::create_directories(folder);
    std::ofstream{settings} << "[pack]\ncells = " << kCells << "\n";
    std::ofstream csv{readings};
    csv << "time_s,current_in_a,current_out_a,comm";
    for (int i = 1; i <= kCells; ++i) csv << ",cell_" << i << "_v";
    for (int i = 1; i <= kCells; ++i) csv << ",cell_" << i << "_c";
    csv << "\n";
    std::mt19937 random{1};
    for (int row = 0; row < kRows; ++row) {
      csv << fmt::format("{},{}.{:03},{}.{:03},1", row, random() % 30, random() % 1000,
                         random() % 20, random() % 1000);
      for (int i = 0; i < kCells; ++i) csv << fmt::format(",3.{:03}", 200 + random() % 210);
      for (int i = 0; i < kCells; ++i)
        csv << fmt::format(",{}.{}", 20 + random() % 10, random() % 10);
      csv << "\n";
    }
  }
  ~Files() {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;
  Files(Files&&) = delete;
  Files& operator=(Files&&) = delete;

  std::filesystem::path folder =
      std::filesystem::temp_directory_path() / fmt::format("cellwarden-bench-{}", std::rand());
  std::string settings = folder / "settings.toml";
  std::string readings = folder / "readings.csv";
  std::string out = folder / "out.csv";
};

const Files& files() {
  static const Files kFiles;
  return kFiles;
}

void replay_16_cells_with_csv(benchmark::State& state) {
  const cellwarden::cli::ReplayCommand command{
      .settings = files().settings, .readings = files().readings, .out = files().out};
  for ([[maybe_unused]] auto _ : state) run_replay(command);
  state.SetItemsProcessed(state.iterations() * kRows);
}

void turn_every_field_into_a_number(benchmark::State& state) {
  for ([[maybe_unused]] auto _ : state) {
    std::ifstream csv{files().readings};
    std::string line;
    std::getline(csv, line);
    double sum = 0;
    while (std::getline(csv, line)) {
      const char* at = line.c_str();
      while (*at != '\0') {
        char* end = nullptr;
        sum += std::strtod(at, &end);
        at = *end == ',' ? end + 1 : end;
      }
    }
    benchmark::DoNotOptimize(sum);
  }
  state.SetItemsProcessed(state.iterations() * kRows);
}

BENCHMARK(replay_16_cells_with_csv)->Unit(benchmark::kMillisecond);
BENCHMARK(turn_every_field_into_a_number)->Unit(benchmark::kMillisecond);

}  // namespace
