// SPDX-License-Identifier: Apache-2.0
// core::crc32, and the same faster with 8 kB of tables where there is room for them: the digital
// twin sends 130 kB through the chain in every cycle of 255 cells.
#pragma once

#include <cstdint>
#include <span>

#include "cellwarden/core/crc32.hpp"

namespace cellwarden::chain {

// Eight bytes at a time. The same numbers as core::crc32.
std::uint32_t fast_crc32(std::span<const std::uint8_t> bytes, std::uint32_t before);

inline std::uint32_t checksum(std::span<const std::uint8_t> bytes, std::uint32_t before = 0) {
#ifdef CELLWARDEN_FAST_CRC
  return fast_crc32(bytes, before);
#else
  return core::crc32(bytes, before);
#endif
}

}  // namespace cellwarden::chain
