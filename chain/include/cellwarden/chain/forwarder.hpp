// SPDX-License-Identifier: Apache-2.0
// Passes messages and break reports on while they come in, one byte behind, and puts the board's
// own record in (CHAIN-1, CHAIN-3). While the own record goes out the incoming CRC comes in, so a
// board knows whether that was right before it sends its own.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "cellwarden/chain/codec.hpp"
#include "cellwarden/chain/message.hpp"
#include "cellwarden/chain/parser.hpp"

namespace cellwarden::chain {

// One call writes at most this many bytes more than it consumes: the own record.
inline constexpr std::size_t kMaxAdded = kRecordBytes;

// Room that is enough for any call with so many bytes.
constexpr std::size_t max_output(std::size_t consumed) { return consumed + kMaxAdded; }

struct Forwarder {
  Parser parser;
  std::array<std::uint8_t, kRecordBytes> own{};  // as it goes out now
  std::array<std::uint8_t, kCrcBytes> flip{};    // from a report's CRC as heard to that as sent
};

enum class Passed : std::uint8_t {
  nothing,  // all bytes are consumed, nothing is complete
  message,  //
  damaged,  // a message that was not right, and goes on as one that is not right
  report,   //
};

struct PassedOn {
  Passed what{Passed::nothing};
  std::size_t consumed{0};
  std::size_t written{0};
  Head head{};                   // with `message`
  core::CellNumber position{0};  // with `message`: the number of this board's cell
  int hops{0};                   // with `report`: as heard; 1 was sent first by the board before
};

// Consumes up to the end of one message or report, or all bytes; call again with the rest. own:
// what this board says about its cell; the one that counts is that of the call in which the
// incoming CRC begins. out: max_output(bytes.size()); with less room fewer bytes are consumed. The
// results and the bytes written do not depend on how the bytes are cut into calls.
PassedOn forward(Forwarder& forwarder, std::span<const std::uint8_t> bytes, const Record& own,
                 std::span<std::uint8_t> out);

// Call it after more than kPause without a byte, whether inside() or not. True if half a message
// was abandoned: it was short, and counts as damaged (CHAIN-5).
bool note_pause(Forwarder& forwarder);

// In the middle of a message or report, or behind a damaged one before the pause.
bool inside(const Forwarder& forwarder);

}  // namespace cellwarden::chain
