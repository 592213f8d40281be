// SPDX-License-Identifier: Apache-2.0
// One wire of the chain, from a board to the next one: what it does to the bytes that go through.
#pragma once

#include <cstdint>
#include <vector>

#include "cellwarden/twin/random.hpp"
#include "fault_book.hpp"

namespace cellwarden::twin {

// The wire behind this cell is touched by a fault now.
bool wire_is_faulty(const FaultBook& faults, int pack, int cell);

// Changes the bytes as the faults of the wire say. False: nothing arrives at all.
bool pass_wire(const FaultBook& faults, int pack, int cell, std::vector<std::uint8_t>& bytes,
               Random& random);

}  // namespace cellwarden::twin
