// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <ctime>

#include "cellwarden/history/reader.hpp"

namespace cellwarden::history {

namespace {

constexpr std::size_t kMaxBars = 2000;

std::tm local(std::int64_t time_ms) {
  const auto seconds = static_cast<std::time_t>(time_ms / 1000);
  std::tm fields{};
  localtime_r(&seconds, &fields);
  return fields;
}

std::int64_t milliseconds(std::tm fields) {
  fields.tm_isdst = -1;  // as the zone says for that day
  return static_cast<std::int64_t>(std::mktime(&fields)) * 1000;
}

// mktime() puts the 32nd of a month right.
std::tm start_of(Calendar unit, std::tm fields) {
  fields.tm_sec = 0;
  fields.tm_min = 0;
  if (unit == Calendar::hour) return fields;
  fields.tm_hour = 0;
  if (unit == Calendar::week) fields.tm_mday -= (fields.tm_wday + 6) % 7;
  if (unit == Calendar::month || unit == Calendar::year) fields.tm_mday = 1;
  if (unit == Calendar::year) fields.tm_mon = 0;
  return fields;
}

std::tm next(Calendar unit, std::tm fields) {
  switch (unit) {
    case Calendar::hour: break;
    case Calendar::day: fields.tm_mday += 1; break;
    case Calendar::week: fields.tm_mday += 7; break;
    case Calendar::month: fields.tm_mon += 1; break;
    case Calendar::year: fields.tm_year += 1; break;
  }
  return fields;
}

}  // namespace

std::vector<std::int64_t> calendar_borders(Calendar unit, std::int64_t from_ms,
                                           std::int64_t to_ms) {
  from_ms = std::clamp(from_ms, kTimeMin_ms, kTimeEnd_ms);
  to_ms = std::clamp(to_ms, from_ms, kTimeEnd_ms);
  std::tm at = start_of(unit, local(from_ms));
  // An hour has 60 minutes, whatever the clock on the wall does: no calendar for those.
  std::vector<std::int64_t> borders{milliseconds(at)};
  if (unit == Calendar::hour)
    borders.front() = from_ms - local(from_ms).tm_min * 60'000LL - from_ms % 60'000;
  while (borders.back() < to_ms && borders.size() <= kMaxBars) {
    at = next(unit, at);
    borders.push_back(unit == Calendar::hour ? borders.back() + 3'600'000 : milliseconds(at));
  }
  return borders;
}

}  // namespace cellwarden::history
