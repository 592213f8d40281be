// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/chain/receiver.hpp"

#include <gtest/gtest.h>

#include <random>

#include "wires.hpp"

namespace cellwarden::chain {
namespace {

using test::Bytes;
using test::Sentence;

const std::vector<Sentence> damaged_once{{Heard::damaged, 0, 0}};

// CHAIN-5: short, wherever the pause is.
TEST(ChainReceiver, APauseInsideAMessageMakesItShortAtEveryByte) {
  const Bytes whole = test::message_behind(3);
  for (std::size_t length = 1; length < whole.size(); ++length) {
    Receiver receiver;
    Forwarder forwarder;
    const Bytes part(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
    EXPECT_TRUE(test::listen(receiver, part).empty()) << length;
    EXPECT_TRUE(test::pass(forwarder, part, Record{}).headings.empty()) << length;
    EXPECT_TRUE(inside(receiver) && inside(forwarder));
    EXPECT_TRUE(note_pause(receiver) && note_pause(forwarder)) << length;
    EXPECT_FALSE(inside(receiver) || inside(forwarder));
    EXPECT_FALSE(note_pause(receiver) || note_pause(forwarder)) << "told twice";
    EXPECT_EQ(test::listen(receiver, whole), (std::vector<Sentence>{{Heard::message, 3, 0}}));
  }
}

TEST(ChainReceiver, APauseBetweenMessagesIsNone) {
  Receiver receiver;
  EXPECT_FALSE(note_pause(receiver));
  EXPECT_EQ(test::listen(receiver, test::message_behind(3)).size(), 1U);
  EXPECT_FALSE(inside(receiver));
  EXPECT_FALSE(note_pause(receiver));
  EXPECT_FALSE(inside(receiver));
}

TEST(ChainReceiver, HalfAReportIsNotAShortMessage) {
  const Bytes whole = test::report(4);
  for (std::size_t length = 1; length < kReportBytes; ++length) {
    Receiver receiver;
    EXPECT_TRUE(test::listen(receiver, std::span{whole}.first(length)).empty());
    EXPECT_TRUE(inside(receiver));
    EXPECT_FALSE(note_pause(receiver));
    EXPECT_EQ(test::listen(receiver, whole).size(), 1U);
  }
}

// CHAIN-5: one message that is not good counts once, whatever its rest looks like.
TEST(ChainReceiver, BehindADamagedMessageNothingIsBelievedUntilAPause) {
  const Bytes message = test::message_behind(3);
  Bytes bad_count = message;
  bad_count[1 + kHeadBytes] = 7;
  Bytes bad_crc = message;
  bad_crc[message.size() - 1] ^= 1;
  for (const Bytes& bad : {bad_count, bad_crc}) {
    Receiver receiver;
    EXPECT_EQ(test::listen(receiver, test::joined({bad, message, test::report(1)})), damaged_once);
    EXPECT_TRUE(inside(receiver));
    EXPECT_FALSE(note_pause(receiver));
    EXPECT_EQ(test::listen(receiver, message), (std::vector<Sentence>{{Heard::message, 3, 0}}));
  }
}

// No message has 0 records: the IN board's own is always in it.
TEST(ChainReceiver, ACountOfZeroIsNone) {
  Bytes bytes = test::first_message();
  bytes.erase(bytes.end() - kCrcBytes - kRecordBytes, bytes.end() - kCrcBytes);
  bytes[1 + kHeadBytes] = 0;
  bytes[1 + kHeadBytes + 1] = count_check(0);
  EXPECT_EQ(test::listen(test::mended(bytes)), damaged_once);
}

void expect_no_message(const std::vector<Sentence>& heard) {
  EXPECT_LE(heard.size(), 1U) << "one message counts once";
  for (const Sentence& sentence : heard) EXPECT_EQ(sentence.what, Heard::damaged);
}

// CHAIN-5: where a UART loses a byte or sees one twice, all behind it moves. The start byte is not
// among these: without it there is only noise, and the message is missed by the clock; nor is the
// last one twice: the message was whole before.
TEST(ChainReceiver, ALostByteAndADoubledByteAreFoundEverywhere) {
  const Bytes message = test::message_behind(20);
  for (std::size_t i = 1; i < message.size(); ++i) {
    SCOPED_TRACE(i);
    const auto place = static_cast<std::ptrdiff_t>(i);
    Bytes lost = message;
    lost.erase(lost.begin() + place);
    Bytes doubled = message;
    doubled.insert(doubled.begin() + place, message[i - 1]);
    for (const Bytes& bytes : {lost, doubled}) {
      EXPECT_EQ(test::listen(bytes), damaged_once);
      expect_no_message(test::listen(test::passed_by(21, bytes)));
    }
  }
  expect_no_message(test::listen(Bytes(message.begin() + 1, message.end())));
}

// Half of the rounds begin with a right start byte, some have a right count too.
TEST(ChainReceiver, RandomBytesAreNeverAMessageNorAReport) {
  std::mt19937 random{2024};
  Receiver receiver;
  Forwarder forwarder;
  int damaged = 0;
  for (int round = 0; round < 20'000; ++round) {
    Bytes bytes(64);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
    if (round % 2 == 0) bytes[0] = round % 4 == 0 ? kMessageStart : kReportStart;
    if (round % 8 == 0) bytes[1 + kHeadBytes + 1] = count_check(bytes[1 + kHeadBytes]);
    for (const Sentence& sentence : test::listen(receiver, bytes)) {
      ASSERT_EQ(sentence.what, Heard::damaged);
      ++damaged;
    }
    for (const test::Heading& heading : test::pass(forwarder, bytes, Record{}).headings) {
      ASSERT_EQ(heading.what, Passed::damaged);
    }
    note_pause(receiver);
    note_pause(forwarder);
  }
  EXPECT_GT(damaged, 4'000);
}

}  // namespace
}  // namespace cellwarden::chain
