// SPDX-License-Identifier: Apache-2.0
#include "time_text.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

#include "cellwarden/history/sample.hpp"

namespace cellwarden::api {

namespace {

namespace time = std::chrono;

constexpr std::int64_t kMsPerMinute = 60'000;
constexpr std::int64_t kMsPerHour = 60 * kMsPerMinute;

// Takes text apart from the left; after the first thing that does not fit, nothing does.
class Taker {
 public:
  explicit Taker(std::string_view text) : rest_{text} {}

  // So many digits.
  int number(std::size_t digits) {
    int value = 0;
    if (rest_.size() < digits) return fail();
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + digits, value);
    const bool all = error == std::errc{} && end == rest_.data() + digits;
    if (!all || rest_.front() == '-') return fail();
    rest_.remove_prefix(digits);
    return value;
  }
  bool next_is(char letter) {
    if (!good_ || !rest_.starts_with(letter)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void must(char letter) {
    if (!next_is(letter)) fail();
  }
  // ".5": 500
  int milliseconds() {
    int value = 0;
    int scale = 100;
    bool any = false;
    while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') {
      value += (rest_.front() - '0') * scale;
      scale /= 10;
      rest_.remove_prefix(1);
      any = true;
    }
    return any ? value : fail();
  }
  [[nodiscard]] bool empty() const { return rest_.empty(); }
  [[nodiscard]] bool done() const { return good_ && rest_.empty(); }

 private:
  int fail() {
    good_ = false;
    rest_ = {};
    return 0;
  }
  std::string_view rest_;
  bool good_{true};
};

// "Z", "+01:00", or nothing; a plus sign in an address is often a blank.
std::int64_t offset_ms(Taker& text) {
  if (text.empty() || text.next_is('Z')) return 0;
  const bool west = text.next_is('-');
  if (!west && !text.next_is('+')) text.must(' ');
  const int hours = text.number(2);
  if (!text.empty()) text.must(':');
  const int minutes = text.empty() ? 0 : text.number(2);
  const std::int64_t east = hours * kMsPerHour + minutes * kMsPerMinute;
  return west ? -east : east;
}

std::optional<std::int64_t> parse_iso(std::string_view text) {
  Taker taker{text};
  const int year = taker.number(4);
  taker.must('-');
  const auto month = static_cast<unsigned>(taker.number(2));
  taker.must('-');
  const auto day = static_cast<unsigned>(taker.number(2));
  std::int64_t ms = 0;
  if (!taker.empty()) {
    if (!taker.next_is('T')) taker.must(' ');
    const int hour = taker.number(2);
    taker.must(':');
    const int minute = taker.number(2);
    const int second = taker.next_is(':') ? taker.number(2) : 0;
    if (hour > 23 || minute > 59 || second > 60) return {};
    ms = hour * kMsPerHour + minute * kMsPerMinute + second * 1000;
    if (taker.next_is('.')) ms += taker.milliseconds();
    ms -= offset_ms(taker);
  }
  const time::year_month_day date{time::year{year}, time::month{month}, time::day{day}};
  if (!taker.done() || !date.ok()) return {};
  const auto days = time::sys_days{date}.time_since_epoch();
  return time::milliseconds{days}.count() + ms;
}

std::optional<std::int64_t> parse_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  return value;
}

}  // namespace

std::optional<std::int64_t> parse_time(std::string_view text) {
  auto parsed = parse_number(text);
  if (!parsed) parsed = parse_iso(text);
  if (parsed && (*parsed < history::kTimeMin_ms || *parsed > history::kTimeEnd_ms)) return {};
  return parsed;
}

std::string iso_time(std::int64_t time_ms) {
  const time::sys_time<time::milliseconds> moment{time::milliseconds{time_ms}};
  const auto day = time::floor<time::days>(moment);
  const time::year_month_day date{day};
  const time::hh_mm_ss clock{moment - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

}  // namespace cellwarden::api
