// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/chain/parser.hpp"

#include <algorithm>

#include "cellwarden/core/little_endian.hpp"
#include "checksum.hpp"

namespace cellwarden::chain {

namespace {

std::size_t length_of(const Parser& parser) {
  switch (parser.part) {
    case Part::head: return kHeadBytes;
    case Part::records: return parser.count * kRecordBytes;
    case Part::crc:
    case Part::report_crc: return kCrcBytes;
    case Part::start:
    case Part::count:
    case Part::count_check:
    case Part::hops: return 1;
    case Part::damage: break;
  }
  return 0;  // until a pause
}

void enter(Parser& parser, Part part) {
  parser.part = part;
  parser.at = 0;
}

bool crc_right(const Parser& parser) {
  return core::get_little_endian(parser.crc_bytes) == parser.crc;
}

Ended end_message(Parser& parser) {
  const auto head = decode_head(parser.head_bytes);
  if (!crc_right(parser) || !head) {
    enter(parser, Part::damage);
    return Ended::damaged;
  }
  parser.head = *head;
  enter(parser, Part::start);
  return Ended::message;
}

Ended end_report(Parser& parser) {
  const bool right = crc_right(parser) && parser.hops != 0;
  enter(parser, right ? Part::start : Part::damage);
  return right ? Ended::report : Ended::damaged_report;
}

// No message has no record, and this board's own must still fit in (CHAIN-1).
Ended end_count(Parser& parser, std::uint8_t check) {
  const bool right =
      check == count_check(parser.count) && parser.count >= 1 && parser.count < core::kMaxCells;
  enter(parser, right ? Part::records : Part::damage);
  return right ? Ended::nothing : Ended::damaged;
}

void begin(Parser& parser, std::uint8_t start) {
  if (start == kMessageStart) enter(parser, Part::head);
  if (start == kReportStart) enter(parser, Part::hops);
}

// What follows when the last byte of a part has passed.
Ended end_part(Parser& parser, std::uint8_t last) {
  switch (parser.part) {
    case Part::start: begin(parser, last); break;
    case Part::head: enter(parser, Part::count); break;
    case Part::count: enter(parser, Part::count_check); break;
    case Part::count_check: return end_count(parser, last);
    case Part::records: enter(parser, Part::crc); break;
    case Part::crc: return end_message(parser);
    case Part::hops: enter(parser, Part::report_crc); break;
    case Part::report_crc: return end_report(parser);
    case Part::damage: break;
  }
  return Ended::nothing;
}

// Never past the end of a part, whatever comes.
void store(std::span<std::uint8_t> part, std::size_t at, std::span<const std::uint8_t> bytes) {
  for (const std::uint8_t byte : bytes) {
    if (at < part.size()) part[at++] = byte;
  }
}

// What the bytes of this part say.
void keep(Parser& parser, std::span<const std::uint8_t> bytes) {
  switch (parser.part) {
    case Part::start: parser.crc = checksum(bytes); break;
    case Part::head:
      store(parser.head_bytes, parser.at, bytes);
      parser.crc = checksum(bytes, parser.crc);
      break;
    case Part::count: parser.count = bytes[0]; break;
    case Part::records: parser.crc = checksum(bytes, parser.crc); break;
    case Part::hops:
      parser.hops = bytes[0];
      parser.crc = checksum(bytes, parser.crc);
      break;
    case Part::crc:
    case Part::report_crc: store(parser.crc_bytes, parser.at, bytes); break;
    case Part::count_check:
    case Part::damage: break;
  }
}

}  // namespace

Stretch parse(Parser& parser, std::span<const std::uint8_t> bytes) {
  const Part part = parser.part;
  if (part == Part::damage) return {.part = part, .length = bytes.size()};
  const std::uint16_t at = parser.at;
  const std::size_t left = length_of(parser) - at;
  const auto taken = bytes.first(std::min(left, bytes.size()));
  keep(parser, taken);
  parser.at = static_cast<std::uint16_t>(at + taken.size());
  const Ended ended = taken.size() == left ? end_part(parser, taken.back()) : Ended::nothing;
  // Another byte than a start byte leaves the parser where it was.
  if (part == Part::start) parser.at = 0;
  return {.part = part, .at = at, .length = taken.size(), .ended = ended};
}

bool note_pause(Parser& parser) {
  const bool in_report = parser.part == Part::hops || parser.part == Part::report_crc;
  const bool cut = inside(parser) && parser.part != Part::damage && !in_report;
  enter(parser, Part::start);
  return cut;
}

}  // namespace cellwarden::chain
