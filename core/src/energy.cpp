// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/energy.hpp"

#include <algorithm>

namespace cellwarden::core {

using namespace literals;

namespace {

constexpr Milliseconds kDay = 24_h;

std::int64_t power_part(Milliamps current) { return std::max(current, 0_mA).count(); }

std::int64_t day_number(Milliseconds local) {
  const std::int64_t days = local / kDay;
  return local < kDay * days ? days - 1 : days;
}

}  // namespace

void add_energy(EnergyCounter& counter, std::int64_t nanojoules) {
  counter.nanojoules += nanojoules;
  counter.whole += WattHours{counter.nanojoules / kNanojoulesPerWattHour};
  counter.nanojoules %= kNanojoulesPerWattHour;
}

void count_energy(EnergyCounters& energy, const Currents& currents, Millivolts pack_voltage,
                  Milliseconds elapsed) {
  const Milliamps out_current = currents.out.value_or(0_mA);
  const std::int64_t voltage_time = pack_voltage.count() * elapsed.count();
  const std::int64_t in = (power_part(currents.in) + power_part(-out_current)) * voltage_time;
  const std::int64_t out = (power_part(out_current) + power_part(-currents.in)) * voltage_time;
  add_energy(energy.in_today, in);
  add_energy(energy.in_total, in);
  add_energy(energy.out_today, out);
  add_energy(energy.out_total, out);
}

void clear_totals(EnergyCounters& energy) {
  energy.in_total = {};
  energy.out_total = {};
}

void start_clock(DayClock& clock, Milliseconds now) {
  if (!clock.offset) clock.offset = -now;
}

void set_clock(DayClock& clock, Milliseconds local_time, Milliseconds now) {
  clock.offset = local_time - now;
  // The first time the app says what day it is, today goes on; later another day is another day.
  if (!clock.set_by_app) clock.today = day_number(local_time);
  clock.set_by_app = true;
}

bool new_day(DayClock& clock, Milliseconds now) {
  start_clock(clock, now);
  const std::int64_t day = day_number(now + *clock.offset);
  if (day == clock.today) return false;
  clock.today = day;
  return true;
}

}  // namespace cellwarden::core
