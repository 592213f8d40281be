// SPDX-License-Identifier: Apache-2.0
// The bytes of the non-volatile store (OUT-5): a section is something to be kept, a record is one
// value of it in the memory, a page holds records. All numbers are little-endian.
//
//   byte   0         1         2–3          4–7        8 … 7+n   8+n … 11+n
//        +---------+---------+------------+----------+---------+--------------+------------+
//        | kind    | version | length n   | sequence | payload | CRC-32       | 0xFF up to |
//        | bit 7:  | of the  | bit 15:    | of the   |         | of all bytes | a whole    |
//        | seals   | payload | even parity| write    |         | before it    | prog. unit |
//        +---------+---------+------------+----------+---------+--------------+------------+
//
// A page begins with a snapshot, one record of every section. The last of them carries the seal:
// a page without it was never finished, and counts as empty. The CRC finds every flipped bit as
// long as the length is right; the parity bit makes sure that it is.
#pragma once

#include <array>
#include <cstdint>
#include <span>

namespace cellwarden::core {

inline constexpr std::uint8_t kSectionKinds = 8;  // kinds are 1…8
inline constexpr std::uint32_t kRecordHeaderBytes = 8;
inline constexpr std::uint32_t kRecordOverheadBytes = 12;  // with the CRC
inline constexpr std::uint32_t kMaxPayloadBytes = 0x7FFF;
inline constexpr std::uint8_t kErasedByte = 0xFF;

// Something to be kept.
struct Section {
  std::uint8_t kind{0};
  std::uint8_t version{0};
  std::span<const std::uint8_t> payload;
};

// Its newest record in the memory. payload: a view of the memory, good until its page is erased.
struct StoredSection {
  bool found{false};
  std::uint8_t version{0};
  std::uint32_t sequence{0};
  std::span<const std::uint8_t> payload;
};

// Kind k stands at index k − 1.
using StoredSections = std::array<StoredSection, kSectionKinds>;

// A record to be written, byte by byte.
struct Record {
  Section section;
  std::uint32_t sequence{0};
  bool seals{false};
  std::uint32_t crc{0};
};

Record make_record(const Section& section, std::uint32_t sequence, bool seals);

// The bytes that a record of the section takes in the memory, padding included.
std::uint32_t record_size(const Section& section, std::uint32_t program_unit);

// index: 0 … record_size − 1.
std::uint8_t record_byte(const Record& record, std::uint32_t index);

struct PageContents {
  StoredSections sections;    // the newest record of each kind in this page
  std::uint32_t sequence{0};  // the highest of all; 0: no valid record
  bool sealed{false};
};

// Tries each program unit as the beginning of a record, so that a damaged length hides nothing that
// comes later. page: the bytes of one page.
PageContents scan_page(std::span<const std::uint8_t> page, std::uint32_t program_unit);

}  // namespace cellwarden::core
