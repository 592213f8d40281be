// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <cstddef>

#include "cellwarden/core/little_endian.hpp"
#include "checksum.hpp"

namespace cellwarden::chain {

namespace {

constexpr std::uint32_t kPolynomial = 0xEDB8'8320;  // 0x04C11DB7 with its bits reversed
constexpr std::size_t kStep = 8;

using Table = std::array<std::uint32_t, 256>;

// tables[k][b]: what byte b does to the CRC when k more bytes follow it in the same step.
constexpr std::array<Table, kStep> make_tables() {
  std::array<Table, kStep> tables{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1U) != 0 ? (crc >> 1) ^ kPolynomial : crc >> 1;
    tables[0][byte] = crc;
  }
  for (std::size_t k = 1; k < kStep; ++k) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint32_t crc = tables[k - 1][byte];
      tables[k][byte] = (crc >> 8) ^ tables[0][crc & 0xFFU];
    }
  }
  return tables;
}

constexpr std::array<Table, kStep> kTables = make_tables();

constexpr std::uint32_t look_up(std::size_t table, std::uint64_t word) {
  return kTables[table][static_cast<std::uint8_t>(word)];
}

// Two halves that do not wait for each other.
constexpr std::uint32_t step(std::uint32_t crc, std::uint64_t word) {
  word ^= crc;
  return (look_up(7, word) ^ look_up(6, word >> 8) ^ look_up(5, word >> 16) ^
          look_up(4, word >> 24)) ^
         (look_up(3, word >> 32) ^ look_up(2, word >> 40) ^ look_up(1, word >> 48) ^
          look_up(0, word >> 56));
}

}  // namespace

std::uint32_t fast_crc32(std::span<const std::uint8_t> bytes, std::uint32_t before) {
  std::uint32_t crc = ~before;
  while (bytes.size() >= kStep) {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < kStep; ++i) word |= std::uint64_t{bytes[i]} << (8 * i);
    crc = step(crc, word);
    bytes = bytes.subspan(kStep);
  }
  for (const std::uint8_t byte : bytes) crc = (crc >> 8) ^ look_up(0, crc ^ byte);
  return ~crc;
}

}  // namespace cellwarden::chain
