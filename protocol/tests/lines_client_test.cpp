// SPDX-License-Identifier: Apache-2.0
// The client's session with a board of ours (OUT-4, SET-2): the real port on the other side.
#include "lines_client_ours.hpp"

namespace cellwarden::protocol {
namespace {

using namespace core::literals;
using enum LinesPhase;
using test::LinesClientOurs;

TEST_F(LinesClientOurs, ASessionKnowsLogsInReadsAndStreams) {
  board.offsets.resize(4);
  board.offsets[2].voltage = core::Millivolts{-7};
  go_live();
  link.run(2_s);
  const LinesSession& session = link.client.session();
  EXPECT_EQ(session.device, LinesDevice::ours);
  EXPECT_EQ(session.access, LinesAccess::logged_in);
  EXPECT_EQ(session.generation, Generation::three);
  EXPECT_EQ(session.firmware->major, 3);
  std::vector<LinesPhase> phases;
  for (const LinesSession& one : link.all<LinesSession>()) {
    if (phases.empty() || phases.back() != one.phase) phases.push_back(one.phase);
  }
  EXPECT_EQ(phases, (std::vector{connecting, reading, live}));
  ASSERT_EQ(link.all<SettingsLine>().size(), 1U);
  EXPECT_EQ(link.all<SettingsLine>()[0].settings.v_max, 3600_mV);
  ASSERT_EQ(link.all<OffsetLine>().size(), 1U);
  EXPECT_EQ(link.all<OffsetLine>()[0].cell, 3);
  EXPECT_EQ(link.all<OffsetLine>()[0].offset.voltage, core::Millivolts{-7});
  ASSERT_FALSE(link.all<CellsLine>().empty());
  EXPECT_EQ(link.all<CellsLine>().back().cells.size(), 4U);
  EXPECT_FALSE(link.all<WarningsLine>().empty());
  EXPECT_EQ(link.client.counters().broken, 0U);
  EXPECT_EQ(link.client.counters().stray_answers, 0U);
}

// Our own records hold all that the public ones tell: E! would be the same again.
TEST_F(LinesClientOurs, AsksOurBoardsForOurRecordsOnly) {
  go_live();
  link.run(3_s);
  EXPECT_EQ(link.times_sent("XE"), 1U);
  EXPECT_EQ(link.times_sent("E!"), 0U);
  EXPECT_TRUE(link.all<PackRecord>().empty());
}

TEST_F(LinesClientOurs, SendsNoPingsToOurBoards) {
  go_live();
  link.run(100_ms);
  std::array<std::uint8_t, 20> room{};
  link.now += 400_ms;
  link.tick();
  EXPECT_EQ(link.client.transmit(room), 0U);
}

// Generation 3: nothing without the PIN. The session goes on as soon as there is one.
TEST_F(LinesClientOurs, WithoutAPinGeneration3WaitsForOne) {
  link.client.set_pin({});
  link.connect();
  ASSERT_TRUE(link.reach(needs_pin));
  EXPECT_EQ(link.client.session().access, LinesAccess::not_tried);
  link.run(30_s);  // asks whether the board is there, and nothing else
  EXPECT_EQ(link.client.session().phase, needs_pin);
  EXPECT_EQ(link.times_sent("PW"), 0U);
  link.client.set_pin(1234);
  EXPECT_TRUE(link.reach(live));
}

// SET-2: five wrong PINs lock the board. One is sent once, also over many connections.
TEST_F(LinesClientOurs, AWrongPinIsNeverSentAgainByItself) {
  link.client.set_pin(9999);
  for (int i = 0; i < 10; ++i) {
    link.connect();
    ASSERT_TRUE(link.reach(needs_pin));
    EXPECT_EQ(link.client.session().access, LinesAccess::wrong_pin);
    link.run(20_s);
    link.client.disconnect([](const LineNews&) {});
    disconnect(board.port);
  }
  EXPECT_EQ(link.times_sent("PW9999!"), 1U);
  EXPECT_EQ(board.guard.wrong, 1);
  link.connect();
  ASSERT_TRUE(link.reach(needs_pin));
  link.client.set_pin(1234);
  ASSERT_TRUE(link.reach(live));
  EXPECT_EQ(link.client.session().access, LinesAccess::logged_in);
}

// The same PIN set again is a wish to try it again.
TEST_F(LinesClientOurs, TheFifthWrongPinTellsForHowLongTheBoardIsLocked) {
  link.connect();
  for (int i = 0; i < 5; ++i) {
    link.client.set_pin(9999);
    link.run(1_s);
    EXPECT_EQ(link.client.session().phase, needs_pin);
    EXPECT_EQ(link.client.session().access, LinesAccess::wrong_pin);
    EXPECT_EQ(link.client.session().lock_left, i < 4 ? 0_s : 60_s) << i;
  }
  EXPECT_EQ(link.times_sent("PW9999!"), 5U);
}

// SET-2: what got no answer may have counted. It is not sent twice in one connection; the caller's
// next one tries again.
TEST_F(LinesClientOurs, APinWithoutAnAnswerIsNotRepeated) {
  link.damage = [](const std::string& text) {
    return text.find("PW") == std::string::npos ? text : std::string{};
  };
  link.client.set_pin(9999);
  link.connect();
  link.run(9_s);
  EXPECT_EQ(link.times_sent("PW"), 1U);
  EXPECT_EQ(link.client.session().access, LinesAccess::not_tried);
}

// The answer to the PIN before is not that to the new one.
TEST_F(LinesClientOurs, APinThatIsSetWhileAnotherIsOnItsWayIsNotTakenForWrong) {
  link.client.set_pin(9999);
  link.damage = [this](std::string text) {
    if (text.find("PW9999") != std::string::npos) link.client.set_pin(1234);
    return text;
  };
  go_live();
  EXPECT_EQ(link.client.session().access, LinesAccess::logged_in);
  EXPECT_EQ(link.times_sent("PW9999!"), 1U);
  EXPECT_EQ(link.times_sent("PW1234!"), 1U);
}

// While a board is locked even the right PIN is NA, and would seem wrong: it is not sent before.
TEST_F(LinesClientOurs, ALockedBoardGetsThePinOnceWhenTheLockEnds) {
  for (int i = 0; i < 5; ++i) board.answer_to("PW0000!");
  link.connect();
  ASSERT_TRUE(link.reach(needs_pin));
  EXPECT_EQ(link.client.session().access, LinesAccess::locked);
  EXPECT_EQ(link.client.session().lock_left, 60_s - link.now);
  while (link.now < 59'990_ms) link.run(10_ms);
  EXPECT_EQ(link.client.session().phase, needs_pin);
  EXPECT_EQ(link.times_sent("PW"), 0U);
  ASSERT_TRUE(link.reach(live));
  EXPECT_EQ(link.times_sent("PW1234!"), 1U);
  EXPECT_LT(link.now, 61_s);
}

// Generations 1 and 2 stream and read without the PIN.
TEST_F(LinesClientOurs, Generation2StreamsThePublicRecordsWithoutThePin) {
  board.facts.generation = Generation::one_or_two;
  for (const std::optional<std::uint16_t> pin : {std::optional<std::uint16_t>{}, {9999}}) {
    link.client.set_pin(pin);
    link.news.clear();
    link.connect();
    ASSERT_TRUE(link.reach(live));
    link.run(3_s);
    EXPECT_EQ(link.client.session().access, pin ? LinesAccess::wrong_pin : LinesAccess::not_tried);
    ASSERT_FALSE(link.all<PackRecord>().empty());
    EXPECT_EQ(link.all<PackRecord>().back().pack_voltage, 13'200_mV);
    ASSERT_EQ(link.all<PublicSettings2>().size(), 1U);
    EXPECT_EQ(link.all<PublicSettings2>()[0].v_min, 2700_mV);
    EXPECT_TRUE(link.all<WarningsLine>().empty());
    EXPECT_EQ(link.result(link.client.request(LineRequest::settings)), LineResult::not_authorised);
    disconnect(board.port);
  }
}

TEST_F(LinesClientOurs, Generation2WithThePinIsLikeAnyOtherOfOurs) {
  board.facts.generation = Generation::one_or_two;
  go_live();
  link.run(2_s);
  EXPECT_FALSE(link.all<CellsLine>().empty());
  EXPECT_EQ(link.times_sent("E!"), 0U);
}

// 3 s; and a silent line is given up after 10 s. The caller begins again.
TEST_F(LinesClientOurs, ACutLineTimesOutAndIsGivenUp) {
  go_live();
  link.run(200_ms);
  link.cut = true;
  const core::Milliseconds cut_at = link.now;
  const auto ticket = link.client.request(LineRequest::clock);
  link.tick();
  link.exchange();
  link.run(2990_ms);
  EXPECT_TRUE(link.all<LineOutcome>().empty());
  link.run(10_ms);
  ASSERT_EQ(link.all<LineOutcome>().size(), 1U);
  EXPECT_EQ(link.all<LineOutcome>()[0].ticket, *ticket);
  EXPECT_EQ(link.all<LineOutcome>()[0].result, LineResult::timed_out);
  ASSERT_TRUE(link.reach(no_answer));
  EXPECT_LE(link.now, cut_at + 10_s);
  EXPECT_GT(link.now, cut_at + 9_s);
  EXPECT_FALSE(link.client.request(LineRequest::clock));
  EXPECT_FALSE(link.client.wake_at());
  link.cut = false;
  disconnect(board.port);
  go_live();
}

// Records before the answer do not fail it: 3 s count from the last line, 10 s from the command.
TEST_F(LinesClientOurs, AnAnswerBehindManyRecordsIsWaitedFor) {
  go_live();
  link.run(1_s);
  const LineText request = encode_request(LineRequest::clock);
  link.client.request(LineRequest::clock);
  link.tick();
  std::array<std::uint8_t, 64> room{};
  link.client.transmit(room);  // and it takes long
  for (int i = 0; i < 4; ++i) {
    link.now += 2_s;
    link.deliver(device.stream(link.now));
    link.tick();
  }
  EXPECT_TRUE(link.all<LineOutcome>().empty());
  link.deliver(device.hear(std::string{request.view()} + "\r", link.now));
  ASSERT_EQ(link.all<LineOutcome>().size(), 1U);
  EXPECT_EQ(link.all<LineOutcome>()[0].result, LineResult::ok);
}

// An answer that comes too late is not taken for that of the next command: its echo is missing.
TEST_F(LinesClientOurs, ALateAnswerIsNotTheNextOnes) {
  go_live();
  LineCommand cells;
  cells.action = LineAction::confirm_cells;
  link.client.command(cells);
  link.tick();
  std::array<std::uint8_t, 64> room{};
  link.client.transmit(room);
  link.now += 3_s;
  link.tick();  // timed out
  const auto next = link.client.request(LineRequest::clock);
  link.tick();
  link.client.transmit(room);  // it has left, but its echo is not there yet
  const std::string line{encode_command(cells).view()};
  link.deliver(line + "\rKO\r");
  EXPECT_EQ(link.client.counters().stray_answers, 1U);
  const std::string request{encode_request(LineRequest::clock).view()};
  link.deliver(device.hear(request + "\r", link.now));
  EXPECT_EQ(link.result(next), LineResult::ok);
}

// The board began anew, behind a line that stays up: it has forgotten us.
TEST_F(LinesClientOurs, ABoardThatBeganAnewIsLoggedInToAgain) {
  go_live();
  link.run(2_s);
  disconnect(board.port);  // as after a power loss
  link.run(8_s);
  EXPECT_EQ(link.client.session().phase, live);
  EXPECT_EQ(link.times_sent("PW1234!"), 2U);
  const std::size_t before = link.all<CellsLine>().size();
  link.run(2_s);
  EXPECT_GT(link.all<CellsLine>().size(), before);
}

// The same, seen in an answer about the access before the records are missed.
TEST_F(LinesClientOurs, WhoIsNotLoggedInAnyMoreLogsInAgain) {
  go_live();
  disconnect(board.port);
  EXPECT_EQ(link.result(link.client.request(LineRequest::access)), LineResult::ok);
  link.run(1_s);
  EXPECT_EQ(link.times_sent("PW1234!"), 2U);
  EXPECT_EQ(link.client.session().phase, live);
}

// OUT-2: the button sets the PIN back. Ours was right once, so it is tried once more, not again.
TEST_F(LinesClientOurs, APinThatChangedElsewhereIsTriedOnceMore) {
  board.pack.settings.pin = 5555;
  link.client.set_pin(5555);
  go_live();
  board.pack.settings.pin = 1234;
  ASSERT_TRUE(link.reach(needs_pin));
  EXPECT_EQ(link.client.session().access, LinesAccess::wrong_pin);
  link.run(60_s);
  EXPECT_EQ(link.times_sent("PW5555!"), 2U);
  EXPECT_EQ(board.guard.wrong, 1);
  link.client.set_pin(1234);
  EXPECT_TRUE(link.reach(live));
}

// A board without a chain still tells that it has none.
TEST_F(LinesClientOurs, ABoardWithoutMessagesIsLive) {
  device.messages = false;
  go_live();
  link.run(60_s);
  EXPECT_EQ(link.client.session().phase, live);
  EXPECT_FALSE(link.all<WarningsLine>().empty());
  EXPECT_EQ(link.times_sent("XE"), 1U);
}

// Without records (generation 2 before its first message) the client asks, and hears an answer.
TEST_F(LinesClientOurs, AQuietDeviceThatAnswersIsThere) {
  board.facts.generation = Generation::one_or_two;
  device.messages = false;
  link.client.set_pin({});
  go_live();
  link.run(60_s);
  EXPECT_EQ(link.client.session().phase, live);
  EXPECT_TRUE(link.all<PackRecord>().empty());
  EXPECT_GE(link.times_sent("E!"), 11U);
}

// wake_at() is enough: nobody needs to look more often.
TEST_F(LinesClientOurs, TickingAtWakeAtIsEnough) {
  link.connect();
  int ticks = 0;
  while (link.now < 30_s && link.client.session().phase != live) {
    link.exchange();
    const auto at = link.client.wake_at();
    ASSERT_TRUE(at);
    link.now = std::max(link.now, *at);
    link.tick();
    ASSERT_LT(++ticks, 100);
  }
  EXPECT_EQ(link.client.session().phase, live);
}

}  // namespace
}  // namespace cellwarden::protocol
