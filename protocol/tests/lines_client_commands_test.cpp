// SPDX-License-Identifier: Apache-2.0
// The client's commands to a board of ours, and what becomes of them (SET-1, OUT-4).
#include "lines_client_ours.hpp"

namespace cellwarden::protocol {
namespace {

using namespace core::literals;
using enum LinesPhase;
using test::LinesClientOurs;

// SET-1: done is what was read back.
TEST_F(LinesClientOurs, WrittenSettingsAreReadBack) {
  go_live();
  const auto command = settings_with([](core::Settings& s) { s.v_min = 2800_mV; });
  EXPECT_EQ(result_of(command), LineResult::ok);
  EXPECT_EQ(board.pack.settings.v_min, 2800_mV);
  EXPECT_EQ(board.pack.settings.pin, 1234);
  ASSERT_EQ(link.all<SettingsLine>().size(), 2U);
  EXPECT_EQ(link.all<SettingsLine>()[1].settings.v_min, 2800_mV);
  EXPECT_EQ(link.times_sent("XS_"), 3U);
}

// SET-1: OK is not enough.
TEST_F(LinesClientOurs, SettingsThatReadBackDifferentlyAreNotConfirmed) {
  go_live();
  const auto command = settings_with([](core::Settings& s) { s.v_min = 2800_mV; });
  const auto ticket = link.client.command(command);
  link.damage = [this](std::string text) {  // between OK and the read somebody else writes
    if (text.find("OK\r") != std::string::npos) board.pack.settings.v_min = 2805_mV;
    return text;
  };
  EXPECT_EQ(link.result(ticket), LineResult::not_confirmed);
}

TEST_F(LinesClientOurs, SettingsThatCannotBeReadBackAreNotConfirmed) {
  go_live();
  const auto command = settings_with([](core::Settings& s) { s.v_min = 2800_mV; });
  const auto ticket = link.client.command(command);
  link.damage = [](std::string text) {
    const std::size_t at = text.find("\rXS_00");
    if (at != std::string::npos) text[at + 9] = text[at + 9] == '1' ? '2' : '1';
    return text;
  };
  EXPECT_EQ(link.result(ticket), LineResult::not_confirmed);
  EXPECT_EQ(link.client.counters().wrong_check, 1U);
}

// OK without the record that was asked for is no answer.
TEST_F(LinesClientOurs, ARequestWhoseRecordIsBrokenIsNotUnderstood) {
  go_live();
  const auto ticket = link.client.request(LineRequest::version);
  link.damage = [](std::string text) {
    const std::size_t at = text.find("\rXV_01");
    if (at != std::string::npos) text[at + 5] = '2';
    return text;
  };
  EXPECT_EQ(link.result(ticket), LineResult::not_understood);
}

// SET-1: refused, nothing changed, the reason named. V-bypass is 3.40 V.
TEST_F(LinesClientOurs, ARefusalNamesItsReason) {
  go_live();
  const auto command = settings_with([](core::Settings& s) { s.v_min = 3400_mV; });
  const auto outcome = link.outcome(link.client.command(command));
  ASSERT_TRUE(outcome);
  EXPECT_EQ(outcome->result, LineResult::refused);
  ASSERT_TRUE(outcome->reason);
  EXPECT_EQ(outcome->reason->id, core::SettingId::v_min);
  EXPECT_EQ(outcome->reason->problem, core::SettingProblem::not_below);
  EXPECT_EQ(outcome->reason->other, core::SettingId::v_bypass);
  EXPECT_EQ(board.pack.settings.v_min, 2700_mV);
  EXPECT_EQ(link.times_sent("XS_"), 2U);  // nothing to read back
  // The reason does not stick to the next one.
  LineCommand offset;
  offset.action = LineAction::set_offset;
  offset.cell = 200;
  const auto next = link.outcome(link.client.command(offset));
  EXPECT_EQ(next->result, LineResult::refused);
  EXPECT_FALSE(next->reason);
}

// The new PIN is kept: the next connection logs in with it.
TEST_F(LinesClientOurs, AChangedPinIsKept) {
  go_live();
  LineCommand command;
  command.action = LineAction::change_pin;
  command.pin = 77;
  EXPECT_EQ(result_of(command), LineResult::ok);
  EXPECT_EQ(board.pack.settings.pin, 77);
  EXPECT_EQ(result_of(settings_with([](core::Settings& s) { s.v_min = 2800_mV; })), LineResult::ok);
  EXPECT_EQ(board.pack.settings.pin, 77);
  link.client.disconnect([](const LineNews&) {});
  disconnect(board.port);
  go_live();
  EXPECT_EQ(link.times_sent("PW0077!"), 1U);
  EXPECT_EQ(board.guard.wrong, 0);
}

TEST_F(LinesClientOurs, OffsetHoldClockTotalsCellsAndWaiverGoThrough) {
  go_live();
  LineCommand command;
  command.action = LineAction::set_offset;  // CELL-10
  command.cell = 2;
  command.offset = {.voltage = core::Millivolts{-5}, .temperature = core::MilliCelsius{300}};
  EXPECT_EQ(result_of(command), LineResult::ok);
  EXPECT_EQ(board.offsets[1].voltage, core::Millivolts{-5});
  command = {};
  command.action = LineAction::hold;  // RELAY-9
  command.hold_load_open = true;
  EXPECT_EQ(result_of(command), LineResult::ok);
  EXPECT_FALSE(board.facts.hold_charge_open);
  EXPECT_TRUE(board.facts.hold_load_open);
  command = {};
  command.action = LineAction::set_clock;  // EN-2
  command.local_time = core::Milliseconds{1'760'000'000'000};
  EXPECT_EQ(result_of(command), LineResult::ok);
  command = {};
  command.action = LineAction::clear_totals;  // EN-3
  EXPECT_EQ(result_of(command), LineResult::ok);
  command.action = LineAction::confirm_cells;  // CHAIN-7: there is nothing to confirm
  EXPECT_TRUE(result_of(command).has_value());
  EXPECT_EQ(board.done.back(), LineAction::confirm_cells);
  command.action = LineAction::waive_temperature;  // CELL-7
  command.cell = 1;
  command.days = 2;
  EXPECT_TRUE(result_of(command).has_value());
  EXPECT_EQ(board.done.back(), LineAction::waive_temperature);
  EXPECT_EQ(link.result(link.client.request(LineRequest::clock)), LineResult::ok);
  EXPECT_GE(*link.all<ClockLine>().back().local, core::Milliseconds{1'760'000'000'000});
}

TEST_F(LinesClientOurs, PublicReadsAreAnsweredBetweenRecords) {
  go_live();
  EXPECT_EQ(link.result(link.client.read({.kind = PublicReadKind::settings_3})), LineResult::ok);
  ASSERT_EQ(link.all<PublicSettings3>().size(), 1U);
  EXPECT_EQ(link.all<PublicSettings3>()[0].charge_restart_delay, 30_s);
  EXPECT_FALSE(link.client.read({.kind = PublicReadKind::log, .number = 10}));
}

// The public writes go to ours as well, and are read back by the public read.
TEST_F(LinesClientOurs, PublicWritesAreReadBackToo) {
  go_live();
  const auto writes = register_writes(board.pack.settings, 3400_mV, core::SettingId::v_min, 2850,
                                      Generation::three);
  ASSERT_TRUE(writes);
  EXPECT_EQ(link.result(link.client.write(*writes)), LineResult::ok);
  EXPECT_EQ(board.pack.settings.v_min, 2850_mV);
  EXPECT_EQ(link.result(link.client.write(hold_writes(true, false))), LineResult::ok);
  EXPECT_TRUE(board.facts.hold_charge_open);
}

// The wire is 5 mV, the setting 10 mV: the board rounds, and what was written is not there.
TEST_F(LinesClientOurs, AWriteThatTheBoardRoundsIsNotConfirmed) {
  go_live();
  const auto writes = register_writes(
      board.pack.settings, 3400_mV, core::SettingId::nominal_cell_voltage, 3255, Generation::three);
  ASSERT_TRUE(writes);
  EXPECT_EQ(link.result(link.client.write(*writes)), LineResult::not_confirmed);
}

// What is queued while the session begins waits for it; nine are one too many.
TEST_F(LinesClientOurs, CommandsWaitForTheSession) {
  EXPECT_FALSE(link.client.request(LineRequest::clock));  // offline
  link.connect();
  std::optional<LineTicket> last;
  for (int i = 0; i < 8; ++i) {
    const auto ticket = link.client.request(LineRequest::clock);
    ASSERT_TRUE(ticket);
    EXPECT_GT(*ticket, last.value_or(0));
    last = ticket;
  }
  EXPECT_FALSE(link.client.request(LineRequest::clock));
  EXPECT_EQ(link.result(last), LineResult::ok);
  EXPECT_EQ(link.all<LineOutcome>().size(), 8U);
}

// A disconnect says of every command that waits that it was dropped, and nothing can be queued.
TEST_F(LinesClientOurs, ADisconnectDropsWhatWaits) {
  go_live();
  link.client.request(LineRequest::clock);
  link.tick();
  link.client.request(LineRequest::events);
  link.also = [this](const LineNews& news) {
    if (std::holds_alternative<LineOutcome>(news)) link.client.request(LineRequest::clock);
  };
  link.client.disconnect([this](const LineNews& news) {
    link.news.push_back(news);
    link.also(news);
  });
  const auto outcomes = link.all<LineOutcome>();
  ASSERT_EQ(outcomes.size(), 2U);
  EXPECT_EQ(outcomes[0].result, LineResult::dropped);
  EXPECT_EQ(outcomes[1].result, LineResult::dropped);
  EXPECT_EQ(link.all<LinesSession>().back().phase, offline);
}

// A sink may queue commands.
TEST_F(LinesClientOurs, ASinkMayQueue) {
  int left = 20;
  link.also = [&](const LineNews& news) {
    if (std::holds_alternative<ClockLine>(news) && left > 0 &&
        link.client.request(LineRequest::clock)) {
      --left;
    }
  };
  go_live();
  link.run(5_s);
  EXPECT_EQ(left, 0);
}

}  // namespace
}  // namespace cellwarden::protocol
