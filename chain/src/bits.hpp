// SPDX-License-Identifier: Apache-2.0
// Fields side by side in one number, the first one in the lowest bits.
#pragma once

#include <cstdint>

namespace cellwarden::chain {

class BitWriter {
 public:
  void put(unsigned width, std::uint32_t value) {
    bits_ |= (value & ((1U << width) - 1U)) << at_;
    at_ += width;
  }
  void flag(bool value) { put(1, value ? 1U : 0U); }
  [[nodiscard]] std::uint32_t bits() const { return bits_; }

 private:
  std::uint32_t bits_{0};
  unsigned at_{0};
};

class BitReader {
 public:
  explicit BitReader(std::uint64_t bits) : bits_{static_cast<std::uint32_t>(bits)} {}
  std::uint32_t get(unsigned width) {
    const std::uint32_t value = bits_ & ((1U << width) - 1U);
    bits_ >>= width;
    return value;
  }
  bool flag() { return get(1) != 0; }

 private:
  std::uint32_t bits_;
};

}  // namespace cellwarden::chain
