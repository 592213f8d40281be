// SPDX-License-Identifier: Apache-2.0
#include "plan_rows.hpp"

#include <array>
#include <cmath>
#include <type_traits>

#include "cellwarden/core/option_switches.hpp"
#include "cellwarden/core/sensors.hpp"

namespace cellwarden::simulator {

using twin::NumberRow;
using twin::PackPlan;
using twin::Scenario;
using twin::SitePlan;

namespace {

constexpr double kLongestDays = 3660;
constexpr double kDayS = 86'400;
constexpr double kMilli = 1000;

// member: a lambda without state that names one flag, enumeration or number of a part.
template <class Part, class Member>
constexpr NumberRow<Part> row(const char* key, const char* unit, double min, double max, bool whole,
                              Member /*member*/) {
  return {
      key,
      unit,
      min,
      max,
      whole,
      [](const Part& part) -> std::optional<double> { return static_cast<double>(Member{}(part)); },
      [](Part& part, double value) {
        auto& member = Member{}(part);
        member = static_cast<std::remove_reference_t<decltype(member)>>(value);
      }};
}

std::optional<double> v_bypass(const PackPlan& pack) {
  return pack.options.v_bypass.count() / kMilli;
}
// The nearest that the switches know.
void set_v_bypass(PackPlan& pack, double volts) {
  for (const core::Millivolts offered : core::kBypassVoltages) {
    const double mine = std::fabs(offered.count() / kMilli - volts);
    if (mine < std::fabs(pack.options.v_bypass.count() / kMilli - volts)) {
      pack.options.v_bypass = offered;
    }
  }
}
std::optional<double> sensor_a(const PackPlan& pack) {
  return core::full_range(pack.factory.sensor).count() / kMilli;
}
// The smallest sensor that takes it.
void set_sensor_a(PackPlan& pack, double amps) {
  pack.factory.sensor = core::SensorRange::a2000;
  for (std::size_t i = core::kSensorRanges.size(); i-- > 0;) {
    if (core::kSensorRanges[i].count() / kMilli >= amps) {
      pack.factory.sensor = static_cast<core::SensorRange>(i);
    }
  }
}

// clang-format off
constexpr std::array kWhole{
    row<Scenario>("days", "days", 0.001, kLongestDays, false, [](auto& it) -> auto& { return it.days; }),
    row<Scenario>("begin_s", "s", 0, kDayS - 1, false, [](auto& it) -> auto& { return it.begin_s; })};

constexpr std::array kMorePack{
    row<PackPlan>("commissioned", "", 0, 1, true, [](auto& it) -> auto& { return it.commissioned; }),
    row<PackPlan>("known_soc_calibrated", "", 0, 1, true, [](auto& it) -> auto& { return it.known_soc_calibrated; })};

constexpr std::array kSwitches{
    row<PackPlan>("cycle", "", 0, 1, true, [](auto& it) -> auto& { return it.options.cycle; }),
    row<PackPlan>("mode", "", 0, 1, true, [](auto& it) -> auto& { return it.options.mode; }),
    row<PackPlan>("blind_spot", "", 0, 1, true, [](auto& it) -> auto& { return it.options.blind_spot; }),
    row<PackPlan>("auto_zero", "", 0, 1, true, [](auto& it) -> auto& { return it.options.auto_zero; }),
    row<PackPlan>("factory_cells", "", 1, 255, true, [](auto& it) -> auto& { return it.factory.cells; }),
    NumberRow<PackPlan>{"v_bypass", "V", 3.4, 4.3,   false, v_bypass, set_v_bypass},
    NumberRow<PackPlan>{"sensor_a", "A", 1, 2000, false, sensor_a, set_sensor_a}};

constexpr std::array kMoreSite{
    row<SitePlan>("wiring", "", 0, 2, true, [](auto& it) -> auto& { return it.wiring; }),
    row<SitePlan>("charger_ignores", "", 0, 1, true, [](auto& it) -> auto& { return it.charger.obedience; }),
    row<SitePlan>("load_ignores", "", 0, 1, true, [](auto& it) -> auto& { return it.inverter.obedience; })};
// clang-format on

}  // namespace

Rows<Scenario> whole_rows() { return kWhole; }
Rows<PackPlan> more_pack_rows() { return kMorePack; }
Rows<PackPlan> switch_rows() { return kSwitches; }
Rows<SitePlan> more_site_rows() { return kMoreSite; }

}  // namespace cellwarden::simulator
