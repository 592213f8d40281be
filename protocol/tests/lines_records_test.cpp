// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/protocol/lines_records.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <string>

namespace cellwarden::protocol {
namespace {

using namespace core::literals;
using core::Milliamps;
using core::MilliCelsius;
using core::Millivolts;
using core::Percent;
using core::WattHours;

std::string text(const LineText& line) { return std::string{line.view()}; }

std::int64_t any(std::int64_t from, std::int64_t to) { return *rc::gen::inRange(from, to + 1); }
std::int32_t any_32(std::int64_t from, std::int64_t to) {
  return static_cast<std::int32_t>(any(from, to));
}
std::uint8_t any_byte() { return static_cast<std::uint8_t>(any(0, 255)); }
bool any_bool() { return *rc::gen::arbitrary<bool>(); }

// The lines of ble_ascii_gen3_4s_cycle.hex, as text. OUT-4
TEST(LineRecords, DecodeThePublicCycleOfFourCells) {
  const auto pack = decode_line<PackRecord>("U_0AF0_+0014_+0014_+000A");
  ASSERT_TRUE(pack);
  EXPECT_EQ(pack->pack_voltage, 14'000_mV);
  EXPECT_EQ(pack->current_in, 1_A);
  EXPECT_EQ(pack->battery_current, 1_A);
  EXPECT_EQ(pack->current_out, 500_mA);
  const auto cell = decode_line<CellRecord>("C_04_04_2BC_12C_03_30");
  ASSERT_TRUE(cell);
  EXPECT_EQ(cell->cell, 4);
  EXPECT_EQ(cell->cell_count, 4);
  EXPECT_EQ(cell->voltage, 3500_mV);
  EXPECT_EQ(cell->temperature, 25'000_mC);  // 300 × 0.857 − 232.1
  EXPECT_EQ(cell->status_1, 0x03);
  EXPECT_EQ(cell->status_2, 0x30);
  const auto energy = decode_line<EnergyRecord>("E_000000_000000_000000_64");
  ASSERT_TRUE(energy);
  EXPECT_EQ(energy->soc, 100_percent);
}

// ble_ascii_gen3_H_V_records.hex, its H line.
TEST(LineRecords, DecodeThePublicHealthRecord) {
  const auto health = decode_line<HealthRecord>("H_5F_08E8_08FC_63_0005E9_0005DE");
  ASSERT_TRUE(health);
  EXPECT_EQ(health->state_of_health, 95_percent);
  EXPECT_EQ(health->measured_capacity, 2280_Wh);
  EXPECT_EQ(health->measured_charge_capacity, 2300_Wh);
  EXPECT_EQ(health->efficiency, 99_percent);
  EXPECT_EQ(health->charge_cycles, Hundredths{1513});
  EXPECT_EQ(health->discharge_cycles, Hundredths{1502});
  EXPECT_EQ(text(encode_line(*health)), "H_5F_08E8_08FC_63_0005E9_0005DE");
}

TEST(LineRecords, EncodeThePublicCycle) {
  EXPECT_EQ(text(encode_line(PackRecord{14'000_mV, 1_A, 1_A, 500_mA}, Generation::three)),
            "U_0AF0_+0014_+0014_+000A");
  EXPECT_EQ(text(encode_line(CellRecord{1, 4, 3500_mV, 25'000_mC, 0x03, 0x30})),
            "C_01_04_2BC_12C_03_30");
  EXPECT_EQ(text(encode_line(CellRecord{1, 4, 3500_mV, 25'000_mC, 0x03, {}})),
            "C_01_04_2BC_12C_03");
  EXPECT_EQ(text(encode_line(EnergyRecord{0_Wh, 0_Wh, 0_Wh, 100_percent})),
            "E_000000_000000_000000_64");
  EXPECT_EQ(text(encode_line(TotalsRecord{KilowattHours{10}, KilowattHours{255}, {23, 3}})),
            "M_00000A_0000FF_17:03");
}

// 0.05 A a bit in generation 3, 0.125 A before; what is not available is X, never 0 A (IN-4).
TEST(LineRecords, CurrentsHaveTheStepOfTheGenerationAndASign) {
  const PackRecord record{13'200_mV, 1_A, -1500_mA, {}};
  EXPECT_EQ(text(encode_line(record, Generation::three)), "U_0A50_+0014_-001E_X0000");
  EXPECT_EQ(text(encode_line(record, Generation::one_or_two)), "U_0A50_+0008_-000C_X0000");
  const auto old = decode_line<PackRecord>("U_0A50_+0008_-000C_X0000", Generation::one_or_two);
  ASSERT_TRUE(old);
  EXPECT_EQ(old->current_in, 1_A);
  EXPECT_EQ(old->battery_current, -1500_mA);
  EXPECT_FALSE(old->current_out);
  EXPECT_FALSE(decode_line<PackRecord>("U_0A50_XXXX_X_X0000")->current_in);
}

// CELL-1: 5 mV on the wire, the nearest.
TEST(LineRecords, VoltagesAreRoundedToTheNearest5Millivolts) {
  const auto encoded = [](Millivolts v) {
    return text(encode_line(CellRecord{1, 4, v, 20'000_mC, 0, {}}));
  };
  EXPECT_EQ(encoded(3302_mV), "C_01_04_294_126_00");  // 3.300 V
  EXPECT_EQ(encoded(3303_mV), "C_01_04_295_126_00");  // 3.305 V
}

// Newer devices add a log index to T; an index that is not available is X.
TEST(LineRecords, TemperaturesMayHaveALogIndex) {
  EXPECT_FALSE(decode_line<TemperaturesRecord>("T_126_01_12C_02")->log_index);
  EXPECT_EQ(decode_line<TemperaturesRecord>("T_126_01_12C_02_07")->log_index, 7U);
  EXPECT_FALSE(decode_line<TemperaturesRecord>("T_126_01_12C_02_XX")->log_index);
}

TEST(LineRecords, UnknownHealthIsFFAndX) {
  EXPECT_EQ(text(encode_line(HealthRecord{})), "H_FF_X0000_X0000_FF_X000000_X000000");
  const auto health = decode_line<HealthRecord>("H_FF_X0000_X0000_FF_X000000_X000000");
  ASSERT_TRUE(health);
  EXPECT_FALSE(health->state_of_health);
  EXPECT_FALSE(health->measured_capacity);
  EXPECT_FALSE(health->efficiency);
  EXPECT_FALSE(health->discharge_cycles);
}

TEST(LineRecords, SayWhyALineIsNotTheRecord) {
  EXPECT_EQ(decode_line<CellRecord>("").error(), LineError::other_record);
  EXPECT_EQ(decode_line<CellRecord>("V_1_1_1_1_1").error(), LineError::other_record);
  for (const char* line : {"C", "C_", "C_01_04_2BC_12C", "C_01_04_2BC_12C_03_30_00",
                           "C_01_04_2BC_12C_0G", "C_01_04_2BC_12C_100", "C_01_04_2BC_1FFFF_03",
                           "C01_04_2BC_12C_03", "C_01_04_2BC_12C_03 "}) {
    EXPECT_EQ(decode_line<CellRecord>(line).error(), LineError::wrong_field) << line;
  }
  EXPECT_FALSE(decode_line<EnergyRecord>("E_000000_000000_000000_65"));  // SOC 101 %
  EXPECT_FALSE(decode_line<TotalsRecord>("M_000000_000000_18:00"));      // 24 h
  EXPECT_FALSE(decode_line<TotalsRecord>("M_000000_000000_17:3C"));      // 60 minutes
  EXPECT_FALSE(decode_line<PackRecord>("U_0AF0_0014_+0014_+000A"));      // no sign
}

// What is on the steps of the wire comes back as it was.
RC_GTEST_PROP(LineRecords, PackComesBack, ()) {
  const auto generation = any_bool() ? Generation::three : Generation::one_or_two;
  const std::int32_t step = generation == Generation::three ? 50 : 125;
  const auto current = [step]() -> std::optional<Milliamps> {
    if (any_32(0, 3) == 0) return {};
    return Milliamps{any_32(-0xFFFF, 0xFFFF) * step};
  };
  const PackRecord in{Millivolts{any_32(0, 0xFF'FFFF) * 5}, current(), current(), current()};
  const auto out = decode_line<PackRecord>(encode_line(in, generation).view(), generation);
  RC_ASSERT(static_cast<bool>(out));
  RC_ASSERT(out->pack_voltage == in.pack_voltage);
  RC_ASSERT(out->current_in == in.current_in);
  RC_ASSERT(out->battery_current == in.battery_current);
  RC_ASSERT(out->current_out == in.current_out);
}

RC_GTEST_PROP(LineRecords, CellsComeBack, ()) {
  CellRecord in{any_byte(),
                any_byte(),
                Millivolts{any_32(0, 0xFFFF) * 5},
                MilliCelsius{any_32(0, 0xFFFF) * 857 - 232'100},
                any_byte(),
                {}};
  if (any_bool()) in.status_2 = any_byte();
  const auto out = decode_line<CellRecord>(encode_line(in).view());
  RC_ASSERT(static_cast<bool>(out));
  RC_ASSERT(out->cell == in.cell && out->cell_count == in.cell_count);
  RC_ASSERT(out->voltage == in.voltage && out->temperature == in.temperature);
  RC_ASSERT(out->status_1 == in.status_1 && out->status_2 == in.status_2);
}

RC_GTEST_PROP(LineRecords, TheOthersComeBack, ()) {
  const auto voltage = [] { return Millivolts{any_32(0, 0xFFFF) * 5}; };
  const auto temperature = [] { return MilliCelsius{any_32(0, 0xFFFF) * 857 - 232'100}; };
  const auto same = [](const LineText& line, auto record) {
    const auto out = decode_line<decltype(record)>(line.view());
    RC_ASSERT(static_cast<bool>(out));
    RC_ASSERT(encode_line(*out).view() == line.view());
  };
  const VoltagesRecord v{{voltage(), any_byte()}, {voltage(), any_byte()}, voltage()};
  const auto v_out = decode_line<VoltagesRecord>(encode_line(v).view());
  RC_ASSERT(v_out->min.value == v.min.value && v_out->max.value == v.max.value);
  RC_ASSERT(v_out->max.cell == v.max.cell && v_out->v_bypass == v.v_bypass);
  const TemperaturesRecord t{{temperature(), any_byte()}, {temperature(), any_byte()}, any_byte()};
  const auto t_out = decode_line<TemperaturesRecord>(encode_line(t).view());
  RC_ASSERT(t_out->min.value == t.min.value && t_out->max.value == t.max.value);
  RC_ASSERT(t_out->log_index == t.log_index);
  const auto wh = [] { return WattHours{any(0, 1LL << 40)}; };
  const auto kwh = [] { return KilowattHours{any(0, 1LL << 40)}; };
  same(encode_line(EnergyRecord{wh(), wh(), wh(), Percent{any_32(0, 100)}}), EnergyRecord{});
  same(encode_line(TotalsRecord{
           kwh(),
           kwh(),
           {static_cast<std::uint8_t>(any(0, 23)), static_cast<std::uint8_t>(any(0, 59))}}),
       TotalsRecord{});
  HealthRecord health;
  if (any_bool()) health.state_of_health = Percent{any_32(0, 100)};
  if (any_bool()) health.measured_capacity = wh();
  if (any_bool()) health.charge_cycles = Hundredths{any_32(0, 1'000'000)};
  same(encode_line(health), HealthRecord{});
  ChargedRecord charged;
  if (any_bool()) charged.charged_total = kwh();
  if (any_bool()) charged.discharged_today = wh();
  same(encode_line(charged), ChargedRecord{});
}

}  // namespace
}  // namespace cellwarden::protocol
