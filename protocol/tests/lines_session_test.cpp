// SPDX-License-Identifier: Apache-2.0
// The port as a client meets it: echo, PIN, stream, noise (OUT-4, SET-2).
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "cellwarden/protocol/lines_commands.hpp"
#include "lines_board.hpp"

namespace cellwarden::protocol {
namespace {

using namespace core::literals;
using test::bytes_of;
using test::LinesBoard;

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos;
       at = text.find(part, at + part.size())) {
    ++count;
  }
  return count;
}

// The order of a known client: ping, ENQ, PIN, reads, stream, stop. Every line is echoed first.
TEST(LinesSession, AWholeOneAsAKnownClientHasIt) {
  LinesBoard board;
  board.pack.start();
  EXPECT_EQ(board.say("$"), "");
  EXPECT_EQ(board.say("\x05\r"), "\x05|");
  EXPECT_EQ(board.line("PW0000!"), "PW0000!|NA|");
  EXPECT_EQ(board.line("E!"), "E!|NA|");
  EXPECT_EQ(board.line("PW1234!"), "PW1234!|OK|");
  EXPECT_EQ(board.answer_to("V@").substr(0, 13), "333_00_00_83_");
  EXPECT_EQ(board.answer_to("02-040!"), "OK|");
  EXPECT_EQ(board.pack.settings.v_min, 2700_mV);
  EXPECT_EQ(board.answer_to("30-041!"), "OK|");
  EXPECT_EQ(board.pack.settings.v_min, 2800_mV);
  EXPECT_EQ(board.answer_to("S2@").substr(0, 8), "230_2D0_");
  EXPECT_EQ(board.told(), "");
  EXPECT_EQ(board.line("E!"), "E!|OK|");
  EXPECT_TRUE(board.told().starts_with("U_0A50_+0000_+0000_X0000|V_294_01_294_01_2A8|"));
  EXPECT_EQ(board.line("D!"), "D!|OK|");
  EXPECT_EQ(board.told(), "");
}

// SET-2: five wrong PINs lock for 1 minute; then even the right one is NA, until the minute is
// over.
TEST(LinesSession, FiveWrongPinsLockForAMinute) {
  LinesBoard board;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(board.answer_to("PW0000!"), "NA|");
  EXPECT_EQ(board.log_in(), "NA|");
  board.pack.time = 59'999_ms;
  EXPECT_EQ(board.log_in(), "NA|");
  board.pack.time = 60'000_ms;
  EXPECT_EQ(board.log_in(), "OK|");
}

// SET-2: four wrong ones do not.
TEST(LinesSession, FourWrongPinsDoNotLock) {
  LinesBoard board;
  for (int i = 0; i < 4; ++i) EXPECT_EQ(board.answer_to("PW0000!"), "NA|");
  EXPECT_EQ(board.log_in(), "OK|");
}

// What cannot be a PIN is no guess at it: the board never hears of it.
TEST(LinesSession, APinIsFourDecimalDigits) {
  LinesBoard board;
  for (const char* line : {"PW123!", "PW12345!", "PW12A4!", "PW1234", "PW!", "PW-123!"}) {
    EXPECT_EQ(board.answer_to(line), "NA|") << line;
  }
  EXPECT_TRUE(board.done.empty());
  board.pack.settings.pin = 7;
  EXPECT_EQ(board.answer_to("PW0007!"), "OK|");
}

// Generation 3: who is not logged in gets NA for everything, and above all no PIN.
TEST(LinesSession, WithoutThePinGeneration3AnswersNA) {
  LinesBoard board;
  board.pack.start();
  for (const char* line : {"V@", "S1@", "S2@", "S3@", "SRY0@", "SRY1@", "TS@", "L0@", "H0@", "E!",
                           "D!", "02-040!", "zz"}) {
    EXPECT_EQ(board.answer_to(line), "NA|") << line;
  }
  EXPECT_EQ(board.told(), "");
}

// Generations 1 and 2 did not ask for the PIN (one client never sends it); but every write needs it
// (SET-2), and S1@ would tell it.
TEST(LinesSession, WithoutThePinGeneration2ReadsAndStreamsOnly) {
  LinesBoard board;
  board.facts.generation = Generation::one_or_two;
  board.facts.firmware = {.major = 2, .minor = 7, .patch = 0};
  board.pack.start();
  EXPECT_EQ(board.answer_to("D!"), "OK|");
  EXPECT_EQ(board.answer_to("E!"), "OK|");
  const std::string told = board.told();
  EXPECT_EQ(count_of(told, "|C_"), 4U);
  EXPECT_NE(told.find("|C_01_04_294_126_83|"), std::string::npos) << told;  // no status 2
  EXPECT_EQ(count_of(told, "|H_") + count_of(told, "|B_"), 0U);
  EXPECT_EQ(board.answer_to("V@").substr(0, 3), "1B_");  // 2 × 10 + 7
  EXPECT_EQ(count_of(board.answer_to("S2@"), "_"), 6U);
  EXPECT_EQ(board.answer_to("S1@"), "NA|");
  EXPECT_EQ(board.answer_to("02-040!"), "NA|");
  EXPECT_EQ(board.answer_to("S3@"), "KO|");
  EXPECT_EQ(board.log_in(), "OK|");
  EXPECT_EQ(board.answer_to("S1@").substr(15, 8), "31323334");
}

TEST(LinesSession, AWrongPinLogsOut) {
  LinesBoard board;
  board.log_in();
  EXPECT_EQ(board.answer_to("E!"), "OK|");
  EXPECT_EQ(board.answer_to("PW9999!"), "NA|");
  EXPECT_EQ(board.answer_to("S1@"), "NA|");
}

// OUT-2: the button sets the PIN back; who was logged in with the old one is not any more.
TEST(LinesSession, APinThatChangesLogsOutWhoHadTheOldOne) {
  LinesBoard board;
  board.pack.settings.pin = 4711;
  board.pack.start();
  EXPECT_EQ(board.answer_to("PW4711!"), "OK|");
  EXPECT_EQ(board.answer_to("E!"), "OK|");
  EXPECT_NE(board.told(), "");
  board.pack.settings.pin = core::kFactoryPin;
  EXPECT_EQ(board.told(), "");
  EXPECT_EQ(board.answer_to("S1@"), "NA|");
  EXPECT_EQ(board.log_in(), "OK|");
}

TEST(LinesSession, DisconnectingLogsOutAndForgetsEverything) {
  LinesBoard board;
  board.pack.start();
  board.log_in();
  board.line("E!");
  tell(board.port, board.view(), board.pack.time);
  receive(board.port, bytes_of("PW12"), board.view(), 0_s);
  disconnect(board.port);
  EXPECT_EQ(board.heard(), "");
  EXPECT_EQ(board.told(), "");
  EXPECT_EQ(board.line("V@"), "V@|NA|");
}

// SET-1: "OK" is said only when the board says so; what came behind waits, in order.
TEST(LinesSession, NothingIsAnsweredBeforeTheBoardHasDoneIt) {
  LinesBoard board;
  receive(board.port, bytes_of("PW1234!\rS1@\r"), board.view(), 0_s);
  EXPECT_EQ(board.heard(), "PW1234!|");
  ASSERT_NE(pending(board.port), nullptr);
  EXPECT_EQ(pending(board.port)->action, LineAction::log_in);
  EXPECT_EQ(pending(board.port)->pin, 1234);
  answer(board.port, LineVerdict::ok, board.view(), 0_s);
  EXPECT_TRUE(board.heard().starts_with("OK|S1@|00C8_"));
  EXPECT_EQ(pending(board.port), nullptr);
  answer(board.port, LineVerdict::ok, board.view(), 0_s);  // nothing is pending: nothing happens
  EXPECT_EQ(board.heard(), "");
}

TEST(LinesSession, MoreThanCanWaitIsLostAsWholeLines) {
  LinesBoard board;
  board.pack.start();
  receive(board.port, bytes_of("PW1234!\r"), board.view(), 0_s);
  for (int i = 0; i < 200; ++i) receive(board.port, bytes_of("TS@\r"), board.view(), 0_s);
  receive(board.port, bytes_of("02-0"), board.view(), 0_s);
  std::string all = board.heard();
  answer(board.port, LineVerdict::ok, board.view(), 0_s);
  all += board.heard();
  EXPECT_EQ(count_of(all, "TS@|"), kLinesInputWaiting / 4);
  EXPECT_EQ(board.say("40!\r"), "");  // the rest of a line that was cut
  EXPECT_TRUE(board.line("TS@").starts_with("TS@|00000001_"));
}

TEST(LinesSession, NoiseAndLinesThatAreTooLongGetNoAnswer) {
  LinesBoard board;
  board.log_in();
  EXPECT_EQ(board.say("\r\r\n\r"), "");
  EXPECT_EQ(board.say("\x80\xFF\x01 abc\r"), "");
  EXPECT_EQ(board.say(std::string(kMaxLine + 1, 'A') + "\r"), "");
  EXPECT_EQ(board.say(std::string(100'000, 'A') + "V@\r"), "");
  const std::string longest(kMaxLine, 'A');
  EXPECT_EQ(board.line(longest), longest + "|KO|");
  EXPECT_EQ(board.say(std::string("\0V@\r", 4)), "");
  EXPECT_TRUE(board.line("TS@").starts_with("TS@|0"));
}

// A line feed behind the CR and a ping in the middle do no harm.
TEST(LinesSession, PingsAndLineFeedsAreNoPartOfALine) {
  LinesBoard board;
  EXPECT_EQ(board.say("PW$12$34!\r\n$"), "PW1234!|OK|");
}

TEST(LinesSession, UnknownCommandsAreKO) {
  LinesBoard board;
  board.log_in();
  for (const char* line :
       {"Q@", "L@", "LA@", "HE@", "H10@", "SRY2@", "S4@", "v@", "hello", "!", "@", "00-!", "0-040!",
        "00-0400!", "00_040!", "00-040", "100-040!", "E@", "P!"}) {
    EXPECT_EQ(board.answer_to(line), "KO|") << line;
  }
}

// A peer that takes nothing loses the records of whole messages: one message's are being told, and
// another's wait. It still gets its answers, before the latter.
TEST(LinesSession, WhatIsNotDrainedIsDroppedInWholeLines) {
  LinesBoard board;
  board.pack.start();
  board.log_in();
  board.line("E!");
  for (int i = 0; i < 1000; ++i) tell(board.port, board.view(), board.pack.time);
  EXPECT_GT(board.port.records_dropped, 0U);
  receive(board.port, bytes_of("TS@\r"), board.view(), board.pack.time);
  const std::string text = board.heard();
  EXPECT_EQ(board.port.records_dropped, 998U);
  EXPECT_EQ(count_of(text, "U_"), 2U);
  EXPECT_NE(text.find("|TS@|00000001_81|U_"), std::string::npos);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('|', at);
    ASSERT_NE(end, std::string::npos);
    const std::string line = text.substr(at, end - at);
    EXPECT_TRUE(line.find('_') == 1 || line.starts_with("TS@") || line.starts_with("0000")) << line;
    at = end + 1;
  }
}

// What comes while a message's records are told is answered behind the last of them, and a command
// that was being carried out has its verdict there.
TEST(LinesSession, RecordsOfAMessageAreNotInterrupted) {
  LinesBoard board{16};
  board.pack.start();
  board.log_in();
  board.line("E!");
  receive(board.port, bytes_of("01-019!\r"), board.view(), board.pack.time);
  ASSERT_NE(pending(board.port), nullptr);
  board.heard();
  tell(board.port, board.view(), board.pack.time);
  answer(board.port, LineVerdict::ok, board.view(), board.pack.time);
  EXPECT_EQ(pending(board.port), nullptr);
  receive(board.port, bytes_of("TS@\r01-01A!\r"), board.view(), board.pack.time);
  EXPECT_EQ(pending(board.port), nullptr);
  EXPECT_TRUE(has_more(board.port));
  const std::string text = board.heard();
  const std::size_t last_record = text.rfind("|H_");
  ASSERT_NE(last_record, std::string::npos);
  EXPECT_EQ(count_of(text, "|C_"), 16U);
  EXPECT_TRUE(text.substr(last_record + 1).starts_with("H_")) << text;
  EXPECT_TRUE(text.ends_with("|OK|TS@|00000001_81|01-01A!|")) << text;
  EXPECT_NE(pending(board.port), nullptr);
  EXPECT_FALSE(has_more(board.port));
}

// XL@, XQ@ and XO@ have more lines than wait at once; nothing comes between them and their verdict.
TEST(LinesSession, LongAnswersComeWholeAndInOrder) {
  LinesBoard board{255};
  board.pack.start();
  board.offsets.assign(255, {.voltage = 1_mV, .temperature = {}});
  board.log_in();
  board.line("E!");
  const std::string read = std::string{encode_request(LineRequest::offsets).view()} + "\r";
  receive(board.port, bytes_of(read + "TS@\r"), board.view(), board.pack.time);
  tell(board.port, board.view(), board.pack.time);
  const std::string text = board.heard();
  EXPECT_EQ(count_of(text, "|XO_"), 255U);
  const std::size_t verdict = text.find("|OK|TS@|");
  ASSERT_NE(verdict, std::string::npos);
  EXPECT_LT(text.rfind("XO_"), verdict);
  EXPECT_LT(verdict, text.find("|U_"));
}

// Any grouping of the bytes gives the same output.
RC_GTEST_PROP(LinesSession, TheGroupingOfBytesDoesNotMatter, ()) {
  static const std::vector<std::string> pieces{
      "PW1234!\r", "PW9999!\r", "$",      "V@\r",       "S1@\r",     "02-040!\r", "30-041!\r",
      "E!\r",      "D!\r",      "\x05\r", "01-019!\r",  "garbage\r", "\r",        "\x90\r",
      "60-081!\r", "L0@\r",     "X",      "XV_1234@\r", "S3@\r",     "PW",        "\n"};
  std::string stream = "PW1234!\r";
  for (const auto piece : *rc::gen::container<std::vector<std::size_t>>(
           rc::gen::inRange<std::size_t>(0, pieces.size()))) {
    stream += pieces[piece];
  }
  LinesBoard whole;
  LinesBoard split;
  whole.pack.start();
  split.pack.start();
  std::string expected;
  for (const char c : stream) expected += whole.say({&c, 1});
  std::string actual;
  for (std::size_t at = 0; at < stream.size();) {
    const auto size =
        std::min<std::size_t>(stream.size() - at, *rc::gen::inRange<std::size_t>(1, 21));
    actual += split.say(std::string_view{stream}.substr(at, size));
    at += size;
  }
  RC_ASSERT(actual == expected);
  RC_ASSERT(whole.done == split.done);
}

}  // namespace
}  // namespace cellwarden::protocol
