// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/kept.hpp"

namespace cellwarden::core {

namespace {

const StoredSection& of(const StoredSections& stored, SectionKind kind) {
  return stored[static_cast<std::size_t>(kind) - 1];
}

Section section(SectionKind kind, std::span<const std::uint8_t> payload) {
  return {.kind = static_cast<std::uint8_t>(kind), .version = kSectionVersion, .payload = payload};
}

}  // namespace

OutBoardProblems load_out_board(const StoredSections& stored, Milliseconds now,
                                OutBoardKept& kept) {
  kept.settings = {};
  kept.access = {};
  kept.commissioning = {};
  kept.offsets.clear();
  OutBoardProblems problems;
  problems.settings = decode_settings(of(stored, SectionKind::settings), kept.settings);
  problems.access = decode_access(of(stored, SectionKind::access), kept.access);
  resume_lock(kept.access, now);
  problems.commissioning =
      decode_commissioning(of(stored, SectionKind::commissioning), kept.commissioning);
  problems.offsets = decode_offsets(of(stored, SectionKind::offsets), kept.offsets);
  const WattHours capacity = kept.settings.battery_capacity;
  kept.counters = {.soc = unknown_state_of_charge(capacity), .energy = {}};
  problems.counters = decode_counters(of(stored, SectionKind::counters), kept.counters);
  if (kept.counters.soc.capacity != capacity) change_capacity(kept.counters.soc, capacity);
  return problems;
}

bool settings_lost(const OutBoardProblems& problems) { return problems.settings.has_value(); }

void encode(const OutBoardValues& values, Milliseconds now, OutBoardImage& image) {
  encode_settings(values.settings, image.settings);
  encode_access(values.access, now, image.access);
  encode_commissioning(values.commissioning, image.commissioning);
  image.offsets_size = values.offsets.size() * kOffsetBytes;
  encode_offsets(values.offsets, image.offsets);
  encode_counters(values.soc, values.energy, image.counters);
}

std::array<Section, 5> sections(const OutBoardImage& image) {
  const std::span<const std::uint8_t> offsets{image.offsets};
  return {section(SectionKind::settings, image.settings),
          section(SectionKind::access, image.access),
          section(SectionKind::commissioning, image.commissioning),
          section(SectionKind::offsets, offsets.first(image.offsets_size)),
          section(SectionKind::counters, image.counters)};
}

InBoardProblems load_in_board(const StoredSections& stored, InBoardKept& kept) {
  kept = {};
  InBoardProblems problems;
  problems.factory = decode_factory(of(stored, SectionKind::factory), kept.factory);
  problems.zeros = decode_zeros(of(stored, SectionKind::zeros), kept.factory.sensor, kept.zeros);
  return problems;
}

void encode(const InBoardKept& kept, InBoardImage& image) {
  encode_factory(kept.factory, image.factory);
  encode_zeros(kept.zeros, image.zeros);
}

std::array<Section, 2> sections(const InBoardImage& image) {
  return {section(SectionKind::factory, image.factory), section(SectionKind::zeros, image.zeros)};
}

}  // namespace cellwarden::core
