// SPDX-License-Identifier: Apache-2.0
// What a reading costs on its way into the file, and what a chart costs on its way out. The file
// for the charts is made at the start: its last two days are at one reading a second, what is
// before them (ten years, or HISTORY_BENCH_YEARS) at one in five minutes, whose roll-ups are as
// large as any.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "block_writer.hpp"
#include "cellwarden/history/history.hpp"
#include "cellwarden/history/reader.hpp"
#include "levels.hpp"
#include "packed.hpp"
#include "twin_samples.hpp"

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

std::int64_t years() {
  const char* const asked = std::getenv("HISTORY_BENCH_YEARS");
  return asked != nullptr ? std::atoi(asked) : 10;
}

// One transaction for 600 blocks: it is only a file to read from.
void fill_years(const std::string& file) {
  { const History made = History::open(file); }
  bench::TwinSamples twin{{}};
  std::vector<CellSample> cells;
  SampleTable day;
  for (int i = 0; i < 86'400; ++i) {
    const Sample sample = twin.next();
    if (i % 300 == 0) day.add(sample);
  }
  Database database{file, Access::write};
  database.execute("PRAGMA synchronous=OFF");
  BlockWriter writer{database};
  JournalState journal;
  std::int64_t time = kEnd - years() * 365 * kDay;
  std::size_t row = 0;
  while (time < kEnd - 2 * kDay) {
    Transaction transaction{database, Access::write};
    if (journal.pack == 0 && !writer.load("shed", journal)) std::abort();
    for (int block = 0; block < 600 && time < kEnd - 2 * kDay; ++block) {
      SampleTable samples;
      for (int i = 0; i < 6; ++i, time += 5 * kMinute) {
        Sample sample = day.sample(row++ % day.rows(), cells);
        sample.time_ms = time;
        samples.add(sample);
      }
      if (!writer.add_block(journal.pack, samples)) std::abort();
    }
    if (!transaction.commit()) std::abort();
  }
}

const std::string& years_file() {
  static const Folder folder;
  static const std::string file_of_years = [] {
    std::string file = folder.file("years.db");
    fill_years(file);
    History history = History::open(file);
    Backfill past = history.backfill("shed");
    bench::TwinSamples twin{{}, kEnd - 2 * kDay};
    for (int i = 0; i < 2 * 86'400 - 600; ++i) past.add(twin.next());
    past.finish();
    for (int i = 0; i < 599; ++i) history.append("shed", twin.next());
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
