// SPDX-License-Identifier: Apache-2.0
// Integers that know their unit, so that millivolts never meet milliamps by accident and every
// machine computes the same last bit. The comparisons are written by hand: a defaulted <=> doubles
// the code on a Cortex-M0.
#pragma once

#include <cstdint>

namespace cellwarden::core {

template <class Unit, class Representation>
class Quantity {
 public:
  using Rep = Representation;

  constexpr Quantity() = default;
  constexpr explicit Quantity(Rep count) : count_{count} {}

  [[nodiscard]] constexpr Rep count() const { return count_; }

  constexpr Quantity& operator+=(Quantity other) {
    count_ += other.count_;
    return *this;
  }
  constexpr Quantity& operator-=(Quantity other) {
    count_ -= other.count_;
    return *this;
  }

  friend constexpr Quantity operator+(Quantity a, Quantity b) { return a += b; }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return a -= b; }
  friend constexpr Quantity operator-(Quantity a) { return Quantity{-a.count_}; }
  friend constexpr Quantity operator*(Quantity a, Rep factor) {
    return Quantity{a.count_ * factor};
  }
  friend constexpr Quantity operator/(Quantity a, Rep divisor) {
    return Quantity{a.count_ / divisor};
  }
  friend constexpr Rep operator/(Quantity a, Quantity b) { return a.count_ / b.count_; }

  friend constexpr bool operator==(Quantity a, Quantity b) { return a.count_ == b.count_; }
  friend constexpr bool operator!=(Quantity a, Quantity b) { return a.count_ != b.count_; }
  friend constexpr bool operator<(Quantity a, Quantity b) { return a.count_ < b.count_; }
  friend constexpr bool operator<=(Quantity a, Quantity b) { return a.count_ <= b.count_; }
  friend constexpr bool operator>(Quantity a, Quantity b) { return a.count_ > b.count_; }
  friend constexpr bool operator>=(Quantity a, Quantity b) { return a.count_ >= b.count_; }

 private:
  Rep count_{0};
};

template <class Unit, class Rep>
constexpr Quantity<Unit, Rep> abs(Quantity<Unit, Rep> value) {
  return value.count() < 0 ? -value : value;
}

using Millivolts = Quantity<struct MillivoltUnit, std::int32_t>;
using Milliamps = Quantity<struct MilliampUnit, std::int32_t>;
using MilliCelsius = Quantity<struct MilliCelsiusUnit, std::int32_t>;
using Watts = Quantity<struct WattUnit, std::int32_t>;
using WattHours = Quantity<struct WattHourUnit, std::int64_t>;
using Percent = Quantity<struct PercentUnit, std::int32_t>;
using MilliPercent = Quantity<struct MilliPercentUnit, std::int32_t>;

// 64 bits, unlike the other stored units: 32 would wrap round after 25 days of running.
using Milliseconds = Quantity<struct MillisecondUnit, std::int64_t>;

namespace literals {
constexpr Millivolts operator""_mV(unsigned long long n) {
  return Millivolts{static_cast<Millivolts::Rep>(n)};
}
constexpr Milliamps operator""_mA(unsigned long long n) {
  return Milliamps{static_cast<Milliamps::Rep>(n)};
}
constexpr Milliamps operator""_A(unsigned long long n) {
  return Milliamps{static_cast<Milliamps::Rep>(n * 1000)};
}
constexpr MilliCelsius operator""_mC(unsigned long long n) {
  return MilliCelsius{static_cast<MilliCelsius::Rep>(n)};
}
constexpr MilliCelsius operator""_C(unsigned long long n) {
  return MilliCelsius{static_cast<MilliCelsius::Rep>(n * 1000)};
}
constexpr Watts operator""_W(unsigned long long n) { return Watts{static_cast<Watts::Rep>(n)}; }
constexpr WattHours operator""_Wh(unsigned long long n) {
  return WattHours{static_cast<WattHours::Rep>(n)};
}
constexpr Percent operator""_percent(unsigned long long n) {
  return Percent{static_cast<Percent::Rep>(n)};
}
constexpr Milliseconds operator""_ms(unsigned long long n) {
  return Milliseconds{static_cast<Milliseconds::Rep>(n)};
}
constexpr Milliseconds operator""_s(unsigned long long n) {
  return Milliseconds{static_cast<Milliseconds::Rep>(n * 1000)};
}
constexpr Milliseconds operator""_min(unsigned long long n) {
  return Milliseconds{static_cast<Milliseconds::Rep>(n * 60'000)};
}
constexpr Milliseconds operator""_h(unsigned long long n) {
  return Milliseconds{static_cast<Milliseconds::Rep>(n * 3'600'000)};
}
}  // namespace literals

}  // namespace cellwarden::core
