// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/protocol/lines_text.hpp"

#include <algorithm>
#include <limits>

namespace cellwarden::protocol {

namespace {

constexpr int kDigitsMax = 16;  // of 64 bits
constexpr unsigned kBitsPerDigit = 4;
constexpr char kNotAvailable = 'X';

char digit_char(std::uint64_t digit) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  return kDigits[digit & 0xFU];
}

int digits_needed(std::uint64_t value) {
  int digits = 1;
  for (std::uint64_t rest = value >> kBitsPerDigit; rest != 0; rest >>= kBitsPerDigit) ++digits;
  return digits;
}

}  // namespace

std::optional<std::uint8_t> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
  if (c >= 'A' && c <= 'F') return static_cast<std::uint8_t>(c - 'A' + 10);
  if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
  return {};
}

void LineText::put(char c) {
  if (!text_.push_back(c)) too_long_ = true;
}

void LineText::put(std::string_view text) {
  for (const char c : text) put(c);
}

void LineText::hex(std::uint64_t value, int digits) {
  for (int left = std::max(digits, digits_needed(value)); left > 0; --left) {
    const auto shift = static_cast<unsigned>(left - 1) * kBitsPerDigit;
    put(left > kDigitsMax ? '0' : digit_char(value >> shift));
  }
}

void LineText::field(std::uint64_t value, int digits) {
  put(kFieldSeparator);
  hex(value, digits);
}

void LineText::signed_field(std::optional<std::int64_t> value, int digits) {
  put(kFieldSeparator);
  if (!value) put(kNotAvailable);
  if (value) put(*value < 0 ? '-' : '+');
  const std::int64_t signed_value = value.value_or(0);
  const auto bits = static_cast<std::uint64_t>(signed_value);
  hex(signed_value < 0 ? 0 - bits : bits, digits);
}

bool LineReader::skip(char c) {
  if (!ok_ || rest_.empty() || rest_.front() != c) {
    ok_ = false;
    return false;
  }
  rest_.remove_prefix(1);
  return true;
}

bool LineReader::starts_with(std::string_view letters) {
  for (const char c : letters) skip(c);
  return ok_;
}

std::uint64_t LineReader::hex(int digits) {
  std::uint64_t value = 0;
  for (int i = 0; i < digits && ok_; ++i) {
    const std::optional<std::uint8_t> digit =
        rest_.empty() ? std::optional<std::uint8_t>{} : hex_digit(rest_.front());
    if (!digit) {
      ok_ = false;
      return 0;
    }
    value = value << kBitsPerDigit | *digit;
    rest_.remove_prefix(1);
  }
  return ok_ ? value : 0;
}

std::uint64_t LineReader::digits(int digits_max) {
  int count = 0;
  for (const char c : rest_) {
    if (!hex_digit(c)) break;
    ++count;
  }
  if (count == 0 || count > digits_max) ok_ = false;
  return hex(count);
}

std::uint64_t LineReader::field(int digits_max) {
  if (!skip(kFieldSeparator)) return 0;
  return digits(digits_max);
}

std::optional<std::int64_t> LineReader::signed_field(int digits_max) {
  if (!skip(kFieldSeparator)) return {};
  if (rest_.empty()) ok_ = false;
  if (!ok_) return {};
  const char sign = rest_.front();
  rest_.remove_prefix(1);
  if (sign == kNotAvailable) {
    while (!rest_.empty() && (hex_digit(rest_.front()) || rest_.front() == kNotAvailable)) {
      rest_.remove_prefix(1);
    }
    return {};
  }
  if (sign != '+' && sign != '-') ok_ = false;
  const std::uint64_t size = digits(digits_max);
  if (size > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) ok_ = false;
  if (!ok_) return {};
  return sign == '-' ? -static_cast<std::int64_t>(size) : static_cast<std::int64_t>(size);
}

}  // namespace cellwarden::protocol
