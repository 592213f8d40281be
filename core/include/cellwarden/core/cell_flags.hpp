// SPDX-License-Identifier: Apache-2.0
// Yes or no for each cell, in one bit.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "cellwarden/core/readings.hpp"

namespace cellwarden::core {

class CellFlags {
 public:
  // index: of cell 1 it is 0.
  void set(std::size_t index, bool value) {
    const unsigned bit = 1U << index % kBits;
    const unsigned byte = bytes_[index / kBits];
    bytes_[index / kBits] = static_cast<std::uint8_t>(value ? byte | bit : byte & ~bit);
  }
  bool operator[](std::size_t index) const {
    const unsigned byte = bytes_[index / kBits];
    return (byte >> index % kBits & 1U) != 0;
  }

 private:
  static constexpr std::size_t kBits = 8;
  std::array<std::uint8_t, (kMaxCells + kBits - 1) / kBits> bytes_{};
};

}  // namespace cellwarden::core
