// SPDX-License-Identifier: Apache-2.0
// Our own lines: what they say, that they come back as they were, and that nobody gets one unasked
// (OUT-4).
#include "cellwarden/protocol/lines_extensions.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <vector>

#include "cellwarden/protocol/lines_commands.hpp"
#include "lines_board.hpp"

namespace cellwarden::protocol {
namespace {

using namespace core::literals;
using core::Millivolts;
using test::LinesBoard;

std::string text(const LineText& line) { return std::string{line.view()}; }

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('|', at);
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

// Every record of this kind in what was heard.
template <class Record>
std::vector<Record> all(const std::string& heard) {
  std::vector<Record> records;
  for (const std::string& line : lines_of(heard)) {
    if (const auto record = decode_extension<Record>(line)) records.push_back(*record);
  }
  return records;
}

class LinesExtensions : public testing::Test {
 protected:
  LinesExtensions() { board.log_in(); }

  std::string ask(LineRequest request) { return board.answer_to(text(encode_request(request))); }
  std::string command(const LineCommand& command) {
    return board.answer_to(text(encode_command(command)));
  }

  LinesBoard board;
};

TEST_F(LinesExtensions, TheCheckIsTheLowHalfOfTheCrc32) {
  EXPECT_EQ(extension_check("123456789"), 0x3926);  // CRC-32: CBF43926
  EXPECT_EQ(text(encode_request(LineRequest::version)).substr(0, 3), "XV_");
}

// A known client that says E! never sees an X.
TEST_F(LinesExtensions, NobodyGetsOneUnasked) {
  board.pack.start();
  board.line("E!");
  EXPECT_EQ(board.told().find('X' + std::string{"W"}), std::string::npos);
  EXPECT_EQ(ask(LineRequest::stream), "OK|");
  EXPECT_NE(board.told().find("|XW_"), std::string::npos);
  EXPECT_EQ(ask(LineRequest::stream_off), "OK|");
  EXPECT_EQ(board.told().find("|XW_"), std::string::npos);
}

TEST_F(LinesExtensions, DStopsOurRecordsToo) {
  EXPECT_EQ(ask(LineRequest::stream), "OK|");
  EXPECT_NE(board.told(), "");
  EXPECT_EQ(board.answer_to("D!"), "OK|");
  EXPECT_EQ(board.told(), "");
}

// SET-2: a stranger may ask who we are and how long the lock holds, and nothing else.
TEST_F(LinesExtensions, AStrangerMayAskForVersionAndAccessOnly) {
  disconnect(board.port);
  for (int i = 0; i < 5; ++i) board.answer_to("PW0000!");
  const auto access = all<AccessLine>(ask(LineRequest::access));
  ASSERT_EQ(access.size(), 1U);
  EXPECT_FALSE(access[0].logged_in);
  EXPECT_EQ(access[0].lock_left, 60_s);
  const auto version = all<VersionLine>(ask(LineRequest::version));
  ASSERT_EQ(version.size(), 1U);
  EXPECT_EQ(version[0].firmware.patch, 3);
  for (const auto request :
       {LineRequest::stream, LineRequest::stream_off, LineRequest::settings, LineRequest::offsets,
        LineRequest::clock, LineRequest::events, LineRequest::all}) {
    EXPECT_EQ(ask(request), "NA|");
  }
  board.done.clear();
  for (int i = static_cast<int>(LineAction::write_settings);
       i <= static_cast<int>(LineAction::waive_temperature); ++i) {
    LineCommand c;
    c.action = static_cast<LineAction>(i);
    c.cell = 1;
    c.days = 1;
    EXPECT_EQ(command(c), "NA|") << i;
  }
  EXPECT_TRUE(board.done.empty());
}

TEST_F(LinesExtensions, ALineWithAWrongCheckIsKO) {
  std::string line = text(encode_command({.action = LineAction::clear_totals}));
  EXPECT_EQ(board.answer_to(line), "OK|");
  line[3] = line[3] == '0' ? '1' : '0';
  EXPECT_EQ(board.answer_to(line), "KO|");
  for (const char* bad : {"X!", "X@", "XZ!", "XE!", "XZ_!", "X_0000!", "XZ_00000!", "X"}) {
    EXPECT_EQ(board.answer_to(bad), "KO|") << bad;
  }
}

// CELL-1, CELL-5, CELL-7: every cell to the millivolt, with its faults, bypass and heat.
TEST_F(LinesExtensions, EveryCellIsTold) {
  board.pack.cells[2].bypass = true;
  board.pack.cells[3] = core::cell_reading(3301_mV, -12'340_mC);
  board.facts.hot.set(1, true);
  board.pack.start();
  board.pack.cells[0] = core::cell_reading(400_mV, 20'000_mC);
  board.pack.good_at(2_s);
  ask(LineRequest::stream);
  const auto blocks = all<CellsLine>(board.told());
  ASSERT_EQ(blocks.size(), 1U);
  EXPECT_EQ(blocks[0].first, 1);
  auto cells = blocks[0].cells;
  ASSERT_EQ(cells.size(), 4U);
  EXPECT_EQ(cells[0].reading.voltage, 3300_mV);  // the last valid one
  EXPECT_EQ(cells[0].reading.voltage_fault, core::ReadingFault::too_low);
  EXPECT_TRUE(cells[1].hot);
  EXPECT_FALSE(cells[0].hot);
  EXPECT_TRUE(cells[2].reading.bypass);
  EXPECT_EQ(cells[3].reading.voltage, 3301_mV);
  EXPECT_EQ(cells[3].reading.temperature, -12'300_mC);
}

// 255 cells are told whole; if the peer is slow, they are told less often.
TEST(LinesExtensionsOf255, AllCellsAreToldInOneMessageOrInTurns) {
  LinesBoard board{255};
  board.pack.start();
  board.log_in();
  board.line("E!");
  board.answer_to(text(encode_request(LineRequest::stream)));
  const auto blocks = all<CellsLine>(board.told());
  ASSERT_EQ(blocks.size(), 32U);
  EXPECT_EQ(blocks.back().first, 249);
  EXPECT_EQ(blocks.back().cells.size(), 7U);
  EXPECT_EQ(board.port.records_dropped, 0U);
  std::array<bool, 256> seen{};
  for (int i = 0; i < 4; ++i) {
    tell(board.port, board.view(), board.pack.time);
    tell(board.port, board.view(), board.pack.time);  // the first one has not been taken yet
    tell(board.port, board.view(), board.pack.time);  // and the second one waits
    for (const CellsLine& block : all<CellsLine>(board.heard())) {
      for (std::size_t k = 0; k < block.cells.size(); ++k) seen[block.first + k] = true;
    }
  }
  EXPECT_EQ(std::count(seen.begin(), seen.end(), true), 255);
  EXPECT_GT(board.port.records_dropped, 0U);
}

// RELAY-3: why a relay is open, with the cell and the value.
TEST_F(LinesExtensions, ReasonsAreTold) {
  board.pack.start();
  board.pack.cells[2].voltage = 3652_mV;
  board.pack.good_at(2_s);
  ask(LineRequest::stream);
  const auto reasons = all<ReasonLine>(board.told());
  ASSERT_EQ(reasons.size(), 2U);
  EXPECT_EQ(reasons[0].relay, core::Relay::charge);
  EXPECT_FALSE(reasons[0].closed);
  EXPECT_EQ(reasons[0].count, 1);
  EXPECT_EQ(reasons[0].reason.id, core::RuleId::ch_1);
  EXPECT_EQ(reasons[0].reason.subject, core::Subject::highest_cell_voltage);
  EXPECT_EQ(reasons[0].reason.cell, 3);
  EXPECT_EQ(reasons[0].reason.value, 3652);
  EXPECT_EQ(reasons[0].reason.limit, 3600);
  EXPECT_EQ(reasons[1].relay, core::Relay::load);
  EXPECT_TRUE(reasons[1].closed);
  EXPECT_EQ(reasons[1].count, 0);
}

// CHAIN-6: where the chain is broken; and how old the last good message is.
TEST_F(LinesExtensions, TheBreakPlaceAndTheCountersAreTold) {
  board.pack.start();
  board.pack.fail();
  board.facts.break_cell = 3;
  board.facts.break_hops = 1;
  board.facts.messages_damaged = 3;
  ask(LineRequest::stream);
  const auto told = all<WarningsLine>(board.told());
  ASSERT_EQ(told.size(), 1U);
  EXPECT_TRUE(told[0].warnings.has(core::Warning::communication));
  EXPECT_TRUE(told[0].known);
  EXPECT_EQ(told[0].age, 3_s);
  EXPECT_EQ(told[0].missed, 3U);
  EXPECT_EQ(told[0].break_cell, 3);
  EXPECT_EQ(told[0].break_hops, 1U);
  EXPECT_EQ(told[0].messages_damaged, 3U);
}

// At power-up E holds and no message was good yet.
TEST_F(LinesExtensions, BeforeTheFirstGoodMessageTheAgeIsUnknown) {
  ask(LineRequest::stream);
  const std::string heard = board.told();
  const auto warnings = all<WarningsLine>(heard);
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_TRUE(warnings[0].warnings.has(core::Warning::communication));
  EXPECT_FALSE(warnings[0].age);
  EXPECT_FALSE(all<CurrentsLine>(heard).at(0).in);
  EXPECT_TRUE(all<CellsLine>(heard).empty());
}

// The rules have no current during E, and no old number passes for a live one.
TEST_F(LinesExtensions, DuringETheCurrentsAreUnknown) {
  board.pack.sensors = {.in = 5_A, .out = 1_A};
  board.pack.start();
  ask(LineRequest::stream);
  EXPECT_EQ(all<CurrentsLine>(board.told()).at(0).battery, 4_A);
  board.pack.fail();
  const auto during = all<CurrentsLine>(board.told());
  ASSERT_EQ(during.size(), 1U);
  EXPECT_FALSE(during[0].in);
  EXPECT_FALSE(during[0].out);
  EXPECT_FALSE(during[0].battery);
}

// RELAY-4, OUT-1, CELL-7: contacts, LEDs, holds, the waiver and what is left of it.
TEST_F(LinesExtensions, OutputsAreTold) {
  board.pack.start();
  board.facts.load_contacts = {.pins_1_2_closed = false, .pins_2_3_closed = true};
  board.facts.load_led = LedState::flashing;
  board.facts.charge_did_not_open = true;
  EXPECT_EQ(command({.action = LineAction::waive_temperature, .cell = 2, .days = 7}), "OK|");
  board.pack.time += 1_h;
  ask(LineRequest::stream);
  const auto told = all<OutputsLine>(board.told());
  ASSERT_EQ(told.size(), 1U);
  EXPECT_TRUE(told[0].load_contacts.pins_2_3_closed);
  EXPECT_FALSE(told[0].load_contacts.pins_1_2_closed);
  EXPECT_EQ(told[0].load_led, LedState::flashing);
  EXPECT_TRUE(told[0].charge_did_not_open);
  EXPECT_EQ(told[0].waived_cell, 2);
  EXPECT_EQ(told[0].waiver_left, 167_h);
}

TEST_F(LinesExtensions, EventsAreToldOnceEach) {
  board.pack.start();
  board.pack.fail();
  ask(LineRequest::stream);
  const auto events = all<EventLine>(board.told());
  ASSERT_EQ(events.size(), board.pack.state.events.written());
  EXPECT_EQ(events.back().event.kind, core::EventKind::communication_lost);
  EXPECT_EQ(events.back().event.value, 3);
  EXPECT_EQ(events.back().event.since, 4_s);
  EXPECT_TRUE(all<EventLine>(board.told()).empty());
  EXPECT_EQ(all<EventLine>(ask(LineRequest::events)).size(), events.size());
}

// 40 events: the newest 32 are kept, and the index shows what was lost.
TEST_F(LinesExtensions, AGapInTheEventsShows) {
  for (int i = 0; i < 40; ++i) board.pack.state.events.add({.value = i, .since = 0_s});
  const auto events = all<EventLine>(ask(LineRequest::events));
  ASSERT_EQ(events.size(), 32U);
  EXPECT_EQ(events[0].index, 8U);
  EXPECT_EQ(events[31].event.value, 39);
}

// SET-1: all settings exactly, out and in again, as a whole.
TEST_F(LinesExtensions, SettingsAreExportedAndImportedAsAWhole) {
  const auto exported = all<SettingsLine>(ask(LineRequest::settings));
  ASSERT_EQ(exported.size(), 1U);
  LineCommand write{.action = LineAction::write_settings, .settings = exported[0].settings};
  // V-min above the old V-bypass order is fine only if all of it fits together.
  write.settings.v_min = 3395_mV;
  write.settings.v_max = 3405_mV;
  write.settings.t_min = core::MilliCelsius(-40'000);
  write.settings.profile = core::Profile::exact;
  write.settings.out_board_version = core::BoardVersion::v1;
  EXPECT_EQ(command(write), "OK|");
  EXPECT_EQ(board.pack.settings.v_min, 3395_mV);
  EXPECT_EQ(board.pack.settings.t_min, core::MilliCelsius(-40'000));
  EXPECT_EQ(board.pack.settings.out_board_version, core::BoardVersion::v1);
}

// SET-1: refused as a whole, nothing changed, the reason named.
TEST_F(LinesExtensions, ARefusedSetSaysWhy) {
  LineCommand write{.action = LineAction::write_settings, .settings = board.pack.settings};
  write.settings.v_min = 3400_mV;
  write.settings.t_min = 20_C;
  auto heard = command(write);
  EXPECT_TRUE(heard.ends_with("|KO|"));
  auto refusal = all<RefusalLine>(heard);
  ASSERT_EQ(refusal.size(), 1U);
  EXPECT_EQ(refusal[0].error.id, core::SettingId::v_min);
  EXPECT_EQ(refusal[0].error.problem, core::SettingProblem::not_below);
  EXPECT_EQ(refusal[0].error.other, core::SettingId::v_bypass);
  EXPECT_EQ(board.pack.settings.t_min, 10_C);
  write.settings.v_min = 2701_mV;
  refusal = all<RefusalLine>(heard = command(write));
  ASSERT_EQ(refusal.size(), 1U) << heard;
  EXPECT_EQ(refusal[0].error.problem, core::SettingProblem::off_step);
  EXPECT_EQ(board.pack.settings.v_min, 2700_mV);
}

// The PIN is in no export and no import changes it.
TEST_F(LinesExtensions, SettingsGoWithoutThePin) {
  board.pack.settings.pin = 4711;
  board.answer_to("PW4711!");
  EXPECT_EQ(all<SettingsLine>(ask(LineRequest::settings)).at(0).settings.pin, 1234);
  EXPECT_EQ(command({.action = LineAction::write_settings, .settings = {}}), "OK|");
  EXPECT_EQ(board.pack.settings.pin, 4711);
}

// SET-2: a new PIN counts at once, and who set it stays logged in.
TEST_F(LinesExtensions, ThePinCanBeChanged) {
  EXPECT_EQ(command({.action = LineAction::change_pin, .pin = 42}), "OK|");
  EXPECT_EQ(board.pack.settings.pin, 42);
  EXPECT_EQ(board.answer_to("S1@").substr(15, 8), "30303432");
  disconnect(board.port);
  EXPECT_EQ(board.log_in(), "NA|");
  EXPECT_EQ(board.answer_to("PW0042!"), "OK|");
}

// EN-3, CHAIN-7, EN-2, CELL-10
TEST_F(LinesExtensions, TheOtherCommandsReachTheBoard) {
  board.pack.start();
  board.pack.state.energy.in_total.whole = 5_Wh;
  EXPECT_EQ(command({.action = LineAction::clear_totals}), "OK|");
  EXPECT_EQ(board.pack.state.energy.in_total.whole, 0_Wh);
  EXPECT_EQ(command({.action = LineAction::confirm_cells}), "KO|");  // nothing to confirm
  const core::Milliseconds local{1'700'000'000'123};
  EXPECT_EQ(command({.action = LineAction::set_clock, .local_time = local}), "OK|");
  board.pack.time += 5_s;
  const auto clock = all<ClockLine>(ask(LineRequest::clock));
  ASSERT_EQ(clock.size(), 1U);
  EXPECT_EQ(clock[0].running, board.pack.time);
  EXPECT_EQ(clock[0].local, local + 5_s);
  LineCommand offset{.action = LineAction::set_offset, .cell = 3};
  offset.offset = {.voltage = -50_mV, .temperature = 10'000_mC};
  EXPECT_EQ(command(offset), "OK|");
  const auto offsets = all<OffsetLine>(ask(LineRequest::offsets));
  ASSERT_EQ(offsets.size(), 1U);
  EXPECT_EQ(offsets[0].cell, 3);
  EXPECT_EQ(offsets[0].offset.voltage, -50_mV);
  EXPECT_EQ(offsets[0].offset.temperature, 10_C);
  EXPECT_EQ(command({.action = LineAction::hold, .hold_charge_open = true}), "OK|");
  EXPECT_TRUE(board.facts.hold_charge_open);
  EXPECT_FALSE(board.facts.hold_load_open);
}

// CELL-10: ±50 mV, ±10 °C. CELL-7: 1…7 days, one named cell. What cannot be does not get through.
TEST_F(LinesExtensions, ImpossibleNumbersAreKO) {
  board.pack.start();
  board.done.clear();
  LineCommand offset{.action = LineAction::set_offset, .cell = 3};
  offset.offset.voltage = 51_mV;
  EXPECT_EQ(command(offset), "KO|");
  offset.offset = {.voltage = 0_mV, .temperature = -10'100_mC};
  EXPECT_EQ(command(offset), "KO|");
  offset.offset = {};
  offset.cell = 0;
  EXPECT_EQ(command(offset), "KO|");
  LineCommand waiver{.action = LineAction::waive_temperature, .cell = 1, .days = 8};
  EXPECT_EQ(command(waiver), "KO|");
  waiver.days = 0;
  EXPECT_EQ(command(waiver), "KO|");
  waiver = {.action = LineAction::waive_temperature, .cell = 0, .days = 7};
  EXPECT_EQ(command(waiver), "KO|");
  EXPECT_TRUE(board.done.empty());
}

// CHAIN-7: 5 cells instead of 4, steady for 30 s, may be confirmed.
TEST_F(LinesExtensions, ACellCountCanBeConfirmed) {
  board.pack.factory.cells = 8;
  board.pack.good_at(0_s);
  for (auto t = 1_s; t <= 29_s; t += 1_s) board.pack.good_at(t);
  EXPECT_EQ(all<PackLine>(ask(LineRequest::all)).at(0).to_confirm, 0);
  EXPECT_EQ(command({.action = LineAction::confirm_cells}), "KO|");
  board.pack.good_at(30_s);
  const auto pack = all<PackLine>(ask(LineRequest::all));
  ASSERT_EQ(pack.size(), 1U);
  EXPECT_EQ(pack[0].commissioned, 0);
  EXPECT_EQ(pack[0].found, 4);
  EXPECT_EQ(pack[0].to_confirm, 4);
  EXPECT_EQ(pack[0].factory_cells, 8);
  EXPECT_EQ(command({.action = LineAction::confirm_cells}), "OK|");
  EXPECT_EQ(all<PackLine>(ask(LineRequest::all)).at(0).commissioned, 4);
}

}  // namespace
}  // namespace cellwarden::protocol
