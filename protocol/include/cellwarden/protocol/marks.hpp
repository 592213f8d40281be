// SPDX-License-Identifier: Apache-2.0
// One bit for each offset of a capture, in memory that belongs to the caller: a mark says that
// something begins there.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace cellwarden::protocol {

class Marks {
 public:
  // words: words_for(offsets) of them, at least one.
  explicit Marks(std::span<std::uint64_t> words) : words_{words} {}
  static constexpr std::size_t words_for(std::size_t offsets) { return offsets / kBits + 1; }

  void clear() { std::ranges::fill(words_, 0); }
  void set(std::size_t offset) { words_[offset / kBits] |= bit(offset); }

  // The first offset for which there is no room.
  [[nodiscard]] std::size_t end() const { return words_.size() * kBits; }
  [[nodiscard]] bool has(std::size_t offset) const {
    return offset < end() && (words_[offset / kBits] & bit(offset)) != 0;
  }
  // The first mark from `from` on and below `limit`; `limit` if there is none.
  [[nodiscard]] std::size_t next(std::size_t from, std::size_t limit) const {
    limit = std::min(limit, end());
    std::uint64_t unwanted = bit(from) - 1;
    for (std::size_t word = from / kBits; word * kBits < limit; ++word, unwanted = 0) {
      const std::uint64_t bits = words_[word] & ~unwanted;
      if (bits == 0) continue;
      return std::min(limit, word * kBits + static_cast<std::size_t>(std::countr_zero(bits)));
    }
    return limit;
  }
  // Is there a mark from `from` on and below `limit`?
  [[nodiscard]] bool any(std::size_t from, std::size_t limit) const {
    limit = std::min(limit, end());
    return from < limit && next(from, limit) != limit;
  }

 private:
  static constexpr std::size_t kBits = 64;
  static constexpr std::uint64_t bit(std::size_t offset) {
    return std::uint64_t{1} << offset % kBits;
  }

  std::span<std::uint64_t> words_;
};

}  // namespace cellwarden::protocol
