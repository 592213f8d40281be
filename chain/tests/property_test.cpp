// SPDX-License-Identifier: Apache-2.0
// What holds for any value and any bytes: round trips, and that nothing depends on how the bytes
// are cut into calls.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "wires.hpp"

namespace cellwarden::chain {
namespace {

using core::ReadingFault;
using test::Bytes;
using test::same;

std::int32_t any(std::int32_t from, std::int32_t to) { return *rc::gen::inRange(from, to + 1); }
bool any_flag() { return any(0, 1) == 1; }
std::uint8_t any_byte() { return static_cast<std::uint8_t>(any(0, 255)); }

// With the values that arrive as they were sent.
Record any_record() {
  Record record;
  core::CellReading& reading = record.reading;
  reading.voltage_fault = static_cast<ReadingFault>(any(0, 7));
  reading.temperature_fault = static_cast<ReadingFault>(any(0, 7));
  if (reading.voltage_valid()) reading.voltage = core::Millivolts{any(0, 8'191)};
  if (reading.temperature_valid()) {
    reading.temperature = core::MilliCelsius{any(-600, 1'447) * 100};
  }
  reading.bypass = any_flag();
  record.hot = any_flag();
  return record;
}

core::Milliamps any_current() { return core::Milliamps{any(-8'388'608, 8'388'607)}; }
AutoZeroState any_auto_zero() { return static_cast<AutoZeroState>(any(0, 2)); }

Head any_head() {
  Head head;
  head.sequence = any_byte();
  head.sensors.in = any_current();
  head.sensors.in_saturated = any_flag();
  if (any_flag()) {
    head.sensors.out = any_current();
    head.sensors.out_saturated = any_flag();
  }
  head.auto_zero = {any_auto_zero(), any_auto_zero()};
  head.options = {.cycle = any_flag() ? core::Cycle::fast : core::Cycle::slow,
                  .v_bypass = core::kBypassVoltages[static_cast<std::size_t>(any(0, 7))],
                  .mode = any_flag() ? core::Mode::critical : core::Mode::normal,
                  .blind_spot = any_flag(),
                  .auto_zero = any_flag()};
  head.factory = {.sensor = static_cast<core::SensorRange>(any(0, 7)), .cells = any_byte()};
  head.switch_8 = any_flag();
  head.firmware = {.major = static_cast<std::uint8_t>(any(0, 15)),
                   .minor = static_cast<std::uint8_t>(any(0, 15)),
                   .patch = any_byte()};
  return head;
}

// CHAIN-2, IN-4, IN-6, IN-7
RC_GTEST_PROP(ChainProperty, EveryHeadComesBack, ()) {
  const Head head = any_head();
  std::array<std::uint8_t, kHeadBytes> bytes{};
  encode_head(head, bytes);
  const auto heard = decode_head(bytes);
  RC_ASSERT(static_cast<bool>(heard));
  RC_ASSERT(same(*heard, head));
}

RC_GTEST_PROP(ChainProperty, AHeadThatDecodesIsEncodedAsItCame, ()) {
  std::array<std::uint8_t, kHeadBytes> bytes{};
  for (std::uint8_t& byte : bytes) byte = any_flag() ? any_byte() : 0;
  const auto heard = decode_head(bytes);
  if (!heard) return;
  std::array<std::uint8_t, kHeadBytes> again{};
  encode_head(*heard, again);
  RC_ASSERT(again == bytes);
}

// CHAIN-2, CELL-7
RC_GTEST_PROP(ChainProperty, EveryRecordComesBack, ()) {
  const Record record = any_record();
  std::array<std::uint8_t, kRecordBytes> bytes{};
  encode_record(record, bytes);
  RC_ASSERT(same(decode_record(bytes), record));
}

// CHAIN-1, CHAIN-2: any pack of up to 40 cells, any values.
RC_GTEST_PROP(ChainProperty, WhatTheBoardsSendIsWhatTheOutBoardHears, ()) {
  const Head head = any_head();
  std::vector<Record> records{any_record()};
  Bytes bytes = test::first_message(head, records[0]);
  for (int cell = 2; cell <= any(1, 40); ++cell) {
    records.push_back(any_record());
    Forwarder board;
    bytes = test::pass(board, bytes, records.back()).out;
  }
  Receiver out_board;
  RC_ASSERT(receive(out_board, bytes).what == Heard::message);
  RC_ASSERT(same(out_board.message.head, head));
  RC_ASSERT(out_board.message.records.size() == records.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    RC_ASSERT(same(out_board.message.records[i], records[i]));
  }
}

// Messages and reports, some of them damaged, and noise.
Bytes any_stream() {
  Bytes stream;
  for (int part = 0; part < any(1, 6); ++part) {
    Bytes bytes;
    switch (any(0, 3)) {
      case 0: bytes = test::report(any(1, 255)); break;
      case 1: bytes = *rc::gen::container<Bytes>(rc::gen::arbitrary<std::uint8_t>()); break;
      default: bytes = test::message_behind(any(1, 6)); break;
    }
    if (!bytes.empty() && any(0, 3) == 0) {
      bytes = test::flipped(
          bytes, static_cast<std::size_t>(any(0, static_cast<std::int32_t>(8 * bytes.size() - 1))));
    }
    stream.insert(stream.end(), bytes.begin(), bytes.end());
  }
  return stream;
}

// Some pauses too, at the same bytes for both.
struct Script {
  Bytes stream;
  std::vector<std::size_t> cuts;    // ascending; the end is the last one
  std::vector<bool> pause_at_byte;  // before it
};

Script any_script() {
  Script script{.stream = any_stream(), .cuts = {}, .pause_at_byte = {}};
  for (std::size_t i = 1; i < script.stream.size(); ++i) {
    if (any(0, 5) == 0) script.cuts.push_back(i);
  }
  script.cuts.push_back(script.stream.size());
  for (const std::size_t cut : script.cuts) {
    script.pause_at_byte.resize(cut);
    script.pause_at_byte.push_back(any(0, 7) == 0);
  }
  return script;
}

struct Trace {
  Bytes out;
  std::vector<test::Heading> passed;
  std::vector<test::Sentence> heard;
  std::vector<bool> shorts;
  friend bool operator==(const Trace&, const Trace&) = default;
};

Trace run(const Script& script, bool byte_by_byte) {
  Trace trace;
  Forwarder forwarder;
  Receiver receiver;
  std::size_t begin = 0;
  for (const std::size_t end : script.cuts) {
    for (std::size_t at = begin; at < end;) {
      const std::size_t length = byte_by_byte ? 1 : end - begin;
      const auto bytes = std::span{script.stream}.subspan(at, length);
      const auto passed = test::pass(forwarder, bytes, test::record_of_cell(9));
      trace.out.insert(trace.out.end(), passed.out.begin(), passed.out.end());
      trace.passed.insert(trace.passed.end(), passed.headings.begin(), passed.headings.end());
      const auto heard = test::listen(receiver, bytes);
      trace.heard.insert(trace.heard.end(), heard.begin(), heard.end());
      at += length;
    }
    if (script.pause_at_byte[end]) {
      trace.shorts.push_back(note_pause(forwarder));
      trace.shorts.push_back(note_pause(receiver));
    }
    begin = end;
  }
  return trace;
}

RC_GTEST_PROP(ChainProperty, HowBytesAreCutIntoCallsDoesNotMatter, ()) {
  const Script script = any_script();
  RC_ASSERT(run(script, false) == run(script, true));
}

Heard heard_of(Passed passed) {
  switch (passed) {
    case Passed::message: return Heard::message;
    case Passed::damaged: return Heard::damaged;
    case Passed::report: return Heard::report;
    case Passed::nothing: break;
  }
  return Heard::nothing;
}

// CHAIN-3: what one board makes of the bytes, the next one takes for right or wrong as it did.
RC_GTEST_PROP(ChainProperty, TheNextBoardJudgesAsTheOneBefore, ()) {
  Forwarder before;
  const auto passed = test::pass(before, any_stream(), test::record_of_cell(9));
  Receiver behind;
  const auto heard = test::listen(behind, passed.out);
  RC_ASSERT(heard.size() == passed.headings.size());
  for (std::size_t i = 0; i < heard.size(); ++i) {
    RC_ASSERT(heard[i].what == heard_of(passed.headings[i].what));
  }
}

}  // namespace
}  // namespace cellwarden::chain
