// SPDX-License-Identifier: Apache-2.0
// State of charge by coulomb counting (SOC-1). It is kept as stored nominal energy in steps of
// 10 nJ (1 µA·s through 10 mV): one percent of any capacity is then a whole number, so that "SOC <
// 95 %" is exact and a milliamp for half a second is never lost.
#pragma once

#include <cstdint>
#include <optional>

#include "cellwarden/core/option_switches.hpp"
#include "cellwarden/core/pack_reading.hpp"
#include "cellwarden/core/units.hpp"

namespace cellwarden::core {

using SocCount = Quantity<struct SocCountUnit, std::int64_t>;  // 10 nJ

inline constexpr std::int64_t kSocCountsPerWattHour = 360'000'000'000;

// The count that is 100 %. capacity: up to 6553.5 kWh.
constexpr SocCount full_count(WattHours capacity) {
  return SocCount{capacity.count() * kSocCountsPerWattHour};
}

// Exact: capacity is whole watt-hours, and a hundredth of those is a whole count.
constexpr SocCount count_at(WattHours capacity, Percent percent) {
  return full_count(capacity) / 100 * percent.count();
}

struct StateOfCharge {
  WattHours capacity;
  SocCount count;
  bool calibrated{false};                     // SOC-3
  std::optional<Milliseconds> empty_since{};  // SOC-6
};

// With nothing stored: 50 %, uncalibrated (SOC-3).
StateOfCharge unknown_state_of_charge(WattHours capacity);

// SOC in 0.001 %, truncated; in whole percent as shown, truncated (SOC-1).
MilliPercent milli_percent(const StateOfCharge& soc);
Percent shown_percent(const StateOfCharge& soc);

// SOC × capacity, truncated to whole watt-hours (SOC-4).
WattHours stored_energy(const StateOfCharge& soc);

// A new capacity: the percentage stays.
void change_capacity(StateOfCharge& soc, WattHours capacity);

// The battery current for the time since the previous good message; kept in 0…100 % (SOC-1).
// nominal: of one cell, in steps of 10 mV. cells: 2…255. elapsed: at most 3 s (SOC-5).
void count_charge(StateOfCharge& soc, Milliamps battery_current, Milliseconds elapsed,
                  Millivolts nominal_cell_voltage, int cells);

// How long a good message's current counts: the gap since the previous good one, if that is at most
// three cycles; nothing for a longer one, which is an event (SOC-5).
Milliseconds counted_time(Milliseconds gap, Milliseconds cycle);

// 100 % and calibrated when the pack is full: in normal mode all cells at or above V-bypass, in
// critical mode the pack at or above V-bypass × N (SOC-2). Returns whether it was.
bool reset_when_full(StateOfCharge& soc, const PackReading& pack, Mode mode, Millivolts v_bypass);

// The SOC is wrong if a cell has been at or below V-min in every good message for 10 s and the SOC
// still says more than discharge restart − 1 %: then it is set to that (SOC-6). Returns the SOC
// before, if it was corrected.
std::optional<MilliPercent> correct_when_empty(StateOfCharge& soc, const PackReading& pack,
                                               Millivolts v_min, Percent discharge_restart,
                                               Milliseconds now);

}  // namespace cellwarden::core
