// SPDX-License-Identifier: Apache-2.0
#include "trace.hpp"

#include <cstring>

#include "../bench/small_pack.hpp"

namespace cellwarden::twin::test {

namespace {

constexpr std::uint64_t kStart = 14'695'981'039'346'656'037ULL;  // FNV-1a
constexpr std::uint64_t kPrime = 1'099'511'628'211ULL;

class Hash {
 public:
  void add(std::uint64_t value) {
    for (int i = 0; i < 8; ++i) {
      sum_ = (sum_ ^ ((value >> (8 * i)) & 0xFFU)) * kPrime;
    }
  }
  void add(double value) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    add(bits);
  }
  [[nodiscard]] std::uint64_t sum() const { return sum_; }

 private:
  std::uint64_t sum_{kStart};
};

// Everything that has chance or a curve in it: clouds, a household, noise, spread, faults.
Scenario everything() {
  Scenario scenario = small_pack(12);
  scenario.begin_s = 10 * 3600;
  scenario.site.sun.measured.reset();
  scenario.site.sun.cloudiness = 0.5;
  scenario.site.house.measured_w.reset();
  scenario.site.ambient.measured_c.reset();
  PackPlan& pack = scenario.packs.front();
  pack.voltage_noise_mv = 1;
  pack.sensor_in.noise_a = 0.1;
  pack.spread = {.capacity_percent = 2,
                 .resistance_percent = 5,
                 .soc_percent = 2,
                 .temperature_c = 1,
                 .self_discharge_percent = 10,
                 .voltage_error_mv = 3,
                 .temperature_error_c = 1,
                 .clock_error_ppm = 30};
  pack.soc_percent = 85;
  scenario.faults = {fault(FaultKind::chain_bit_errors, 3, 600, 900, 0.3),
                     fault(FaultKind::chain_wire_broken, 7, 1000, 1100),
                     fault(FaultKind::board_hanging, 5, 1300, 1301),
                     fault(FaultKind::out_power_loss, 0, 1500, 1600),
                     fault(FaultKind::connection_resistance, 2, 2000, 4000, 0.002)};
  return scenario;
}

}  // namespace

std::uint64_t trace(std::uint64_t seed, Fidelity fidelity) {
  Hash hash;
  Bench bench{everything(), {.seed = seed, .fidelity = fidelity}};
  bench.on_frame([&hash](int, double time_s, const protocol::FrameBytes& frame) {
    hash.add(time_s);
    for (const std::uint8_t byte : frame) hash.add(static_cast<std::uint64_t>(byte));
  });
  constexpr int kMinutes = 120;
  for (int minute = 1; minute <= kMinutes; ++minute) {
    bench.run_until(60.0 * minute);
    const PackNow pack = bench.pack(1);
    for (const double value :
         {pack.pack_v, pack.current_a, pack.soc_percent, pack.cell_v_min, pack.cell_v_max,
          pack.cell_c_max, bench.site().solar_w, bench.site().house_w, bench.site().ambient_c}) {
      hash.add(value);
    }
  }
  for (const Occurrence& o : bench.occurrences()) {
    hash.add(o.time_s);
    hash.add(static_cast<std::uint64_t>(o.kind));
  }
  hash.add(static_cast<std::uint64_t>(bench.violations().size()));
  return hash.sum();
}

}  // namespace cellwarden::twin::test
