// SPDX-License-Identifier: Apache-2.0
// Energy in and out, today and in total (EN-1), and the clock that says when today ends (EN-2).
// A watt-hour is 3.6e12 nJ, so that milliamps × millivolts × milliseconds add up without rounding.
#pragma once

#include <cstdint>
#include <optional>

#include "cellwarden/core/sensors.hpp"
#include "cellwarden/core/units.hpp"

namespace cellwarden::core {

inline constexpr std::int64_t kNanojoulesPerWattHour = 3'600'000'000'000;

struct EnergyCounter {
  WattHours whole;
  std::int64_t nanojoules{0};  // the rest, below one watt-hour
};

// nanojoules: not negative, at most 9.2e18 − 3.6e12.
void add_energy(EnergyCounter& counter, std::int64_t nanojoules);

struct EnergyCounters {
  EnergyCounter in_today;
  EnergyCounter out_today;
  EnergyCounter in_total;
  EnergyCounter out_total;
};

// currents: after the blind spot. pack_voltage: of the new message. elapsed: as the SOC counts.
void count_energy(EnergyCounters& energy, const Currents& currents, Millivolts pack_voltage,
                  Milliseconds elapsed);

// "Clear energy counters" (EN-3): the totals, and only those.
void clear_totals(EnergyCounters& energy);

// The device clock. Until the app has set it, days are 24 h of running.
struct DayClock {
  std::optional<Milliseconds> offset;  // local time since some midnight = running time + offset
  std::int64_t today{0};
  bool set_by_app{false};
};

// At power-up; does nothing to a clock that runs.
void start_clock(DayClock& clock, Milliseconds now);

// The app says what time it is: milliseconds since 1970 in the owner's local time.
void set_clock(DayClock& clock, Milliseconds local_time, Milliseconds now);

// A good message at `now`: true if a new day began since the last one, so that "today" starts at 0.
bool new_day(DayClock& clock, Milliseconds now);

}  // namespace cellwarden::core
