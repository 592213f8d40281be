// SPDX-License-Identifier: Apache-2.0
// What a reading costs on its way into the file, and what a chart costs on its way out. The file
// for the charts is made at the start (twin_years.hpp), of ten years or HISTORY_BENCH_YEARS.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "cellwarden/history/history.hpp"
#include "cellwarden/history/reader.hpp"
#include "levels.hpp"
#include "packed.hpp"
#include "sample_table.hpp"
#include "twin_samples.hpp"
#include "twin_years.hpp"

namespace {

using namespace cellwarden::history;

constexpr std::int64_t kEnd = 1'760'000'000'000 / kDay * kDay;

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "history-bench-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Folder() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::string file(const char* name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

// Half an hour at noon, one a second.
const SampleTable& half_hour() {
  static const SampleTable made = [] {
    SampleTable samples;
    bench::TwinSamples twin{{}};
    for (int i = 0; i < 12 * 3600; ++i) twin.next();
    for (int i = 0; i < 1800; ++i) samples.add(twin.next());
    return samples;
  }();
  return made;
}

int years() {
  const char* const asked = std::getenv("HISTORY_BENCH_YEARS");
  return asked != nullptr ? std::atoi(asked) : 10;
}

const std::string& years_file() {
  static const Folder folder;
  static const std::string file_of_years = [] {
    std::string file = folder.file("years.db");
    bench::fill_years(file, years(), kEnd);
    return file;
  }();
  return file_of_years;
}

void append_reading(benchmark::State& state) {
  const Folder folder;
  History history = History::open(folder.file("append.db"));
  std::vector<CellSample> cells;
  std::int64_t time = kEnd;
  std::size_t row = 0;
  for (auto unused : state) {
    (void)unused;
    Sample sample = half_hour().sample(row++ % half_hour().rows(), cells);
    sample.time_ms = time += 1000;
    history.append("shed", sample);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(append_reading)->Iterations(7200);

// Baseline of append_reading: only put it into columns.
void table_reading(benchmark::State& state) {
  std::vector<CellSample> cells;
  SampleTable samples;
  std::size_t row = 0;
  for (auto unused : state) {
    (void)unused;
    if (samples.rows() == 10) samples.clear();
    samples.add(half_hour().sample(row++ % half_hour().rows(), cells));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(table_reading);

void encode_half_hour(benchmark::State& state) {
  for (auto unused : state) {
    (void)unused;
    for (std::size_t part = 0; part < kParts; ++part) {
      benchmark::DoNotOptimize(
          pack(half_hour().encode(static_cast<Part>(part), Effort::thorough), Effort::thorough));
    }
  }
}
BENCHMARK(encode_half_hour)->Unit(benchmark::kMillisecond);

// seconds back from the newest reading; series: of the pack alone, or with cells
void query_span(benchmark::State& state) {
  const HistoryReader reader{years_file()};
  std::vector<Series> series;
  for (const char* const name : {"soc", "pack_v", "battery_a"}) {
    series.push_back(*parse_series(name));
  }
  for (const char* const name : {"cell_v_min", "cell_v_max", "cell_v/7", "cell_c/7", "bypass/7"}) {
    if (state.range(1) != 0) series.push_back(*parse_series(name));
  }
  std::size_t points = 0;
  for (auto unused : state) {
    (void)unused;
    const Chart chart = reader.query("shed", series, kEnd - state.range(0) * 1000, kEnd);
    points = chart.time_ms.size();
    benchmark::DoNotOptimize(chart);
  }
  state.counters["points"] = static_cast<double>(points);
}
BENCHMARK(query_span)
    ->Unit(benchmark::kMillisecond)
    ->ArgNames({"seconds", "cells"})
    ->ArgsProduct({{3600, 86'400, 93'600, 604'800, 2'678'400, 7'171'200, 31'536'000, 157'680'000,
                    315'360'000},
                   {0, 1}});

}  // namespace
