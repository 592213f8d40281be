// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/chain/receiver.hpp"

#include <algorithm>

namespace cellwarden::chain {

namespace {

using Bytes = std::span<const std::uint8_t>;

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

void ReceivedRecords::append(Bytes bytes) {
  const Bytes kept = bytes.first(std::min(bytes.size(), room_.size() - bytes_));
  std::ranges::copy(kept, room_.begin() + bytes_);
  bytes_ = static_cast<std::uint16_t>(bytes_ + kept.size());
}

Reception receive(Receiver& receiver, Bytes bytes) {
  Reception result;
  std::size_t consumed = 0;
  while (consumed < bytes.size() && result.what == Heard::nothing) {
    const Bytes rest = bytes.subspan(consumed);
    const Stretch stretch = parse(receiver.parser, rest);
    if (stretch.part == Part::records) {
      ReceivedRecords& records = receiver.message.records;
      if (stretch.at == 0) records.clear();
      records.append(rest.first(stretch.length));
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
