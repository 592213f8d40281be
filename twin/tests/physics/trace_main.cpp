// SPDX-License-Identifier: Apache-2.0
// One hash over every bit that a mixed pack shows in two days of changing currents, faults and
// temperatures. Native gcc, native clang and WebAssembly must print the same line.
#include <bit>
#include <cinttypes>
#include <cstdint>
#include <cstdio>

#include "cellwarden/twin/numbers.hpp"
#include "cellwarden/twin/plant.hpp"

namespace {

using cellwarden::twin::Plant;
using cellwarden::twin::Random;

constexpr int kCells = 15;  // the last block has an empty lane
constexpr int kSteps = 172'800;

class Hash {
 public:
  void add(double value) {
    value_ = (value_ ^ std::bit_cast<std::uint64_t>(value)) * 0x100000001b3;
    value_ ^= value_ >> 29U;
  }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_{0xcbf29ce484222325};
};

void disturb(Plant& plant, Random& random, int step) {
  const int cell = static_cast<int>(random.integer(kCells));
  if (step % 97 == 0) plant.set_bypass(cell, random.uniform() < 0.5 ? 0 : 1);
  if (step % 9973 == 0) plant.set_extra_drain(cell, random.uniform(0, 5));
  if (step % 7919 == 0) plant.set_connection(cell, random.uniform(0, 0.01));
}

std::uint64_t run() {
  Random random = Random::stream(20'240'229, "trace");
  Plant plant{cellwarden::twin::lfp_prismatic_100ah(),
              {.cells = kCells,
               .capacity_ah = 280,
               .soc = 0.5,
               .ambient_c = 5,
               .spread = draw_spread(random, kCells)}};
  Hash hash;
  double current = 0;
  for (int step = 0; step < kSteps; ++step) {
    if (step % 60 == 0) current = 120 * random.gauss();
    const double day = 2 * cellwarden::twin::numbers::kPi * step / 86'400;
    const double ambient = 15 - 20 * cellwarden::twin::numbers::cos_of(day);
    disturb(plant, random, step);
    plant.advance(step % 1000 == 0 ? 60 : 1, current, ambient);
    for (const double volts : plant.cell_voltages(current)) hash.add(volts);
    hash.add(plant.emf());
    hash.add(plant.resistance());
    hash.add(plant.board_temperature_c(step % kCells));
    hash.add(plant.sensed_voltage(step % kCells, current, true));
  }
  for (int cell = 0; cell < kCells; ++cell) {
    hash.add(plant.soc(cell));
    hash.add(plant.cell_temperature_c(cell));
    hash.add(plant.totals(cell).heat_j);
  }
  return hash.value();
}

}  // namespace

int main() {
  std::printf("plant %016" PRIx64 "\n", run());
  return 0;
}
