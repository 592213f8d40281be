// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/sizes.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "cellwarden/core/sensors.hpp"

namespace cellwarden::twin {

using core::SensorRange;

namespace {

constexpr double kNominalCellV = 3.2;
constexpr double kNearFullV = 0.05;  // absorption above V-bypass, float below it
constexpr double kCutoffCellV = 2.5;
constexpr double kRestartCellV = 2.75;
constexpr double kSunPerHour = 0.4;       // of the capacity: an empty pack is full in 2.5 h
constexpr double kInverterPerHour = 0.2;  // 1 kW for sixteen cells of 100 Ah
constexpr double kHousePerDay = 0.6;

double nominal_wh(const PackPlan& pack) { return pack.cells * kNominalCellV * pack.capacity_ah; }

// The nearest value that the row of section 7 takes.
template <class Quantity>
Quantity stepped(double value, std::int32_t min, std::int32_t max, std::int32_t step) {
  const double steps = std::floor(value / step + 0.5) * step;
  return Quantity{static_cast<typename Quantity::Rep>(
      std::clamp(steps, static_cast<double>(min), static_cast<double>(max)))};
}

// The smallest sensor that takes a current of 1 C; the largest there is for anything more.
SensorRange sensor_for(double capacity_ah) {
  for (std::size_t i = 0; i < core::kSensorRanges.size(); ++i) {
    if (core::kSensorRanges[i].count() >= capacity_ah * 1000) return static_cast<SensorRange>(i);
  }
  return SensorRange::a2000;
}

// IN-2: the smallest number of the list that is not below.
std::uint8_t factory_cells_for(int cells) {
  int best = core::kMaxCells;
  for (unsigned code = 0; code < 128; ++code) {
    const int listed = core::factory_settings_of(static_cast<core::SwitchPositions>(code)).cells;
    if (listed >= cells) best = std::min(best, listed);
  }
  return static_cast<std::uint8_t>(best);
}

}  // namespace

void size_pack(PackPlan& pack) {
  pack.options.blind_spot = true;  // recommended (IN-1)
  pack.factory.sensor = sensor_for(pack.capacity_ah);
  pack.factory.cells = factory_cells_for(pack.cells);
  pack.settings.battery_capacity = stepped<core::WattHours>(nominal_wh(pack), 100, 6'553'500, 100);
}

void size_site(Scenario& scenario) {
  double wh = 0;
  double ah = 0;
  for (const PackPlan& pack : scenario.packs) {
    wh += nominal_wh(pack);
    ah += pack.capacity_ah;
  }
  const int cells = scenario.packs.front().cells;
  const double v_bypass = scenario.packs.front().options.v_bypass.count() / 1000.0;
  SitePlan& site = scenario.site;
  site.sun.peak_w = wh * kSunPerHour;
  site.charger.peak_w = site.sun.peak_w;
  site.charger.max_current_a = ah * kSunPerHour;
  site.charger.absorption_v = (v_bypass + kNearFullV) * cells;
  site.charger.float_v = (v_bypass - kNearFullV) * cells;
  site.inverter.peak_w = wh * kInverterPerHour;
  site.inverter.standby_w = site.inverter.peak_w / 125;  // 8 W of 1 kW
  site.inverter.cutoff_v = kCutoffCellV * cells;
  site.inverter.restart_v = kRestartCellV * cells;
  site.house.energy_wh_per_day = wh * kHousePerDay;
  site.house.peak_w = site.inverter.peak_w;
}

void size_settings(const SitePlan& site, core::Settings& settings) {
  settings.solar_peak_power = stepped<core::Watts>(site.sun.peak_w, 10, 655'350, 10);
  settings.inverter_peak_power = stepped<core::Watts>(site.inverter.peak_w, 10, 655'350, 10);
}

}  // namespace cellwarden::twin
