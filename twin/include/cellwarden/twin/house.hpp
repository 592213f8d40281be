// SPDX-License-Identifier: Apache-2.0
// What lives around the pack: a household as a load (always-on devices, fridge, light, and
// appliances by chance) and the air temperature of the room. The plan of a day is drawn at its
// midnight, so the step of the caller changes nothing. Formulas: docs/twin/site-model.md.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "cellwarden/twin/profile.hpp"
#include "cellwarden/twin/random.hpp"

namespace cellwarden::twin {

struct HouseSettings {
  double energy_wh_per_day{3000};  // long-term average
  double peak_w{1000};  // of the model: never above (the inverter's peak power, section 7)
  std::optional<Profile> measured_w{};  // replaces the model altogether
};

class House {
 public:
  House(HouseSettings settings, std::uint64_t seed);

  // Watts that the consumers want (behind the inverter). t_s = 0 is local midnight of the first
  // day, and never falls from call to call.
  double power_w(double t_s);

 private:
  // An appliance that runs once: heating or not in a rhythm within its time.
  struct Use {
    double begin_s{0};
    double end_s{0};
    double power_w{0};
    double rhythm_s{0};  // 0: on all the time
    double on_share{1};
  };
  static constexpr std::size_t kMaxUses = 16;

  void plan_day();
  void add_use(double middle_h, double spread_h, double minutes, double power_share);
  void add_cycling(double middle_h, double spread_h, double minutes, double power_share,
                   double on_share);
  void stretch_uses(double wanted_wh);
  [[nodiscard]] double planned_w(double second_of_day) const;
  [[nodiscard]] double uses_w(double second_of_day) const;

  HouseSettings settings_;
  Random random_;
  std::int64_t day_{-1};
  std::array<Use, kMaxUses> uses_{};
  std::size_t use_count_{0};
  double owed_wh_{0};  // what earlier days used less (or more) than was planned for them
  double fridge_phase_s_{0};
  double light_shift_h_{0};
};

struct AmbientSettings {
  double mean_c{15};        // of the whole year
  double seasonal_c{5};     // the warmest day is so much above, the coldest so much below
  double daily_c{3};        // the warmest hour is so much above, the coldest so much below
  int day_of_year{172};     // of the first day
  int coldest_day{25};      // of the year; 207 south of the equator
  double warmest_hour{15};  //
  std::optional<Profile> measured_c{};  // replaces the model altogether
};

// Degrees Celsius around the boards and cells at t_s seconds after the first midnight.
double ambient_c(const AmbientSettings& settings, double t_s);

}  // namespace cellwarden::twin
