// SPDX-License-Identifier: Apache-2.0
// Events and settings changes: each is on disk before anybody is told.
#include <fmt/format.h>

#include "cellwarden/words/problem.hpp"
#include "writer.hpp"

namespace cellwarden::history {

namespace {

constexpr std::size_t kWaitingRecordsMax = 1000;

}  // namespace

std::optional<std::int64_t> History::Impl::pack_id(std::string_view name) {
  Statement insert = database_->prepare("INSERT OR IGNORE INTO pack(name) VALUES(?)");
  insert << name;
  Statement find = database_->prepare("SELECT id FROM pack WHERE name=?");
  find << name;
  if (!insert.run() || !find.next()) {
    database_->note_error();
    return std::nullopt;
  }
  return find.number(0);
}

bool History::Impl::write_record(const Waiting& waiting) {
  const std::optional<std::int64_t> pack = pack_id(waiting.pack);
  if (!pack) return false;
  bool done = false;
  if (const auto* const event = std::get_if<Event>(&waiting.record)) {
    Statement insert = database_->prepare(
        "INSERT INTO event(pack, time_ms, kind, severity, number, value, limit_value, text,"
        " simulated) VALUES(?,?,?,?,?,?,?,?,?)");
    insert << *pack << event->time_ms << std::string_view{event->kind}
           << static_cast<std::int64_t>(event->severity) << std::int64_t{event->number}
           << event->value << event->limit << std::string_view{event->text}
           << std::int64_t{event->simulated};
    done = insert.run();
  } else if (const auto* const change = std::get_if<SettingsChange>(&waiting.record)) {
    Statement insert = database_->prepare(
        "INSERT INTO settings_change(pack, time_ms, setting, before, after, who, simulated)"
        " VALUES(?,?,?,?,?,?,?)");
    insert << *pack << change->time_ms << std::string_view{change->setting}
           << std::string_view{change->before} << std::string_view{change->after}
           << std::string_view{change->who} << std::int64_t{change->simulated};
    done = insert.run();
  }
  if (!done) database_->note_error();
  return done;
}

bool History::Impl::write_records(std::size_t& written) {
  for (const Waiting& waiting : records_) {
    if (!write_record(waiting)) return false;
    ++written;
  }
  return true;
}

Stored History::Impl::add(std::string_view pack,
                          const std::variant<Event, SettingsChange>& record) {
  const std::int64_t time_ms = std::visit([](const auto& one) { return one.time_ms; }, record);
  if (pack.empty() || pack.size() > 100 || time_ms < kTimeMin_ms || time_ms >= kTimeEnd_ms) {
    say(fmt::format("an event of pack {} was refused: its time is {} ms since 1970",
                    words::in_quotes(pack), time_ms));
    return Stored::refused;
  }
  records_.push_back({.pack = std::string{pack}, .record = record});
  std::size_t written = 0;
  const auto work = [&](BlockWriter&) {
    written = 0;
    return write_records(written);
  };
  // While others wait too, flush() tries again: not each event with all before it.
  const bool hopeless = records_.size() > 1 && !is_writing();
  if (hopeless || !in_transaction(work)) {
    const bool full = records_.size() > kWaitingRecordsMax;
    if (full) records_.pop_front();
    count([&](Health& health) {
      health.events_waiting = records_.size();
      health.events_lost += full ? 1 : 0;
    });
    return Stored::waiting;
  }
  records_.clear();
  count([&](Health& health) {
    health.events_stored += written;
    health.events_waiting = 0;
  });
  return Stored::stored;
}

}  // namespace cellwarden::history
