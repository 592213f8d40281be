// SPDX-License-Identifier: Apache-2.0
// A value over time from a table: measured sun, a measured household, a temperature log. It asks
// nothing but the time, so any step of the simulation sees the same curve.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "cellwarden/core/result.hpp"

namespace cellwarden::twin {

enum class ProfileError : std::uint8_t {
  none,
  empty,           // no point at all
  lengths_differ,  // as many times as values
  not_rising,      // each time must be later than the one before
  not_finite,      // a time or value that is no number
  bad_period,      // the table must lie between 0 and the end of the period
};

enum class Between : std::uint8_t {
  linear,  // a straight line from point to point
  held,    // each value until the next point
};

// What comes after the last point (before the first one, its value holds).
enum class Afterwards : std::uint8_t {
  last,  // its value goes on
  zero,  // nothing more: 0 right after the last point
};

class Profile {
 public:
  // 0 at all times.
  Profile() = default;

  // Seconds since the start of the scenario, and a value for each of them.
  static core::Result<Profile, ProfileError> from_points(std::vector<double> t,
                                                         std::vector<double> v,
                                                         Between between = Between::linear,
                                                         Afterwards afterwards = Afterwards::last);

  // The same again every period_s; from the last point a line leads to the first one of the next
  // period (held: the last value).
  static core::Result<Profile, ProfileError> repeating(std::vector<double> t, std::vector<double> v,
                                                       double period_s,
                                                       Between between = Between::linear);

  [[nodiscard]] double at(double t_s) const;

  // Time of the last point; 0 without any.
  [[nodiscard]] double last_s() const { return t_.empty() ? 0 : t_.back(); }

 private:
  [[nodiscard]] double inside(std::size_t before, double t_s) const;
  [[nodiscard]] double across_the_end(double t_s) const;

  std::vector<double> t_;
  std::vector<double> v_;
  double period_s_{0};  // 0: does not repeat
  Between between_{Between::linear};
  Afterwards afterwards_{Afterwards::last};
};

}  // namespace cellwarden::twin
