// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/random.hpp"

#include <bit>
#include <cmath>

#include "cellwarden/twin/numbers.hpp"

namespace cellwarden::twin {

namespace {

// splitmix64 (Steele, Lea, Flood): a counter with odd step, and a mixing of its bits.
constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15;

std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111eb;
  return x ^ (x >> 31U);
}

// FNV-1a: names become numbers, the same on every machine.
std::uint64_t number_of(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

}  // namespace

Random::Random(std::uint64_t seed) {
  for (std::uint64_t& word : state_) {
    seed += kGolden;
    word = mixed(seed);
  }
}

Random Random::stream(std::uint64_t seed, std::uint64_t number) {
  return Random{mixed(seed + kGolden) ^ mixed(~number)};
}

Random Random::stream(std::uint64_t seed, std::string_view name) {
  return stream(seed, number_of(name));
}

std::uint64_t Random::next() {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17U;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

double Random::uniform() { return static_cast<double>(next() >> 11U) * 0x1p-53; }

double Random::uniform(double low, double high) { return low + (high - low) * uniform(); }

double Random::gauss() {
  if (has_spare_gauss_) {
    has_spare_gauss_ = false;
    return spare_gauss_;
  }
  double x = 0;
  double y = 0;
  double square = 0;
  do {
    x = 2 * uniform() - 1;
    y = 2 * uniform() - 1;
    square = x * x + y * y;
  } while (square >= 1 || square == 0);
  const double factor = std::sqrt(-2 * numbers::log_of(square) / square);
  spare_gauss_ = y * factor;
  has_spare_gauss_ = true;
  return x * factor;
}

std::uint64_t Random::integer(std::uint64_t count) {
  if (count == 0) return 0;
  const std::uint64_t uneven =
      (UINT64_MAX % count + 1) % count;  // how many of 2⁶⁴ do not fit evenly
  std::uint64_t value = next();
  while (value > UINT64_MAX - uneven) value = next();
  return value % count;
}

}  // namespace cellwarden::twin
