// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/protocol/frame_search.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>

#include "streams.hpp"

namespace cellwarden::protocol {
namespace {

using test::Bytes;
using test::false_friend;
using test::joined;
using test::kFalseShift;
using test::noise;
using test::part;

std::string text(const Stretch& stretch) {
  const std::string place =
      std::to_string(stretch.offset) + "+" + std::to_string(stretch.length) + " ";
  if (!stretch.error) return place + "frame";
  switch (*stretch.error) {
    case FrameError::wrong_length: return place + "short";
    case FrameError::wrong_sum: return place + "sum";
    case FrameError::unknown_sign: return place + "sign";
    case FrameError::overlapped: return place + "overlapped";
    default: return place + "other";
  }
}

std::vector<Stretch> search(const Bytes& bytes) {
  std::vector<std::uint64_t> window_words(Marks::words_for(bytes.size()));
  std::vector<std::uint64_t> frame_words(window_words.size());
  const Marks windows{window_words};
  const Marks frames{frame_words};
  std::vector<Chain> room(2 * mark_windows(bytes, windows));
  claim_frames(windows, room, frames);
  std::vector<Stretch> stretches;
  for (std::size_t offset = 0; offset < bytes.size(); offset += stretches.back().length) {
    stretches.push_back(stretch_at(bytes, windows, frames, offset));
  }
  return stretches;
}

std::vector<std::string> found(const Bytes& bytes) {
  std::vector<std::string> lines;
  for (const Stretch& stretch : search(bytes)) lines.push_back(text(stretch));
  return lines;
}

using Lines = std::vector<std::string>;

TEST(FrameSearch, NothingIsInNothing) { EXPECT_EQ(found({}), Lines{}); }

TEST(FrameSearch, FindsFramesBackToBack) {
  const std::vector<Stretch> stretches = search(joined(test::reference_frames()));
  ASSERT_EQ(stretches.size(), 20U);
  for (const Stretch& stretch : stretches) EXPECT_FALSE(stretch.error);
}

TEST(FrameSearch, FindsFramesBetweenNoise) {
  const Bytes frame = test::reference_frames()[0];
  EXPECT_EQ(found(joined({noise(5), frame, noise(70), frame, frame, noise(3)})),
            (Lines{"0+5 short", "5+58 frame", "63+70 sum", "133+58 frame", "191+58 frame",
                   "249+3 short"}));
}

TEST(FrameSearch, ACaptureThatBeginsAndEndsInsideAFrameKeepsTheWholeOnes) {
  const std::vector<Bytes> frames = test::reference_frames();
  EXPECT_EQ(found(joined({part(frames[0], 20, 58), frames[1], frames[2], part(frames[3], 0, 57)})),
            (Lines{"0+38 short", "38+58 frame", "96+58 frame", "154+57 short"}));
}

TEST(FrameSearch, ADamagedFrameIsDroppedAndNamesItsSum) {
  const std::vector<Bytes> frames = test::reference_frames();
  EXPECT_EQ(found(joined({frames[0], test::damaged(frames[1], 17), frames[2]})),
            (Lines{"0+58 frame", "58+58 sum", "116+58 frame"}));
}

TEST(FrameSearch, ALostByteCostsOneFrame) {
  const std::vector<Bytes> frames = test::reference_frames();
  Bytes short_one = frames[1];
  short_one.erase(short_one.begin() + 30);
  EXPECT_EQ(found(joined({frames[0], short_one, frames[2]})),
            (Lines{"0+58 frame", "58+57 short", "115+58 frame"}));
}

TEST(FrameSearch, ZerosAreNoFramesThoughTheirSumFits) {
  EXPECT_EQ(found(Bytes(1000, 0)), Lines{"0+1000 sign"});
}

TEST(FrameSearch, ACellAboveTheNumberOfCellsIsAFrame) {
  const Bytes frame = test::with_byte(test::reference_frames()[0], 24, 40);
  EXPECT_EQ(found(joined({frame, frame})), (Lines{"0+58 frame", "58+58 frame"}));
}

TEST(FrameSearch, AFalseWindowLosesAgainstALongerChain) {
  const Bytes first = false_friend(0);
  const Bytes tail = part(first, kFalseShift, kFrameLength);
  // The first 58 bytes fit, but they hold half of the first of three frames in a row.
  const Bytes stream = joined({tail, first, false_friend(1), false_friend(2)});
  ASSERT_TRUE(test::fits(stream, 0));
  EXPECT_EQ(found(stream),
            (Lines{"0+29 overlapped", "29+58 frame", "87+58 frame", "145+58 frame"}));
}

// The last byte of the single window, a sum of 0, is the first byte of the next frame.
TEST(FrameSearch, OneCommonByteIsAnOverlap) {
  DataFrame f = test::plain_frame();
  while (encode(f)[kChecksumOffset] != 0) f.energy_stored += core::WattHours{1};
  const Bytes single = test::to_bytes(encode(f));
  const std::vector<Bytes> frames = test::reference_frames();
  ASSERT_EQ(frames[0][0], 0);
  EXPECT_EQ(found(joined({part(single, 0, 57), frames[0], frames[1]})),
            (Lines{"0+57 overlapped", "57+58 frame", "115+58 frame"}));
}

TEST(FrameSearch, ALongRunIsExplainedByItsFirstWindowEvenIfOneInItWasOverlapped) {
  const Bytes first = false_friend();
  const Bytes tail = part(first, kFalseShift, kFrameLength);
  const Bytes stream = joined({noise(40), tail, first, false_friend(1), false_friend(2)});
  ASSERT_TRUE(test::fits(stream, 40));
  EXPECT_EQ(found(stream), (Lines{"0+69 sum", "69+58 frame", "127+58 frame", "185+58 frame"}));
}

TEST(FrameSearch, OfEqualChainsTheEarlierOneWins) {
  const Bytes frame = false_friend();
  const Bytes stream = joined({part(frame, kFalseShift, kFrameLength), frame});
  EXPECT_EQ(found(stream), (Lines{"0+58 frame", "58+29 overlapped"}));
}

// Every frame the same, and in each pair of neighbours a false window: a chain of them that is one
// shorter than the true one.
TEST(FrameSearch, AmongIdenticalFramesTheTrueChainIsTheLongerOne) {
  const Bytes frame = false_friend();
  Bytes stream = part(frame, 40, kFrameLength);
  for (int i = 0; i < 1000; ++i) stream = joined({stream, frame});
  const std::vector<Stretch> stretches = search(stream);
  ASSERT_EQ(stretches.size(), 1001U);
  EXPECT_EQ(text(stretches[0]), "0+18 short");
  EXPECT_EQ(text(stretches[1]), "18+58 frame");
  EXPECT_EQ(text(stretches[1000]), "57960+58 frame");
}

// The bytes from the third frame's byte 29 on are a chain of three: two false windows and the last
// frame. The four frames before win, and the last one is in nobody's way.
TEST(FrameSearch, ALoserKeepsItsWindowsThatDoNotOverlap) {
  const std::vector<Bytes> frames = test::reference_frames();
  const Bytes twice = false_friend();
  const Bytes stream =
      joined({frames[0], frames[1], twice, twice, part(twice, 0, kFalseShift), frames[2]});
  ASSERT_TRUE(test::fits(stream, 145) && test::fits(stream, 203));
  EXPECT_EQ(found(stream), (Lines{"0+58 frame", "58+58 frame", "116+58 frame", "174+58 frame",
                                  "232+29 overlapped", "261+58 frame"}));
}

TEST(FrameSearch, ALongRunOfWindowsThatAllFitIsCutFromItsFront) {
  const Bytes stream = test::three_byte_weave(1000);
  const Lines lines = found(stream);
  // The next window at or behind the end of a frame that begins at a multiple of 3.
  EXPECT_EQ(lines[0], "0+58 frame");
  EXPECT_EQ(lines[1], "58+2 overlapped");
  EXPECT_EQ(lines[2], "60+58 frame");
  EXPECT_EQ(lines.size(), 32U);
}

TEST(FrameSearch, MarksEveryWindowThatDecodesAndNoOther) {
  const Bytes stream = joined({false_friend(), false_friend(), test::three_byte_weave(200)});
  std::vector<std::uint64_t> words(Marks::words_for(stream.size()), ~std::uint64_t{0});
  const Marks windows{words};
  mark_windows(stream, windows);
  for (std::size_t at = 0; at + kFrameLength <= stream.size(); ++at) {
    EXPECT_EQ(windows.has(at), test::fits(stream, at)) << at;
  }
  EXPECT_FALSE(windows.any(stream.size() - kFrameLength + 1, windows.end()));
}

// ---- against the rule in its plainest form -----------------------------------------------------

struct PlainChain {
  std::size_t start;
  std::size_t windows;
};

std::vector<PlainChain> plain_chains(const std::vector<bool>& fits) {
  std::vector<PlainChain> chains;
  for (std::size_t start = 0; start < fits.size(); ++start) {
    if (!fits[start] || (start >= 58 && fits[start - 58])) continue;
    std::size_t windows = 0;
    while (start + 58 * windows < fits.size() && fits[start + 58 * windows]) ++windows;
    chains.push_back({start, windows});
  }
  std::ranges::stable_sort(chains, [](auto& a, auto& b) { return a.windows > b.windows; });
  return chains;
}

std::vector<std::size_t> plain_search(const Bytes& bytes) {
  std::vector<bool> fits;
  for (std::size_t at = 0; at + 58 <= bytes.size(); ++at) fits.push_back(test::fits(bytes, at));
  std::vector<bool> taken(bytes.size());
  std::vector<std::size_t> frames;
  for (const PlainChain& chain : plain_chains(fits)) {
    for (std::size_t i = 0; i < chain.windows; ++i) {
      const auto first = taken.begin() + static_cast<std::ptrdiff_t>(chain.start + 58 * i);
      if (std::find(first, first + 58, true) != first + 58) continue;
      std::fill(first, first + 58, true);
      frames.push_back(chain.start + 58 * i);
    }
  }
  std::ranges::sort(frames);
  return frames;
}

RC_GTEST_PROP(FrameSearch, FindsWhatTheRuleInItsPlainestFormFinds, ()) {
  const Bytes stream = test::any_stream();
  std::vector<std::size_t> frames;
  std::size_t end = 0;
  for (const Stretch& stretch : search(stream)) {
    RC_ASSERT(stretch.offset == end);
    RC_ASSERT(stretch.length > 0U);
    end += stretch.length;
    if (!stretch.error) frames.push_back(stretch.offset);
  }
  RC_ASSERT(end == stream.size());
  RC_ASSERT(frames == plain_search(stream));
}

// Chains of 1 to 700 windows: lengths of more than one digit of the sort.
TEST(FrameSearch, TakesLongChainsFirstWhateverTheirLength) {
  const Bytes frame = false_friend();
  for (const std::size_t length : {1U, 2U, 3U, 255U, 256U, 257U, 300U, 511U, 512U, 700U}) {
    // A chain of `length`, then one of 256 that begins inside its last false window.
    Bytes stream;
    for (std::size_t i = 0; i < length; ++i) stream = joined({stream, frame});
    stream = joined({stream, part(frame, 0, kFalseShift)});
    for (std::size_t i = 0; i < 256; ++i) stream = joined({stream, frame});
    std::vector<std::size_t> frames;
    for (const Stretch& stretch : search(stream)) {
      if (!stretch.error) frames.push_back(stretch.offset);
    }
    EXPECT_EQ(frames, plain_search(stream)) << length;
  }
}

}  // namespace
}  // namespace cellwarden::protocol
