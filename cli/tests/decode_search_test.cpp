// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "cellwarden/cli/capture_search.hpp"

namespace cellwarden::cli {
namespace {

using protocol::FrameBytes;

FrameBytes good_frame() {
  protocol::DataFrame frame;
  frame.pack_voltage = core::Millivolts{13'200};
  return protocol::encode(frame);
}

FrameBytes with_byte(std::size_t offset, std::uint8_t value) {
  FrameBytes bytes = good_frame();
  bytes[offset] = value;
  bytes[protocol::kChecksumOffset] = protocol::checksum(bytes);
  return bytes;
}

std::vector<std::uint8_t> joined(const std::vector<FrameBytes>& frames) {
  std::vector<std::uint8_t> bytes;
  for (const FrameBytes& frame : frames) bytes.insert(bytes.end(), frame.begin(), frame.end());
  return bytes;
}

std::vector<std::string> dropped(const std::vector<std::uint8_t>& bytes) {
  std::vector<std::string> sentences;
  CaptureSearch{bytes}.for_each_dropped([&](const std::string& why) { sentences.push_back(why); });
  return sentences;
}

using Sentences = std::vector<std::string>;

// What is said about a frame between two good ones.
std::string said_about(const FrameBytes& frame) {
  const Sentences sentences = dropped(joined({good_frame(), frame, good_frame()}));
  EXPECT_EQ(sentences.size(), 1U);
  const std::string begin = "dropped 58 bytes at offset 58: ";
  EXPECT_EQ(sentences[0].substr(0, begin.size()), begin);
  return sentences[0].substr(begin.size());
}

TEST(DecodeSearch, SaysWhatIsWrongWithADroppedFrame) {
  FrameBytes wrong_sum = good_frame();
  wrong_sum[57] = 0x2A;
  // 13.2 V are 0A 50; three X (58); three temperatures of 0 °C (01 0F); cell 1 of 1; key 0 (19).
  EXPECT_EQ(said_about(wrong_sum), "sum is 0x2A, should be 0xAD");
  EXPECT_EQ(said_about(with_byte(3, 0)), "sign in byte 3 is 0x00, should be one of + - X");
  EXPECT_EQ(said_about(with_byte(9, 'x')), "sign in byte 9 is 0x78, should be one of + - X");
  EXPECT_EQ(said_about(with_byte(40, 140)), "SOC is 140 %");
  EXPECT_EQ(said_about(with_byte(25, 0)), "number of cells is 0");
  EXPECT_EQ(said_about(with_byte(13, 1)), "lowest cell voltage is above the highest");
  EXPECT_EQ(said_about(with_byte(18, 2)), "lowest cell temperature is above the highest");
}

TEST(DecodeSearch, SaysWhereBytesAreTooFewForAFrame) {
  std::vector<std::uint8_t> bytes = joined({good_frame()});
  bytes.insert(bytes.begin(), 0xEE);
  bytes.insert(bytes.end(), {0xEE, 0xEE});
  EXPECT_EQ(dropped(bytes), (Sentences{"dropped 1 byte at offset 0: too short for a frame",
                                       "dropped 2 bytes at offset 59: too short for a frame"}));
}

TEST(DecodeSearch, SpeaksOfTheFirstWindowOfALongRun) {
  std::vector<std::uint8_t> bytes(100, 0);
  const std::vector<std::uint8_t> frame = joined({good_frame()});
  bytes.insert(bytes.end(), frame.begin(), frame.end());
  EXPECT_EQ(dropped(bytes),
            Sentences{"dropped 100 bytes at offset 0: sign in byte 3 is 0x00, should be one of "
                      "+ - X; nor does a frame begin in the rest"});
}

TEST(DecodeSearch, SaysWhenAWindowLostAgainstAnother) {
  // Three bytes in turn that fit at every third offset: 19 × (2B + 01 + 0B) ends with 2B.
  std::vector<std::uint8_t> bytes;
  unsigned third = 0;
  while ((19 * ('+' + 1U + third) & 0xFFU) != '+') ++third;
  for (int i = 0; i < 30; ++i) {
    bytes.insert(bytes.end(), {'+', 1, static_cast<std::uint8_t>(third)});
  }
  EXPECT_EQ(
      dropped(bytes),
      Sentences{"dropped 32 bytes at offset 58: overlaps a longer or earlier chain of frames"});
}

TEST(DecodeSearch, GivesFramesWithTheirOffsetsAndCountsTheRest) {
  std::vector<std::uint8_t> bytes = joined({good_frame(), with_byte(24, 7), good_frame()});
  bytes.insert(bytes.begin() + 58, 5, 0xEE);
  const CaptureSearch search{bytes};
  EXPECT_EQ(search.frames(), 3U);
  EXPECT_EQ(search.dropped_bytes(), 5U);
  std::vector<std::pair<std::size_t, int>> found;
  search.for_each_frame([&](const CapturedFrame& captured) {
    found.emplace_back(captured.offset, captured.frame.cell);
  });
  EXPECT_EQ(found, (std::vector<std::pair<std::size_t, int>>{{0, 1}, {63, 7}, {121, 1}}));
}

}  // namespace
}  // namespace cellwarden::cli
