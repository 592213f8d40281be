// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/cell_count.hpp"

namespace cellwarden::core {

using namespace literals;

namespace {
constexpr Milliseconds kSteady = 30_s;  // CHAIN-7
}

bool note_cell_count(CellCount& count, std::uint8_t found, std::uint8_t factory, Milliseconds now) {
  if (!count.found_since || found != count.found) count.found_since = now;
  count.found = found;
  if (count.commissioned == 0 && found == factory) count.commissioned = found;
  return found == count.commissioned;
}

std::optional<std::uint8_t> cell_count_to_confirm(const CellCount& count, std::uint8_t factory,
                                                  Milliseconds now) {
  if (!count.found_since || count.found == count.commissioned) return {};
  if (count.found > factory || now - *count.found_since < kSteady) return {};
  return count.found;
}

bool confirm_cell_count(CellCount& count, std::uint8_t factory, Milliseconds now) {
  const std::optional<std::uint8_t> found = cell_count_to_confirm(count, factory, now);
  if (!found) return false;
  count.commissioned = *found;
  return true;
}

}  // namespace cellwarden::core
