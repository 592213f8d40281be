// SPDX-License-Identifier: Apache-2.0
// Where in a message or report the next byte belongs: what passing on and receiving have in common.
// It walks in stretches, not in bytes, so that a long span costs little more than its CRC.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "cellwarden/chain/codec.hpp"

namespace cellwarden::chain {

enum class Part : std::uint8_t {
  start,        // a start byte is due; any other byte is noise
  head,         //
  count,        // how many records come
  count_check,  //
  records,      //
  crc,          //
  hops,         // of a report
  report_crc,   //
  damage,       // something did not fit: nothing is believed until a pause
};

// What a stretch of bytes ended.
enum class Ended : std::uint8_t {
  nothing,         // the part goes on, or the next one begins
  message,         // its CRC is right, and its head is one
  damaged,         // a message whose count or CRC is wrong
  report,          //
  damaged_report,  //
};

struct Parser {
  Part part{Part::start};
  std::uint8_t count{0};  // as heard
  std::uint8_t hops{0};   // as heard
  std::uint16_t at{0};    // bytes of this part that have passed
  std::uint32_t crc{0};   // of what has passed, the two bytes of the count left out
  std::array<std::uint8_t, kHeadBytes> head_bytes{};
  std::array<std::uint8_t, kCrcBytes> crc_bytes{};
  Head head;  // with Ended::message
};

struct Stretch {
  Part part{Part::start};
  std::uint16_t at{0};    // of the first byte, in its part
  std::size_t length{0};  // at least 1
  Ended ended{Ended::nothing};
};

// Takes as many bytes as belong to one part. bytes: at least one.
Stretch parse(Parser& parser, std::span<const std::uint8_t> bytes);

// No byte for more than kPause. True if a message was cut short by it (CHAIN-5); one that was found
// damaged before is not told again, and half a report is only noise.
bool note_pause(Parser& parser);

// Neither before a start byte nor after an end: more bytes must come, or a pause.
constexpr bool inside(const Parser& parser) { return parser.part != Part::start; }

}  // namespace cellwarden::chain
