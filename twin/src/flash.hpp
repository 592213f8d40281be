// SPDX-License-Identifier: Apache-2.0
// The non-volatile memory of a board: an erase sets a page to 0xFF, programming clears bits, and
// what a board programmed is there after any loss of power (OUT-5).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cellwarden/core/store.hpp"
#include "cellwarden/twin/random.hpp"

namespace cellwarden::twin {

class Flash {
 public:
  // Erased all over.
  explicit Flash(const core::StoreGeometry& geometry);

  [[nodiscard]] const core::StoreGeometry& geometry() const { return geometry_; }
  [[nodiscard]] std::span<const std::uint8_t> bytes() const { return bytes_; }

  void carry_out(const core::Operation& operation);
  void flip_bits(Random& random, int count);

 private:
  core::StoreGeometry geometry_;
  std::vector<std::uint8_t> bytes_;
};

// The pages of a small microcontroller.
inline constexpr core::StoreGeometry kOutBoardMemory{
    .page_size = 2048, .pages_per_copy = 8, .program_unit = 8};
inline constexpr core::StoreGeometry kInBoardMemory{
    .page_size = 2048, .pages_per_copy = 2, .program_unit = 8};

}  // namespace cellwarden::twin
