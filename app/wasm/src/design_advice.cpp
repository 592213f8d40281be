// SPDX-License-Identifier: Apache-2.0
#include "design_advice.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "cellwarden/core/sensors.hpp"
#include "cellwarden/words/decimal.hpp"
#include "cellwarden/words/say.hpp"

namespace cellwarden::simulator {

using nlohmann::json;
using words::say;

namespace {

constexpr double kNominalCellV = 3.2;
constexpr double kAdvisedShare = 0.75;  // section 7: ageing and reserve
constexpr double kSensorMargin = 1.25;
constexpr double kNearFullV = 0.05;  // as twin::size_site()
constexpr double kNotable = 0.01;
constexpr std::array kMonths{"January", "February", "March",     "April",   "May",      "June",
                             "July",    "August",   "September", "October", "November", "December"};

std::string decimal(double value, int decimals) {
  double scale = 1;
  for (int i = 0; i < decimals; ++i) scale *= 10;
  return words::short_decimal_text(std::llround(value * scale), decimals);
}
std::string kwh(double wh) { return decimal(wh / 1000, 1) + " kWh"; }

double nominal_wh(const twin::PackPlan& pack) {
  return pack.cells * kNominalCellV * pack.capacity_ah;
}

json setting(const char* name, double value, const char* unit, std::string why) {
  return {{"setting", name}, {"value", value}, {"unit", unit}, {"why", std::move(why)}};
}

json sensor(const DesignView& view) {
  const double most = std::max(view.sums.most_charge_a, view.sums.most_discharge_a);
  double range = core::kSensorRanges.back().count() / 1000.0;
  for (std::size_t i = core::kSensorRanges.size(); i-- > 0;) {
    const double offered = core::kSensorRanges[i].count() / 1000.0;
    if (offered >= most * kSensorMargin) range = offered;
  }
  return setting("sensor_a", range, "A",
                 say("The highest current of a pack in this year was {} A; this is the smallest "
                     "sensor with a quarter to spare, and a smaller one measures finer.",
                     decimal(most, 1)));
}

}  // namespace

json recommended(const DesignView& view) {
  const twin::PackPlan& pack = view.scenario.packs.front();
  const twin::SitePlan& site = view.scenario.site;
  const double v_bypass = pack.options.v_bypass.count() / 1000.0;
  const double capacity = std::floor(nominal_wh(pack) * kAdvisedShare / 100 + 0.5) / 10;
  json made = json::array();
  made.push_back(setting("battery_capacity", capacity, "kWh",
                         say("75 % of the {} that stand on the cells: they age, and the last "
                             "quarter is your reserve.",
                             kwh(nominal_wh(pack)))));
  made.push_back(setting("solar_peak_power", site.sun.peak_w / 1000, "kW",
                         "The panels as planned; it scales the sun in the app."));
  made.push_back(setting("inverter_peak_power", site.inverter.peak_w / 1000, "kW",
                         "The inverter as planned; it scales the house in the app."));
  made.push_back(sensor(view));
  made.push_back(setting("blind_spot", 1, "",
                         "Option switch 3 ON: a sensor's small error near 0 A is not counted "
                         "through the night (IN-5)."));
  made.push_back(setting("charger_absorption", (v_bypass + kNearFullV) * pack.cells, "V",
                         say("{} cells at {} V: above V-bypass, so that all cells are balanced and "
                             "the battery is seen to be full.",
                             pack.cells, decimal(v_bypass + kNearFullV, 2))));
  made.push_back(setting("charger_float", (v_bypass - kNearFullV) * pack.cells, "V",
                         say("{} cells at {} V: below V-bypass, so that no resistor burns all day "
                             "(RELAY-6).",
                             pack.cells, decimal(v_bypass - kNearFullV, 2))));
  return made;
}

namespace {

// The month that served the smallest share of what was wanted.
std::size_t worst_month(const DesignView& view) {
  std::size_t worst = 0;
  double worst_share = 2;
  for (std::size_t i = 0; i < view.months.size(); ++i) {
    const DesignMonth& month = view.months[i];
    const double wanted = month.energy.used + month.energy.unserved;
    if (month.days == 0 || wanted <= 0) continue;
    const double share = month.energy.used / wanted;
    if (share < worst_share) {
      worst_share = share;
      worst = i;
    }
  }
  return worst;
}

std::string percent(double share) { return decimal(share * 100, 1) + " %"; }

}  // namespace

json findings(const DesignView& view) {
  json made = json::array();
  const auto add = [&](const char* code, std::string sentence) {
    made.push_back({{"code", code}, {"sentence", std::move(sentence)}});
  };
  const SiteEnergy& energy = view.energy;
  const double wanted = energy.used + energy.unserved;
  const double available = energy.harvested + energy.missed;
  if (wanted > 0 && energy.unserved > wanted * kNotable) {
    const char* const month = kMonths[worst_month(view)];
    const bool by_temperature = view.sums.load_temperature_h > view.sums.load_open_h / 2;
    add(by_temperature ? "not_allowed" : "too_little",
        say("{} of {} that the house wanted were not served ({}), worst in {}: {}",
            kwh(energy.unserved), kwh(wanted), percent(energy.unserved / wanted), month,
            by_temperature ? "not for want of charge, but because T-min or T-max opened the load "
                             "relay. The data sheet of the cells says how far they may be moved."
                           : "more panels, a larger battery or another source for those days."));
  } else if (wanted > 0) {
    add("enough", say("The house got {} of the {} that it wanted.", percent(energy.used / wanted),
                      kwh(wanted)));
  }
  if (available > 0 && energy.missed > available * kNotable) {
    add("sun_missed",
        say("{} of sun were not used ({}), because the battery was full or charging was not "
            "allowed.",
            kwh(energy.missed), percent(energy.missed / available)));
  }
  const core::Settings& settings = view.scenario.packs.front().settings;
  const double t_min = settings.t_min.count() / 1000.0;
  const double t_max = settings.t_max.count() / 1000.0;
  if (view.sums.temperature_min < t_min) {
    add("too_cold",
        say("The coldest cell came to {} °C, below T-min of {} °C: then charging is not "
            "allowed. Put the battery where it stays warmer.",
            decimal(view.sums.temperature_min, 1), decimal(t_min, 0)));
  }
  if (view.sums.temperature_max > t_max) {
    add("too_warm", say("The warmest cell came to {} °C, above T-max of {} °C: give it air.",
                        decimal(view.sums.temperature_max, 1), decimal(t_max, 0)));
  }
  if (view.simulated_days < view.days) {
    add("weeks",
        say("{} days were simulated, a week of each month, and stand for {}: what a longer "
            "spell of bad weather does is not in it.",
            view.simulated_days, view.days));
  }
  if (view.days < kDesignDays) {
    add("part", say("These are {} of {} days.", view.days, kDesignDays));
  }
  return made;
}

}  // namespace cellwarden::simulator
