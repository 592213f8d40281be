// SPDX-License-Identifier: Apache-2.0
// CRC-32 as in Ethernet and zip files (IEEE 802.3, reflected). With a table of 16 entries: 64 bytes
// instead of 1 kB on a board.
#pragma once

#include <cstdint>
#include <span>

namespace cellwarden::core {

// before: the CRC of the bytes that come first, to continue from; 0 for none.
std::uint32_t crc32(std::span<const std::uint8_t> bytes, std::uint32_t before = 0);

}  // namespace cellwarden::core
