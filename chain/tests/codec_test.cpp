// SPDX-License-Identifier: Apache-2.0
// Heads and records as bytes: those of docs/protocols/chain.md, and what the fields hold.
#include "cellwarden/chain/codec.hpp"

#include <gtest/gtest.h>

#include <string>

#include "wires.hpp"

namespace cellwarden::chain {
namespace {

using core::Milliamps;
using core::MilliCelsius;
using core::Millivolts;
using core::ReadingFault;
using test::Bytes;
using test::same;

// Worked out by another program, from the tables of the page alone (CHAIN-2).
TEST(ChainCodec, TheBytesAreThoseOfTheDocument) {
  const Bytes first{0xC3, 0x2A, 0x39, 0x30, 0x00, 0x66, 0xEF, 0xFF, 0x35, 0x14, 0x02, 0x10,
                    0x02, 0x07, 0x01, 0x17, 0xE2, 0xCC, 0x65, 0x00, 0xED, 0x4C, 0xB0, 0xB2};
  const Bytes second{0xC3, 0x2A, 0x39, 0x30, 0x00, 0x66, 0xEF, 0xFF, 0x35, 0x14,
                     0x02, 0x10, 0x02, 0x07, 0x02, 0x2E, 0xE2, 0xCC, 0x65, 0x00,
                     0x49, 0x0D, 0x00, 0x60, 0xF9, 0xAB, 0x0D, 0x1E};
  const Bytes sent = test::first_message(test::example_head(), test::example_record_1());
  EXPECT_EQ(sent, first);
  Forwarder board;
  EXPECT_EQ(test::pass(board, sent, test::example_record_2()).out, second);
}

// CHAIN-6
TEST(ChainCodec, TheBytesOfABreakReportAreThoseOfTheDocument) {
  EXPECT_EQ(test::report(1), (Bytes{0x3C, 0x01, 0x96, 0x5B, 0x2D, 0x45}));
  EXPECT_EQ(test::report(2), (Bytes{0x3C, 0x02, 0x2C, 0x0A, 0x24, 0xDC}));
  EXPECT_EQ(test::report(9), (Bytes{0x3C, 0x09, 0xA4, 0xD3, 0xF6, 0x4B}));
  EXPECT_EQ(test::report(0), test::report(1));
  EXPECT_EQ(test::report(256), test::report(255));
}

TEST(ChainCodec, WritesNothingWhereThereIsNoRoom) {
  Bytes room(message_bytes(1) - 1, 0x55);
  EXPECT_EQ(begin_message(test::example_head(), test::example_record_1(), room), 0U);
  EXPECT_EQ(encode_report(1, std::span{room}.first(kReportBytes - 1)), 0U);
  EXPECT_EQ(room, Bytes(message_bytes(1) - 1, 0x55));
}

TEST(ChainCodec, SizesAndTimesAreThoseOfTheDocument) {
  EXPECT_EQ(message_bytes(1), 24U);
  EXPECT_EQ(message_bytes(15), 80U);
  EXPECT_EQ(message_bytes(254), 1036U);
  EXPECT_EQ(kLongestMessage, 1040U);
  EXPECT_EQ(bytes_microseconds(0), 0);
  EXPECT_EQ(bytes_microseconds(1), 174);         // 173.6
  EXPECT_EQ(bytes_microseconds(18), 3'125);      // exactly
  EXPECT_EQ(bytes_microseconds(1289), 223'785);  // 255 cells, 223 784.7: CHAIN-3
}

Record through_bytes(const Record& record) {
  std::array<std::uint8_t, kRecordBytes> bytes{};
  encode_record(record, bytes);
  return decode_record(bytes);
}

Record valid(std::int32_t millivolts, std::int32_t milli_celsius) {
  Record record;
  record.reading = {.voltage = Millivolts{millivolts},
                    .temperature = MilliCelsius{milli_celsius},
                    .voltage_fault = ReadingFault::none,
                    .temperature_fault = ReadingFault::none};
  return record;
}

// CELL-1, CHAIN-2
TEST(ChainRecord, HoldsAVoltageToTheMillivolt) {
  for (const std::int32_t mv : {0, 1, 499, 500, 2'000, 3'400, 5'000, 5'500, 5'501, 8'191}) {
    EXPECT_EQ(through_bytes(valid(mv, 0)).reading.voltage, Millivolts{mv});
  }
}

// CELL-7: −60.0…+144.7 °C is more than a board can show as valid, −50…125 °C.
TEST(ChainRecord, HoldsATemperatureToTheNearestTenth) {
  struct Row {
    std::int32_t sent;
    std::int32_t heard;
  };
  for (const auto& [sent, heard] :
       {Row{0, 0}, Row{49, 0}, Row{50, 100}, Row{-49, 0}, Row{-50, -100}, Row{-149, -100},
        Row{-150, -200}, Row{21'449, 21'400}, Row{21'450, 21'500}, Row{125'000, 125'000},
        Row{-50'000, -50'000}, Row{-60'000, -60'000}, Row{-60'049, -60'000}, Row{144'700, 144'700},
        Row{144'749, 144'700}}) {
    const Record record = through_bytes(valid(3'300, sent));
    EXPECT_EQ(record.reading.temperature, MilliCelsius{heard}) << sent;
    EXPECT_TRUE(record.reading.valid());
  }
}

// CELL-7: never clamped into something that looks like a reading.
TEST(ChainRecord, AVoltageThatDoesNotFitIsAFault) {
  EXPECT_EQ(through_bytes(valid(-1, 0)).reading.voltage_fault, ReadingFault::too_low);
  EXPECT_EQ(through_bytes(valid(8'192, 0)).reading.voltage_fault, ReadingFault::too_high);
  EXPECT_EQ(through_bytes(valid(INT32_MIN, 0)).reading.voltage_fault, ReadingFault::too_low);
  EXPECT_EQ(through_bytes(valid(INT32_MAX, 0)).reading.voltage_fault, ReadingFault::too_high);
  EXPECT_TRUE(through_bytes(valid(-1, 0)).reading.temperature_valid());
}

TEST(ChainRecord, ATemperatureThatDoesNotFitIsAFault) {
  EXPECT_EQ(through_bytes(valid(0, -60'050)).reading.temperature_fault, ReadingFault::too_low);
  EXPECT_EQ(through_bytes(valid(0, 144'750)).reading.temperature_fault, ReadingFault::too_high);
  EXPECT_EQ(through_bytes(valid(0, INT32_MIN)).reading.temperature_fault, ReadingFault::too_low);
  EXPECT_EQ(through_bytes(valid(0, INT32_MAX)).reading.temperature_fault, ReadingFault::too_high);
  EXPECT_TRUE(through_bytes(valid(0, 144'750)).reading.voltage_valid());
}

// CELL-7: the reason arrives, the number does not.
TEST(ChainRecord, OfAFaultyValueOnlyTheReasonIsSent) {
  for (int fault = 1; fault < 8; ++fault) {
    Record record = valid(3'300, 25'000);
    record.reading.voltage_fault = static_cast<ReadingFault>(fault);
    Record heard = through_bytes(record);
    EXPECT_EQ(heard.reading.voltage_fault, record.reading.voltage_fault);
    EXPECT_EQ(heard.reading.voltage, Millivolts{0});
    EXPECT_EQ(heard.reading.temperature, MilliCelsius{25'000});

    record = valid(3'300, 25'000);
    record.reading.temperature_fault = static_cast<ReadingFault>(fault);
    heard = through_bytes(record);
    EXPECT_EQ(heard.reading.temperature_fault, record.reading.temperature_fault);
    EXPECT_EQ(heard.reading.temperature, MilliCelsius{0});
    EXPECT_EQ(heard.reading.voltage, Millivolts{3'300});
  }
}

// A sender that leaves a number beside a fault cannot bring it in.
TEST(ChainRecord, AValueBesideAFaultIsNotTaken) {
  std::array<std::uint8_t, kRecordBytes> bytes{0xE2, 0xCC, 0x65, 0x00};  // 3.298 V, 21.4 °C
  EXPECT_TRUE(same(decode_record(bytes), test::example_record_1()));
  bytes[3] = 0b0010'0100;  // both sensors open
  const Record heard = decode_record(bytes);
  EXPECT_EQ(heard.reading.voltage_fault, ReadingFault::sensor_open);
  EXPECT_EQ(heard.reading.temperature_fault, ReadingFault::sensor_open);
  EXPECT_EQ(heard.reading.voltage, Millivolts{0});
  EXPECT_EQ(heard.reading.temperature, MilliCelsius{0});
}

TEST(ChainRecord, ADefaultMadeOneArrivesAsInvalid) {
  const Record heard = through_bytes(Record{});
  EXPECT_EQ(heard.reading.voltage_fault, ReadingFault::missing);
  EXPECT_EQ(heard.reading.temperature_fault, ReadingFault::missing);
}

core::Result<Head, HeadError> through_bytes(const Head& head) {
  std::array<std::uint8_t, kHeadBytes> bytes{};
  encode_head(head, bytes);
  return decode_head(bytes);
}

// IN-4: never as 0 A.
TEST(ChainHead, NoSecondSensorIsNotZeroAmps) {
  Head head = test::example_head();
  head.sensors.out_saturated = false;
  head.sensors.out = Milliamps{0};
  EXPECT_EQ(through_bytes(head)->sensors.out, Milliamps{0});
  head.sensors.out.reset();
  EXPECT_EQ(through_bytes(head)->sensors.out, std::nullopt);
  head.sensors.out_saturated = true;  // of a sensor that is not there
  EXPECT_FALSE(through_bytes(head)->sensors.out_saturated);
}

// IN-7: counted as read; the largest sensor is 2 000 A.
TEST(ChainHead, CurrentsGoFarBeyondTheLargestSensor) {
  for (const std::int32_t ma : {0, 1, -1, 2'000'000, -2'000'000, 8'388'607, -8'388'608}) {
    Head head;
    head.sensors.in = Milliamps{ma};
    head.sensors.out = Milliamps{-ma - 1};
    const Head heard = *through_bytes(head);
    EXPECT_EQ(heard.sensors.in, Milliamps{ma});
    EXPECT_EQ(heard.sensors.out, Milliamps{-ma - 1});
    EXPECT_FALSE(heard.sensors.in_saturated || heard.sensors.out_saturated);
  }
}

// IN-7
TEST(ChainHead, ACurrentThatDoesNotFitIsSaturated) {
  Head head;
  head.sensors.in = Milliamps{8'388'608};
  head.sensors.out = Milliamps{-8'388'609};
  const Head heard = *through_bytes(head);
  EXPECT_EQ(heard.sensors.in, Milliamps{8'388'607});
  EXPECT_EQ(heard.sensors.out, Milliamps{-8'388'608});
  EXPECT_TRUE(heard.sensors.in_saturated && heard.sensors.out_saturated);
}

TEST(ChainHead, AnotherBypassVoltageGoesToTheNextHigherOfTheEight) {
  struct Row {
    std::int32_t asked;
    std::int32_t sent;
  };
  for (const auto& [asked, sent] : {Row{3'400, 3'400}, Row{3'401, 3'500}, Row{0, 3'400},
                                    Row{3'701, 4'000}, Row{4'300, 4'300}, Row{4'301, 4'300}}) {
    Head head;
    head.options.v_bypass = Millivolts{asked};
    EXPECT_EQ(through_bytes(head)->options.v_bypass, Millivolts{sent}) << asked;
  }
}

// IN-6: the states are idle, running, refused; there is no fourth.
TEST(ChainHead, WhatNoBoardSendsIsAnError) {
  std::array<std::uint8_t, kHeadBytes> bytes{};
  EXPECT_TRUE(static_cast<bool>(decode_head(bytes)));
  const auto error_with = [&bytes](std::size_t offset, std::uint8_t value) {
    auto spoiled = bytes;
    spoiled[offset] = value;
    return decode_head(spoiled).error();
  };
  EXPECT_EQ(error_with(7, 0b0001'1000), HeadError::auto_zero_state);
  EXPECT_EQ(error_with(7, 0b0110'0000), HeadError::auto_zero_state);
  EXPECT_EQ(error_with(7, 0b0000'0100), HeadError::absent_sensor);
  EXPECT_EQ(error_with(5, 1), HeadError::absent_sensor);
  EXPECT_EQ(error_with(8, 0b1000'0000), HeadError::reserved_bit);
  for (const int bit : {3, 4, 5, 6, 7}) {
    EXPECT_EQ(error_with(9, static_cast<std::uint8_t>(1 << bit)), HeadError::reserved_bit);
  }
}

// The count is believed before the CRC has come: any error of up to four bits is found.
TEST(ChainCodec, TwoCountsDifferFromEachOtherInFiveBitsOrMore) {
  int nearest = 16;
  for (int a = 0; a < 256; ++a) {
    for (int b = a + 1; b < 256; ++b) {
      const auto count = static_cast<std::uint8_t>(a);
      const auto other = static_cast<std::uint8_t>(b);
      const auto checks = static_cast<unsigned>(count_check(count) ^ count_check(other));
      nearest =
          std::min(nearest, std::popcount(static_cast<unsigned>(a ^ b)) + std::popcount(checks));
    }
  }
  EXPECT_EQ(nearest, 5);
}

}  // namespace
}  // namespace cellwarden::chain
