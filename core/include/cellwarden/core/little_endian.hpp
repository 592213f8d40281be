// SPDX-License-Identifier: Apache-2.0
// Numbers of 1 to 8 bytes in memory, lowest byte first, whatever the processor's own order is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace cellwarden::core {

// bytes: as many of the low bytes of value as there is room for.
constexpr void put_little_endian(std::span<std::uint8_t> bytes, std::uint64_t value) {
  for (std::uint8_t& byte : bytes) {
    byte = static_cast<std::uint8_t>(value);
    value >>= 8;
  }
}

// bytes: 1 to 8 of them.
constexpr std::uint64_t get_little_endian(std::span<const std::uint8_t> bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = bytes.size(); i > 0; --i) value = (value << 8) | bytes[i - 1];
  return value;
}

}  // namespace cellwarden::core
