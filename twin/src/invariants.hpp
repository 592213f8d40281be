// SPDX-License-Identifier: Apache-2.0
// What must never be, looked at beside every scenario, each time an OUT board has judged. Written
// anew from the requirements and not with the core's tables, so that both can be wrong only
// separately.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cellwarden/core/judgement.hpp"
#include "cellwarden/twin/story.hpp"
#include "pack_bench.hpp"

namespace cellwarden::twin {

// One pack just after its OUT board judged.
struct Judged {
  int pack{1};
  WorldTime time{0};
  const boards::OutBoard& out;
  const RelayModel& charge;
  const RelayModel& load;
  bool faulty{false};  // a fault of the scenario holds in it
};

// What went through one cell, and what is left of it.
struct CellAccount {
  double capacity_ah{0};
  double charge_begin_ah{0};
  double charge_ah{0};
  double stored_begin_j{0};
  CellTotals totals;
};

class Invariants {
 public:
  // After the OUT board of this pack judged.
  void check(const PackBench& pack, WorldTime time, const FaultBook& faults);
  // At the end: charge and energy of each cell.
  void check_balances(const PackBench& pack, WorldTime time);

  // What the two are made of. They take values, so that a test can show each of them a wrong one.
  void check_relays(const Judged& judged);
  void check_exact(const Judged& judged);
  void check_soc(const Judged& judged);
  void check_pack_sum(const Judged& judged);
  // The board of this cell; its resistor carries current.
  void check_bypass(const Judged& judged, int cell, const boards::Monitor& monitor);
  void check_balance(int pack, WorldTime time, int cell, const CellAccount& account);

  [[nodiscard]] const std::vector<Violation>& violations() const { return violations_; }

 private:
  void broken(int pack, WorldTime time, std::string sentence);

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
