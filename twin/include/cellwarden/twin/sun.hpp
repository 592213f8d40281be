// SPDX-License-Identifier: Apache-2.0
// What the solar panels could give: a clear sky from geometry and air mass, times passing clouds.
// It is worked out on a grid of its own (10 s), so the step of the caller changes nothing. Formulas
// and their sources: docs/twin/site-model.md.
#pragma once

#include <cstdint>
#include <optional>

#include "cellwarden/twin/profile.hpp"
#include "cellwarden/twin/random.hpp"

namespace cellwarden::twin {

struct SunSettings {
  double latitude_deg{52};  // south of the equator negative
  int day_of_year{172};     // of the first day, 1…365
  double peak_w{2000};      // solar peak power (section 7 of the requirements)
  double tilt_deg{30};      // of the panels, towards the equator; 0: flat
  double cloudiness{0.2};   // 0: always clear … 1: always overcast; each day varies around it
  double noon_h{12};        // clock time at which the sun is highest
  std::optional<Profile> measured{};  // fraction of peak_w; replaces the model altogether
};

// Height of the sun above the horizon in degrees, negative at night. solar_hour: 12 is noon.
double sun_elevation_deg(double latitude_deg, int day_of_year, double solar_hour);

// Fraction of the peak power that panels give under a cloudless sky, 0 … about 1.
double clear_sky_fraction(double latitude_deg, int day_of_year, double solar_hour, double tilt_deg);

class Sun {
 public:
  Sun(SunSettings settings, std::uint64_t seed);

  // t_s = 0 is local midnight of the first day, and never falls from call to call. The fraction of
  // the peak is 0 … 1.1 (the edge of a cloud adds to the direct sun).
  double power_w(double t_s);

  // From now on; today's sky is drawn anew.
  void set_cloudiness(double cloudiness);

 private:
  enum class Sky : std::uint8_t { clear, scattered, overcast };

  void begin_day();
  void choose_sky();
  void change_light();
  void tick();
  double clear_sky_now();
  [[nodiscard]] double clear_sky_at(std::int64_t tick) const;

  SunSettings settings_;
  Random random_;
  std::int64_t tick_{0};
  double cloudiness_today_{0};
  Sky sky_{Sky::clear};
  double sky_until_s_{0};
  double light_until_s_{0};
  bool shaded_{false};
  double target_{1};        // light that the sky as it is now lets through
  double transmission_{1};  // it follows the target smoothly
  double clear_before_{0};  // the clear sky at the minute before, and …
  double clear_after_{0};   // … at the next one
  double before_{0};        // fraction at the tick before, and …
  double after_{0};         // … at tick_: the value in between is a straight line
};

}  // namespace cellwarden::twin
