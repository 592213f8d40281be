// SPDX-License-Identifier: Apache-2.0
// The one source of chance in the twin: a seed reproduces every byte of a run on every machine.
// <random> fixes its generators but not its distributions, so both are ours here.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace cellwarden::twin {

// xoshiro256** (Blackman and Vigna, public domain recurrence), its state filled by splitmix64 from
// the seed.
class Random {
 public:
  explicit Random(std::uint64_t seed);

  // Independent generators of one seed: a part that draws more numbers does not shift what the
  // others draw.
  static Random stream(std::uint64_t seed, std::uint64_t number);
  static Random stream(std::uint64_t seed, std::string_view name);

  std::uint64_t next();

  // 0 ≤ result < 1, in steps of 2⁻⁵³.
  double uniform();
  double uniform(double low, double high);

  // Mean 0, standard deviation 1 (Marsaglia's polar method).
  double gauss();

  // 0 … count − 1, each equally likely; 0 for a count of 0.
  std::uint64_t integer(std::uint64_t count);

 private:
  std::array<std::uint64_t, 4> state_{};
  double spare_gauss_{0};
  bool has_spare_gauss_{false};
};

}  // namespace cellwarden::twin
