// SPDX-License-Identifier: Apache-2.0
// What the tests of the chain share: values to send, boards in a row, and the bytes between them.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <initializer_list>
#include <span>
#include <utility>
#include <vector>

#include "cellwarden/chain/codec.hpp"
#include "cellwarden/chain/forwarder.hpp"
#include "cellwarden/chain/receiver.hpp"
#include "cellwarden/core/crc32.hpp"
#include "cellwarden/core/little_endian.hpp"

namespace cellwarden::chain::test {

using Bytes = std::vector<std::uint8_t>;

// The pack of docs/protocols/chain.md: its head, and the records of cells 1 and 2.
inline Head example_head() {
  Head head;
  head.sequence = 42;
  head.sensors.in = core::Milliamps{12'345};
  head.sensors.out = core::Milliamps{-4'250};
  head.sensors.out_saturated = true;
  head.auto_zero = {AutoZeroState::refused, AutoZeroState::running};
  head.options.v_bypass = core::Millivolts{3'500};
  head.options.blind_spot = true;
  head.factory = {.sensor = core::SensorRange::a100, .cells = 16};
  head.firmware = {.major = 0, .minor = 2, .patch = 7};
  return head;
}

inline Record record_of(std::int32_t millivolts, std::int32_t milli_celsius) {
  return {.reading =
              core::cell_reading(core::Millivolts{millivolts}, core::MilliCelsius{milli_celsius})};
}

inline Record example_record_1() { return record_of(3'298, 21'400); }

inline Record example_record_2() {
  Record record = record_of(3'401, 0);
  record.reading.temperature_fault = core::ReadingFault::sensor_open;
  record.reading.bypass = true;
  return record;
}

// Another one for every cell.
inline Record record_of_cell(int cell) {
  Record record = record_of(3'000 + cell, -20'000 + 300 * cell);
  record.reading.bypass = cell % 3 == 0;
  record.hot = cell % 7 == 0;
  return record;
}

inline bool same(const Record& a, const Record& b) {
  const core::CellReading& x = a.reading;
  const core::CellReading& y = b.reading;
  return x.voltage == y.voltage && x.temperature == y.temperature &&
         x.voltage_fault == y.voltage_fault && x.temperature_fault == y.temperature_fault &&
         x.bypass == y.bypass && a.hot == b.hot;
}

inline bool same(const Head& a, const Head& b) {
  return a.sequence == b.sequence && a.sensors.in == b.sensors.in &&
         a.sensors.out == b.sensors.out && a.sensors.in_saturated == b.sensors.in_saturated &&
         a.sensors.out_saturated == b.sensors.out_saturated && a.auto_zero == b.auto_zero &&
         a.options.cycle == b.options.cycle && a.options.v_bypass == b.options.v_bypass &&
         a.options.mode == b.options.mode && a.options.blind_spot == b.options.blind_spot &&
         a.options.auto_zero == b.options.auto_zero && a.factory.sensor == b.factory.sensor &&
         a.factory.cells == b.factory.cells && a.switch_8 == b.switch_8 &&
         a.firmware.major == b.firmware.major && a.firmware.minor == b.firmware.minor &&
         a.firmware.patch == b.firmware.patch;
}

// What an IN board sends.
inline Bytes first_message(const Head& head = example_head(),
                           const Record& own = record_of_cell(1)) {
  Bytes bytes(message_bytes(1));
  EXPECT_EQ(begin_message(head, own, bytes), bytes.size());
  return bytes;
}

inline Bytes report(int hops) {
  Bytes bytes(kReportBytes);
  EXPECT_EQ(encode_report(hops, bytes), bytes.size());
  return bytes;
}

struct Heading {  // what a board said about what passed
  Passed what;
  int position;
  int hops;
  friend bool operator==(const Heading&, const Heading&) = default;
};

struct PassedBytes {
  Bytes out;
  std::vector<Heading> headings;
};

// All of the bytes through one board.
inline PassedBytes pass(Forwarder& board, std::span<const std::uint8_t> bytes, const Record& own) {
  PassedBytes passed;
  Bytes room(max_output(bytes.size()));
  while (!bytes.empty()) {
    const PassedOn step = forward(board, bytes, own, room);
    EXPECT_GE(step.consumed, 1U);
    EXPECT_LE(step.written, max_output(step.consumed));
    passed.out.insert(passed.out.end(), room.begin(),
                      room.begin() + static_cast<std::ptrdiff_t>(step.written));
    if (step.what != Passed::nothing) {
      passed.headings.push_back({step.what, step.position, step.hops});
    }
    bytes = bytes.subspan(step.consumed);
  }
  return passed;
}

// The same through a board that was just powered up.
inline Bytes passed_by(int cell, const Bytes& bytes) {
  Forwarder board;
  return pass(board, bytes, record_of_cell(cell)).out;
}

// What leaves board `last`, if all boards are well. Cell 1 is the IN board's.
inline Bytes message_behind(int last) {
  Bytes bytes = first_message();
  for (int cell = 2; cell <= last; ++cell) bytes = passed_by(cell, bytes);
  return bytes;
}

// All that an OUT board says about the bytes, and then about the silence.
struct Sentence {
  Heard what;
  std::size_t records;
  int hops;
  friend bool operator==(const Sentence&, const Sentence&) = default;
};

inline std::vector<Sentence> listen(Receiver& board, std::span<const std::uint8_t> bytes) {
  std::vector<Sentence> heard;
  while (!bytes.empty()) {
    const Reception step = receive(board, bytes);
    EXPECT_GE(step.consumed, 1U);
    if (step.what != Heard::nothing) {
      const bool message = step.what == Heard::message;
      heard.push_back({step.what, message ? board.message.records.size() : 0U, step.hops});
    }
    bytes = bytes.subspan(step.consumed);
  }
  return heard;
}

inline std::vector<Sentence> listen(const Bytes& bytes) {
  Receiver board;
  std::vector<Sentence> heard = listen(board, bytes);
  if (note_pause(board)) heard.push_back({Heard::damaged, 0, 0});
  return heard;
}

inline Bytes joined(std::initializer_list<Bytes> parts) {
  Bytes all;
  for (const Bytes& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

inline Bytes flipped(Bytes bytes, std::size_t bit) {
  bytes[bit / 8] = static_cast<std::uint8_t>(bytes[bit / 8] ^ 1U << bit % 8);
  return bytes;
}

// The CRC put right again behind other bytes: what a wrong program would send, no line.
inline Bytes mended(Bytes message) {
  Bytes covered(message.begin(), message.end() - kCrcBytes);
  covered.erase(covered.begin() + 1 + kHeadBytes, covered.begin() + 1 + kHeadBytes + kCountBytes);
  core::put_little_endian(std::span{message}.last(kCrcBytes), core::crc32(covered));
  return message;
}

}  // namespace cellwarden::chain::test
