// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "cellwarden/twin/house.hpp"
#include "cellwarden/twin/numbers.hpp"

namespace cellwarden::twin {

double ambient_c(const AmbientSettings& settings, double t_s) {
  if (settings.measured_c) return settings.measured_c->at(t_s);
  const double days = t_s / 86'400;
  const double hour = (days - std::floor(days)) * 24;
  const double since_coldest_day = settings.day_of_year - settings.coldest_day + days;
  const double turn = 2 * numbers::kPi;
  return settings.mean_c - settings.seasonal_c * numbers::cos_of(turn * since_coldest_day / 365) +
         settings.daily_c * numbers::cos_of(turn * (hour - settings.warmest_hour) / 24);
}

}  // namespace cellwarden::twin
