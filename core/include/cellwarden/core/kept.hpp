// SPDX-License-Identifier: Apache-2.0
// All that a board keeps over a loss of power (OUT-5): as values when it comes up, as sections when
// it is stored. What was not found keeps its default, and the caller is told section by section.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "cellwarden/core/kept_sections.hpp"
#include "cellwarden/core/store_page.hpp"

namespace cellwarden::core {

// The OUT board's, as it comes up.
struct OutBoardKept {
  Settings settings;
  PinGuard access;
  Commissioning commissioning;
  CellOffsets offsets;
  Counters counters;
};

// Why a section has its default; empty: it was found.
struct OutBoardProblems {
  Problem settings;
  Problem access;
  Problem commissioning;
  Problem offsets;
  Problem counters;
};

// Fills `kept` anew: defaults, and what was found. Without counters the SOC starts at 50 %,
// uncalibrated (SOC-3); counters of another capacity than the settings' keep their percentage. A
// lock that held begins again at `now` (SET-2).
OutBoardProblems load_out_board(const StoredSections& stored, Milliseconds now, OutBoardKept& kept);

// The owner's settings are gone: EventKind::settings_lost. So it is on a board that never ran.
bool settings_lost(const OutBoardProblems& problems);

// The OUT board's values where they are while it runs.
struct OutBoardValues {
  const Settings& settings;
  const PinGuard& access;
  Commissioning commissioning;
  ListView<CellOffset> offsets;  // at most 255
  const StateOfCharge& soc;
  const EnergyCounters& energy;
};

// Their bytes, which stay the same while they are written.
struct OutBoardImage {
  std::array<std::uint8_t, kSettingsBytes> settings{};
  std::array<std::uint8_t, kAccessBytes> access{};
  std::array<std::uint8_t, kCommissioningBytes> commissioning{};
  std::array<std::uint8_t, kOffsetBytes * kMaxCells> offsets{};
  std::size_t offsets_size{0};
  std::array<std::uint8_t, kCountersBytes> counters{};
};

void encode(const OutBoardValues& values, Milliseconds now, OutBoardImage& image);

// Views into the image: for begin_write() and next_operation().
std::array<Section, 5> sections(const OutBoardImage& image);

// The IN board's.
struct InBoardKept {
  FactorySettings factory;
  Zeros zeros;
};

struct InBoardProblems {
  Problem factory;
  Problem zeros;
};

InBoardProblems load_in_board(const StoredSections& stored, InBoardKept& kept);

struct InBoardImage {
  std::array<std::uint8_t, kFactoryBytes> factory{};
  std::array<std::uint8_t, kZerosBytes> zeros{};
};

void encode(const InBoardKept& kept, InBoardImage& image);

std::array<Section, 2> sections(const InBoardImage& image);

}  // namespace cellwarden::core
