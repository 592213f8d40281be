// SPDX-License-Identifier: Apache-2.0
#include "writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <unordered_set>

#include "cellwarden/words/problem.hpp"

namespace cellwarden::history {

namespace {

constexpr std::size_t kWaitingSamplesMax = 600;  // a pack: ten minutes

}  // namespace

void History::Impl::say(const std::string& sentence) {
  count([&](Health& health) { health.sentence = sentence; });
}

Health History::Impl::health() const {
  const std::lock_guard lock{health_mutex_};
  return health_;
}

bool History::Impl::is_writing() const {
  const std::lock_guard lock{health_mutex_};
  return health_.writing;
}

History::Impl::Impl(std::string path, const Options& options)
    : path_{std::move(path)}, options_{options} {
  options_.flush_seconds = std::clamp(options_.flush_seconds, 1, 10);
  const std::filesystem::path folder = std::filesystem::path{path_}.parent_path();
  std::error_code error;
  if (!folder.empty() && !std::filesystem::is_directory(folder, error)) {
    throw words::Problem{
        fmt::format("the folder {} for the history does not exist: make it, or choose another one",
                    folder.string())};
  }
  if (std::filesystem::is_directory(path_, error)) {
    throw words::Problem{
        fmt::format("{} is a folder: the history needs the name of a file in it", path_)};
  }
  open();
}

History::Impl::~Impl() { close(); }

void History::Impl::note_clock(Pack& pack, std::string_view name, std::int64_t time_ms) {
  if (pack.newest_ms && time_ms < *pack.newest_ms) {
    count([](Health& health) { ++health.clock_jumps_back; });
    say(
        fmt::format("the time of pack {} went back by {:.1f} s: its readings are kept under their "
                    "own time",
                    name, static_cast<double>(*pack.newest_ms - time_ms) / 1000));
  } else if (pack.newest_ms && time_ms > *pack.newest_ms + kDay) {
    count([](Health& health) { ++health.clock_jumps_forward; });
    say(fmt::format("the time of pack {} went forward by {} days", name,
                    (time_ms - *pack.newest_ms) / kDay));
  }
  pack.newest_ms = time_ms;
}

void History::Impl::count_refused(const std::string& sentence) {
  count([&](Health& health) {
    ++health.samples_refused;
    health.sentence = sentence;
  });
}

bool History::Impl::must_flush(const Pack& pack, std::int64_t time_ms) const {
  if (pack.waiting.empty()) return false;
  const std::int64_t first = pack.waiting.back().time(0);
  return time_ms < first || time_ms - first >= std::int64_t{options_.flush_seconds} * 1000 ||
         pack.waiting.back().rows() >= kWaitingSamplesMax;
}

Stored History::Impl::append(std::string_view name, const Sample& sample) {
  if (name.empty() || name.size() > 100 || sample.time_ms < kTimeMin_ms ||
      sample.time_ms >= kTimeEnd_ms || sample.cells.size() > kMaxCells) {
    count_refused(
        fmt::format("a reading of pack {} was refused: its time is {} ms since 1970, and "
                    "it has {} cells",
                    words::in_quotes(name), sample.time_ms, sample.cells.size()));
    return Stored::refused;
  }
  auto place = packs_.find(name);
  if (place == packs_.end()) place = packs_.emplace(name, Pack{}).first;
  Pack& pack = place->second;
  note_clock(pack, name, sample.time_ms);
  const bool written = !must_flush(pack, sample.time_ms) || flush();
  if (pack.waiting.empty() || !written ||
      window_of(kRaw, pack.waiting.back().time(0)) != window_of(kRaw, sample.time_ms)) {
    pack.waiting.emplace_back();
  }
  pack.waiting.back().add(sample);
  if (!written) drop_what_waited_too_long();
  return is_writing() ? Stored::stored : Stored::waiting;
}

void History::Impl::drop_what_waited_too_long() {
  for (auto& [name, pack] : packs_) {
    std::size_t rows = 0;
    for (const SampleTable& table : pack.waiting) rows += table.rows();
    while (rows > kWaitingSamplesMax && pack.waiting.size() > 1) {
      const std::size_t dropped = pack.waiting.front().rows();
      rows -= dropped;
      count([&](Health& health) { health.samples_lost += dropped; });
      pack.waiting.pop_front();
    }
  }
}

bool History::Impl::write_waiting(BlockWriter& writer) {
  for (auto& [name, pack] : packs_) {
    if (pack.waiting.empty()) continue;
    if (pack.journal.pack == 0 && !writer.load(name, pack.journal)) return false;
    for (const SampleTable& samples : pack.waiting) {
      if (!writer.add_to_journal(pack.journal, samples)) return false;
    }
  }
  return true;
}

bool History::Impl::flush() {
  std::size_t rows = 0;
  for (const auto& [name, pack] : packs_) {
    for (const SampleTable& samples : pack.waiting) rows += samples.rows();
  }
  if (rows == 0 && records_.empty()) return true;
  std::size_t written = 0;
  const auto work = [&](BlockWriter& writer) {
    written = 0;
    return write_waiting(writer) && write_records(written);
  };
  if (!in_transaction(work)) return false;
  for (auto& [name, pack] : packs_) pack.waiting.clear();
  records_.erase(records_.begin(), records_.begin() + static_cast<std::ptrdiff_t>(written));
  count([&](Health& health) {
    health.samples_stored += rows;
    health.events_stored += written;
    health.events_waiting = records_.size();
  });
  return true;
}

bool History::Impl::add_block(std::string_view pack, const SampleTable& samples) {
  const auto work = [&](BlockWriter& writer) {
    const std::optional<std::int64_t> id = pack_id(pack);
    return id && writer.add_block(*id, samples);
  };
  if (!in_transaction(work)) return false;
  count([&](Health& health) { health.samples_stored += samples.rows(); });
  return true;
}

std::vector<bool> History::Impl::known_times(std::string_view pack, const SampleTable& samples) {
  std::unordered_set<std::int64_t> times;
  const auto learn = [&](const SampleTable& table) {
    for (std::size_t row = 0; row < table.rows(); ++row) times.insert(table.time(row));
  };
  if (const auto place = packs_.find(pack); place != packs_.end()) {
    for (const SampleTable& table : place->second.waiting) learn(table);
  }
  if (open_again()) {
    const std::int64_t window = window_of(kRaw, samples.time(0)) * kLevels[kRaw].window_ms;
    std::uint64_t bad = 0;
    for (const char* const sql :
         {"SELECT data, temperatures, voltages FROM block JOIN pack ON pack.id=block.pack"
          " WHERE name=? AND level=0 AND first_ms>=? AND first_ms<?",
          "SELECT data, temperatures, voltages FROM journal JOIN pack ON pack.id=journal.pack"
          " WHERE name=? AND first_ms>=? AND first_ms<?"}) {
      Statement rows = database_->prepare(sql);
      rows << pack << window << window + kLevels[kRaw].window_ms;
      while (rows.next()) {
        const auto some = read_samples(rows, {.voltages = false, .temperatures = false}, bad);
        if (some) learn(*some);
      }
    }
  }
  std::vector<bool> known;
  for (std::size_t row = 0; row < samples.rows(); ++row) {
    known.push_back(!times.insert(samples.time(row)).second);
  }
  return known;
}

// Whatever was summed up already may go; not more than 48 hours of it at once.
void History::Impl::retain(std::int64_t now_ms) {
  if (options_.keep_years <= 0 || now_ms < kTimeMin_ms || now_ms >= kTimeEnd_ms) return;
  const std::int64_t before = now_ms - std::int64_t{options_.keep_years} * 365 * kDay;
  in_transaction([&](BlockWriter&) {
    Statement erase = database_->prepare(
        "DELETE FROM block WHERE id IN (SELECT block.id FROM pack"
        " JOIN folded ON folded.pack=pack.id AND folded.level=1"
        " JOIN block ON block.pack=pack.id AND block.level=0 AND block.id<=folded.upto"
        " WHERE block.first_ms<?1 AND block.first_ms<?2 +"
        " (SELECT min(first_ms) FROM block WHERE pack=pack.id AND level=0))");
    erase << before << 2 * kDay;
    const bool done = erase.run();
    if (!done) database_->note_error();
    return done;
  });
}

void History::Impl::close() {
  if (closed_) return;
  flush();
  closed_ = true;
  if (database_ != nullptr) database_->execute("PRAGMA wal_checkpoint(TRUNCATE)");
  database_.reset();
  lock_ = FileLock{};
}

}  // namespace cellwarden::history
