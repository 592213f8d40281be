// SPDX-License-Identifier: Apache-2.0
// The bytes between boards: a message is start byte · head · count and its check · records ·
// CRC-32, a break report is start byte · hops · CRC-32. Drawn bit by bit in
// docs/protocols/chain.md.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#include "cellwarden/chain/message.hpp"
#include "cellwarden/core/result.hpp"
#include "cellwarden/core/units.hpp"

namespace cellwarden::chain {

// Start bytes: all eight bits apart. Another format gets other ones, so that a board of this format
// takes it for noise and does not misread it.
inline constexpr std::uint8_t kMessageStart = 0xC3;
inline constexpr std::uint8_t kReportStart = 0x3C;

inline constexpr std::size_t kHeadBytes = 13;
inline constexpr std::size_t kCountBytes = 2;  // the count of records so far, and its check
inline constexpr std::size_t kRecordBytes = 4;
inline constexpr std::size_t kCrcBytes = 4;
inline constexpr std::size_t kReportBytes = 1 + 1 + kCrcBytes;

constexpr std::size_t message_bytes(int records) {
  return 1 + kHeadBytes + kCountBytes + kRecordBytes * static_cast<std::size_t>(records) +
         kCrcBytes;
}

inline constexpr std::size_t kLongestMessage = message_bytes(core::kMaxCells);

inline constexpr std::int64_t kBaud = 57'600;     // 8 data bits, no parity, 1 stop bit
inline constexpr std::int64_t kBitsPerByte = 10;  // with the start bit and the stop bit
inline constexpr core::Milliseconds kPause{20};   // a longer one ends what is half passed (CHAIN-5)

// How long so many bytes take on the wire, rounded up to whole microseconds; one takes 173.6.
constexpr std::int64_t bytes_microseconds(std::size_t bytes) {
  return (static_cast<std::int64_t>(bytes) * kBitsPerByte * 1'000'000 + kBaud - 1) / kBaud;
}

// The check behind the count: with it any error of up to four bits in the two is found. A board
// believes the count before the CRC has come, so the count needs a check of its own; and because
// each board changes it, the CRC leaves both out.
constexpr std::uint8_t count_check(std::uint8_t count) {
  return static_cast<std::uint8_t>(count ^ std::rotl(count, 1) ^ std::rotl(count, 2) ^
                                   std::rotl(count, 4));
}

// A head that no board of this format sends, under a CRC that is right all the same.
enum class HeadError : std::uint8_t {
  reserved_bit,     // one that must be 0 is not
  auto_zero_state,  // 3 is none
  absent_sensor,    // a current or a saturation of a second sensor that is not there
};

// A current that 24 bits do not hold (±8 388 A, four times the largest sensor) is sent as the most
// they hold, and as saturated (IN-7).
// V-bypass is one of core::kBypassVoltages; of another one the next higher is sent.
void encode_head(const Head& head, std::span<std::uint8_t, kHeadBytes> bytes);
core::Result<Head, HeadError> decode_head(std::span<const std::uint8_t, kHeadBytes> bytes);

// Voltage 0…8191 mV, temperature −60.0…+144.7 °C to the nearest 0.1 °C, halves away from zero. What
// does not fit becomes too_low or too_high, never a value (CELL-7). Of a faulty value only the
// fault is sent; decoded it is 0.
void encode_record(const Record& record, std::span<std::uint8_t, kRecordBytes> bytes);
Record decode_record(std::span<const std::uint8_t, kRecordBytes> bytes);

// The IN board's whole message: the head, and the record of cell 1 (CHAIN-1). Its size; 0 if `out`
// has less room than message_bytes(1).
std::size_t begin_message(const Head& head, const Record& own, std::span<std::uint8_t> out);

// A break report (CHAIN-6). hops: 1 from the board that sends it first; kept within 1…255. Its
// size; 0 if `out` has less room than kReportBytes.
std::size_t encode_report(int hops, std::span<std::uint8_t> out);

}  // namespace cellwarden::chain
