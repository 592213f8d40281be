// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/crc32.hpp"

#include <array>

namespace cellwarden::core {

namespace {

constexpr std::uint32_t kPolynomial = 0xEDB8'8320;  // 0x04C11DB7 with its bits reversed

constexpr std::array<std::uint32_t, 16> make_table() {
  std::array<std::uint32_t, 16> table{};
  for (std::uint32_t nibble = 0; nibble < table.size(); ++nibble) {
    std::uint32_t crc = nibble;
    for (int bit = 0; bit < 4; ++bit) crc = (crc & 1U) != 0 ? (crc >> 1) ^ kPolynomial : crc >> 1;
    table[nibble] = crc;
  }
  return table;
}

constexpr std::array<std::uint32_t, 16> kTable = make_table();

}  // namespace

std::uint32_t crc32(std::span<const std::uint8_t> bytes, std::uint32_t before) {
  std::uint32_t crc = ~before;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    crc = (crc >> 4) ^ kTable[crc & 0xFU];
    crc = (crc >> 4) ^ kTable[crc & 0xFU];
  }
  return ~crc;
}

}  // namespace cellwarden::core
