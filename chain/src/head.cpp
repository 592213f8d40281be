// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "bits.hpp"
#include "cellwarden/chain/codec.hpp"
#include "cellwarden/core/little_endian.hpp"

namespace cellwarden::chain {

using core::get_little_endian;
using core::Milliamps;
using core::Millivolts;
using core::put_little_endian;

namespace {

// Offsets of what is wider than a bit field.
constexpr std::size_t kSequenceAt = 0;
constexpr std::size_t kCurrentInAt = 1;
constexpr std::size_t kCurrentOutAt = 4;
constexpr std::size_t kFlagsAt = 7;  // 3 bytes of them
constexpr std::size_t kCellsAt = 10;
constexpr std::size_t kFirmwareAt = 11;
constexpr std::size_t kCurrentBytes = 3;
constexpr std::size_t kFlagBytes = 3;

// 24 bits with a sign.
constexpr std::int32_t kCurrentMin = -(1 << 23);
constexpr std::int32_t kCurrentMax = (1 << 23) - 1;

struct WireCurrent {
  Milliamps value;
  bool saturated;
};

WireCurrent wire_current(Milliamps current, bool saturated) {
  const Milliamps kept{std::clamp(current.count(), kCurrentMin, kCurrentMax)};
  return {.value = kept, .saturated = saturated || kept != current};
}

Milliamps current_of(std::span<const std::uint8_t> bytes) {
  const auto raw = static_cast<std::int32_t>(get_little_endian(bytes));
  return Milliamps{raw <= kCurrentMax ? raw : raw - (1 << 24)};
}

std::uint64_t two_complement(Milliamps current) {
  return static_cast<std::uint64_t>(static_cast<std::int64_t>(current.count()));
}

// The next higher one of the eight; the highest if there is none.
std::uint32_t code_of(Millivolts v_bypass) {
  const auto* const found =
      std::lower_bound(core::kBypassVoltages.begin(), core::kBypassVoltages.end() - 1, v_bypass);
  return static_cast<std::uint32_t>(found - core::kBypassVoltages.begin());
}

}  // namespace

void encode_head(const Head& head, std::span<std::uint8_t, kHeadBytes> bytes) {
  const core::SensorReadings& sensors = head.sensors;
  const WireCurrent in = wire_current(sensors.in, sensors.in_saturated);
  const WireCurrent out = sensors.out ? wire_current(*sensors.out, sensors.out_saturated)
                                      : WireCurrent{.value = {}, .saturated = false};
  BitWriter flags;
  flags.flag(sensors.out.has_value());
  flags.flag(in.saturated);
  flags.flag(out.saturated);
  for (const AutoZeroState state : head.auto_zero) flags.put(2, static_cast<std::uint32_t>(state));
  flags.flag(head.switch_8);
  flags.flag(head.options.cycle == core::Cycle::fast);
  flags.flag(head.options.mode == core::Mode::critical);
  flags.flag(head.options.blind_spot);
  flags.flag(head.options.auto_zero);
  flags.put(3, code_of(head.options.v_bypass));
  flags.flag(false);
  flags.put(3, static_cast<std::uint32_t>(head.factory.sensor));

  bytes[kSequenceAt] = head.sequence;
  put_little_endian(bytes.subspan(kCurrentInAt, kCurrentBytes), two_complement(in.value));
  put_little_endian(bytes.subspan(kCurrentOutAt, kCurrentBytes), two_complement(out.value));
  put_little_endian(bytes.subspan(kFlagsAt, kFlagBytes), flags.bits());
  bytes[kCellsAt] = head.factory.cells;
  bytes[kFirmwareAt] = static_cast<std::uint8_t>(std::min<int>(head.firmware.major, 15) * 16 +
                                                 std::min<int>(head.firmware.minor, 15));
  bytes[kFirmwareAt + 1] = head.firmware.patch;
}

namespace {

// What is wrong with a head that says these things, or the head.
core::Result<Head, HeadError> plausible(Head& head, bool second, std::uint32_t reserved) {
  if (reserved != 0) return core::failure(HeadError::reserved_bit);
  for (const AutoZeroState state : head.auto_zero) {
    if (state > AutoZeroState::refused) return core::failure(HeadError::auto_zero_state);
  }
  if (!second && (head.sensors.out != Milliamps{} || head.sensors.out_saturated)) {
    return core::failure(HeadError::absent_sensor);
  }
  if (!second) head.sensors.out.reset();
  return head;
}

}  // namespace

core::Result<Head, HeadError> decode_head(std::span<const std::uint8_t, kHeadBytes> bytes) {
  Head head;
  head.sequence = bytes[kSequenceAt];
  head.sensors.in = current_of(bytes.subspan(kCurrentInAt, kCurrentBytes));
  head.sensors.out = current_of(bytes.subspan(kCurrentOutAt, kCurrentBytes));
  BitReader flags{get_little_endian(bytes.subspan(kFlagsAt, kFlagBytes))};
  const bool second = flags.flag();
  head.sensors.in_saturated = flags.flag();
  head.sensors.out_saturated = flags.flag();
  for (AutoZeroState& state : head.auto_zero) state = static_cast<AutoZeroState>(flags.get(2));
  head.switch_8 = flags.flag();
  head.options.cycle = flags.flag() ? core::Cycle::fast : core::Cycle::slow;
  head.options.mode = flags.flag() ? core::Mode::critical : core::Mode::normal;
  head.options.blind_spot = flags.flag();
  head.options.auto_zero = flags.flag();
  head.options.v_bypass = core::kBypassVoltages[flags.get(3)];
  const std::uint32_t reserved = flags.get(1);
  head.factory.sensor = static_cast<core::SensorRange>(flags.get(3));
  head.factory.cells = bytes[kCellsAt];
  head.firmware.major = bytes[kFirmwareAt] / 16;
  head.firmware.minor = bytes[kFirmwareAt] % 16;
  head.firmware.patch = bytes[kFirmwareAt + 1];
  return plausible(head, second, reserved | flags.get(5));
}

}  // namespace cellwarden::chain
