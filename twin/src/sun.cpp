// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/sun.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "cellwarden/twin/numbers.hpp"

namespace cellwarden::twin {

namespace {

using numbers::cos_of;
using numbers::exp_of;
using numbers::kPi;
using numbers::log_of;
using numbers::sin_of;

constexpr double kRadians = kPi / 180;
constexpr double kTickS = 10;
constexpr std::int64_t kTicksPerDay = 8640;
constexpr std::int64_t kTicksPerMinute = 6;

// Irradiance outside of the atmosphere, what is left of it behind one air mass, and how it goes on
// (Meinel 1976); the sky itself gives a tenth of the direct light on top.
constexpr double kSolarConstant = 1353;
constexpr double kPerAirMass = 0.7;
constexpr double kAirMassExponent = 0.678;
constexpr double kDiffuseShare = 0.1;
constexpr double kStandardIrradiance = 1000;
// Heat, dirt, wires, mismatch: measured plants reach this much of what the irradiance promises.
constexpr double kPlantFactor = 0.85;
// Below 3° hills and houses take the light away bit by bit.
constexpr double kHorizonSine = 0.05;
constexpr double kMostFraction = 1.1;

// Clouds: how long a sky and its light last on average, and how fast the light follows.
constexpr double kClearSkyS = 3600;
constexpr double kScatteredSkyS = 2400;
constexpr double kOvercastSkyS = 5400;
constexpr double kGapS = 240;
constexpr double kCloudS = 180;
constexpr double kOvercastLightS = 600;
constexpr double kFollowS = 30;

// Declination of the sun in radians (Cooper 1969).
double declination(int day_of_year) {
  return 23.45 * kRadians * sin_of(2 * kPi * (284 + day_of_year) / 365);
}

double hour_angle(double solar_hour) { return (solar_hour - 12) * 15 * kRadians; }

// sin of the sun's height over a plane at this latitude. A plane tilted towards the equator is
// parallel to the ground at a latitude that is smaller by the tilt.
double sine_over_plane(double latitude, double decline, double hour) {
  return sin_of(latitude) * sin_of(decline) + cos_of(latitude) * cos_of(decline) * cos_of(hour);
}

double to_the_power(double base, double exponent) { return exp_of(exponent * log_of(base)); }

// Newton's steps for sin x = s, 0 ≤ s ≤ 0.5: exact to the last bits after four of them.
double small_arcsine(double s) {
  double x = s;
  for (int step = 0; step < 4; ++step) x -= (sin_of(x) - s) / cos_of(x);
  return x;
}

// sin is flat near 90°, so that end goes by the half angle.
double arcsine(double s) {
  const double size = std::min(std::fabs(s), 1.0);
  const double angle =
      size > 0.5 ? kPi / 2 - 2 * small_arcsine(std::sqrt((1 - size) / 2)) : small_arcsine(size);
  return s < 0 ? -angle : angle;
}

// Direct light behind the air that it crosses, W/m²; air mass after Rozenberg (1966).
double direct_light(double sine_of_height) {
  const double air_mass = 1 / (sine_of_height + 0.025 * exp_of(-11 * sine_of_height));
  return kSolarConstant * to_the_power(kPerAirMass, to_the_power(air_mass, kAirMassExponent));
}

// How long a state lasts that ends by chance at any moment (Markov), at least a minute.
double by_chance(Random& random, double mean_s) {
  return std::max(60.0, -mean_s * log_of(1 - random.uniform()));
}

}  // namespace

double sun_elevation_deg(double latitude_deg, int day_of_year, double solar_hour) {
  return arcsine(sine_over_plane(latitude_deg * kRadians, declination(day_of_year),
                                 hour_angle(solar_hour))) /
         kRadians;
}

double clear_sky_fraction(double latitude_deg, int day_of_year, double solar_hour,
                          double tilt_deg) {
  const double decline = declination(day_of_year);
  const double hour = hour_angle(solar_hour);
  const double sine = sine_over_plane(latitude_deg * kRadians, decline, hour);
  if (sine <= 0) return 0;
  const double towards_equator = latitude_deg < 0 ? tilt_deg : -tilt_deg;
  const double on_panel =
      sine_over_plane((latitude_deg + towards_equator) * kRadians, decline, hour);
  const double direct = direct_light(sine) * std::min(1.0, sine / kHorizonSine);
  return kPlantFactor * direct * (std::max(0.0, on_panel) + kDiffuseShare) / kStandardIrradiance;
}

Sun::Sun(SunSettings settings, std::uint64_t seed)
    : settings_{std::move(settings)}, random_{Random::stream(seed, "sun")} {
  begin_day();
  choose_sky();
  change_light();
  transmission_ = target_;
  clear_after_ = clear_sky_at(0);
  after_ = transmission_ * clear_after_;
  before_ = after_;
}

double Sun::power_w(double t_s) {
  if (settings_.measured) return settings_.peak_w * std::max(0.0, settings_.measured->at(t_s));
  while (static_cast<double>(tick_) * kTickS < t_s) tick();
  const double share = t_s / kTickS - static_cast<double>(tick_ - 1);
  const double fraction = before_ + (after_ - before_) * std::max(0.0, share);
  return settings_.peak_w * std::clamp(fraction, 0.0, kMostFraction);
}

void Sun::set_cloudiness(double cloudiness) {
  settings_.cloudiness = cloudiness;
  begin_day();
  choose_sky();
}

// The setting is the mean of the days; the nearer to either end, the less they differ.
void Sun::begin_day() {
  const double set = std::clamp(settings_.cloudiness, 0.0, 1.0);
  cloudiness_today_ = set + std::min(set, 1 - set) * random_.uniform(-1, 1);
}

// Clear, scattered and overcast in the shares (1 − c)², 2c(1 − c) and c².
void Sun::choose_sky() {
  const double c = cloudiness_today_;
  const double draw = random_.uniform();
  double mean_s = kScatteredSkyS;
  sky_ = Sky::scattered;
  if (draw < (1 - c) * (1 - c)) {
    sky_ = Sky::clear;
    mean_s = kClearSkyS;
  } else if (draw >= 1 - c * c) {
    sky_ = Sky::overcast;
    mean_s = kOvercastSkyS;
  }
  sky_until_s_ = static_cast<double>(tick_) * kTickS + by_chance(random_, mean_s);
  light_until_s_ = 0;
}

// The light under the sky as it is: full; gap and cloud in turn; or a grey that varies.
void Sun::change_light() {
  double mean_s = kOvercastLightS;
  switch (sky_) {
    case Sky::clear: target_ = 1; break;
    case Sky::scattered:
      shaded_ = !shaded_;
      target_ = shaded_ ? random_.uniform(0.25, 0.65) : random_.uniform(1.0, 1.08);
      mean_s = shaded_ ? kCloudS : kGapS;
      break;
    case Sky::overcast: target_ = random_.uniform(0.08, 0.35); break;
  }
  light_until_s_ = static_cast<double>(tick_) * kTickS + by_chance(random_, mean_s);
}

void Sun::tick() {
  ++tick_;
  const double now_s = static_cast<double>(tick_) * kTickS;
  if (tick_ % kTicksPerDay == 0) begin_day();
  if (now_s >= sky_until_s_) choose_sky();
  if (now_s >= light_until_s_) change_light();
  transmission_ += (target_ - transmission_) * (kTickS / (kTickS + kFollowS));
  before_ = after_;
  after_ = transmission_ * clear_sky_now();
}

// Geometry once a minute, a straight line in between.
double Sun::clear_sky_now() {
  const std::int64_t of_minute = tick_ % kTicksPerMinute;
  if (of_minute == 0) return clear_after_;
  if (of_minute == 1) {
    clear_before_ = clear_after_;
    clear_after_ = clear_sky_at(tick_ - 1 + kTicksPerMinute);
  }
  const double share = static_cast<double>(of_minute) / kTicksPerMinute;
  return clear_before_ + (clear_after_ - clear_before_) * share;
}

double Sun::clear_sky_at(std::int64_t tick) const {
  const std::int64_t day = tick / kTicksPerDay;
  const double hour = static_cast<double>(tick % kTicksPerDay) * kTickS / 3600;
  const int day_of_year = static_cast<int>((settings_.day_of_year - 1 + day) % 365) + 1;
  return clear_sky_fraction(settings_.latitude_deg, day_of_year, hour + 12 - settings_.noon_h,
                            settings_.tilt_deg);
}

}  // namespace cellwarden::twin
