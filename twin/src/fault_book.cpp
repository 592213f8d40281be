// SPDX-License-Identifier: Apache-2.0
#include "fault_book.hpp"

#include <algorithm>

namespace cellwarden::twin {

FaultBook::FaultBook(const Scenario& scenario)
    : faults_{scenario.faults},
      planned_{scenario.faults.size()},
      holds_(scenario.faults.size(), false),
      active_in_pack_(scenario.packs.size() + 1, 0) {
  find_next(-1);
}

std::span<const FaultBook::Change> FaultBook::changes_at(WorldTime time) {
  changes_.clear();
  for (const bool begins : {false, true}) {
    for (std::size_t i = 0; i < planned_; ++i) {
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

std::size_t FaultBook::begin(const Fault& fault) {
  faults_.push_back(fault);
  holds_.push_back(true);
  ++active_in_pack_[static_cast<std::size_t>(fault.pack)];
  return faults_.size() - 1;
}

void FaultBook::end(std::size_t index) {
  if (!holds_[index]) return;
  holds_[index] = false;
  --active_in_pack_[static_cast<std::size_t>(faults_[index].pack)];
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
  for (std::size_t i = 0; i < planned_; ++i) {
    const Fault& fault = faults_[i];
    for (const WorldTime time : {world_time(fault.start_s), world_time(fault.end_s)}) {
      if (time > after) next_ = std::min(next_, time);
    }
  }
}

}  // namespace cellwarden::twin
