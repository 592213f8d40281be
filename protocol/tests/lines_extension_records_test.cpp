// SPDX-License-Identifier: Apache-2.0
// Our records come back as they were (OUT-4).
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <string>

#include "cellwarden/core/access.hpp"
#include "cellwarden/protocol/lines_extensions.hpp"

namespace cellwarden::protocol {
namespace {

using namespace core::literals;
using core::Milliamps;
using core::MilliCelsius;
using core::Milliseconds;
using core::Millivolts;
using core::WattHours;

std::int64_t any(std::int64_t from, std::int64_t to) { return *rc::gen::inRange(from, to + 1); }
std::int32_t any_32(std::int64_t from = -0x8000'0000LL, std::int64_t to = 0x7FFF'FFFF) {
  return static_cast<std::int32_t>(any(from, to));
}
std::uint32_t any_count() { return *rc::gen::arbitrary<std::uint32_t>(); }
std::uint8_t any_byte() { return static_cast<std::uint8_t>(any(0, 255)); }
bool any_bool() { return *rc::gen::arbitrary<bool>(); }
Milliseconds any_time() { return Milliseconds{any(0, 1LL << 44)}; }
WattHours any_energy() { return WattHours{any(0, 1LL << 40)}; }
template <class E>
E any_of(E last) {
  return static_cast<E>(any(0, static_cast<std::int64_t>(last)));
}

// Through the wire and back; the text of what came back is the same text.
template <class Record>
Record back(const Record& record) {
  const LineText line = encode_line(record);
  RC_ASSERT(!line.too_long());
  const auto out = decode_extension<Record>(line.view());
  RC_ASSERT(static_cast<bool>(out));
  RC_ASSERT(encode_line(*out).view() == line.view());
  return *out;
}

RC_GTEST_PROP(LinesExtensionRecords, CellsComeBack, ()) {
  CellsLine in;
  in.first = any_byte();
  const std::int64_t count = any(0, kCellsPerLine);
  for (std::int64_t i = 0; i < count; ++i) {
    core::CellReading reading{Millivolts{any_32(0, 0xFFFF)},
                              MilliCelsius{any_32(-32768, 32767) * 100},
                              any_of(core::ReadingFault::converter_off),
                              any_of(core::ReadingFault::converter_off), any_bool()};
    in.cells.push_back({reading, any_bool()});
  }
  const CellsLine out = back(in);
  RC_ASSERT(out.first == in.first && out.cells.size() == in.cells.size());
  for (std::size_t i = 0; i < in.cells.size(); ++i) {
    const core::CellReading& a = (in.cells.begin() + i)->reading;
    const core::CellReading& b = (out.cells.begin() + i)->reading;
    RC_ASSERT(a.voltage == b.voltage && a.temperature == b.temperature);
    RC_ASSERT(a.voltage_fault == b.voltage_fault && a.temperature_fault == b.temperature_fault);
    RC_ASSERT(a.bypass == b.bypass && (in.cells.begin() + i)->hot == (out.cells.begin() + i)->hot);
  }
}

RC_GTEST_PROP(LinesExtensionRecords, ReasonsAndEventsComeBack, ()) {
  const ReasonLine reason{
      any_of(core::Relay::load),
      any_bool(),
      any_byte(),
      any_byte(),
      {any_of(core::kLastRule), any_of(core::kLastSubject), any_byte(), any_32(), any_32()}};
  const ReasonLine r = back(reason);
  RC_ASSERT(r.relay == reason.relay && r.closed == reason.closed && r.index == reason.index);
  RC_ASSERT(r.reason.id == reason.reason.id && r.reason.subject == reason.reason.subject);
  RC_ASSERT(r.reason.cell == reason.reason.cell && r.reason.value == reason.reason.value);
  RC_ASSERT(r.reason.limit == reason.reason.limit && r.count == reason.count);
  const EventLine event{
      any_count(),
      {any_of(core::EventKind::settings_lost), any_byte(), any_32(), any_32(), any_time()}};
  const EventLine e = back(event);
  RC_ASSERT(e.index == event.index && e.event.kind == event.event.kind);
  RC_ASSERT(e.event.number == event.event.number && e.event.value == event.event.value);
  RC_ASSERT(e.event.limit == event.event.limit && e.event.since == event.event.since);
}

RC_GTEST_PROP(LinesExtensionRecords, WarningsComeBack, ()) {
  WarningsLine in;
  for (const core::Warning w : core::kWarnings) {
    if (any_bool()) in.warnings.set(w);
  }
  in.known = any_bool();
  in.cell_count_differs = any_bool();
  if (any_bool()) in.age = any_time();
  in.missed = any_count();
  in.invalid_cell = any_byte();
  in.break_cell = any_byte();
  in.break_hops = any_count();
  in.messages_good = any_count();
  in.sequence_errors = any_count();
  const WarningsLine out = back(in);
  RC_ASSERT(out.warnings == in.warnings && out.known == in.known && out.age == in.age);
  RC_ASSERT(out.cell_count_differs == in.cell_count_differs && out.missed == in.missed);
  RC_ASSERT(out.invalid_cell == in.invalid_cell && out.break_cell == in.break_cell);
  RC_ASSERT(out.break_hops == in.break_hops && out.messages_good == in.messages_good);
  RC_ASSERT(out.sequence_errors == in.sequence_errors);
}

RC_GTEST_PROP(LinesExtensionRecords, CurrentsAndChargeComeBack, ()) {
  const auto current = []() -> std::optional<Milliamps> {
    if (any_bool()) return {};
    return Milliamps{any_32()};
  };
  const CurrentsLine in{current(),
                        current(),
                        current(),
                        any_bool(),
                        any_bool(),
                        any_bool(),
                        {any_of(SensorZeroing::refused), any_of(SensorZeroing::refused)}};
  const CurrentsLine out = back(in);
  RC_ASSERT(out.in == in.in && out.out == in.out && out.battery == in.battery);
  RC_ASSERT(out.in_saturated == in.in_saturated && out.out_saturated == in.out_saturated);
  RC_ASSERT(out.second_sensor_lost == in.second_sensor_lost && out.zeroing == in.zeroing);
  const ChargeLine charge{core::MilliPercent{any_32(0, 100'000)},
                          any_bool(),
                          any_energy(),
                          any_energy(),
                          any_energy(),
                          any_energy(),
                          any_energy(),
                          any_energy()};
  const ChargeLine c = back(charge);
  RC_ASSERT(c.soc == charge.soc && c.calibrated == charge.calibrated);
  RC_ASSERT(c.capacity == charge.capacity && c.stored == charge.stored);
  RC_ASSERT(c.in_today == charge.in_today && c.out_total == charge.out_total);
}

RC_GTEST_PROP(LinesExtensionRecords, OutputsAndPackComeBack, ()) {
  const OutputsLine in{any_of(LedState::on),
                       any_of(LedState::on),
                       any_of(LedState::on),
                       {any_bool(), any_bool()},
                       {any_bool(), any_bool()},
                       any_bool(),
                       any_bool(),
                       any_bool(),
                       any_bool(),
                       any_byte(),
                       any_time()};
  const OutputsLine out = back(in);
  RC_ASSERT(out.info_led == in.info_led && out.load_led == in.load_led);
  RC_ASSERT(out.charge_contacts.pins_2_3_closed == in.charge_contacts.pins_2_3_closed);
  RC_ASSERT(out.load_contacts.pins_1_2_closed == in.load_contacts.pins_1_2_closed);
  RC_ASSERT(out.hold_load_open == in.hold_load_open && out.waived_cell == in.waived_cell);
  RC_ASSERT(out.charge_did_not_open == in.charge_did_not_open);
  RC_ASSERT(out.waiver_left == in.waiver_left);
  PackLine pack;
  pack.commissioned = any_byte();
  pack.found = any_byte();
  pack.sensor = any_of(core::SensorRange::a2000);
  pack.options.cycle = any_of(core::Cycle::fast);
  pack.options.mode = any_of(core::Mode::critical);
  pack.options.v_bypass = core::kBypassVoltages[static_cast<std::size_t>(any(0, 7))];
  pack.options.auto_zero = any_bool();
  pack.second_sensor = any_bool();
  const PackLine p = back(pack);
  RC_ASSERT(p.commissioned == pack.commissioned && p.found == pack.found);
  RC_ASSERT(p.sensor == pack.sensor && p.options.cycle == pack.options.cycle);
  RC_ASSERT(p.options.mode == pack.options.mode && p.options.v_bypass == pack.options.v_bypass);
  RC_ASSERT(p.options.auto_zero == pack.options.auto_zero);
  RC_ASSERT(p.second_sensor == pack.second_sensor);
}

// Any set that the rows allow comes back exactly, but for the PIN (SET-1).
RC_GTEST_PROP(LinesExtensionRecords, SettingsComeBack, ()) {
  SettingsLine in;
  for (const core::SettingRow& row : core::setting_rows()) {
    const std::int32_t steps = any_32(0, (row.max - row.min) / row.step);
    row.set(in.settings, row.min + steps * row.step);
  }
  const SettingsLine out = back(in);
  for (const core::SettingRow& row : core::setting_rows()) {
    if (row.id == core::SettingId::pin) continue;
    RC_ASSERT(row.get(out.settings) == row.get(in.settings));
  }
  RC_ASSERT(out.settings.pin == core::kFactoryPin);
}

RC_GTEST_PROP(LinesExtensionRecords, TheSmallOnesComeBack, ()) {
  ClockLine clock{any_time(), {}};
  if (any_bool()) clock.local = Milliseconds{any(-1'000'000, 1LL << 44)};
  RC_ASSERT(back(clock).running == clock.running);
  RC_ASSERT(back(clock).local == clock.local);
  const OffsetLine offset{any_byte(),
                          {Millivolts{any_32(-50, 50)}, MilliCelsius{any_32(-100, 100) * 100}}};
  RC_ASSERT(back(offset).offset.voltage == offset.offset.voltage);
  RC_ASSERT(back(offset).offset.temperature == offset.offset.temperature);
  const AccessLine access{any_bool(), any_time()};
  RC_ASSERT(back(access).lock_left == access.lock_left);
  RC_ASSERT(back(access).logged_in == access.logged_in);
  const RefusalLine refusal{{any_of(core::SettingId::v_bypass),
                             any_of(core::SettingProblem::not_above),
                             any_of(core::SettingId::v_bypass)}};
  RC_ASSERT(back(refusal).error.id == refusal.error.id);
  RC_ASSERT(back(refusal).error.problem == refusal.error.problem);
  const VersionLine version{any_byte(), {any_byte(), any_byte(), any_byte()}, Generation::three};
  RC_ASSERT(back(version).firmware.patch == version.firmware.patch);
}

// Exactly as docs/protocols/lines.md says, byte for byte.
TEST(LinesExtensionRecords, HaveTheDocumentedForm) {
  const auto form = [](const LineText& line) {
    const std::string text{line.view()};
    return text.substr(0, text.size() - 5);
  };
  CellsLine cells{.first = 9, .cells = {}};
  core::CellReading reading = core::cell_reading(3456_mV, 23'400_mC);
  reading.bypass = true;
  cells.cells.push_back({reading, true});
  cells.cells.push_back({core::cell_reading(400_mV, -1'000_mC), false});
  EXPECT_EQ(form(encode_line(cells)), "XC_09_0D8080EA003_01907FF6200");
  const ReasonLine reason{core::Relay::charge,
                          false,
                          0,
                          1,
                          {core::RuleId::ch_1, core::Subject::highest_cell_voltage, 7, 3652, 3600}};
  EXPECT_EQ(form(encode_line(reason)), "XR_00_00_00_01_00_02_07_+0E44_+0E10");
  EXPECT_EQ(form(encode_line(CurrentsLine{18'500_mA, {}, -2_A, false, true, false, {}})),
            "XI_+04844_X00000_-007D0_02_00_00");
  EXPECT_EQ(form(encode_line(ClockLine{1000_ms, {}})), "XT_000003E8_X000000000000");
  EXPECT_EQ(form(encode_line(OffsetLine{3, {-5_mV, 1_C}})), "XO_03_-05_+00A");
  EXPECT_EQ(form(encode_line(SettingsLine{})).substr(0, 24), "XS_00800007D0_01800003E8");
}

TEST(LinesExtensionRecords, SayWhyALineIsNotTheRecord) {
  const auto checked = [](const std::string& text) {
    LineText line;
    line.put(text);
    line.field(extension_check(text), 4);
    return std::string{line.view()};
  };
  EXPECT_TRUE(decode_extension<AccessLine>(checked("XA_01_000000")));
  EXPECT_EQ(decode_extension<AccessLine>("XA_01_000000_0000").error(), LineError::wrong_check);
  EXPECT_EQ(decode_extension<AccessLine>("XA").error(), LineError::wrong_check);
  EXPECT_EQ(decode_extension<AccessLine>(checked("XV_01_000000")).error(), LineError::other_record);
  EXPECT_EQ(decode_extension<AccessLine>("").error(), LineError::other_record);
  for (const char* text :
       {"XA", "XA_", "XA_01", "XA_01_000000_", "XA_01_000000_1", "XA_0G_000000"}) {
    EXPECT_EQ(decode_extension<AccessLine>(checked(text)).error(), LineError::wrong_field) << text;
  }
  // An enum that is not in the list, and a number that does not fit.
  EXPECT_FALSE(decode_extension<ReasonLine>(checked("XR_02_00_00_01_00_02_07_+0E44_+0E10")));
  EXPECT_FALSE(decode_extension<ReasonLine>(checked("XR_00_00_00_01_00_02_07_+80000000_+0E10")));
  EXPECT_TRUE(decode_extension<ReasonLine>(checked("XR_00_00_00_01_00_02_07_-80000000_+0E10")));
  EXPECT_FALSE(decode_extension<CellsLine>(checked("XC_01_0CE480C8800")));  // fault 8
}

}  // namespace
}  // namespace cellwarden::protocol
