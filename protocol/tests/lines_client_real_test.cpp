// SPDX-License-Identifier: Apache-2.0
// The client against devices that are not ours: a real one of generation 3 and of generation 2, one
// without echo, one that answers nothing; and a noisy line (OUT-4, SET-2).
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "lines_link.hpp"

namespace cellwarden::protocol {
namespace {

using namespace core::literals;
using enum LinesPhase;
using test::bytes_of;
using test::LinesLink;
using test::OurDevice;
using test::RealDevice;

// The records are public ones, of a real pack or in its format; so is the answer to V@.
class LinesClientReal : public testing::Test {
 protected:
  LinesClientReal() {
    device.answers = {
        {"PW1234!", "OK\r"},
        {"V@", "333_03_05_03_DBB_EF\r"},
        {"S1@", "00C8_0064_0028_31323334_00\r"},
        {"S2@", "21C_2D0_11B_16C_5F_05_0F8_230_280_0A_05_00\r"},
        {"S3@", "01_00_00_00_01_06_0C_02_03_00_01_05_00\r"},
        {"E!", "OK\r"},
    };
    device.records =
        "U_0AF0_+0014_+0014_+000A\rV_2BC_01_2BD_02_2A8\rT_12C_01_12D_02\r"
        "C_01_04_2BC_12C_03_30\rH_5F_08E8_08FC_63_0005E9_0005DE\r";
  }

  RealDevice device;
  LinesLink link{device, 1234};
};

TEST_F(LinesClientReal, ARealDeviceIsReadAndStreams) {
  link.connect();
  ASSERT_TRUE(link.reach(live));
  link.run(1500_ms);
  const LinesSession& session = link.client.session();
  EXPECT_EQ(session.device, LinesDevice::public_only);
  EXPECT_EQ(session.access, LinesAccess::logged_in);
  EXPECT_EQ(session.generation, Generation::three);
  EXPECT_EQ(device.heard, (std::vector<std::string>{
                              "\x05", std::string{encode_request(LineRequest::version).view()},
                              "PW1234!", "V@", "S1@", "S2@", "S3@", "E!"}));
  ASSERT_EQ(link.all<PublicVersion>().size(), 1U);
  EXPECT_FALSE(link.all<PublicVersion>()[0].sum_fits);
  ASSERT_EQ(link.all<PublicSettings3>().size(), 1U);
  ASSERT_FALSE(link.all<PackRecord>().empty());
  EXPECT_EQ(link.all<PackRecord>()[0].pack_voltage, 14'000_mV);
  EXPECT_EQ(link.all<PackRecord>()[0].current_in, 1000_mA);
  EXPECT_EQ(link.all<PackRecord>()[0].current_out, 500_mA);
  ASSERT_FALSE(link.all<HealthRecord>().empty());
  EXPECT_EQ(link.all<HealthRecord>()[0].state_of_health, 95_percent);
  EXPECT_EQ(link.client.counters().broken, 0U);
}

// The device holds its output until the next byte: a ping every 330 ms.
TEST_F(LinesClientReal, PingsKeepTheOutputComing) {
  link.connect();
  ASSERT_TRUE(link.reach(live));
  const int before = device.pings;
  link.run(3300_ms);
  EXPECT_NEAR(device.pings - before, 10, 1);
}

// 0.125 A a bit before generation 3.
TEST_F(LinesClientReal, Generation2HasAnotherCurrentScaleAndNoS3) {
  device.answers["V@"] = "1B_00_00_03_2A8_00\r";
  device.answers.erase("PW1234!");
  device.records = "U_0AF0_+0008_+0008_X0000\rC_01_04_2BC_12C_03\r";
  link.connect();
  ASSERT_TRUE(link.reach(live));
  link.run(1500_ms);
  EXPECT_EQ(link.client.session().generation, Generation::one_or_two);
  EXPECT_EQ(link.client.session().firmware->minor, 7);
  EXPECT_EQ(link.client.session().access, LinesAccess::not_tried);  // KO is not NA
  EXPECT_EQ(link.all<PackRecord>().at(0).current_in, 1000_mA);
  EXPECT_EQ(link.times_sent("S3@"), 0U);
}

// Nobody said which generation it is: the cells do, and no current is told before.
TEST_F(LinesClientReal, TheCellsTellTheGenerationIfNothingElseDoes) {
  device.answers["V@"] = "KO\r";
  device.records = "U_0AF0_+0008_+0008_X0000\rC_01_04_2BC_12C_03\r";
  link.connect();
  ASSERT_TRUE(link.reach(live));
  link.run(3_s);
  EXPECT_EQ(link.client.session().generation, Generation::one_or_two);
  EXPECT_EQ(link.all<PackRecord>().size() + 1, link.all<CellRecord>().size());
  EXPECT_EQ(link.all<PackRecord>().at(0).current_in, 1000_mA);
}

// What answers a line that it does not know: KO, NA, echo and BEL, nothing.
TEST_F(LinesClientReal, EveryWayNotToKnowOurLinesMeansPublicOnly) {
  for (const char* otherwise : {"KO\r", "NA\r", "\a", "\a\r", "", "WRONG\r", "?\r"}) {
    device.otherwise = otherwise;
    link.connect();
    ASSERT_TRUE(link.reach(live)) << otherwise;
    EXPECT_EQ(link.client.session().device, LinesDevice::public_only);
    link.client.disconnect([](const LineNews&) {});
  }
}

TEST_F(LinesClientReal, WithoutEchoItWorksToo) {
  device.echo = false;
  link.connect();
  ASSERT_TRUE(link.reach(live));
  link.run(1500_ms);
  EXPECT_EQ(link.all<PublicSettings2>().size(), 1U);
  EXPECT_FALSE(link.all<PackRecord>().empty());
  EXPECT_EQ(link.result(link.client.read({.kind = PublicReadKind::version})), LineResult::ok);
}

// Nobody answers what has not left yet.
TEST_F(LinesClientReal, AnAnswerBeforeTheCommandHasLeftIsAStray) {
  device.echo = false;
  link.connect();
  ASSERT_TRUE(link.reach(live));
  const auto ticket = link.client.read({.kind = PublicReadKind::version});
  link.tick();
  link.deliver("NA\r");
  EXPECT_EQ(link.client.counters().stray_answers, 1U);
  EXPECT_EQ(link.result(ticket), LineResult::ok);
}

// BEL without a CR is an answer.
TEST_F(LinesClientReal, ABellIsAnAnswer) {
  device.otherwise = "\a";
  link.connect();
  ASSERT_TRUE(link.reach(live));
  EXPECT_LT(link.now, 3_s);
  EXPECT_EQ(link.result(link.client.read({.kind = PublicReadKind::log_clock})),
            LineResult::not_understood);
}

// Our own commands and requests are not even sent.
TEST_F(LinesClientReal, WhatOnlyOursKnowIsNotPossible) {
  link.connect();
  ASSERT_TRUE(link.reach(live));
  const std::size_t before = device.heard.size();
  LineCommand command;
  command.action = LineAction::change_pin;
  command.pin = 1;
  EXPECT_EQ(link.result(link.client.command(command)), LineResult::not_possible);
  command.action = LineAction::clear_totals;
  EXPECT_EQ(link.result(link.client.command(command)), LineResult::not_possible);
  EXPECT_EQ(link.result(link.client.request(LineRequest::events)), LineResult::not_possible);
  EXPECT_EQ(device.heard.size(), before);
}

// SET-2: also of a real one; its NA does not say more.
TEST_F(LinesClientReal, AWrongPinIsSentOnceToARealOneToo) {
  for (const char* no : {"NA\r", "WRONG\r"}) {
    device.answers = {{"PW1234!", no}};
    device.otherwise = "NA\r";
    device.heard.clear();
    link.client.set_pin(1234);
    for (int i = 0; i < 5; ++i) {
      link.connect();
      ASSERT_TRUE(link.reach(needs_pin));
      EXPECT_EQ(link.client.session().access, LinesAccess::wrong_pin);
      link.run(30_s);
      EXPECT_EQ(link.client.session().phase, needs_pin);
    }
    EXPECT_EQ(std::ranges::count(device.heard, "PW1234!"), 1);
  }
}

TEST_F(LinesClientReal, OneThatAnswersNothingIsGivenUpAfter10Seconds) {
  device.echo = false;
  device.answers.clear();
  device.otherwise = "";
  link.connect();
  link.run(9990_ms);
  EXPECT_NE(link.client.session().phase, no_answer);
  link.run(10_ms);
  EXPECT_EQ(link.client.session().phase, no_answer);
  const std::size_t sent = link.sent.size();
  link.run(60_s);
  EXPECT_EQ(link.client.session().phase, no_answer);  // the caller says when
  EXPECT_EQ(link.sent.size(), sent);
}

// The high byte was refused: the low one next to the old high one would be another value.
TEST_F(LinesClientReal, HalfAWordIsNotWritten) {
  link.connect();
  ASSERT_TRUE(link.reach(live));
  const core::Settings now;
  const auto writes =
      register_writes(now, 3400_mV, core::SettingId::v_min, 2800, Generation::three);
  ASSERT_TRUE(writes);
  device.answers["02-040!"] = "KO\r";
  EXPECT_EQ(link.result(link.client.write(*writes)), LineResult::refused);
  EXPECT_EQ(link.times_sent("30-041!"), 0U);
  // Both are OK, but the read shows the old value (SET-1).
  device.answers["02-040!"] = "OK\r";
  device.answers["30-041!"] = "OK\r";
  EXPECT_EQ(link.result(link.client.write(*writes)), LineResult::not_confirmed);
  device.answers["S2@"] = "230_2D0_11B_16C_5F_05_0F8_230_280_0A_05_00\r";
  EXPECT_EQ(link.result(link.client.write(*writes)), LineResult::ok);
}

// Hexadecimal digits are letters too: an answer is no record, and a record no answer.
TEST_F(LinesClientReal, AnswersThatBeginWithTheLetterOfARecordAreAnswers) {
  link.connect();
  ASSERT_TRUE(link.reach(live));
  device.answers["H0@"] = "0C_641E00FFFFFFFFFFFFFFFFFF_00\r";
  device.answers["S2@"] = "E10_2D0_11B_16C_5F_05_00\r";
  EXPECT_EQ(link.result(link.client.read({.kind = PublicReadKind::settings_2})), LineResult::ok);
  EXPECT_FALSE(link.all<PublicSettings2>().back().more);
  EXPECT_EQ(link.result(link.client.read({.kind = PublicReadKind::history})), LineResult::ok);
  EXPECT_EQ(link.all<PublicHistory>().back().soc[1], 30_percent);
}

TEST_F(LinesClientReal, AnAnswerThatMakesNoSenseIsNotUnderstood) {
  link.connect();
  ASSERT_TRUE(link.reach(live));
  device.answers["TS@"] = "12_34_56_78\r";
  EXPECT_EQ(link.result(link.client.read({.kind = PublicReadKind::log_clock})),
            LineResult::not_understood);
  EXPECT_EQ(link.client.counters().broken, 1U);
}

// Broken, too long, unprintable, unknown: counted and skipped.
TEST_F(LinesClientReal, NoiseIsCountedAndSkipped) {
  link.connect();
  ASSERT_TRUE(link.reach(live));
  link.news.clear();
  const LinesCounters before = link.client.counters();
  link.deliver("U_zz\r\xff\x01\x80\rfoo\rXW_1_2_3\r" + std::string(300, 'C') + "\rOK\r12_34\r\r\n");
  const LinesCounters& after = link.client.counters();
  EXPECT_EQ(after.lines - before.lines, 7U);
  EXPECT_EQ(after.broken - before.broken, 3U);
  EXPECT_EQ(after.wrong_check - before.wrong_check, 1U);
  EXPECT_EQ(after.too_long - before.too_long, 1U);
  EXPECT_EQ(after.stray_answers - before.stray_answers, 2U);
  EXPECT_TRUE(link.news.empty());
  link.deliver("E_000001_000002_000003_32\r");
  EXPECT_EQ(link.all<EnergyRecord>().at(0).soc, 50_percent);
}

// News as one text, to compare sessions.
std::string digest(const std::vector<LineNews>& news) {
  std::string text;
  for (const LineNews& one : news) {
    text += std::to_string(one.index()) + ' ';
    if (const auto* cells = std::get_if<CellsLine>(&one)) {
      text += std::to_string(cells->cells.size()) + ' ';
    }
    if (const auto* outcome = std::get_if<LineOutcome>(&one)) {
      text += "=" + std::to_string(static_cast<int>(outcome->result)) + ' ';
    }
  }
  return text;
}

// However the bytes are grouped, the news are the same.
RC_GTEST_PROP(LinesClient, HowBytesAreGroupedDoesNotMatter, (bool generation_3, bool with_pin)) {
  const auto sizes = *rc::gen::nonEmpty<std::vector<std::uint8_t>>();
  const auto play = [&](bool cut) {
    OurDevice device;
    if (!generation_3) device.board.facts.generation = Generation::one_or_two;
    LinesLink link{device};
    if (with_pin) link.client.set_pin(1234);
    std::size_t turn = 0;
    link.connect();
    if (cut) {
      link.damage = [&](const std::string& text) {
        for (std::size_t at = 0; at < text.size();) {
          const std::size_t size = sizes[turn++ % sizes.size()] % 9U + 1U;
          link.client.receive(bytes_of(text.substr(at, size)), link.now,
                              [&](const LineNews& one) { link.news.push_back(one); });
          at += size;
        }
        return std::string{};
      };
    }
    link.run(5_s);
    const auto ticket = link.client.read({.kind = PublicReadKind::settings_2});
    link.run(3_s);
    RC_ASSERT(ticket.has_value());
    return digest(link.news);
  };
  RC_ASSERT(play(false) == play(true));
}

// On any noise: every command ends, no PIN is sent twice, and afterwards the session goes on.
RC_GTEST_PROP(LinesClient, ANoisyLineEndsEveryCommandAndLocksNoBoard, (bool generation_3)) {
  const auto noise = *rc::gen::nonEmpty<std::vector<std::uint8_t>>();
  OurDevice device;
  if (!generation_3) device.board.facts.generation = Generation::one_or_two;
  LinesLink link{device, 1234};
  std::size_t turn = 0;
  link.damage = [&](std::string text) {
    for (char& c : text) {
      const std::uint8_t byte = noise[turn++ % noise.size()];
      if (turn % 97 == 0) c = static_cast<char>(byte);
    }
    return text;
  };
  link.connect();
  link.run(10_s);
  std::vector<std::optional<LineTicket>> tickets;
  tickets.reserve(8);
  for (int i = 0; i < 8; ++i) tickets.push_back(link.client.request(LineRequest::clock));
  for (const auto& ticket : tickets) {
    if (ticket) RC_ASSERT(link.outcome(ticket).has_value());
  }
  RC_ASSERT(device.board.guard.wrong == 0);
  link.damage = {};
  link.client.disconnect([](const LineNews&) {});
  disconnect(device.board.port);
  link.client.set_pin(1234);
  link.connect();
  RC_ASSERT(link.reach(live));
}

}  // namespace
}  // namespace cellwarden::protocol
