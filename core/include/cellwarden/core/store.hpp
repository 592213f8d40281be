// SPDX-License-Identifier: Apache-2.0
// The non-volatile store (OUT-5): two copies, each a ring of pages, each page a snapshot of all
// sections and then what changed. It reads the memory directly and never writes: it hands out one
// erase or program operation at a time, which the board carries out before it asks for the next.
//
//   memory    copy A: page 0 | page 1 | … | page n−1    copy B: page 0 | page 1 | … | page n−1
//
// A power cut in any operation costs what that write would have stored, never more: copy A is
// finished and read back before copy B is touched, and in each copy the newest sealed page stays
// as it is until the next one is sealed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "cellwarden/core/store_page.hpp"

namespace cellwarden::core {

inline constexpr std::uint32_t kCopies = 2;
inline constexpr std::uint32_t kMaxProgramUnit = 32;  // bytes

struct StoreGeometry {
  std::uint32_t page_size{0};       // bytes that one erase sets to 0xFF
  std::uint32_t pages_per_copy{0};  // at least 2
  std::uint32_t program_unit{0};    // bytes programmed at once; only once after an erase
};

// Bytes of the memory, both copies.
constexpr std::uint32_t store_size(const StoreGeometry& geometry) {
  return kCopies * geometry.pages_per_copy * geometry.page_size;
}

constexpr bool usable(const StoreGeometry& geometry) {
  return geometry.program_unit >= 1 && geometry.program_unit <= kMaxProgramUnit &&
         geometry.page_size >= geometry.program_unit &&
         geometry.page_size % geometry.program_unit == 0 && geometry.pages_per_copy >= 2;
}

struct Operation {
  enum class Kind : std::uint8_t { erase_page, program_unit };

  Kind kind{Kind::erase_page};
  std::uint32_t address{0};                           // from the beginning of the memory
  std::array<std::uint8_t, kMaxProgramUnit> bytes{};  // to program: the first program_unit of them
};

enum class WriteResult : std::uint8_t {
  idle,              // nothing has been written yet
  running,           // ask for the next operation
  done,              // stored and read back in both copies (SET-1)
  done_in_one_copy,  // stored and read back, but the other copy takes nothing any more
  failed,            // stored nowhere: it does not fit, or no page took it
};

struct CopyState {
  std::uint32_t page{0};   // the newest sealed one
  std::uint32_t used{0};   // bytes of it
  bool appendable{false};  // erased since power-up, and all that was programmed reads back well
};

struct WriteJob {
  enum class Step : std::uint8_t { plan, erase, program, compare };

  WriteResult result{WriteResult::idle};
  Step step{Step::plan};
  std::uint8_t copy{0};
  std::uint8_t copies_stored{0};
  std::uint8_t chosen{0};    // bit i: sections[i] is written into this copy
  bool snapshot{false};      // into a fresh page, all of them
  std::uint32_t tries{0};    // fresh pages of this copy that did not take it
  std::uint32_t page{0};     // where it goes
  std::uint32_t start{0};    // bytes from the beginning of the page
  std::uint32_t size{0};     // bytes of all its records
  std::uint32_t at{0};       // the next byte to program
  std::uint32_t section{0};  // which record that byte belongs to, …
  std::uint32_t index{0};    // … and its place in it
};

struct Store {
  StoreGeometry geometry;
  std::uint32_t sequence{0};  // of the newest write
  std::array<CopyState, kCopies> copies{};
  WriteJob job;
};

struct OpenedStore {
  Store store;
  StoredSections sections;  // the newest of each kind in both copies
};

// After power-up. memory: store_size() bytes; with fewer, or a geometry that is not usable, nothing
// is found and every write fails.
OpenedStore open_store(const StoreGeometry& geometry, std::span<const std::uint8_t> memory);

// Starts to write what differs from the memory, all of it if a fresh page is due. sections: all
// that is kept, at most 8, each kind once; in every call until the result is there they must be the
// same. (If their sizes are not, the write fails.)
void begin_write(Store& store, std::span<const Section> sections,
                 std::span<const std::uint8_t> memory);

// What to do next; empty when the result is there, in store.job.result. An operation that fails
// needs no report, because all is read back.
std::optional<Operation> next_operation(Store& store, std::span<const Section> sections,
                                        std::span<const std::uint8_t> memory);

}  // namespace cellwarden::core
