// SPDX-License-Identifier: Apache-2.0
#include "twin_years.hpp"

#include <cstdlib>
#include <vector>

#include "block_writer.hpp"
#include "cellwarden/history/history.hpp"
#include "levels.hpp"
#include "twin_samples.hpp"

namespace cellwarden::history::bench {

namespace {

constexpr std::int64_t kRecent = 2 * kDay;

// One transaction for 600 blocks: it is only a file to read from.
void fill_past(const std::string& file, std::int64_t time, std::int64_t end) {
  { const History made = History::open(file); }
  TwinSamples twin{{}};
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
  std::size_t row = 0;
  while (time < end) {
    Transaction transaction{database, Access::write};
    if (journal.pack == 0 && !writer.load("shed", journal)) std::abort();
    for (int block = 0; block < 600 && time < end; ++block) {
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

}  // namespace

void fill_years(const std::string& file, int years, std::int64_t end_ms) {
  fill_past(file, end_ms - years * 365 * kDay, end_ms - kRecent);
  History history = History::open(file);
  Backfill past = history.backfill("shed");
  TwinSamples twin{{}, end_ms - kRecent};
  for (int i = 0; i < 2 * 86'400 - 600; ++i) past.add(twin.next());
  past.finish();
  for (int i = 0; i < 599; ++i) history.append("shed", twin.next());
}

}  // namespace cellwarden::history::bench
