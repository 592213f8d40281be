// SPDX-License-Identifier: Apache-2.0
// exp, log, sin and cos of our own. The C library's differ in the last bit from one system to the
// next, and one bit is enough to make a simulated year end differently; these use only + − × ÷,
// which IEEE 754 fixes to the bit.
#pragma once

#include <cfloat>

namespace cellwarden::twin::numbers {

static_assert(FLT_EVAL_METHOD == 0, "doubles must be computed as doubles: no x87");
#ifdef __FAST_MATH__
#error "the twin must give the same bits everywhere: no -ffast-math"
#endif

inline constexpr double kPi = 3.14159265358979323846;

// Within 1 ulp of the true value where the result is a normal number; 0 far below, +infinity far
// above, NaN for NaN.
double exp_of(double x);

// Within 1 ulp for positive normal and subnormal x; −infinity for 0, NaN below.
double log_of(double x);

// Radians. Within 1 ulp for |x| ≤ 1e6; NaN beyond that (where the reduction would lose digits) and
// for NaN.
double sin_of(double x);
double cos_of(double x);

}  // namespace cellwarden::twin::numbers
