// SPDX-License-Identifier: Apache-2.0
#include "events_csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "time_text.hpp"

namespace cellwarden::api {

namespace {

constexpr std::size_t kPage = 1000;
constexpr std::array kSeverities{"info", "warning", "alarm"};

std::string quoted(std::string_view text) {
  std::string field{"\""};
  for (const char letter : text) {
    if (letter == '"') field += '"';
    field += letter;
  }
  return field + '"';
}

std::string line_of(const history::Event& event) {
  return fmt::format("{},{},{},{},{},{},{},{}\n", iso_time(event.time_ms), event.kind,
                     kSeverities[static_cast<std::size_t>(event.severity)], event.number,
                     event.value, event.limit, quoted(event.text), event.simulated ? 1 : 0);
}

std::string line_of(const history::SettingsChange& change) {
  const std::string sentence =
      change.setting == "pin" ? fmt::format("pin was changed ({}).", change.who)
                              : fmt::format("{} was changed from {} to {} ({}).", change.setting,
                                            change.before, change.after, change.who);
  return fmt::format("{},{},info,,,,{},{}\n", iso_time(change.time_ms), kSettingChanged,
                     quoted(sentence), change.simulated ? 1 : 0);
}

}  // namespace

EventsCsv::EventsCsv(const std::string& file, history::EventQuery query)
    : reader_{file}, events_{.query = query}, changes_{.query = std::move(query)} {
  events_.query.limit = changes_.query.limit = kPage;
  events_.query.before_id = changes_.query.before_id = 0;
  auto& kinds = events_.query.kinds;
  const auto found = std::ranges::find(kinds, kSettingChanged);
  changes_.more = kinds.empty() || found != kinds.end();
  if (found != kinds.end()) kinds.erase(found);
  events_.more = changes_.query.kinds.empty() || !kinds.empty();
  changes_.query.kinds.clear();
}

// The next page of what has run empty.
void EventsCsv::fill() {
  if (events_.rows.empty() && events_.more) {
    for (auto& row : reader_.events(events_.query)) events_.rows.push_back(std::move(row));
    events_.more = events_.rows.size() == kPage;
    if (events_.more) events_.query.before_id = events_.rows.back().event.id;
  }
  if (changes_.rows.empty() && changes_.more) {
    for (auto& row : reader_.settings_changes(changes_.query)) {
      changes_.rows.push_back(std::move(row));
    }
    changes_.more = changes_.rows.size() == kPage;
    if (changes_.more) changes_.query.before_id = changes_.rows.back().change.id;
  }
}

web::Chunk EventsCsv::next(std::string& chunk) {
  if (!std::exchange(begun_, true)) {
    chunk += "time,kind,severity,number,value,limit,sentence,simulated\n";
  }
  for (std::size_t row = 0; row < kPage; ++row) {
    fill();
    const bool events = !events_.rows.empty();
    const bool changes = !changes_.rows.empty();
    if (!events && !changes) return web::Chunk::end;
    const bool event_next = events && (!changes || events_.rows.front().event.time_ms >=
                                                       changes_.rows.front().change.time_ms);
    if (event_next) {
      chunk += line_of(events_.rows.front().event);
      events_.rows.pop_front();
    } else {
      chunk += line_of(changes_.rows.front().change);
      changes_.rows.pop_front();
    }
  }
  return web::Chunk::more;
}

}  // namespace cellwarden::api
