// SPDX-License-Identifier: Apache-2.0
// Whole numbers as bytes: LEB128 (seven bits a byte, lowest first, the top bit says "goes on") and
// zig-zag (0, −1, 1, −2 … become 0, 1, 2, 3 …). Reading stops at the end of the bytes, whatever
// they say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace cellwarden::history {

using Bytes = std::vector<std::uint8_t>;
using BytesView = std::span<const std::uint8_t>;

// Differences wrap round, so that any two numbers have one.
constexpr std::int64_t wrapped_sum(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}
constexpr std::int64_t wrapped_difference(std::int64_t a, std::int64_t b) {
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}

constexpr std::uint64_t zigzag(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63U);
}
constexpr std::int64_t unzigzag(std::uint64_t value) {
  return static_cast<std::int64_t>((value >> 1U) ^ (~(value & 1U) + 1U));
}

inline void put_number(Bytes& out, std::uint64_t value) {
  for (; value >= 128; value >>= 7U) out.push_back(static_cast<std::uint8_t>(value | 128U));
  out.push_back(static_cast<std::uint8_t>(value));
}

class ByteReader {
 public:
  explicit ByteReader(BytesView bytes) : bytes_{bytes} {}

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] std::size_t left() const { return bytes_.size() - at_; }

  std::uint8_t byte() {
    if (left() == 0) {
      ok_ = false;
      return 0;
    }
    return bytes_[at_++];
  }

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::uint8_t next = byte();
      value |= static_cast<std::uint64_t>(next & 127U) << shift;
      if ((next & 128U) == 0) return value;
    }
    ok_ = false;
    return 0;
  }

  // Empty, and no longer ok, if there are not so many.
  BytesView take(std::uint64_t count) {
    if (count > left()) {
      ok_ = false;
      return {};
    }
    const BytesView taken = bytes_.subspan(at_, static_cast<std::size_t>(count));
    at_ += static_cast<std::size_t>(count);
    return taken;
  }

 private:
  BytesView bytes_;
  std::size_t at_{0};
  bool ok_{true};
};

}  // namespace cellwarden::history
