// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "cellwarden/cli/capture_file.hpp"
#include "cellwarden/words/problem.hpp"
#include "scratch_folder.hpp"

namespace cellwarden::cli {
namespace {

using namespace std::string_literals;

std::string hex(const std::string& text) { return bytes_of_hex(text, "line.hex"); }

std::string problem_of(const std::string& text) {
  try {
    hex(text);
  } catch (const words::Problem& problem) {
    return problem.what();
  }
  return "none";
}

Capture capture_of(const std::string& content) {
  const test::ScratchFolder folder;
  return read_capture(folder.with("capture", content));
}

TEST(DecodeHex, PairsMayBeSeparatedAsOneLikes) {
  const std::string bytes = "\x00\x29\xAB\xcd"s;
  EXPECT_EQ(hex("0029ABcd"), bytes);
  EXPECT_EQ(hex("00 29\tab\r\ncd\n"), bytes);
  EXPECT_EQ(hex("00:29:AB:CD"), bytes);
  EXPECT_EQ(hex("0x00, 0X29, 0xab, 0xcd"), bytes);
  EXPECT_EQ(hex("0x0029abcd"), bytes);
  EXPECT_EQ(hex("0x000x290xab0xcd"), bytes);
}

TEST(DecodeHex, CommentsRunToTheEndOfTheLine) {
  EXPECT_EQ(hex("# 2024, 19:30\n00 29 # 53 V\nab#cd\n#"), "\x00\x29\xAB"s);
  EXPECT_EQ(hex("# nothing"), "");
  EXPECT_EQ(hex(" \n"), "");
}

TEST(DecodeHex, AMistakeIsNamedWithItsLine) {
  EXPECT_EQ(problem_of("00 29\n7g"), "line.hex:2: 'g' is not a hex digit.");
  EXPECT_EQ(problem_of("zz"), "line.hex:1: 'z' is not a hex digit.");
  EXPECT_EQ(problem_of("# one\r\n# two\r\n;"), "line.hex:3: ';' is not a hex digit.");
}

TEST(DecodeHex, ADigitAloneIsAMistake) {
  const std::string alone = "a hex digit is alone, write two for a byte.";
  EXPECT_EQ(problem_of("00 29\n7"), "line.hex:2: " + alone);
  EXPECT_EQ(problem_of("0 0"), "line.hex:1: " + alone);
  EXPECT_EQ(problem_of("00\n\n0\n0"), "line.hex:3: " + alone);
  EXPECT_EQ(problem_of("0#0"), "line.hex:1: " + alone);
}

TEST(DecodeHex, APrefixNeedsDigits) {
  EXPECT_EQ(problem_of("00\n0x"), "line.hex:2: there is no hex digit behind 0x.");
  EXPECT_EQ(problem_of("0x 29"), "line.hex:1: there is no hex digit behind 0x.");
  EXPECT_EQ(problem_of("0x0x29"), "line.hex:1: 'x' is not a hex digit.");
}

TEST(DecodeHex, OnlyPrintableAsciiAndWhiteSpaceIsHex) {
  EXPECT_TRUE(is_hex_text(" \t\n\v\f\r~!0x"));
  for (const char other : "\x01\x08\x0E\x1F\x7F\x80\xFF"s) {
    EXPECT_FALSE(is_hex_text("00 29"s + other)) << static_cast<int>(other);
  }
  EXPECT_FALSE(is_hex_text("\0"s));
}

TEST(DecodeHex, AFileTellsByItselfWhatItIs) {
  EXPECT_EQ(capture_of("00 29").bytes, "\x00\x29"s);
  EXPECT_TRUE(capture_of("00 29").from_hex);
  EXPECT_EQ(capture_of("00 29\x01").bytes, "00 29\x01");
  EXPECT_FALSE(capture_of("00 29\x01").from_hex);
}

TEST(DecodeHex, AnEmptyOrMissingFileIsAProblem) {
  EXPECT_THROW(capture_of(""), words::Problem);
  EXPECT_THROW(read_capture("/no/such/capture"), words::Problem);
}

TEST(DecodeHex, TextWithAnOddCharacterRaisesADoubt) {
  EXPECT_EQ(doubt_that_it_is_raw(capture_of("00 29\n# 20 °C\n")),
            "; if it is meant as hex text, line 2 has a character that is not ASCII");
  EXPECT_EQ(doubt_that_it_is_raw(capture_of("00 29\n# 20 C\n")), "");
  EXPECT_EQ(doubt_that_it_is_raw(capture_of("00 29\n\0 20 C\n"s)), "");
  EXPECT_EQ(doubt_that_it_is_raw(capture_of("\x01\x02\x03 0")), "");
}

}  // namespace
}  // namespace cellwarden::cli
