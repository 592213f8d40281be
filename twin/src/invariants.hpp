// SPDX-License-Identifier: Apache-2.0
// What must never be, looked at beside every scenario, each time an OUT board has judged. Written
// anew from the requirements and not with the core's tables, so that both can be wrong only
// separately.
#pragma once

#include <cstdint>
#include <vector>

#include "cellwarden/core/judgement.hpp"
#include "cellwarden/twin/story.hpp"
#include "pack_bench.hpp"

namespace cellwarden::twin {

class Invariants {
 public:
  // After the OUT board of this pack judged.
  void check(const PackBench& pack, WorldTime time, const FaultBook& faults);
  // At the end: charge and energy of each cell, and the ends of the SOC.
  void check_balances(const PackBench& pack, WorldTime time);

  [[nodiscard]] const std::vector<Violation>& violations() const { return violations_; }

 private:
  void broken(const PackBench& pack, WorldTime time, std::string sentence);
  void check_relays(const PackBench& pack, WorldTime time, const FaultBook& faults);
  void check_exact(const PackBench& pack, WorldTime time);
  void check_bypass(const PackBench& pack, WorldTime time);
  void check_pack_sum(const PackBench& pack, WorldTime time);
  void check_soc(const PackBench& pack, WorldTime time);

  // Both relays of a pack as the letter of the tables has them (RELAY-0), judged on the same
  // messages beside the board's own.
  struct Shadow {
    core::RelayState charge;
    core::RelayState load;
    core::Milliseconds judged;
  };
  std::vector<Shadow> shadows_;
  std::vector<Violation> violations_;
};

}  // namespace cellwarden::twin
