// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/sensors.hpp"

namespace cellwarden::core {

using namespace literals;

namespace {

// IN-6, IN-2
constexpr Milliseconds kAutoZeroMin = 5_s;
constexpr Milliseconds kUndoWithin = 60_s;

}  // namespace

Milliamps reported_current(Milliamps current, SensorRange range) {
  const Milliamps step = reported_step(range);
  const Milliamps half = current < 0_mA ? -(step / 2) : step / 2;
  return step * ((current + half) / step);
}

bool saturated(Milliamps current, SensorRange range) { return abs(current) >= full_range(range); }

Milliamps without_blind_spot(Milliamps current, SensorRange range, bool blind_spot) {
  return blind_spot && abs(current) < reported_step(range) ? 0_mA : current;
}

SensorReadings sensor_readings(Milliamps in, std::optional<Milliamps> out, SensorRange range) {
  return {.in = in,
          .out = out,
          .in_saturated = saturated(in, range),
          .out_saturated = out && saturated(*out, range)};
}

Currents judged_currents(const SensorReadings& readings, SensorRange range, bool blind_spot,
                         bool second_expected) {
  Currents currents;
  currents.in = without_blind_spot(readings.in, range, blind_spot);
  if (readings.out) {
    currents.out = without_blind_spot(*readings.out, range, blind_spot);
    currents.battery = currents.in - *currents.out;
  } else if (!second_expected) {
    currents.battery = currents.in;
  }
  return currents;
}

AutoZeroResult judge_auto_zero(AutoZero& state, Milliamps raw, bool switch_on, SensorRange range,
                               Milliseconds now) {
  if (!switch_on) {
    if (!state.running) return AutoZeroResult::idle;
    state.running = false;
    if (now - *state.began < kAutoZeroMin) {
      state.zero = state.before;
      return AutoZeroResult::too_short;
    }
    return state.zero != state.before ? AutoZeroResult::stored : AutoZeroResult::idle;
  }
  if (!state.running) {
    state = {.zero = state.zero, .before = state.zero, .began = now, .running = true};
  }
  state.sum_ma += raw.count();
  ++state.samples;
  const Milliamps average{static_cast<std::int32_t>(state.sum_ma / state.samples)};
  const bool refused = abs(average) > auto_zero_limit(range);
  state.zero = refused ? state.before : average;
  return refused ? AutoZeroResult::refused : AutoZeroResult::running;
}

bool undo_recent_auto_zero(AutoZero& state, Milliseconds now) {
  if (!state.began || now - *state.began >= kUndoWithin) return false;
  const bool changed = state.zero != state.before;
  state = {.zero = state.before, .before = state.before};
  return changed;
}

}  // namespace cellwarden::core
