// SPDX-License-Identifier: Apache-2.0
// Lines of text without a heap: how they are built, kept until they can be sent, and taken apart.
// A line that does not fit is dropped whole, because half a record reads like another one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "cellwarden/core/fixed_list.hpp"

namespace cellwarden::protocol {

// The longest line that we send or read, without its CR.
inline constexpr std::size_t kMaxLine = 239;
inline constexpr char kLineEnd = '\r';
inline constexpr char kFieldSeparator = '_';

// A line being built. What does not fit marks it as too long, and then it is never sent.
class LineText {
 public:
  void put(char c);
  void put(std::string_view text);
  // A separator, and then an unsigned field of at least `digits` upper-case hexadecimal digits;
  // more if the value needs more.
  void field(std::uint64_t value, int digits);
  // The same with a leading + or −; empty: X and zeros, "not available" (IN-4).
  void signed_field(std::optional<std::int64_t> value, int digits);
  void hex(std::uint64_t value, int digits);

  [[nodiscard]] std::string_view view() const { return {text_.begin(), text_.size()}; }
  [[nodiscard]] bool too_long() const { return too_long_; }

 private:
  core::FixedList<char, kMaxLine> text_;
  bool too_long_{false};
};

// Bytes that wait, first in, first out. Capacity is that of the ring.
template <std::size_t Capacity>
class ByteQueue {
 public:
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::size_t room() const { return Capacity - size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }

  bool push(std::uint8_t byte) {
    if (size_ == Capacity) return false;
    ring_[(first_ + size_) % Capacity] = byte;
    ++size_;
    return true;
  }
  // Only when there is one.
  std::uint8_t pop() {
    const std::uint8_t byte = ring_[first_];
    first_ = (first_ + 1) % Capacity;
    --size_;
    return byte;
  }
  void clear() { size_ = 0; }

 private:
  std::array<std::uint8_t, Capacity> ring_{};
  std::size_t first_{0};
  std::size_t size_{0};
};

// A received line taken apart from its beginning to its end. Every function is empty, and stays so,
// once something was not as asked; ask ended() last.
class LineReader {
 public:
  explicit LineReader(std::string_view line) : rest_{line} {}

  // The letters that a record begins with.
  bool starts_with(std::string_view letters);
  // A field of 1…`digits_max` hexadecimal digits behind a separator.
  std::uint64_t field(int digits_max = 16);
  // With a sign; empty: X….
  std::optional<std::int64_t> signed_field(int digits_max = 15);
  // The same without a separator before it: the first field of an answer.
  std::uint64_t first_field(int digits_max = 16) { return ok_ ? digits(digits_max) : 0; }
  // Exactly `digits` hexadecimal digits, no separator before them.
  std::uint64_t hex(int digits);
  bool skip(char c);

  [[nodiscard]] bool more() const { return ok_ && !rest_.empty(); }
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool ended() const { return ok_ && rest_.empty(); }
  [[nodiscard]] std::string_view rest() const { return rest_; }
  void fail() { ok_ = false; }

 private:
  std::uint64_t digits(int digits_max);

  std::string_view rest_;
  bool ok_{true};
};

// The value of a hexadecimal digit of either case.
std::optional<std::uint8_t> hex_digit(char c);

}  // namespace cellwarden::protocol
