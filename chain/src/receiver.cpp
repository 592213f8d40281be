// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/chain/receiver.hpp"

namespace cellwarden::chain {

namespace {

using Bytes = std::span<const std::uint8_t>;

// Whole records straight from the wire; one that is cut between two calls byte by byte.
void take_records(Receiver& receiver, std::size_t at, Bytes bytes) {
  auto& records = receiver.message.records;
  if (at == 0) records.clear();
  while (!bytes.empty()) {
    const std::size_t begun = at % kRecordBytes;
    const bool whole = begun == 0 && bytes.size() >= kRecordBytes;
    const std::size_t taken = whole ? kRecordBytes : 1;
    if (whole) {
      records.push_back(decode_record(bytes.first<kRecordBytes>()));
    } else {
      receiver.record[begun] = bytes[0];
      if (begun + 1 == kRecordBytes) records.push_back(decode_record(receiver.record));
    }
    at += taken;
    bytes = bytes.subspan(taken);
  }
}

Reception reception_of(Receiver& receiver, Ended ended) {
  switch (ended) {
    case Ended::message:
      receiver.message.head = receiver.parser.head;
      return {.what = Heard::message};
    case Ended::damaged: return {.what = Heard::damaged};
    case Ended::report: return {.what = Heard::report, .hops = receiver.parser.hops};
    case Ended::nothing:
    case Ended::damaged_report: break;
  }
  return {};
}

}  // namespace

Reception receive(Receiver& receiver, Bytes bytes) {
  Reception result;
  std::size_t consumed = 0;
  while (consumed < bytes.size() && result.what == Heard::nothing) {
    const Bytes rest = bytes.subspan(consumed);
    const Stretch stretch = parse(receiver.parser, rest);
    if (stretch.part == Part::records) {
      take_records(receiver, stretch.at, rest.first(stretch.length));
    }
    consumed += stretch.length;
    result = reception_of(receiver, stretch.ended);
  }
  result.consumed = consumed;
  return result;
}

bool note_pause(Receiver& receiver) { return note_pause(receiver.parser); }

bool inside(const Receiver& receiver) { return inside(receiver.parser); }

}  // namespace cellwarden::chain
