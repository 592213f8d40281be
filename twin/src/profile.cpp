// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/profile.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace cellwarden::twin {

namespace {

ProfileError fault_of(const std::vector<double>& t, const std::vector<double>& v) {
  if (t.empty() && v.empty()) return ProfileError::empty;
  if (t.size() != v.size()) return ProfileError::lengths_differ;
  for (std::size_t i = 0; i < t.size(); ++i) {
    if (!std::isfinite(t[i]) || !std::isfinite(v[i])) return ProfileError::not_finite;
    if (i > 0 && t[i] <= t[i - 1]) return ProfileError::not_rising;
  }
  return ProfileError::none;
}

}  // namespace

core::Result<Profile, ProfileError> Profile::from_points(std::vector<double> t,
                                                         std::vector<double> v, Between between,
                                                         Afterwards afterwards) {
  if (const ProfileError fault = fault_of(t, v); fault != ProfileError::none) {
    return core::failure(fault);
  }
  Profile profile;
  profile.t_ = std::move(t);
  profile.v_ = std::move(v);
  profile.between_ = between;
  profile.afterwards_ = afterwards;
  return profile;
}

core::Result<Profile, ProfileError> Profile::repeating(std::vector<double> t, std::vector<double> v,
                                                       double period_s, Between between) {
  if (const ProfileError fault = fault_of(t, v); fault != ProfileError::none) {
    return core::failure(fault);
  }
  if (!std::isfinite(period_s) || period_s <= 0 || t.front() < 0 || t.back() > period_s) {
    return core::failure(ProfileError::bad_period);
  }
  Profile profile;
  profile.t_ = std::move(t);
  profile.v_ = std::move(v);
  profile.period_s_ = period_s;
  profile.between_ = between;
  return profile;
}

double Profile::at(double t_s) const {
  if (t_.empty()) return 0;
  if (period_s_ > 0) {
    t_s -= period_s_ * std::floor(t_s / period_s_);
    if (t_s < t_.front()) return across_the_end(t_s + period_s_);
    if (t_s >= t_.back()) return across_the_end(t_s);
  }
  if (t_s < t_.front()) return v_.front();
  if (t_s == t_.back()) return v_.back();
  if (t_s > t_.back()) return afterwards_ == Afterwards::zero ? 0 : v_.back();
  const auto after = std::upper_bound(t_.begin(), t_.end(), t_s);
  return inside(static_cast<std::size_t>(std::distance(t_.begin(), after)) - 1, t_s);
}

double Profile::inside(std::size_t before, double t_s) const {
  if (between_ == Between::held) return v_[before];
  const double share = (t_s - t_[before]) / (t_[before + 1] - t_[before]);
  return v_[before] + (v_[before + 1] - v_[before]) * share;
}

// From the last point of one period to the first of the next; t_s counts from the older period.
double Profile::across_the_end(double t_s) const {
  const double gap_s = period_s_ - t_.back() + t_.front();
  if (between_ == Between::held || gap_s <= 0) return v_.back();
  return v_.back() + (v_.front() - v_.back()) * ((t_s - t_.back()) / gap_s);
}

}  // namespace cellwarden::twin
