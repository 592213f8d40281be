// SPDX-License-Identifier: Apache-2.0
// The kinds of fault as a table: what each one is about, how long it can last, and what its
// magnitude is called and may be. docs/twin/scenarios.md lists the same rows for an owner.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "cellwarden/twin/scenario.hpp"

namespace cellwarden::twin {

// What Fault::cell means.
enum class FaultTarget : std::uint8_t {
  nothing,     // it stays 0
  site,        // the charger, the load, the air: it stays 0, and the pack 1
  cell,        // 1…N
  inner_cell,  // 2…N−1: neither the IN nor the OUT board
  wire,        // 1…N−1: the wire behind this cell
  sensor,      // 1 = I-1, 2 = I-2
  consumers,   // I-2 must be there; it stays 0
  relay,       // 1 = charge, 2 = load
};

enum class FaultTime : std::uint8_t {
  lasts,      // from start to end, or for good
  needs_end,  // from start to end
  once,       // at start
  always,     // from the beginning to the end
};

struct FaultRow {
  FaultKind kind;
  const char* name;
  FaultTarget target;
  FaultTime time;
  const char* key;  // of the magnitude in a scenario file; nullptr: it has none
  const char* unit;
  double min;
  double max;
  bool whole;
};

// In the order of FaultKind.
std::span<const FaultRow> fault_rows();
const FaultRow& row_of(FaultKind kind);
// nullptr: no kind of fault is called so.
const FaultRow* find_fault_row(std::string_view name);

}  // namespace cellwarden::twin
