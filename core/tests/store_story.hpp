// SPDX-License-Identifier: Apache-2.0
// Values that change from write to write, and a board that writes them into a modelled memory: for
// the tests of the store.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "cellwarden/core/store.hpp"
#include "model_memory.hpp"

namespace cellwarden::core::test {

using Payload = std::vector<std::uint8_t>;

// What is kept; index i is kind i + 1.
using Values = std::vector<Payload>;

// What a power-up finds; empty: no such section.
using FoundValues = std::vector<std::optional<Payload>>;

inline constexpr std::uint8_t kStoryVersion = 1;

// Small ones, all of different length.
Values first_values();

// Write number `step`: one section is different, in every fourth step all of them are.
Values changed_values(Values values, std::uint32_t step);

// Views into `values`.
std::vector<Section> sections_of(const Values& values);

bool holds(const StoredSection& stored, const Payload& payload);
bool holds(const StoredSection& stored, const std::optional<Payload>& payload);
bool all_hold(const StoredSections& stored, const Values& values);
FoundValues found_values(const StoredSections& stored, std::size_t kinds);

// Each section is one of the two.
bool old_or_new(const StoredSections& stored, const FoundValues& before, const Values& after);

// Carries out one write to its end.
WriteResult write_all(Store& store, const Values& values, ModelMemory& memory);

// Power-up, then one write; true if it was done and a further power-up reads it.
bool recovers(ModelMemory& memory, const Values& values);

}  // namespace cellwarden::core::test
