// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/words/decimal.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace cellwarden::words {

namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

bool same_word(std::string_view text, std::string_view lower_case) {
  return std::equal(text.begin(), text.end(), lower_case.begin(), lower_case.end(),
                    [](char a, char b) { return (a | 0x20) == b; });
}

// The digits of a number and where its point belongs: value = 0.d₁d₂d₃… × 10^point.
struct Digits {
  std::string_view whole;     // before the point in the text
  std::string_view fraction;  // behind it
  std::int64_t point{0};

  [[nodiscard]] std::size_t size() const { return whole.size() + fraction.size(); }
  [[nodiscard]] int at(std::size_t index) const {
    return (index < whole.size() ? whole[index] : fraction[index - whole.size()]) - '0';
  }
};

std::string_view take_digits(std::string_view& text) {
  std::size_t length = 0;
  while (length < text.size() && is_digit(text[length])) ++length;
  const std::string_view digits = text.substr(0, length);
  text.remove_prefix(length);
  return digits;
}

// "e-3" at the end of a number; false if it is not an exponent.
bool take_exponent(std::string_view text, std::int64_t& point) {
  text.remove_prefix(1);
  const bool negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  const std::string_view digits = take_digits(text);
  if (digits.empty() || !text.empty()) return false;
  std::int64_t exponent = 0;
  for (const char c : digits)
    exponent = std::min<std::int64_t>(exponent * 10 + (c - '0'), 1'000'000'000);
  point += negative ? -exponent : exponent;
  return true;
}

std::optional<Digits> parse_digits(std::string_view text) {
  Digits digits;
  digits.whole = take_digits(text);
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    digits.fraction = take_digits(text);
  }
  if (digits.size() == 0) return {};
  digits.point = static_cast<std::int64_t>(digits.whole.size());
  if (text.empty()) return digits;
  if ((text.front() | 0x20) != 'e' || !take_exponent(text, digits.point)) return {};
  return digits;
}

// floor(±0.d₁d₂… × 10^point + ½): up from one half, and for a negative number up means towards 0.
std::int64_t rounded(const Digits& digits, std::int64_t point, bool negative) {
  const auto count = static_cast<std::int64_t>(digits.size());
  std::int64_t magnitude = 0;
  for (std::int64_t i = 0; i < point; ++i) {
    if (magnitude >= kDecimalMax / 10) return negative ? -kDecimalMax : kDecimalMax;
    magnitude = magnitude * 10 + (i < count ? digits.at(static_cast<std::size_t>(i)) : 0);
    if (magnitude == 0 && i >= count) return 0;
  }
  if (point < 0 || point >= count) return negative ? -magnitude : magnitude;
  const int first = digits.at(static_cast<std::size_t>(point));
  bool more = false;
  for (std::int64_t i = point + 1; i < count && !more; ++i) {
    more = digits.at(static_cast<std::size_t>(i)) != 0;
  }
  const bool up = negative ? first > 5 || (first == 5 && more) : first >= 5;
  magnitude += up ? 1 : 0;
  return negative ? -magnitude : magnitude;
}

}  // namespace

Decimal parse_decimal(std::string_view text, int places) {
  text = trimmed(text);
  if (text.empty()) return {.kind = DecimalKind::empty};
  const bool negative = text.front() == '-';
  if (negative || text.front() == '+') text.remove_prefix(1);
  if (same_word(text, "nan")) return {.kind = DecimalKind::not_a_number};
  if (same_word(text, "inf") || same_word(text, "infinity")) {
    return {.kind = DecimalKind::infinite, .scaled = negative ? -kDecimalMax : kDecimalMax};
  }
  const std::optional<Digits> digits = parse_digits(text);
  if (!digits) return {.kind = DecimalKind::text};
  return {.kind = DecimalKind::number,
          .scaled = rounded(*digits, digits->point + places, negative)};
}

void append_decimal(std::string& out, std::int64_t scaled, int decimals) {
  auto magnitude = static_cast<std::uint64_t>(scaled);
  if (scaled < 0) {
    out.push_back('-');
    magnitude = 0 - magnitude;
  }
  const std::string digits = std::to_string(magnitude);
  const auto places = static_cast<std::size_t>(decimals);
  if (digits.size() <= places) out.append(places + 1 - digits.size(), '0');
  out += digits;
  if (places > 0) out.insert(out.size() - places, 1, '.');
}

std::string decimal_text(std::int64_t scaled, int decimals) {
  std::string text;
  append_decimal(text, scaled, decimals);
  return text;
}

std::string short_decimal_text(std::int64_t scaled, int decimals) {
  std::string text = decimal_text(scaled, decimals);
  if (decimals == 0) return text;
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace cellwarden::words
