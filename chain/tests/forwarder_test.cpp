// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/chain/forwarder.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "wires.hpp"

namespace cellwarden::chain {
namespace {

using test::Bytes;
using test::Heading;
using test::same;
using test::Sentence;

// CHAIN-1: 2…255 cells; the OUT board's own record is not in what it hears.
TEST(Chain, EveryRecordAndTheHeadArriveFromAnyNumberOfCells) {
  Bytes bytes = test::first_message();
  for (int cells = 2; cells <= 255; ++cells) {
    Receiver out_board;
    const auto heard = test::listen(out_board, bytes);
    ASSERT_EQ(heard.size(), 1U) << cells;
    ASSERT_EQ(heard[0].what, Heard::message) << cells;
    ASSERT_EQ(out_board.message.records.size(), static_cast<std::size_t>(cells - 1));
    ASSERT_TRUE(same(out_board.message.head, test::example_head()));
    for (int cell = 1; cell < cells; ++cell) {
      const Record& record = out_board.message.records[static_cast<std::size_t>(cell - 1)];
      ASSERT_TRUE(same(record, test::record_of_cell(cell))) << cell << " of " << cells;
    }
    bytes = test::passed_by(cells, bytes);
  }
}

TEST(Chain, ABoardLearnsItsNumberAndTheHeadFromTheMessage) {
  for (const int cell : {2, 3, 16, 254, 255}) {
    Forwarder board;
    const Bytes bytes = test::message_behind(cell - 1);
    Bytes room(max_output(bytes.size()));
    const PassedOn passed = forward(board, bytes, test::record_of_cell(cell), room);
    EXPECT_EQ(passed.what, Passed::message);
    EXPECT_EQ(passed.position, cell);
    EXPECT_TRUE(same(passed.head, test::example_head()));
    EXPECT_EQ(passed.consumed, message_bytes(cell - 1));
    EXPECT_EQ(passed.written, message_bytes(cell));
  }
}

// CHAIN-1: 255 cells are the most. The 256th adds nothing, and no one takes the message for right.
TEST(Chain, The256thBoardMakesTheMessageBad) {
  const Bytes full = test::message_behind(255);
  EXPECT_EQ(full.size(), kLongestMessage);
  Forwarder board;
  const auto passed = test::pass(board, full, test::record_of_cell(1));
  EXPECT_EQ(passed.headings, (std::vector<Heading>{{Passed::damaged, 0, 0}}));
  EXPECT_LT(passed.out.size(), full.size());
  EXPECT_EQ(test::listen(full), (std::vector<Sentence>{{Heard::damaged, 0, 0}}));
  EXPECT_EQ(test::listen(passed.out), (std::vector<Sentence>{{Heard::damaged, 0, 0}}));
}

// CHAIN-3: each byte goes on before the next one has come.
TEST(Chain, ABoardHoldsOneByteBack) {
  const Bytes bytes = test::message_behind(3);
  Forwarder board;
  std::array<std::uint8_t, max_output(1)> room{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const PassedOn passed = forward(board, std::span{bytes}.subspan(i, 1), Record{}, room);
    const bool last = i + 1 == bytes.size();
    EXPECT_EQ(passed.written, last ? 1 + kMaxAdded : 1U) << i;
    EXPECT_EQ(passed.what, last ? Passed::message : Passed::nothing) << i;
    EXPECT_EQ(inside(board), !last);
  }
}

// CHAIN-3
TEST(Chain, ABadCrcGoesOnAsABadCrcThroughAllBoards) {
  Bytes bytes = test::flipped(test::first_message(), 136);
  for (int cell = 2; cell <= 255; ++cell) {
    EXPECT_EQ(test::listen(bytes), (std::vector<Sentence>{{Heard::damaged, 0, 0}})) << cell;
    Forwarder board;
    const auto passed = test::pass(board, bytes, test::record_of_cell(cell));
    EXPECT_EQ(passed.headings, (std::vector<Heading>{{Passed::damaged, 0, 0}})) << cell;
    EXPECT_EQ(passed.out.size(), message_bytes(cell));
    bytes = passed.out;
  }
}

// CHAIN-3: nor can it be waited for, because it says where the CRC is. Each board notices at once.
TEST(Chain, ABadCountGoesOnAsABadCountAndNothingBehindIt) {
  Bytes bytes = test::flipped(test::message_behind(3), 8 * std::size_t{1 + kHeadBytes});
  for (int cell = 4; cell <= 255; ++cell) {
    Receiver out_board;
    EXPECT_EQ(test::listen(out_board, bytes), (std::vector<Sentence>{{Heard::damaged, 0, 0}}));
    bytes = test::passed_by(cell, bytes);
    EXPECT_EQ(bytes.size(), 1 + kHeadBytes + kCountBytes);
  }
}

// The head that a board could not have sent, under a right CRC: not acted upon, and made bad.
TEST(Chain, AHeadThatIsNoneMakesTheMessageBad) {
  Bytes bytes = test::first_message();
  bytes[1 + 9] |= 0x80;  // reserved
  bytes = test::mended(bytes);
  EXPECT_EQ(test::listen(bytes), (std::vector<Sentence>{{Heard::damaged, 0, 0}}));
  Forwarder board;
  const auto passed = test::pass(board, bytes, test::record_of_cell(2));
  EXPECT_EQ(passed.headings, (std::vector<Heading>{{Passed::damaged, 0, 0}}));
  bytes = passed.out;
  bytes[1 + 9] &= 0x7F;
  EXPECT_EQ(test::listen(bytes), (std::vector<Sentence>{{Heard::damaged, 0, 0}}));
}

// CHAIN-6: from board 2 of 255, the report has gone 253 hops when the OUT board hears it.
TEST(Chain, EachBoardAddsOneHopToABreakReport) {
  Bytes bytes = test::report(1);
  for (int hops = 1; hops <= 300; ++hops) {
    const int counted = std::min(hops, 255);
    EXPECT_EQ(bytes, test::report(counted));
    EXPECT_EQ(test::listen(bytes), (std::vector<Sentence>{{Heard::report, 0, counted}}));
    Forwarder board;
    const auto passed = test::pass(board, bytes, Record{});
    EXPECT_EQ(passed.headings, (std::vector<Heading>{{Passed::report, 0, counted}}));
    bytes = passed.out;
  }
}

bool any_report(const Bytes& bytes) {
  return std::ranges::any_of(test::listen(bytes),
                             [](const Sentence& s) { return s.what == Heard::report; });
}

// CHAIN-6: a report that is not right names no place, at no board behind.
TEST(Chain, EveryErrorOfOneAndTwoBitsInABreakReportIsFound) {
  for (const int hops : {1, 9, 127, 255}) {
    const Bytes sent = test::report(hops);
    for (std::size_t a = 0; a < 8 * kReportBytes; ++a) {
      for (std::size_t b = a; b < 8 * kReportBytes; ++b) {
        Bytes bytes = test::flipped(sent, a);
        if (b != a) bytes = test::flipped(bytes, b);
        for (int board = 0; board < 3; ++board) {
          ASSERT_FALSE(any_report(bytes)) << hops << ": " << a << ", " << b;
          bytes = test::passed_by(2, bytes);
        }
      }
    }
  }
}

TEST(Chain, AReportWithNoHopsIsNone) {
  Bytes bytes{kReportStart, 0, 0, 0, 0, 0};
  core::put_little_endian(std::span{bytes}.last(kCrcBytes), core::crc32(std::span{bytes}.first(2)));
  EXPECT_TRUE(test::listen(bytes).empty());
  Forwarder board;
  const auto passed = test::pass(board, bytes, Record{});
  EXPECT_TRUE(passed.headings.empty());
  EXPECT_TRUE(test::listen(passed.out).empty());
}

TEST(Chain, MessagesAndReportsMayFollowOneAnotherWithoutAPause) {
  const Bytes message = test::message_behind(4);
  const Bytes bytes = test::joined({test::report(3), message, message, test::report(1), message});
  Forwarder board;
  const auto passed = test::pass(board, bytes, test::record_of_cell(5));
  EXPECT_EQ(passed.headings, (std::vector<Heading>{{Passed::report, 0, 3},
                                                   {Passed::message, 5, 0},
                                                   {Passed::message, 5, 0},
                                                   {Passed::report, 0, 1},
                                                   {Passed::message, 5, 0}}));
  const Bytes longer = test::message_behind(5);
  EXPECT_EQ(passed.out, test::joined({test::report(4), longer, longer, test::report(2), longer}));
}

TEST(Chain, NoiseWhereAStartIsDueIsNotPassedOn) {
  const Bytes message = test::message_behind(2);
  Forwarder board;
  const Bytes bytes = test::joined({Bytes{0x00, 0xFF, 0x55}, message, Bytes{0xC2}, message});
  const auto passed = test::pass(board, bytes, test::record_of_cell(3));
  EXPECT_EQ(passed.out, test::joined({test::message_behind(3), test::message_behind(3)}));
}

TEST(Chain, WithLittleRoomFewerBytesAreConsumed) {
  const Bytes bytes = test::message_behind(2);
  Forwarder board;
  Bytes room(kMaxAdded);
  EXPECT_EQ(forward(board, bytes, Record{}, room).consumed, 0U);
  EXPECT_EQ(forward(board, bytes, Record{}, {}).consumed, 0U);
  room.resize(kMaxAdded + 3);
  const PassedOn passed = forward(board, bytes, Record{}, room);
  EXPECT_EQ(passed.consumed, 3U);
  EXPECT_EQ(passed.written, 3U);
}

// The record is one reading, even if another one comes while it goes out.
TEST(Chain, TheOwnRecordIsThatOfTheMomentInWhichItBegins) {
  const Bytes bytes = test::message_behind(2);
  const auto all = std::span{bytes};
  Forwarder board;
  Bytes room(max_output(bytes.size()));
  const std::size_t written =
      forward(board, all.first(bytes.size() - 3), test::record_of_cell(3), room).written;
  const PassedOn rest =
      forward(board, all.last(3), test::record_of_cell(200), std::span{room}.subspan(written));
  room.resize(written + rest.written);
  EXPECT_EQ(room, test::message_behind(3));
}

}  // namespace
}  // namespace cellwarden::chain
