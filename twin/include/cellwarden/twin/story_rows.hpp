// SPDX-License-Identifier: Apache-2.0
// The conditions and figures that an expectation can name, as tables: whom each one is about, its
// unit, and what it is in words. docs/twin/scenarios.md shows the same words.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cellwarden::twin {

enum class About : std::uint8_t {
  site,          // all packs together
  pack,          // one pack
  cell,          // one cell of a pack, which must be named
  pack_or_cell,  // one cell if it is named, else all cells of a pack together
};

struct ConditionRow {
  const char* name;
  About about;
  const char* meaning;
};

struct FigureRow {
  const char* name;
  About about;
  const char* unit;  // "" for a plain count
  const char* meaning;
};

std::span<const ConditionRow> condition_rows();
std::span<const FigureRow> figure_rows();

// nullptr: nothing is called so.
const ConditionRow* find_condition(std::string_view name);
const FigureRow* find_figure(std::string_view name);

// " Did you mean '…'?" with the nearest of the known names, empty if none is near.
std::string nearest_name(std::string_view name, const std::vector<std::string>& known);

}  // namespace cellwarden::twin
