// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/protocol/frame_receiver.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "streams.hpp"

namespace cellwarden::protocol {
namespace {

using namespace core::literals;
using core::Milliseconds;
using test::Bytes;
using test::false_friend;
using test::joined;
using test::kFalseShift;
using test::noise;
using test::part;

std::string text(const Reception& r) {
  const std::string place = std::to_string(r.offset) + "+" + std::to_string(r.length) + " ";
  if (r.frame) return place + "frame";
  switch (r.frame.error()) {
    case FrameError::wrong_length: return place + "short";
    case FrameError::wrong_sum: return place + "sum";
    case FrameError::unknown_sign: return place + "sign";
    case FrameError::overlapped: return place + "overlapped";
    default: return place + "other";
  }
}

using Lines = std::vector<std::string>;

// A receiver, and what it has said since the last look.
class Line {
 public:
  Line& at(Milliseconds time, const Bytes& bytes) {
    receiver_.receive(bytes, time, [this](const Reception& r) { lines_.push_back(text(r)); });
    return *this;
  }
  // Nothing comes, and the clock goes on.
  Line& at(Milliseconds time) { return at(time, {}); }
  Lines said() { return std::exchange(lines_, {}); }
  [[nodiscard]] std::size_t waiting() const { return receiver_.waiting(); }

 private:
  FrameReceiver receiver_;
  Lines lines_;
};

const Bytes& frame(std::size_t number = 0) {
  static const std::vector<Bytes> frames = test::reference_frames();
  return frames[number];
}

TEST(FrameReceiver, GivesAFrameWithItsLastByte) {
  Line line;
  line.at(0_ms, part(frame(), 0, 57));
  EXPECT_EQ(line.said(), Lines{});
  EXPECT_EQ(line.waiting(), 57U);
  line.at(60_ms, part(frame(), 57, 58));
  EXPECT_EQ(line.said(), Lines{"0+58 frame"});
  EXPECT_EQ(line.waiting(), 0U);
}

// CELL-1, IN-4
TEST(FrameReceiver, GivesWhatTheFrameSays) {
  FrameReceiver receiver;
  std::string said;
  receiver.receive(frame(3), 0_ms, [&said](const Reception& r) { said = test::text(*r.frame); });
  EXPECT_EQ(said, test::text(*decode(frame(3))));
}

TEST(FrameReceiver, FollowsFramesOneSecondApart) {
  Line line;
  for (std::size_t i = 0; i < 20; ++i) {
    line.at(1_s * static_cast<std::int64_t>(i), frame(i));
    EXPECT_EQ(line.said(), Lines{std::to_string(58 * i) + "+58 frame"});
  }
}

TEST(FrameReceiver, JoinedInTheMiddleItReadsTheNextFrame) {
  Line line;
  line.at(0_ms, part(frame(0), 20, 58)).at(199_ms);
  EXPECT_EQ(line.said(), Lines{});
  line.at(200_ms);
  EXPECT_EQ(line.said(), Lines{"0+38 short"});
  line.at(1_s, frame(1));
  EXPECT_EQ(line.said(), Lines{"38+58 frame"});
}

TEST(FrameReceiver, ASilenceIsNoticedWithTheNextByteToo) {
  Line line;
  line.at(0_ms, part(frame(0), 20, 58)).at(1_s, frame(1));
  EXPECT_EQ(line.said(), (Lines{"0+38 short", "38+58 frame"}));
}

TEST(FrameReceiver, APauseBelowASilenceDoesNotSplitAFrame) {
  Line line;
  line.at(0_ms, part(frame(), 0, 20)).at(100_ms, part(frame(), 20, 40));
  line.at(299_ms, part(frame(), 40, 58));
  EXPECT_EQ(line.said(), Lines{"0+58 frame"});
}

TEST(FrameReceiver, ASilenceSplitsAFrame) {
  Line line;
  line.at(0_ms, part(frame(), 0, 20)).at(200_ms, part(frame(), 20, 58)).at(400_ms);
  EXPECT_EQ(line.said(), (Lines{"0+20 short", "20+38 short"}));
}

TEST(FrameReceiver, ASilenceIsCountedFromTheLastByteAndNotFromTheLastCall) {
  Line line;
  line.at(0_ms, part(frame(), 0, 20)).at(150_ms).at(190_ms).at(210_ms);
  EXPECT_EQ(line.said(), Lines{"0+20 short"});
}

TEST(FrameReceiver, ReadsFramesBackToBackAtOnce) {
  Line line;
  line.at(0_ms, joined({frame(0), frame(1), frame(2), part(frame(3), 0, 10)}));
  EXPECT_EQ(line.said(), (Lines{"0+58 frame", "58+58 frame", "116+58 frame"}));
  line.at(10_ms, part(frame(3), 10, 58));
  EXPECT_EQ(line.said(), Lines{"174+58 frame"});
}

TEST(FrameReceiver, ADamagedFrameIsDroppedWhenTheSilenceCame) {
  Line line;
  line.at(0_ms, test::damaged(frame(), 30)).at(200_ms);
  EXPECT_EQ(line.said(), Lines{"0+58 sum"});
  line.at(1_s, frame(1));
  EXPECT_EQ(line.said(), Lines{"58+58 frame"});
}

TEST(FrameReceiver, FindsAFrameBetweenNoiseWhenTheBurstEnds) {
  Line line;
  line.at(0_ms, joined({noise(3), frame(), noise(4)}));
  EXPECT_EQ(line.said(), Lines{});
  line.at(200_ms);
  EXPECT_EQ(line.said(), (Lines{"0+3 short", "3+58 frame", "61+4 short"}));
}

TEST(FrameReceiver, NoiseBehindAFrameDoesNotDelayIt) {
  Line line;
  line.at(0_ms, joined({frame(), noise(4)}));
  EXPECT_EQ(line.said(), Lines{"0+58 frame"});
  line.at(1_s, frame(1));
  EXPECT_EQ(line.said(), (Lines{"58+4 short", "62+58 frame"}));
}

TEST(FrameReceiver, AStreamWithoutSilenceIsReadFromItsFirstWholeFrameOn) {
  const Bytes stream = joined({part(frame(0), 20, 58), joined(test::reference_frames())});
  Line line;
  for (std::size_t i = 0; i < stream.size(); ++i) line.at(0_ms, part(stream, i, i + 1));
  const Lines lines = line.said();
  ASSERT_EQ(lines.size(), 21U);
  EXPECT_EQ(lines[0], "0+38 short");
  for (std::size_t i = 0; i < 20; ++i) {
    EXPECT_EQ(lines[i + 1], std::to_string(38 + 58 * i) + "+58 frame");
  }
}

TEST(FrameReceiver, InAStreamWithoutSilenceADamagedFrameCostsOnlyItself) {
  Line line;
  for (std::size_t i = 0; i < 10; ++i) {
    line.at(0_ms, i == 4 ? test::damaged(frame(i), 12) : frame(i));
  }
  const Lines lines = line.said();
  ASSERT_EQ(lines.size(), 10U);
  EXPECT_EQ(lines[4], "232+58 sum");
  EXPECT_EQ(lines[9], "522+58 frame");
}

TEST(FrameReceiver, EndlessNoiseIsDroppedAsItComesAndTheFrameBehindItIsFound) {
  Line line;
  line.at(0_ms, noise(10'000));
  EXPECT_LT(line.waiting(), kBurstBytes);
  const Lines lines = line.said();
  EXPECT_EQ(lines.front(), "0+175 sum");
  line.at(0_ms, frame()).at(200_ms);
  EXPECT_EQ(line.said().back(), "10000+58 frame");
}

TEST(FrameReceiver, AFalseWindowLosesAgainstALongerChainInTheBurst) {
  const Bytes tail = part(false_friend(0), kFalseShift, kFrameLength);
  const Bytes burst = joined({noise(1), tail, false_friend(0), false_friend(1), false_friend(2)});
  ASSERT_TRUE(test::fits(burst, 1));
  Line line;
  line.at(0_ms, burst).at(200_ms);
  EXPECT_EQ(line.said(), (Lines{"0+30 overlapped", "30+58 frame", "88+58 frame", "146+58 frame"}));
}

// The price of giving a frame at once: nothing behind it can overrule it.
TEST(FrameReceiver, RightAfterASilenceAWindowThatFitsIsBelieved) {
  const Bytes tail = part(false_friend(0), kFalseShift, kFrameLength);
  Line line;
  line.at(0_ms, joined({tail, false_friend(0), false_friend(1)})).at(200_ms);
  EXPECT_EQ(line.said(), (Lines{"0+58 frame", "58+29 short", "87+58 frame"}));
}

TEST(FrameReceiver, IdenticalFramesWithFalseWindowsAreReadAsTheyWereSent) {
  Line line;
  for (int i = 0; i < 5; ++i) line.at(0_ms, false_friend());
  EXPECT_EQ(line.said(),
            (Lines{"0+58 frame", "58+58 frame", "116+58 frame", "174+58 frame", "232+58 frame"}));
}

TEST(FrameReceiver, ACellAboveTheNumberOfCellsIsAFrame) {
  Line line;
  line.at(0_ms, test::with_byte(frame(), 24, 40));
  EXPECT_EQ(line.said(), Lines{"0+58 frame"});
}

TEST(FrameReceiver, AWindowOfZerosIsNoFrame) {
  Line line;
  line.at(0_ms, Bytes(58, 0)).at(200_ms);
  EXPECT_EQ(line.said(), Lines{"0+58 sign"});
}

// ---- whatever comes ----------------------------------------------------------------------------

struct Timed {
  Milliseconds time;
  Bytes bytes;
};

// A stream in chunks, with pauses on both sides of a silence between some of them.
std::vector<Timed> any_arrivals(const Bytes& stream) {
  std::vector<Timed> arrivals;
  Milliseconds now;
  for (std::size_t at = 0; at < stream.size();) {
    const auto length = *rc::gen::inRange<std::size_t>(1, 150);
    const std::size_t end = std::min(stream.size(), at + length);
    now += *rc::gen::element(0_ms, 20_ms, 199_ms, 200_ms, 1_s);
    arrivals.push_back({now, part(stream, at, end)});
    at = end;
  }
  return arrivals;
}

Lines received(const std::vector<Timed>& arrivals, bool byte_by_byte) {
  Line line;
  for (const auto& [time, bytes] : arrivals) {
    if (!byte_by_byte) line.at(time, bytes);
    for (std::size_t i = 0; byte_by_byte && i < bytes.size(); ++i) {
      line.at(time, part(bytes, i, i + 1));
    }
  }
  line.at(1_h);
  return line.said();
}

RC_GTEST_PROP(FrameReceiver, GivesTheSameHoweverTheBytesAreGrouped, ()) {
  const std::vector<Timed> arrivals = any_arrivals(test::any_stream());
  RC_ASSERT(received(arrivals, false) == received(arrivals, true));
}

RC_GTEST_PROP(FrameReceiver, SettlesEveryByteOnceAndGivesOnlyWindowsThatDecode, ()) {
  const Bytes stream = test::any_stream();
  FrameReceiver receiver;
  std::uint64_t settled = 0;
  const auto check = [&](const Reception& r) {
    RC_ASSERT(r.offset == settled);
    settled += r.length;
    const auto bytes = std::span{stream}.subspan(r.offset, r.length);
    if (r.frame) RC_ASSERT(test::text(*decode(bytes)) == test::text(*r.frame));
    if (r.frame) RC_ASSERT(r.length == kFrameLength);
  };
  for (const auto& [time, bytes] : any_arrivals(stream)) receiver.receive(bytes, time, check);
  receiver.receive({}, 1_h, check);
  RC_ASSERT(settled == stream.size());
  RC_ASSERT(receiver.waiting() == 0U);
}

}  // namespace
}  // namespace cellwarden::protocol
