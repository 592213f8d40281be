// SPDX-License-Identifier: Apache-2.0
#include "store_story.hpp"

#include <algorithm>

namespace cellwarden::core::test {

Values first_values() { return {{1, 2, 3, 4, 5, 6, 7, 8, 9}, {10, 11}, {12, 13, 14, 15}}; }

Values changed_values(Values values, std::uint32_t step) {
  const bool all = step % 4 == 3;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!all && step % values.size() != i) continue;
    Random random{std::uint64_t{step} << 8 | i};
    for (std::uint8_t& byte : values[i]) byte = random.byte();
    // So that no value ever comes twice.
    values[i][0] = static_cast<std::uint8_t>(step);
  }
  return values;
}

std::vector<Section> sections_of(const Values& values) {
  std::vector<Section> sections;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto kind = static_cast<std::uint8_t>(i + 1);
    sections.push_back({.kind = kind, .version = kStoryVersion, .payload = values[i]});
  }
  return sections;
}

bool holds(const StoredSection& stored, const Payload& payload) {
  return stored.found && stored.version == kStoryVersion &&
         std::ranges::equal(stored.payload, payload);
}

bool holds(const StoredSection& stored, const std::optional<Payload>& payload) {
  return payload ? holds(stored, *payload) : !stored.found;
}

bool all_hold(const StoredSections& stored, const Values& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!holds(stored[i], values[i])) return false;
  }
  return true;
}

FoundValues found_values(const StoredSections& stored, std::size_t kinds) {
  FoundValues found(kinds);
  for (std::size_t i = 0; i < kinds; ++i) {
    if (stored[i].found) found[i] = Payload(stored[i].payload.begin(), stored[i].payload.end());
  }
  return found;
}

bool old_or_new(const StoredSections& stored, const FoundValues& before, const Values& after) {
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (!holds(stored[i], before[i]) && !holds(stored[i], after[i])) return false;
  }
  return true;
}

WriteResult write_all(Store& store, const Values& values, ModelMemory& memory) {
  const std::vector<Section> sections = sections_of(values);
  begin_write(store, sections, memory.bytes());
  while (const auto operation = next_operation(store, sections, memory.bytes())) {
    memory.execute(*operation);
  }
  return store.job.result;
}

bool recovers(ModelMemory& memory, const Values& values) {
  Store store = open_store(memory.geometry(), memory.bytes()).store;
  if (write_all(store, values, memory) != WriteResult::done || memory.misuses() != 0) return false;
  return all_hold(open_store(memory.geometry(), memory.bytes()).sections, values);
}

}  // namespace cellwarden::core::test
