// SPDX-License-Identifier: Apache-2.0
// What the writer and the reader of a column agree on (docs/history.md).
#pragma once

#include <cstdint>

namespace cellwarden::history {

// First byte of a column.
inline constexpr std::uint8_t kConstant = 1;  // one value for all rows that are known
inline constexpr std::uint8_t kHoles = 2;     // a bit per row follows: known or not
inline constexpr std::uint8_t kBased = 4;     // told from another column, row by row
inline constexpr std::uint8_t kSmooth = 8;    // predicted from a running mean, not the row above
inline constexpr std::uint8_t kNothing = 16;  // no row is known; nothing follows

inline constexpr std::uint8_t kEscape = 255;  // this token: the whole rest follows as a number
inline constexpr unsigned kLowBitsMax = 56;

// The row above, or a running mean in sixteenths that moves an eighth of the way each row: noise
// costs half a bit less around the mean. Wraps round instead of overflowing, so that every input
// has one answer.
class Predictor {
 public:
  explicit Predictor(bool smooth) : smooth_{smooth} {}

  [[nodiscard]] std::int64_t guess() const {
    return smooth_ ? static_cast<std::int64_t>(state_ + 8) >> 4U
                   : static_cast<std::int64_t>(state_);
  }

  void learn(std::int64_t value) {
    const auto now = static_cast<std::uint64_t>(value);
    if (!smooth_) {
      state_ = now;
      return;
    }
    const auto off = static_cast<std::int64_t>((now << 4U) - state_);
    state_ += static_cast<std::uint64_t>(off >> 3U);
  }

 private:
  bool smooth_;
  std::uint64_t state_{0};
};

}  // namespace cellwarden::history
