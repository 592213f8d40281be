// SPDX-License-Identifier: Apache-2.0
// The answers to the public reads, in the units of the core, and public writes (OUT-4, SET-1).
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "cellwarden/protocol/lines_reads.hpp"
#include "cellwarden/protocol/lines_register_writes.hpp"
#include "lines_board.hpp"

namespace cellwarden::protocol {
namespace {

using namespace core::literals;
using core::SettingId;
using enum PublicReadKind;
using test::LinesBoard;

template <class Answer>
std::optional<Answer> decoded(PublicRead read, std::string_view line) {
  const auto answer = decode_read(read, line);
  if (!answer) return {};
  const auto* wanted = std::get_if<Answer>(&*answer);
  return wanted == nullptr ? std::nullopt : std::optional{*wanted};
}

// What the board of the tests says, decoded.
template <class Answer>
std::optional<Answer> read_from(LinesBoard& board, PublicRead read) {
  std::string line = board.answer_to(encode_read(read).view());
  if (!line.empty()) line.pop_back();
  return decoded<Answer>(read, line);
}

TEST(LinesReads, AreAskedForByTheirNames) {
  const auto name = [](PublicReadKind kind, std::uint8_t number = 0) {
    return std::string{encode_read({.kind = kind, .number = number}).view()};
  };
  EXPECT_EQ(name(version), "V@");
  EXPECT_EQ(name(settings_1), "S1@");
  EXPECT_EQ(name(settings_2), "S2@");
  EXPECT_EQ(name(settings_3), "S3@");
  EXPECT_EQ(name(relay), "SRY0@");
  EXPECT_EQ(name(relay, 1), "SRY1@");
  EXPECT_EQ(name(relay, 2), "");
  EXPECT_EQ(name(log_clock), "TS@");
  EXPECT_EQ(name(log, 9), "L9@");
  EXPECT_EQ(name(log, 10), "");
  EXPECT_EQ(name(history, 13), "HD@");
  EXPECT_EQ(name(history, 14), "");
  EXPECT_EQ(name(version, 1), "");
}

// The only public answer. Its sum does not fit: 8C would.
TEST(LinesReads, ThePublicAnswerToVIsTakenAlthoughItsSumDoesNotFit) {
  const auto read = decoded<PublicVersion>({.kind = version}, "333_03_05_03_DBB_EF");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->generation, Generation::three);
  EXPECT_EQ(read->firmware.major, 3);
  EXPECT_EQ(read->firmware.minor, 3);
  EXPECT_EQ(read->firmware.patch, 3);
  EXPECT_EQ(read->unknown_1, 3U);
  EXPECT_EQ(read->unknown_2, 5U);
  EXPECT_EQ(read->status_1, 3);
  EXPECT_EQ(read->v_bypass, 17'575_mV);
  EXPECT_FALSE(read->sum_fits);
  EXPECT_TRUE(decoded<PublicVersion>({.kind = version}, "333_03_05_03_DBB_8C")->sum_fits);
}

TEST(LinesReads, VersionsBeforeGeneration3AreOneNumber) {
  const auto read = decoded<PublicVersion>({.kind = version}, "1B_00_00_03_2A8_00");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->generation, Generation::one_or_two);
  EXPECT_EQ(read->firmware.major, 2);
  EXPECT_EQ(read->firmware.minor, 7);
  EXPECT_EQ(read->v_bypass, 3400_mV);
}

// What our board says of itself comes back: the same table on both sides.
TEST(LinesReads, OurOwnAnswersComeBack) {
  LinesBoard board;
  board.log_in();
  board.pack.settings.pin = 907;
  board.answer_to("PW0907!");
  board.pack.factory.sensor = core::SensorRange::a1000;
  board.facts.hold_load_open = true;
  const auto one = read_from<PublicSettings1>(board, {.kind = settings_1});
  ASSERT_TRUE(one);
  EXPECT_EQ(one->solar_peak_power, 2000_W);
  EXPECT_EQ(one->inverter_peak_power, 1000_W);
  EXPECT_EQ(one->battery_capacity, 4000_Wh);
  EXPECT_EQ(one->pin, 907);
  EXPECT_TRUE(one->sum_fits);
  const auto two = read_from<PublicSettings2>(board, {.kind = settings_2});
  ASSERT_TRUE(two && two->more);
  EXPECT_EQ(two->v_min, 2700_mV);
  EXPECT_EQ(two->v_max, 3600_mV);
  EXPECT_EQ(two->t_min_charge, 9574_mC);  // 282 × 0.857 − 232.1, next to 10 °C
  EXPECT_EQ(two->t_max, 79'848_mC);
  EXPECT_EQ(two->charge_restart, 95_percent);
  EXPECT_EQ(two->discharge_restart, 5_percent);
  EXPECT_EQ(two->more->t_min_discharge, 9574_mC);
  EXPECT_EQ(two->more->v_low, 2700_mV);
  EXPECT_EQ(two->more->v_nominal, 3200_mV);
  EXPECT_EQ(two->more->v_min_hysteresis, 100_mV);
  EXPECT_EQ(two->more->v_max_hysteresis, 50_mV);
  EXPECT_TRUE(two->sum_fits);
  const auto three = read_from<PublicSettings3>(board, {.kind = settings_3});
  ASSERT_TRUE(three);
  EXPECT_EQ(three->sensor, core::SensorRange::a1000);
  EXPECT_FALSE(three->charge_forced_off);
  EXPECT_TRUE(three->load_forced_off);
  EXPECT_EQ(three->charge_restart_delay, 30_s);
  EXPECT_EQ(three->discharge_restart_delay, 30_s);
  EXPECT_EQ(read_from<PublicRelay>(board, {.kind = relay})->function, 1);
  EXPECT_EQ(read_from<PublicRelay>(board, {.kind = relay, .number = 1})->function, 2);
  EXPECT_EQ(read_from<PublicRelay>(board, {.kind = relay, .number = 1})->force, 1);
  EXPECT_TRUE(read_from<PublicLogClock>(board, {.kind = log_clock})->sum_fits);
  EXPECT_EQ(read_from<PublicLogEntry>(board, {.kind = log, .number = 3})->type,
            PublicLogType::empty);
  const auto day = read_from<PublicHistory>(board, {.kind = history, .number = 13});
  ASSERT_TRUE(day);
  for (const auto& place : day->soc) EXPECT_FALSE(place);
}

TEST(LinesReads, ShortS2IsGeneration2) {
  const auto read = decoded<PublicSettings2>({.kind = settings_2}, "21C_2D0_11B_16C_5F_05_00");
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->more);
  EXPECT_FALSE(decode_read({.kind = settings_2}, "21C_2D0_11B_16C_5F_05_0F8_00"));
}

// Restart delays 5 s, pause delays 2 s, tail current 0.2 A a step.
TEST(LinesReads, S3HasItsUnits) {
  const auto read =
      decoded<PublicSettings3>({.kind = settings_3}, "00_01_01_00_01_06_0C_02_03_01_04_05_00");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->sensor_code, 0);
  EXPECT_FALSE(read->sensor);  // 125 A: we have no such range
  EXPECT_EQ(read->critical_mode, 1);
  EXPECT_TRUE(read->charge_forced_off);
  EXPECT_EQ(read->charge_restart_delay, 30_s);
  EXPECT_EQ(read->discharge_restart_delay, 60_s);
  EXPECT_EQ(read->charge_pause_delay, 4_s);
  EXPECT_EQ(read->discharge_pause_delay, 6_s);
  EXPECT_EQ(read->chemistry, 4);
  EXPECT_EQ(read->tail_current, 1000_mA);
}

TEST(LinesReads, LogEntriesHaveTheUnitOfTheirType) {
  const auto low = decoded<PublicLogEntry>({.kind = log, .number = 2}, "0000000E_01_021C_07_00");
  ASSERT_TRUE(low);
  EXPECT_EQ(low->number, 2);
  EXPECT_EQ(low->time, 14_s);
  EXPECT_EQ(low->voltage, 2700_mV);
  EXPECT_FALSE(low->temperature);
  EXPECT_EQ(low->cell, 7);
  const auto cold = decoded<PublicLogEntry>({.kind = log}, "0000000E_06_011B_07_00");
  EXPECT_EQ(cold->temperature, 10'431_mC);
  EXPECT_FALSE(cold->voltage);
  EXPECT_EQ(decoded<PublicLogEntry>({.kind = log}, "0_09_0_0_0")->raw, 0U);
}

TEST(LinesReads, WhatIsNoAnswerIsRefused) {
  for (const char* line : {"", "_", "333", "333_03_05_03_DBB", "333_03_05_03_DBB_EF_00",
                           "333_03_05_103_DBB_EF", "333_03_05_03_1DBB0_EF", "xyz_03_05_03_DBB_EF",
                           "333_03_05_03_DBB_1EF", "333 03 05 03 DBB EF", "1333_03_05_03_DBB_EF"}) {
    EXPECT_FALSE(decode_read({.kind = version}, line)) << line;
  }
  EXPECT_FALSE(decode_read({.kind = settings_3}, "101_00_00_00_00_06_06_00_00_00_00_00_00"));
  EXPECT_FALSE(decode_read({.kind = history}, "00_FFFF_00"));
  EXPECT_FALSE(decode_read({.kind = settings_1}, "00C8_0064_0028_00"));
}

TEST(LinesReads, APinThatIsNotFourDigitsIsUnknown) {
  const auto read = decoded<PublicSettings1>({.kind = settings_1}, "00C8_0064_0028_3132333A_00");
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->pin);
}

TEST(LinesReads, ASetIsKnownAsFarAsItWasTold) {
  KnownSettings known;
  learn(known, *decoded<PublicSettings2>({.kind = settings_2}, "230_2DA_11B_16C_5A_0A_00"));
  EXPECT_TRUE(known.has(SettingId::v_min));
  EXPECT_EQ(known.settings.v_min, 2800_mV);
  EXPECT_EQ(known.settings.v_max, 3650_mV);
  EXPECT_EQ(known.settings.t_min, 10'431_mC);
  EXPECT_EQ(known.settings.charge_restart, 90_percent);
  EXPECT_FALSE(known.has(SettingId::v_min_hysteresis));
  EXPECT_FALSE(known.has(SettingId::pin));
  learn(known, *decoded<PublicSettings1>({.kind = settings_1}, "00C8_0064_0029_30303037_00"));
  EXPECT_EQ(known.settings.battery_capacity, 4100_Wh);
  EXPECT_EQ(known.settings.pin, 7);
  learn(known,
        *decoded<PublicSettings3>({.kind = settings_3}, "01_00_00_00_00_0C_06_00_00_00_00_00_00"));
  EXPECT_EQ(known.settings.restart_delay, 60_s);
  EXPECT_FALSE(known.has(SettingId::profile));
  learn(known, SettingsLine{});
  EXPECT_TRUE(known.has(SettingId::profile));
  EXPECT_EQ(known.settings.pin, 7);
  EXPECT_EQ(known.settings.v_min, 2700_mV);
}

// Writes. The lines of a set, joined.
std::string lines_of(const RegisterWrites& writes) {
  std::string text;
  for (const RegisterWrite& write : writes.writes) {
    text += std::string{encode_write(write).view()} + ' ';
  }
  return text;
}

std::string written(SettingId id, std::int32_t value) {
  const auto writes = register_writes({}, 3400_mV, id, value, Generation::three);
  return writes ? lines_of(*writes) : "problem " + std::to_string(int(writes.error().problem));
}

TEST(LinesRegisterWrites, AWordIsTwoLinesTheHighByteFirst) {
  EXPECT_EQ(written(SettingId::solar_peak_power, 3000), "01-010! 2C-011! ");
  EXPECT_EQ(written(SettingId::inverter_peak_power, 10), "00-020! 01-021! ");
  EXPECT_EQ(written(SettingId::battery_capacity, 6'553'500), "FF-030! FF-031! ");
  EXPECT_EQ(written(SettingId::v_min, 3000), "02-040! 58-041! ");
  EXPECT_EQ(written(SettingId::v_min_hysteresis, 200), "14-042! ");
  EXPECT_EQ(written(SettingId::nominal_cell_voltage, 3300), "02-046! 94-047! ");
  EXPECT_EQ(written(SettingId::v_max, 3650), "02-050! DA-051! ");
  EXPECT_EQ(written(SettingId::v_max_hysteresis, 0), "00-052! ");
  EXPECT_EQ(written(SettingId::t_min, 5289), "01-060! 15-061! ");
  EXPECT_EQ(written(SettingId::t_max, 70'421), "01-070! 61-071! ");
  EXPECT_EQ(written(SettingId::charge_restart, 90), "5A-080! ");
  EXPECT_EQ(written(SettingId::discharge_restart, 10), "0A-081! ");
  EXPECT_EQ(written(SettingId::restart_delay, 600'000), "00-082! 78-083! 00-084! 78-085! ");
  EXPECT_EQ(lines_of(hold_writes(true, false)), "01-019! 00-01A! ");
}

TEST(LinesRegisterWrites, NothingIsRounded) {
  const auto problem = [](SettingId id, std::int32_t value) {
    return register_writes({}, 3400_mV, id, value, Generation::three).error().problem;
  };
  using enum WriteProblem;
  EXPECT_EQ(problem(SettingId::v_min, 2801), off_step);
  EXPECT_EQ(problem(SettingId::t_min, 10'000), off_step);
  EXPECT_EQ(nearest_writable(SettingId::t_min, 10'000), 9574);
  EXPECT_EQ(nearest_writable(SettingId::t_min, 10'003), 10'431);
  EXPECT_EQ(nearest_writable(SettingId::v_min, 2802), 2800);
  EXPECT_EQ(nearest_writable(SettingId::pin, 4711), 4711);
  EXPECT_EQ(problem(SettingId::restart_delay, 32'000), off_step);
}

// SET-1, at the limits.
TEST(LinesRegisterWrites, RangesAndOrderAreChecked) {
  const auto problem = [](SettingId id, std::int32_t value) -> std::optional<WriteError> {
    const auto writes = register_writes({}, 3400_mV, id, value, Generation::three);
    return writes ? std::nullopt : std::optional{writes.error()};
  };
  using enum WriteProblem;
  EXPECT_EQ(problem(SettingId::v_min, 1995)->problem, out_of_range);
  EXPECT_FALSE(problem(SettingId::v_min, 2000));
  EXPECT_FALSE(problem(SettingId::v_min, 3395));
  EXPECT_EQ(problem(SettingId::v_min, 3400)->problem, not_below);
  EXPECT_EQ(problem(SettingId::v_min, 3400)->other, SettingId::v_bypass);
  EXPECT_EQ(problem(SettingId::v_max, 3400)->problem, not_above);
  EXPECT_FALSE(problem(SettingId::v_max, 3405));
  EXPECT_EQ(problem(SettingId::v_max, 5005)->problem, out_of_range);
  EXPECT_EQ(problem(SettingId::t_min, 80'705)->problem, not_below);  // T-max 80 °C
  EXPECT_FALSE(problem(SettingId::t_min, 79'848));
  EXPECT_EQ(problem(SettingId::t_max, 9574)->problem, not_above);
  EXPECT_FALSE(problem(SettingId::t_max, 10'431));
  EXPECT_EQ(problem(SettingId::charge_restart, 5)->problem, not_above);
  EXPECT_FALSE(problem(SettingId::charge_restart, 6));
  EXPECT_EQ(problem(SettingId::discharge_restart, 95)->problem, not_below);
  EXPECT_FALSE(problem(SettingId::discharge_restart, 94));
  EXPECT_EQ(problem(SettingId::v_min_hysteresis, 510)->problem, out_of_range);
}

TEST(LinesRegisterWrites, EveryWriteSaysHowSureItIs) {
  constexpr auto kThree = Generation::three;
  constexpr auto kBefore = Generation::one_or_two;
  EXPECT_EQ(write_certainty(SettingId::v_min, kThree), Certainty::one_source);
  EXPECT_EQ(write_certainty(SettingId::v_min, kBefore), Certainty::one_source);
  EXPECT_EQ(write_certainty(SettingId::charge_restart, kThree), Certainty::inferred);
  EXPECT_EQ(write_certainty(SettingId::discharge_restart, kThree), Certainty::inferred);
  EXPECT_EQ(write_certainty(SettingId::restart_delay, kThree), Certainty::one_source);
  EXPECT_FALSE(write_certainty(SettingId::restart_delay, kBefore));
  EXPECT_FALSE(write_certainty(SettingId::v_min_hysteresis, kBefore));
  for (const SettingId id :
       {SettingId::pin, SettingId::profile, SettingId::out_board_version, SettingId::v_bypass}) {
    EXPECT_FALSE(write_certainty(id, kThree));
    const auto writes = register_writes({}, 3400_mV, id, 1, kThree);
    ASSERT_FALSE(writes);
    EXPECT_EQ(writes.error().problem, WriteProblem::not_public);
  }
}

// Written by the one side, understood by the other, read back by the first: the same value.
RC_GTEST_PROP(LinesRegisterWrites, WhatIsWrittenIsReadBack, ()) {
  const auto rows = core::setting_rows();
  const auto& row = rows[*rc::gen::inRange<std::size_t>(0, rows.size())];
  const auto value = nearest_writable(row.id, *rc::gen::inRange(row.min, row.max + 1));
  LinesBoard board;
  board.log_in();
  const auto writes =
      register_writes(board.pack.settings, 3400_mV, row.id, value, Generation::three);
  RC_PRE(static_cast<bool>(writes));
  std::string answers;
  for (const RegisterWrite& write : writes->writes) {
    answers = board.answer_to(encode_write(write).view());
    if (answers != "OK|") break;
  }
  if (row.id == SettingId::restart_delay) return;  // ours has one delay: the second is KO
  // A temperature is rounded by our board, and may then meet the other limit.
  const bool own_step = !core::check_value(row, value);
  RC_PRE(own_step || answers == "OK|");
  RC_ASSERT(answers == "OK|");
  if (own_step) RC_ASSERT(row.get(board.pack.settings) == value);
  KnownSettings known;
  learn(known, *read_from<PublicSettings1>(board, {.kind = settings_1}));
  learn(known, *read_from<PublicSettings2>(board, {.kind = settings_2}));
  RC_ASSERT(known.has(row.id));
  if (own_step) RC_ASSERT(row.get(known.settings) == value);
}

}  // namespace
}  // namespace cellwarden::protocol
