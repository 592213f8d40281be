// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/soc.hpp"

#include <algorithm>

namespace cellwarden::core {

using namespace literals;

namespace {

constexpr Percent kSocUnknown = 50_percent;  // SOC-3
constexpr Milliseconds kEmptyFor = 10_s;     // SOC-6
constexpr int kCyclesBridged = 3;            // SOC-5
constexpr std::int32_t kNominalStepMillivolts = 10;

}  // namespace

StateOfCharge unknown_state_of_charge(WattHours capacity) {
  return {.capacity = capacity, .count = count_at(capacity, kSocUnknown)};
}

MilliPercent milli_percent(const StateOfCharge& soc) {
  return MilliPercent{static_cast<std::int32_t>(soc.count / (full_count(soc.capacity) / 100'000))};
}

Percent shown_percent(const StateOfCharge& soc) {
  return Percent{static_cast<std::int32_t>(soc.count / count_at(soc.capacity, 1_percent))};
}

WattHours stored_energy(const StateOfCharge& soc) {
  return WattHours{soc.count.count() / kSocCountsPerWattHour};
}

void change_capacity(StateOfCharge& soc, WattHours capacity) {
  // count × new / old without leaving 64 bits: count / old is at most kSocCountsPerWattHour.
  const std::int64_t per_watt_hour = soc.count.count() / soc.capacity.count();
  const std::int64_t rest = soc.count.count() % soc.capacity.count();
  soc.count =
      SocCount{per_watt_hour * capacity.count() + rest * capacity.count() / soc.capacity.count()};
  soc.capacity = capacity;
}

void count_charge(StateOfCharge& soc, Milliamps battery_current, Milliseconds elapsed,
                  Millivolts nominal_cell_voltage, int cells) {
  const std::int64_t nominal = nominal_cell_voltage.count() / kNominalStepMillivolts;
  soc.count += SocCount{battery_current.count() * elapsed.count() * nominal * cells};
  soc.count = std::clamp(soc.count, SocCount{0}, full_count(soc.capacity));
}

Milliseconds counted_time(Milliseconds gap, Milliseconds cycle) {
  return gap <= cycle * kCyclesBridged ? gap : 0_ms;
}

bool reset_when_full(StateOfCharge& soc, const PackReading& pack, Mode mode, Millivolts v_bypass) {
  const bool full = mode == Mode::normal ? pack.cell_voltage_min.value >= v_bypass
                                         : pack.pack_voltage >= v_bypass * pack.cell_count;
  if (full) {
    soc.count = full_count(soc.capacity);
    soc.calibrated = true;
  }
  return full;
}

std::optional<MilliPercent> correct_when_empty(StateOfCharge& soc, const PackReading& pack,
                                               Millivolts v_min, Percent discharge_restart,
                                               Milliseconds now) {
  if (pack.cell_voltage_min.value > v_min) {
    soc.empty_since.reset();
    return {};
  }
  if (!soc.empty_since) soc.empty_since = now;
  if (now - *soc.empty_since < kEmptyFor) return {};
  const Percent empty = std::max(discharge_restart - 1_percent, 0_percent);
  if (soc.count <= count_at(soc.capacity, empty)) return {};
  const MilliPercent before = milli_percent(soc);
  soc.count = count_at(soc.capacity, empty);
  soc.calibrated = false;
  return before;
}

}  // namespace cellwarden::core
