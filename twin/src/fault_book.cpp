// SPDX-License-Identifier: Apache-2.0
#include "fault_book.hpp"

#include <algorithm>

namespace cellwarden::twin {

FaultBook::FaultBook(const Scenario& scenario)
    : faults_{scenario.faults},
      holds_(scenario.faults.size(), false),
      active_in_pack_(scenario.packs.size() + 1, 0) {
  find_next(-1);
}

std::span<const FaultBook::Change> FaultBook::changes_at(WorldTime time) {
  changes_.clear();
  for (const bool begins : {false, true}) {
    for (std::size_t i = 0; i < faults_.size(); ++i) {
      const Fault& fault = faults_[i];
      if (world_time(begins ? fault.start_s : fault.end_s) != time) continue;
      holds_[i] = begins;
      active_in_pack_[static_cast<std::size_t>(fault.pack)] += begins ? 1 : -1;
      changes_.push_back({.fault = i, .begins = begins});
    }
  }
  find_next(time);
  return changes_;
}

const Fault* FaultBook::active(FaultKind kind, int pack, int cell) const {
  if (!any_active(pack)) return nullptr;
  for (std::size_t i = 0; i < faults_.size(); ++i) {
    const Fault& fault = faults_[i];
    const bool here = fault.pack == pack && (cell == 0 || fault.cell == cell);
    if (holds_[i] && fault.kind == kind && here) return &fault;
  }
  return nullptr;
}

double FaultBook::sum_at_site(FaultKind kind) const {
  double sum = 0;
  if (!any_active(1)) return sum;
  for (std::size_t i = 0; i < faults_.size(); ++i) {
    if (holds_[i] && faults_[i].kind == kind) sum += faults_[i].magnitude;
  }
  return sum;
}

void FaultBook::find_next(WorldTime after) {
  next_ = kNever;
  for (const Fault& fault : faults_) {
    for (const WorldTime time : {world_time(fault.start_s), world_time(fault.end_s)}) {
      if (time > after) next_ = std::min(next_, time);
    }
  }
}

}  // namespace cellwarden::twin
