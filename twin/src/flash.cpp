// SPDX-License-Identifier: Apache-2.0
#include "flash.hpp"

#include <algorithm>
#include <cstddef>

namespace cellwarden::twin {

Flash::Flash(const core::StoreGeometry& geometry)
    : geometry_{geometry}, bytes_(core::store_size(geometry), core::kErasedByte) {}

void Flash::carry_out(const core::Operation& operation) {
  const std::size_t address = operation.address;
  if (operation.kind == core::Operation::Kind::erase_page) {
    const std::size_t page = address / geometry_.page_size * geometry_.page_size;
    const auto begin = bytes_.begin() + static_cast<std::ptrdiff_t>(page);
    std::fill(begin, begin + geometry_.page_size, core::kErasedByte);
    return;
  }
  for (std::size_t i = 0; i < geometry_.program_unit; ++i) {
    bytes_[address + i] = static_cast<std::uint8_t>(bytes_[address + i] & operation.bytes[i]);
  }
}

void Flash::flip_bits(Random& random, int count) {
  for (int i = 0; i < count; ++i) {
    const std::uint64_t bit = random.integer(bytes_.size() * 8);
    bytes_[bit / 8] = static_cast<std::uint8_t>(bytes_[bit / 8] ^ (1U << (bit % 8)));
  }
}

}  // namespace cellwarden::twin
