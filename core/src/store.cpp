// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/store.hpp"

#include <algorithm>

namespace cellwarden::core {

namespace {

using Memory = std::span<const std::uint8_t>;
using Sections = std::span<const Section>;
using Step = WriteJob::Step;

std::uint32_t page_address(const Store& store, std::uint32_t copy, std::uint32_t page) {
  return (copy * store.geometry.pages_per_copy + page) * store.geometry.page_size;
}

PageContents contents_of(const Store& store, std::uint32_t copy, std::uint32_t page,
                         Memory memory) {
  const Memory bytes = memory.subspan(page_address(store, copy, page), store.geometry.page_size);
  return scan_page(bytes, store.geometry.program_unit);
}

void take_newer(StoredSections& sections, const StoredSections& others) {
  for (std::size_t i = 0; i < sections.size(); ++i) {
    if (others[i].sequence > sections[i].sequence) sections[i] = others[i];
  }
}

bool chosen(const WriteJob& job, std::size_t index) { return (job.chosen >> index & 1U) != 0; }

std::uint32_t size_of_chosen(const Store& store, Sections sections) {
  std::uint32_t size = 0;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    if (chosen(store.job, i)) size += record_size(sections[i], store.geometry.program_unit);
  }
  return size;
}

void choose_all(WriteJob& job, Sections sections) {
  job.chosen = static_cast<std::uint8_t>((1U << sections.size()) - 1U);
}

void choose_changed(Store& store, Sections sections, Memory memory) {
  WriteJob& job = store.job;
  const PageContents page = contents_of(store, job.copy, store.copies[job.copy].page, memory);
  std::uint32_t changed = 0;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    const StoredSection& stored = page.sections[sections[i].kind - 1U];
    const bool same = stored.found && stored.version == sections[i].version &&
                      std::ranges::equal(stored.payload, sections[i].payload);
    if (!same) changed |= 1U << i;
  }
  job.chosen = static_cast<std::uint8_t>(changed);
}

// The caller's sections and geometry can be stored at all.
bool writable(const Store& store, Sections sections, Memory memory) {
  if (!usable(store.geometry) || memory.size() < store_size(store.geometry)) return false;
  if (sections.empty() || sections.size() > kSectionKinds) return false;
  std::uint32_t size = 0;
  for (const Section& s : sections) {
    if (s.kind < 1 || s.kind > kSectionKinds || s.payload.size() > kMaxPayloadBytes) return false;
    size += record_size(s, store.geometry.program_unit);
  }
  return size <= store.geometry.page_size;
}

void finish_copy(WriteJob& job, bool stored) {
  if (stored) ++job.copies_stored;
  ++job.copy;
  job.tries = 0;
  job.step = Step::plan;
  if (job.copy < kCopies) return;
  job.result = job.copies_stored == kCopies ? WriteResult::done
               : job.copies_stored == 1     ? WriteResult::done_in_one_copy
                                            : WriteResult::failed;
}

void start_programming(Store& store, Sections sections, Step step, std::uint32_t page,
                       std::uint32_t start) {
  WriteJob& job = store.job;
  job.snapshot = step == Step::erase;
  job.step = step;
  job.page = page;
  job.start = start;
  job.size = size_of_chosen(store, sections);
  job.at = start;
  job.section = 0;
  job.index = 0;
}

// Appends what changed, if this page was erased since power-up and has room; else the next page.
void plan(Store& store, Sections sections, Memory memory) {
  WriteJob& job = store.job;
  CopyState& copy = store.copies[job.copy];
  if (copy.appendable) {
    choose_changed(store, sections, memory);
    if (size_of_chosen(store, sections) <= store.geometry.page_size - copy.used) {
      copy.appendable = false;  // until it has been read back
      start_programming(store, sections, Step::program, copy.page, copy.used);
      return;
    }
  }
  choose_all(job, sections);
  const std::uint32_t page = (copy.page + 1 + job.tries) % store.geometry.pages_per_copy;
  start_programming(store, sections, Step::erase, page, 0);
}

Record record_of(const Store& store, Sections sections, std::size_t index) {
  const bool seals = store.job.snapshot && index + 1 == sections.size();
  return make_record(sections[index], store.sequence, seals);
}

Operation erase(Store& store) {
  store.job.step = Step::program;
  return {.kind = Operation::Kind::erase_page,
          .address = page_address(store, store.job.copy, store.job.page)};
}

// The next unit of the chosen records; empty behind the last one.
std::optional<Operation> program(Store& store, Sections sections) {
  WriteJob& job = store.job;
  while (job.section < sections.size() && !chosen(job, job.section)) ++job.section;
  if (job.section == sections.size()) return {};
  const Record record = record_of(store, sections, job.section);
  Operation operation{.kind = Operation::Kind::program_unit,
                      .address = page_address(store, job.copy, job.page) + job.at};
  for (std::uint32_t i = 0; i < store.geometry.program_unit; ++i) {
    operation.bytes[i] = record_byte(record, job.index + i);
  }
  job.at += store.geometry.program_unit;
  job.index += store.geometry.program_unit;
  if (job.index == record_size(record.section, store.geometry.program_unit)) {
    ++job.section;
    job.index = 0;
  }
  return operation;
}

bool reads_back(const Store& store, Sections sections, Memory memory) {
  const WriteJob& job = store.job;
  std::uint32_t at = page_address(store, job.copy, job.page) + job.start;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    if (!chosen(job, i)) continue;
    const Record record = record_of(store, sections, i);
    const std::uint32_t size = record_size(record.section, store.geometry.program_unit);
    for (std::uint32_t k = 0; k < size; ++k) {
      if (memory[at + k] != record_byte(record, k)) return false;
    }
    at += size;
  }
  return true;
}

// SET-1. A page that does not take it is left behind. The newest sealed page is never tried.
void compare(Store& store, Sections sections, Memory memory) {
  WriteJob& job = store.job;
  if (reads_back(store, sections, memory)) {
    store.copies[job.copy] = {.page = job.page, .used = job.at, .appendable = true};
    finish_copy(job, true);
    return;
  }
  ++store.sequence;
  if (job.snapshot) ++job.tries;
  job.step = Step::plan;
  if (job.tries + 1 == store.geometry.pages_per_copy) finish_copy(job, false);
}

}  // namespace

OpenedStore open_store(const StoreGeometry& geometry, std::span<const std::uint8_t> memory) {
  OpenedStore opened;
  opened.store.geometry = geometry;
  if (!usable(geometry) || memory.size() < store_size(geometry)) return opened;
  Store& store = opened.store;
  for (std::uint32_t copy = 0; copy < kCopies; ++copy) {
    store.copies[copy].page = geometry.pages_per_copy - 1;  // blank: the first is next
    std::uint32_t newest = 0;
    for (std::uint32_t page = 0; page < geometry.pages_per_copy; ++page) {
      const PageContents contents = contents_of(store, copy, page, memory);
      store.sequence = std::max(store.sequence, contents.sequence);
      if (!contents.sealed) continue;
      take_newer(opened.sections, contents.sections);
      if (contents.sequence > newest) store.copies[copy].page = page;
      newest = std::max(newest, contents.sequence);
    }
  }
  // A record that was cut may read as damaged now and as valid later. It must not have the number
  // of the next one.
  ++store.sequence;
  return opened;
}

void begin_write(Store& store, std::span<const Section> sections,
                 std::span<const std::uint8_t> memory) {
  store.job = {};
  store.job.result = WriteResult::running;
  ++store.sequence;
  if (!writable(store, sections, memory)) store.job.result = WriteResult::failed;
}

std::optional<Operation> next_operation(Store& store, std::span<const Section> sections,
                                        std::span<const std::uint8_t> memory) {
  while (store.job.result == WriteResult::running) {
    if (store.job.step != Step::plan && size_of_chosen(store, sections) != store.job.size) {
      store.job.result = WriteResult::failed;
      break;
    }
    switch (store.job.step) {
      case Step::plan: plan(store, sections, memory); break;
      case Step::erase: return erase(store);
      case Step::program:
        if (std::optional<Operation> operation = program(store, sections)) return operation;
        store.job.step = Step::compare;
        break;
      case Step::compare: compare(store, sections, memory); break;
    }
  }
  return {};
}

}  // namespace cellwarden::core
