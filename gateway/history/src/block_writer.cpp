// SPDX-License-Identifier: Apache-2.0
#include "block_writer.hpp"

#include <algorithm>

#include "packed.hpp"

namespace cellwarden::history {

namespace {

struct Times {
  std::int64_t first;
  std::int64_t last;
};

Times times_of(const SampleTable& samples) {
  Times times{samples.time(0), samples.time(0)};
  for (std::size_t row = 1; row < samples.rows(); ++row) {
    times.first = std::min(times.first, samples.time(row));
    times.last = std::max(times.last, samples.time(row));
  }
  return times;
}

}  // namespace

bool BlockWriter::note(bool ok) {
  if (!ok) database_.note_error();
  return ok;
}

bool BlockWriter::load(std::string_view name, JournalState& state) {
  state = {};
  Statement insert = database_.prepare("INSERT OR IGNORE INTO pack(name) VALUES(?)");
  insert << name;
  if (!note(insert.run())) return false;
  Statement find = database_.prepare("SELECT id FROM pack WHERE name=?");
  find << name;
  if (!note(find.next())) return false;
  state.pack = find.number(0);
  Statement rows = database_.prepare("SELECT total(rows), min(first_ms) FROM journal WHERE pack=?");
  rows << state.pack;
  if (!note(rows.next())) return false;
  state.rows = static_cast<std::size_t>(rows.number(0));
  state.window = window_of(kRaw, rows.number(1));
  return true;
}

bool BlockWriter::add_to_journal(JournalState& state, const SampleTable& samples) {
  const Times times = times_of(samples);
  const std::int64_t window = window_of(kRaw, times.first);
  if (state.rows != 0 && (state.window != window || state.rows + samples.rows() > kMaxRows) &&
      !seal(state)) {
    return false;
  }
  const std::array<Bytes, kParts> packed = pack_samples(samples, Effort::quick);
  Statement insert = database_.prepare(
      "INSERT INTO journal(pack, first_ms, last_ms, rows, data, voltages, temperatures)"
      " VALUES(?,?,?,?,?,?,?)");
  insert << state.pack << times.first << times.last << static_cast<std::int64_t>(samples.rows())
         << BytesView{packed[0]} << BytesView{packed[1]} << BytesView{packed[2]};
  if (!note(insert.run())) return false;
  state.rows += samples.rows();
  state.window = window;
  return true;
}

bool BlockWriter::seal(JournalState& state) {
  SampleTable samples;
  {
    Statement rows = database_.prepare(
        "SELECT data, temperatures, voltages FROM journal WHERE pack=? ORDER BY id");
    rows << state.pack;
    while (rows.next()) {
      if (const auto some = read_samples(rows, {}, bad_)) samples.add(*some);
    }
    if (!note(!rows.failed())) return false;
  }
  Statement erase = database_.prepare("DELETE FROM journal WHERE pack=?");
  erase << state.pack;
  if (!note(erase.run())) return false;
  state.rows = 0;
  return samples.rows() == 0 || add_block(state.pack, samples);
}

bool BlockWriter::add_block(std::int64_t pack, const SampleTable& samples) {
  const Times times = times_of(samples);
  const std::optional<Added> added = insert(pack, kRaw, times.first, times.last, samples.rows(),
                                            pack_samples(samples, Effort::thorough));
  return added && sum_up(pack, *added);
}

std::optional<BlockWriter::Added> BlockWriter::insert(std::int64_t pack, std::size_t level,
                                                      std::int64_t first_ms, std::int64_t last_ms,
                                                      std::size_t rows,
                                                      const std::array<Bytes, kParts>& packed) {
  Statement insert = database_.prepare(
      "INSERT INTO block(pack, level, first_ms, last_ms, rows, data, voltages, temperatures)"
      " VALUES(?,?,?,?,?,?,?,?)");
  insert << pack << static_cast<std::int64_t>(level) << first_ms << last_ms
         << static_cast<std::int64_t>(rows) << BytesView{packed[0]} << BytesView{packed[1]}
         << BytesView{packed[2]};
  if (!note(insert.run())) return std::nullopt;
  ++written_;
  return Added{.id = database_.last_id(), .first_ms = first_ms};
}

// A new block of a level: if it begins another window of the level above, the window before it is
// complete, and its blocks are summed up there; and so on upwards.
bool BlockWriter::sum_up(std::int64_t pack, Added added) {
  for (std::size_t level = 1; level < kLevels.size(); ++level) {
    const std::int64_t window = window_of(level, added.first_ms);
    const std::int64_t upto = added.id - 1;
    std::optional<Added> next;
    Statement find = database_.prepare("SELECT upto, window FROM folded WHERE pack=? AND level=?");
    find << pack << static_cast<std::int64_t>(level);
    if (find.next()) {
      if (find.number(1) == window) return true;
      const auto folded = fold(pack, level, find.number(1), find.number(0), added.id);
      if (!folded) return false;
      next = *folded;
    }
    Statement keep = database_.prepare(
        "INSERT INTO folded(pack, level, upto, window) VALUES(?,?,?,?)"
        " ON CONFLICT(pack, level) DO UPDATE SET upto=excluded.upto, window=excluded.window");
    keep << pack << static_cast<std::int64_t>(level) << upto << window;
    if (!note(keep.run())) return false;
    if (!next) return true;
    added = *next;
  }
  return true;
}

// Outer nothing: the database failed. Inner nothing: none of the blocks could be read.
std::optional<std::optional<BlockWriter::Added>> BlockWriter::fold(std::int64_t pack,
                                                                   std::size_t level,
                                                                   std::int64_t window,
                                                                   std::int64_t above,
                                                                   std::int64_t below) {
  Rollup rollup{level};
  Statement blocks = database_.prepare(
      "SELECT data, temperatures, voltages FROM block WHERE pack=? AND level=? AND"
      " first_ms>=? AND first_ms<? AND id>? AND id<? ORDER BY first_ms, id");
  blocks << pack << static_cast<std::int64_t>(level - 1) << window * kLevels[level].window_ms
         << (window + 1) * kLevels[level].window_ms << above << below;
  while (blocks.next()) {
    if (level == 1) {
      if (const auto samples = read_samples(blocks, {}, bad_)) rollup.add(*samples);
      continue;
    }
    const auto plain = read_parts(blocks, {}, bad_);
    const auto cells = plain ? rollup_cells(plain->front()) : std::nullopt;
    if (!cells) continue;
    const auto rows = read_rollup(level - 1, *plain, rolled_series(*cells));
    if (rows) {
      rollup.add(*rows, *cells);
    } else {
      ++bad_;
    }
  }
  if (!note(!blocks.failed())) return std::nullopt;
  if (rollup.rows() == 0) return std::optional<Added>{};
  std::array<Bytes, kParts> packed;
  for (std::size_t part = 0; part < kParts; ++part) {
    packed[part] = history::pack(rollup.encode(static_cast<Part>(part)), Effort::thorough);
  }
  const auto added =
      insert(pack, level, rollup.first_ms(), rollup.last_ms(), rollup.rows(), packed);
  if (!added) return std::nullopt;
  return std::optional<Added>{added};
}

}  // namespace cellwarden::history
