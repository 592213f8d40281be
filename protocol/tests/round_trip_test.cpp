// SPDX-License-Identifier: Apache-2.0
// What goes through the wire comes back: any frame as its steps allow, any canonical bytes exactly.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "frames.hpp"

namespace cellwarden::protocol {
namespace {

using core::Milliamps;
using core::MilliCelsius;
using core::Millivolts;
using core::WattHours;
using test::Bytes;

std::int64_t any(std::int64_t from, std::int64_t to) { return *rc::gen::inRange(from, to + 1); }
std::int32_t any_32(std::int64_t from, std::int64_t to) {
  return static_cast<std::int32_t>(any(from, to));
}
std::uint8_t any_byte(std::int64_t from = 0, std::int64_t to = 0xFF) {
  return static_cast<std::uint8_t>(any(from, to));
}
Millivolts any_voltage() { return Millivolts{any_32(0, 0xFFFFLL * 5)}; }
MilliCelsius any_temperature() { return MilliCelsius{any_32(-232'100, 0xFFFFLL * 857 - 232'100)}; }
std::optional<Milliamps> any_current() {
  if (*rc::gen::weightedOneOf<bool>({{1, rc::gen::just(true)}, {4, rc::gen::just(false)}})) {
    return {};
  }
  return Milliamps{any_32(-0xFFFFLL * 125, 0xFFFFLL * 125)};
}
Trailer any_trailer() {
  if (*rc::gen::arbitrary<bool>()) return KeyValue{any_byte(0, 230), any_byte()};
  return DeviceTime{any_byte(0, 24), any_byte()};
}

template <class T>
void any_extremes(core::CellValue<T>& lowest, core::CellValue<T>& highest, T a, T b) {
  lowest = {std::min(a, b), any_byte()};
  highest = {std::max(a, b), any_byte()};
}

DataFrame any_frame() {
  constexpr std::int64_t kMax24 = 0xFF'FFFF;
  DataFrame f;
  f.pack_voltage = Millivolts{any_32(0, kMax24 * 5)};
  f.current_in = any_current();
  f.current_out = any_current();
  f.battery_current = any_current();
  any_extremes(f.cell_voltage_min, f.cell_voltage_max, any_voltage(), any_voltage());
  any_extremes(f.cell_temperature_min, f.cell_temperature_max, any_temperature(),
               any_temperature());
  f.cell = any_byte();
  f.cell_count = any_byte(1);
  f.cell_voltage = any_voltage();
  f.cell_temperature = any_temperature();
  f.charge_allowed = *rc::gen::arbitrary<bool>();
  f.discharge_allowed = *rc::gen::arbitrary<bool>();
  for (const core::Warning warning : core::kWarnings) {
    if (*rc::gen::arbitrary<bool>()) f.warnings.set(warning);
  }
  f.soc_calibrated = *rc::gen::arbitrary<bool>();
  f.energy_in_today = WattHours{any(0, kMax24)};
  f.energy_stored = WattHours{any(0, kMax24)};
  f.energy_out_today = WattHours{any(0, kMax24)};
  f.soc = core::Percent{any_32(0, 100)};
  f.energy_in_total = KilowattHours{any(0, kMax24)};
  f.energy_out_total = KilowattHours{any(0, kMax24)};
  f.trailer = any_trailer();
  f.capacity = WattHours{any(0, 6'553'500)};
  f.v_min = any_voltage();
  f.v_max = any_voltage();
  f.v_bypass = any_voltage();
  return f;
}

// To the nearest multiple of `step` above `zero`, told apart from the code under test by trying the
// multiples on both sides.
std::int64_t nearest(std::int64_t value, std::int64_t step, std::int64_t zero = 0) {
  const std::int64_t below = value - ((value - zero) % step + step) % step;
  return value - below < below + step - value ? below : below + step;
}

void to_steps(Millivolts& v) { v = Millivolts{static_cast<std::int32_t>(nearest(v.count(), 5))}; }
void to_steps(MilliCelsius& t) {
  t = MilliCelsius{static_cast<std::int32_t>(nearest(t.count(), 857, -232'100))};
}
void to_steps(std::optional<Milliamps>& i) {
  if (i) i = Milliamps{static_cast<std::int32_t>(nearest(i->count(), 125))};
}

DataFrame quantised(DataFrame f) {
  for (Millivolts* v : {&f.pack_voltage, &f.cell_voltage_min.value, &f.cell_voltage_max.value,
                        &f.cell_voltage, &f.v_min, &f.v_max, &f.v_bypass}) {
    to_steps(*v);
  }
  for (MilliCelsius* t :
       {&f.cell_temperature_min.value, &f.cell_temperature_max.value, &f.cell_temperature}) {
    to_steps(*t);
  }
  for (auto* i : {&f.current_in, &f.current_out, &f.battery_current}) to_steps(*i);
  f.capacity = WattHours{nearest(f.capacity.count(), 100)};
  return f;
}

// CELL-1, IN-4
RC_GTEST_PROP(RoundTrip, AFrameComesBackToTheNearestSteps, ()) {
  const DataFrame frame = any_frame();
  const auto back = decode(encode(frame));
  RC_ASSERT(static_cast<bool>(back));
  RC_ASSERT(test::text(*back) == test::text(quantised(frame)));
}

// Canonical: an unknown current has the magnitude 0, and a current of 0 has a plus.
Bytes any_canonical_bytes() {
  Bytes bytes;
  for (std::size_t i = 0; i < kFrameLength; ++i) bytes.push_back(any_byte());
  for (const std::size_t offset : kSignOffsets) {
    bytes[offset] = *rc::gen::element<std::uint8_t>('+', '-', 'X');
    if (bytes[offset] == 'X') bytes[offset + 1] = bytes[offset + 2] = 0;
    if (bytes[offset + 1] == 0 && bytes[offset + 2] == 0 && bytes[offset] == '-') {
      bytes[offset] = '+';
    }
  }
  bytes[kCellCountOffset] = any_byte(1);
  bytes[kSocOffset] = any_byte(0, 100);
  for (const std::size_t lowest : {12U, 18U}) {
    const bool crossed =
        bytes[lowest] * 256 + bytes[lowest + 1] > bytes[lowest + 3] * 256 + bytes[lowest + 4];
    if (!crossed) continue;
    std::swap(bytes[lowest], bytes[lowest + 3]);
    std::swap(bytes[lowest + 1], bytes[lowest + 4]);
  }
  bytes[kChecksumOffset] = checksum(test::view(bytes));
  return bytes;
}

RC_GTEST_PROP(RoundTrip, CanonicalBytesComeBackExactly, ()) {
  const Bytes bytes = any_canonical_bytes();
  const auto frame = decode(bytes);
  RC_ASSERT(static_cast<bool>(frame));
  RC_ASSERT(test::to_bytes(encode(*frame)) == bytes);
}

}  // namespace
}  // namespace cellwarden::protocol
