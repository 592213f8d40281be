// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/numbers.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace cellwarden::twin::numbers {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// ln 2 and π/2 in parts. The upper ones have 33 bits or less, so that a whole number below 2²⁰
// times them is exact and the reduction loses nothing.
constexpr double kLn2High = 0x1.62e42feep-1;
constexpr double kLn2Low = 0x1.a39ef35793c76p-33;
constexpr double kHalfPiHigh = 0x1.921fb544p+0;
constexpr double kHalfPiMiddle = 0x1.0b4611a6p-34;
constexpr double kHalfPiLow = 0x1.3198a2e037073p-69;

std::int64_t nearest(double x) { return static_cast<std::int64_t>(x < 0 ? x - 0.5 : x + 0.5); }

// 2ⁿ for a normal result.
double power_of_two(std::int64_t n) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(n + 1023) << 52U);
}

// Taylor coefficients, lowest power first; evaluated by Horner's rule.
template <std::size_t kCount>
constexpr double polynomial(double x, const std::array<double, kCount>& coefficients) {
  double sum = 0;
  for (std::size_t i = kCount; i-- > 0;) sum = sum * x + coefficients[i];
  return sum;
}

// 1/first!, 1/(first+step)! …, with alternating signs when asked for.
template <std::size_t kCount>
constexpr std::array<double, kCount> inverse_factorials(int first, int step, bool alternating) {
  std::array<double, kCount> result{};
  for (std::size_t i = 0; i < kCount; ++i) {
    double factorial = 1;
    for (int n = 2; n <= first + step * static_cast<int>(i); ++n) factorial *= n;
    result[i] = (alternating && i % 2 == 0 ? -1 : 1) / factorial;
  }
  return result;
}

constexpr auto kExp = inverse_factorials<13>(2, 1, false);  // x²/2! + x³/3! + …
constexpr auto kSin = inverse_factorials<8>(3, 2, true);    // −x³/3! + x⁵/5! − …
constexpr auto kCos = inverse_factorials<7>(4, 2, true);    // +x⁴/4! − … (sign turned below)

// 2/3, 2/5, 2/7 …: the series of log((1+s)/(1−s)) = 2s + 2s³/3 + 2s⁵/5 + …
constexpr std::array<double, 11> kLog = [] {
  std::array<double, 11> result{};
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = 2.0 / static_cast<double>(2 * i + 3);
  return result;
}();

// x = quarter_turns · π/2 + high + low, with |high| ≤ π/4.
struct Reduced {
  std::int64_t quarter_turns{0};
  double high{0};
  double low{0};
};

Reduced reduce(double x) {
  const std::int64_t turns = nearest(x / (kHalfPiHigh + kHalfPiMiddle));
  const auto count = static_cast<double>(turns);
  const double first = x - count * kHalfPiHigh;
  const double second = count * kHalfPiMiddle;
  const double rest = first - second;
  const double lost = (first - rest) - second;
  const double low = lost - count * kHalfPiLow;
  const double high = rest + low;
  return {turns, high, (rest - high) + low};
}

double sin_near_zero(double x, double low) {
  const double square = x * x;
  return x + (x * square * polynomial(square, kSin) + low);
}

double cos_near_zero(double x, double low) {
  const double square = x * x;
  const double half = 0.5 * square;
  const double top = 1.0 - half;
  const double lost = (1.0 - top) - half;
  return top + (lost - square * square * polynomial(square, kCos) - x * low);
}

bool can_reduce(double x) { return x >= -1e6 && x <= 1e6; }

}  // namespace

double exp_of(double x) {
  if (x != x) return kNan;
  if (x > 709.79) return kInfinity;
  if (x < -746) return 0;
  const std::int64_t power = nearest(x * 0x1.71547652b82fep+0);  // x / ln 2
  const double high = x - static_cast<double>(power) * kLn2High;
  const double low = static_cast<double>(power) * kLn2Low;
  const double rest = high - low;
  const double lost = (high - rest) - low;
  const double value = 1.0 + (rest + (rest * rest * polynomial(rest, kExp) + lost));
  const std::int64_t half = power / 2;  // in two steps: 2¹⁰²⁴ and 2⁻¹⁰⁷⁴ are no normal numbers
  return value * power_of_two(half) * power_of_two(power - half);
}

double log_of(double x) {
  if (x != x || x < 0) return kNan;
  if (x == 0) return -kInfinity;
  if (x == kInfinity) return kInfinity;
  std::int64_t power = 0;
  if (x < std::numeric_limits<double>::min()) {
    x *= 0x1p54;
    power = -54;
  }
  const auto bits = std::bit_cast<std::uint64_t>(x);
  power += static_cast<std::int64_t>(bits >> 52U) - 1023;
  auto mantissa = std::bit_cast<double>((bits & 0xfffffffffffffU) | 0x3ff0000000000000U);
  if (mantissa > 0x1.6a09e667f3bcdp+0) {  // √2
    mantissa *= 0.5;
    ++power;
  }
  const double f = mantissa - 1.0;
  const double s = f / (2.0 + f);
  const double square = s * s;
  const double series = square * polynomial(square, kLog);
  const auto count = static_cast<double>(power);
  // 2s = f − s·f, and f is exact: so only the small part of the sum is rounded.
  return count * kLn2High + (f - (s * (f - series) - count * kLn2Low));
}

double sin_of(double x) {
  if (!can_reduce(x)) return kNan;
  const Reduced r = reduce(x);
  const bool odd = (r.quarter_turns & 1) != 0;
  const double value = odd ? cos_near_zero(r.high, r.low) : sin_near_zero(r.high, r.low);
  return (r.quarter_turns & 2) != 0 ? -value : value;
}

double cos_of(double x) {
  if (!can_reduce(x)) return kNan;
  const Reduced r = reduce(x);
  const bool odd = (r.quarter_turns & 1) != 0;
  const double value = odd ? -sin_near_zero(r.high, r.low) : cos_near_zero(r.high, r.low);
  return (r.quarter_turns & 2) != 0 ? -value : value;
}

}  // namespace cellwarden::twin::numbers
