// SPDX-License-Identifier: Apache-2.0
// The end of the chain: the OUT board takes messages and break reports in. What is handed out was
// whole and right; everything else is counted, not shown (CHAIN-5).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "cellwarden/chain/message.hpp"
#include "cellwarden/chain/parser.hpp"

namespace cellwarden::chain {

// Records as they came, each made when it is asked for: unpacked ones take four times the room.
class ReceivedRecords {
 public:
  [[nodiscard]] std::size_t size() const { return bytes_ / kRecordBytes; }
  Record operator[](std::size_t index) const {
    return decode_record(
        std::span{room_}.subspan(index * kRecordBytes).template first<kRecordBytes>());
  }
  void clear() { bytes_ = 0; }
  // What does not fit is dropped; the parser sees to it that nothing is.
  void append(std::span<const std::uint8_t> bytes);

 private:
  std::array<std::uint8_t, kRecordBytes*(core::kMaxCells - 1)> room_{};
  std::uint16_t bytes_{0};
};

struct ReceivedMessage {
  Head head;
  ReceivedRecords records;
};

struct Receiver {
  Parser parser;
  // Right after `message`: the head, and N−1 records, because the OUT board's own is not in it. The
  // next call overwrites it.
  ReceivedMessage message;
};

enum class Heard : std::uint8_t {
  nothing,  // all bytes are consumed, nothing is complete
  message,  //
  damaged,  // a message that was not right
  report,   //
};

struct Reception {
  Heard what{Heard::nothing};
  std::size_t consumed{0};
  int hops{0};  // with `report`: 1 was sent first by the board before this one
};

// Consumes up to the end of one message or report, or all bytes; call again with the rest. The
// results do not depend on how the bytes are cut into calls.
Reception receive(Receiver& receiver, std::span<const std::uint8_t> bytes);

// Call it after more than kPause without a byte, whether inside() or not. True if half a message
// was abandoned: it was short, and counts as damaged (CHAIN-5).
bool note_pause(Receiver& receiver);

// In the middle of a message or report, or behind a damaged one before the pause.
bool inside(const Receiver& receiver);

}  // namespace cellwarden::chain
