// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/option_switches.hpp"

namespace cellwarden::core {

using namespace literals;

namespace {

constexpr Milliseconds kSettle = 3_s;          // IN-1
constexpr Milliseconds kTimeToSetBack = 10_s;  // IN-2
constexpr int kEight = 7;                      // the bit of switch 8

// Cells by the code on switches 4, 5, 6, 7 (IN-2).
constexpr std::array<std::uint8_t, 16> kCellCounts{4,  8,  12, 16, 20,  24,  28,  32,
                                                   48, 64, 80, 96, 128, 156, 204, 255};

constexpr bool is_on(SwitchPositions positions, int number) {
  return ((positions >> (number - 1)) & 1) != 0;
}

// A code with the first switch named as its highest bit.
template <class... Numbers>
constexpr std::size_t code(SwitchPositions positions, Numbers... numbers) {
  std::size_t value = 0;
  ((value = value * 2 + (is_on(positions, numbers) ? 1 : 0)), ...);
  return value;
}

// Switches 1–7, each after 3 s unchanged (IN-1).
void settle(OptionSwitches& state, Milliseconds now) {
  for (int bit = 0; bit < kEight; ++bit) {
    const auto mask = static_cast<SwitchPositions>(1U << static_cast<unsigned>(bit));
    if (now - state.changed[static_cast<std::size_t>(bit)] >= kSettle) {
      state.acting = static_cast<SwitchPositions>((state.acting & ~mask) | (state.raw & mask));
    }
  }
}

void note_changes(OptionSwitches& state, SwitchPositions contacts, Milliseconds now) {
  const auto flipped = static_cast<SwitchPositions>(contacts ^ state.raw);
  for (int number = 1; number <= 8; ++number) {
    if (is_on(flipped, number)) state.changed[static_cast<std::size_t>(number - 1)] = now;
  }
  state.raw = contacts;
}

// Switch 8: ON for 3 s, OFF for 3 s, and then 10 s from OFF in which nothing acts (IN-2).
void judge_eight(OptionSwitches& state, SwitchVerdict& verdict, Milliseconds now) {
  const Milliseconds unchanged = now - state.changed[kEight];
  if (is_on(state.raw, 8)) {
    if (!state.programming) {
      state.programming = true;
      state.armed = false;
      verdict.programming_began = true;
    }
    if (unchanged >= kSettle) state.armed = true;
    state.code.reset();
    return;
  }
  if (!state.programming) return;
  if (state.armed && !state.code) state.code = state.raw;
  if (state.armed && unchanged >= kSettle) {
    verdict.program = factory_settings_of(*state.code);
    state.armed = false;
  }
  if (unchanged >= kTimeToSetBack) state.programming = false;
}

}  // namespace

Options options_of(SwitchPositions positions) {
  return {.cycle = is_on(positions, 1) ? Cycle::fast : Cycle::slow,
          .v_bypass = kBypassVoltages[code(positions, 2, 6, 7)],
          .mode = is_on(positions, 5) ? Mode::critical : Mode::normal,
          .blind_spot = is_on(positions, 3),
          .auto_zero = is_on(positions, 4)};
}

FactorySettings factory_settings_of(SwitchPositions positions) {
  return {.sensor = static_cast<SensorRange>(code(positions, 1, 2, 3)),
          .cells = kCellCounts[code(positions, 4, 5, 6, 7)]};
}

SwitchVerdict judge_switches(OptionSwitches& state, SwitchPositions contacts, Milliseconds now) {
  if (!state.started) {
    state = {.started = true, .raw = contacts, .acting = contacts};
    state.changed.fill(now);
  }
  note_changes(state, contacts, now);
  SwitchVerdict verdict;
  judge_eight(state, verdict, now);
  if (!state.programming) settle(state, now);
  verdict.options = options_of(state.acting);
  if (state.programming) verdict.options.auto_zero = false;
  return verdict;
}

}  // namespace cellwarden::core
