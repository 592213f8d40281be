// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/house.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace cellwarden::twin {

namespace {

constexpr double kDayS = 86'400;
constexpr int kScanS = 60;  // how finely the energy of a planned day is added up

// Who uses how much of the day's energy; the uses get the rest.
constexpr double kBaseShare = 0.20;
constexpr double kFridgeShare = 0.16;
constexpr double kLightShare = 0.12;

constexpr double kFridgePeriodS = 2760;
constexpr double kFridgeOnShare = 0.35;

// Hours in which the light comes on, is fully on, begins to go out, is out.
struct Lit {
  double from_h;
  double full_h;
  double less_h;
  double out_h;
  double height;

  [[nodiscard]] constexpr double area_h() const {
    return height * ((less_h - full_h) + (full_h - from_h) / 2 + (out_h - less_h) / 2);
  }
  [[nodiscard]] double at(double hour) const {
    if (hour <= from_h || hour >= out_h) return 0;
    if (hour < full_h) return height * (hour - from_h) / (full_h - from_h);
    return hour > less_h ? height * (out_h - hour) / (out_h - less_h) : height;
  }
};
constexpr Lit kMorning{.from_h = 6, .full_h = 6.5, .less_h = 7.5, .out_h = 8.5, .height = 0.5};
constexpr Lit kEvening{.from_h = 17.5, .full_h = 18.5, .less_h = 22.5, .out_h = 23.5, .height = 1};

}  // namespace

House::House(HouseSettings settings, std::uint64_t seed)
    : settings_{std::move(settings)}, random_{Random::stream(seed, "house")} {
  fridge_phase_s_ = random_.uniform(0, kFridgePeriodS);
}

double House::power_w(double t_s) {
  if (settings_.measured_w) return std::max(0.0, settings_.measured_w->at(t_s));
  const double day = std::floor(t_s / kDayS);
  while (static_cast<double>(day_) < day) plan_day();
  return planned_w(t_s - day * kDayS);
}

double House::planned_w(double second_of_day) const {
  const double mean_w = settings_.energy_wh_per_day / 24;
  const double fridge_s = second_of_day + fridge_phase_s_;
  const double in_period_s = fridge_s - kFridgePeriodS * std::floor(fridge_s / kFridgePeriodS);
  const double hour = second_of_day / 3600 - light_shift_h_;
  double power = mean_w * kBaseShare;
  if (in_period_s < kFridgePeriodS * kFridgeOnShare)
    power += mean_w * kFridgeShare / kFridgeOnShare;
  power += mean_w * kLightShare * 24 * (kMorning.at(hour) + kEvening.at(hour)) /
           (kMorning.area_h() + kEvening.area_h());
  return std::min(settings_.peak_w, power + uses_w(second_of_day));
}

double House::uses_w(double second_of_day) const {
  double power = 0;
  for (std::size_t i = 0; i < use_count_; ++i) {
    const Use& use = uses_[i];
    if (second_of_day < use.begin_s || second_of_day >= use.end_s) continue;
    const double since_s = second_of_day - use.begin_s;
    const bool on =
        use.rhythm_s <= 0 ||
        since_s - use.rhythm_s * std::floor(since_s / use.rhythm_s) < use.rhythm_s * use.on_share;
    if (on) power += use.power_w;
  }
  return power;
}

// What is used today varies from day to day; what the peak or the end of the day cut off is made up
// for later, so the average of many days is the setting.
void House::plan_day() {
  ++day_;
  use_count_ = 0;
  light_shift_h_ = random_.uniform(-0.5, 0.5);
  add_cycling(7.4, 0.6, 35, 0.35, 0.8);                              // breakfast
  add_cycling(12.3, 0.6, 45, 0.4, 0.7);                              // lunch
  add_cycling(18.9, 0.8, 60, 0.45, 0.7);                             // dinner
  if (random_.uniform() < 0.4) add_cycling(10.5, 2, 80, 0.45, 0.5);  // washing
  add_use(9.5, 1.5, 70, 0.2);                                        // work about the house
  add_use(15.5, 3, 60, 0.2);                                         // and again
  add_use(20.7, 0.5, 180, 0.1);                                      // television
  const std::uint64_t kettles = 3 + random_.integer(4);
  for (std::uint64_t i = 0; i < kettles; ++i) add_use(14.5, 7, 4, 0.9);

  const double base_wh = settings_.energy_wh_per_day * (kBaseShare + kFridgeShare + kLightShare);
  const double varied_wh = (settings_.energy_wh_per_day - base_wh) * random_.uniform(0.7, 1.3);
  const double wanted_wh = varied_wh + owed_wh_;
  stretch_uses(wanted_wh);
  double used_wh = 0;
  for (int s = kScanS / 2; s < kDayS; s += kScanS) used_wh += planned_w(s) * kScanS / 3600;
  owed_wh_ = std::clamp(base_wh + wanted_wh - used_wh, -settings_.energy_wh_per_day,
                        settings_.energy_wh_per_day);
  fridge_phase_s_ += kDayS - kFridgePeriodS * std::floor(kDayS / kFridgePeriodS);
}

void House::add_use(double middle_h, double spread_h, double minutes, double power_share) {
  const double middle_s = (middle_h + spread_h * random_.uniform(-1, 1)) * 3600;
  const double half_s = minutes * 30 * random_.uniform(0.8, 1.2);
  const double power_w = settings_.peak_w * power_share * random_.uniform(0.9, 1.1);
  uses_[use_count_] = {
      .begin_s = middle_s - half_s, .end_s = middle_s + half_s, .power_w = power_w};
  if (use_count_ + 1 < kMaxUses) ++use_count_;
}

// The same, but a thermostat switches it on and off.
void House::add_cycling(double middle_h, double spread_h, double minutes, double power_share,
                        double on_share) {
  const std::size_t mine = use_count_;
  add_use(middle_h, spread_h, minutes, power_share);
  uses_[mine].rhythm_s = 180;
  uses_[mine].on_share = on_share;
}

// Longer or shorter uses, so that the day gets the energy that is wanted.
void House::stretch_uses(double wanted_wh) {
  double planned_wh = 0;
  for (std::size_t i = 0; i < use_count_; ++i) {
    const Use& use = uses_[i];
    planned_wh += use.power_w * use.on_share * (use.end_s - use.begin_s) / 3600;
  }
  const double stretch = planned_wh > 0 ? std::clamp(wanted_wh / planned_wh, 0.0, 8.0) : 0;
  for (std::size_t i = 0; i < use_count_; ++i) {
    Use& use = uses_[i];
    const double middle_s = (use.begin_s + use.end_s) / 2;
    const double half_s = (use.end_s - use.begin_s) / 2 * stretch;
    use.begin_s = std::max(0.0, middle_s - half_s);
    use.end_s = std::min(kDayS, middle_s + half_s);
  }
}

}  // namespace cellwarden::twin
