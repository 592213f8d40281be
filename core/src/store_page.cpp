// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/store_page.hpp"

#include <algorithm>
#include <optional>

#include "cellwarden/core/crc32.hpp"
#include "cellwarden/core/little_endian.hpp"

namespace cellwarden::core {

namespace {

using Header = std::array<std::uint8_t, kRecordHeaderBytes>;

constexpr std::uint8_t kSealBit = 0x80;
constexpr std::uint16_t kParityBit = 0x8000;

constexpr bool odd_parity(std::uint32_t bits) {
  for (std::uint32_t shift = 8; shift > 0; shift /= 2) bits ^= bits >> shift;
  return (bits & 1U) != 0;
}

Header header_of(const Section& section, std::uint32_t sequence, bool seals) {
  Header header{};
  const std::span<std::uint8_t> bytes{header};
  const auto length = static_cast<std::uint32_t>(section.payload.size());
  header[0] = seals ? section.kind | kSealBit : section.kind;
  header[1] = section.version;
  put_little_endian(bytes.subspan(2, 2), odd_parity(length) ? length | kParityBit : length);
  put_little_endian(bytes.subspan(4, 4), sequence);
  return header;
}

struct FoundRecord {
  std::uint8_t kind{0};
  bool seals{false};
  std::uint32_t size{0};  // without padding
  StoredSection section;
};

// The record that begins where `bytes` begin, if a valid one does.
std::optional<FoundRecord> record_at(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < kRecordOverheadBytes) return {};
  const auto kind = static_cast<std::uint8_t>(bytes[0] & ~kSealBit);
  if (kind == 0 || kind > kSectionKinds) return {};
  const auto field = static_cast<std::uint32_t>(get_little_endian(bytes.subspan(2, 2)));
  const std::uint32_t length = field & kMaxPayloadBytes;
  if (odd_parity(field) || length > bytes.size() - kRecordOverheadBytes) return {};
  const std::uint32_t before_crc = kRecordHeaderBytes + length;
  if (crc32(bytes.first(before_crc)) != get_little_endian(bytes.subspan(before_crc, 4))) return {};
  const auto sequence = static_cast<std::uint32_t>(get_little_endian(bytes.subspan(4, 4)));
  return FoundRecord{.kind = kind,
                     .seals = (bytes[0] & kSealBit) != 0,
                     .size = kRecordOverheadBytes + length,
                     .section = {.found = true,
                                 .version = bytes[1],
                                 .sequence = sequence,
                                 .payload = bytes.subspan(kRecordHeaderBytes, length)}};
}

constexpr std::uint32_t round_up(std::uint32_t bytes, std::uint32_t unit) {
  return (bytes + unit - 1) / unit * unit;
}

}  // namespace

Record make_record(const Section& section, std::uint32_t sequence, bool seals) {
  const Header header = header_of(section, sequence, seals);
  return {.section = section,
          .sequence = sequence,
          .seals = seals,
          .crc = crc32(section.payload, crc32(header))};
}

std::uint32_t record_size(const Section& section, std::uint32_t program_unit) {
  const auto length = static_cast<std::uint32_t>(section.payload.size());
  return round_up(kRecordOverheadBytes + length, program_unit);
}

std::uint8_t record_byte(const Record& record, std::uint32_t index) {
  if (index < kRecordHeaderBytes) {
    return header_of(record.section, record.sequence, record.seals)[index];
  }
  const auto length = static_cast<std::uint32_t>(record.section.payload.size());
  const std::uint32_t in_payload = index - kRecordHeaderBytes;
  if (in_payload < length) return record.section.payload[in_payload];
  const std::uint32_t in_crc = in_payload - length;
  return in_crc < 4 ? static_cast<std::uint8_t>(record.crc >> (8 * in_crc)) : kErasedByte;
}

PageContents scan_page(std::span<const std::uint8_t> page, std::uint32_t program_unit) {
  PageContents contents;
  std::uint32_t at = 0;
  while (at < page.size()) {
    const std::optional<FoundRecord> record = record_at(page.subspan(at));
    if (!record) {
      at += program_unit;
      continue;
    }
    StoredSection& newest = contents.sections[record->kind - 1U];
    if (record->section.sequence >= newest.sequence) newest = record->section;
    contents.sequence = std::max(contents.sequence, record->section.sequence);
    contents.sealed = contents.sealed || record->seals;
    at += round_up(record->size, program_unit);
  }
  return contents;
}

}  // namespace cellwarden::core
