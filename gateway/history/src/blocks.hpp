// SPDX-License-Identifier: Apache-2.0
// Blocks and journal rows as they come out of the file. What cannot be read is left out and
// counted; a block whose cells are damaged still gives what its pack's part says.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "database.hpp"
#include "rollup.hpp"
#include "sample_table.hpp"

namespace cellwarden::history {

// Both expect data, temperatures and voltages as the first columns of the row. plain: empty where
// not wanted or damaged. Nothing if the pack's part is damaged.
std::optional<std::array<Bytes, kParts>> read_parts(const Statement& row, const PartsWanted& wanted,
                                                    std::uint64_t& bad);

std::optional<SampleTable> read_samples(const Statement& row, const PartsWanted& wanted,
                                        std::uint64_t& bad);

// Packed, in the order of Part.
std::array<Bytes, kParts> pack_samples(const SampleTable& samples, Effort effort);

}  // namespace cellwarden::history
