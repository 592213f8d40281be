// SPDX-License-Identifier: Apache-2.0
// A flash memory as its data sheet describes it, with power cuts: it programs whole units, only
// once after an erase, wears out page by page, and an operation that is cut leaves anything behind.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "cellwarden/core/store.hpp"

namespace cellwarden::core::test {

// SplitMix64: the same numbers on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_{seed} {}
  std::uint64_t next();
  // 0 … bound − 1
  std::uint32_t below(std::uint32_t bound) { return static_cast<std::uint32_t>(next() % bound); }
  std::uint8_t byte() { return static_cast<std::uint8_t>(next() >> 56); }
  // Each bit is 1 with a chance of eighths/8.
  std::uint8_t bits(std::uint32_t eighths);

 private:
  std::uint64_t state_;
};

// How far an operation came. A unit that was cut is never blank again without an erase, even if it
// reads as if it were.
enum class Cut : std::uint8_t {
  nothing,      // reads as before
  all,          // reads as finished
  first_half,   // the first half of the bytes
  second_half,  // the second half
  every_other,  // every second byte (program) or unit (erase)
  few_bits,     // one bit in eight, at random
  most_bits,    // seven bits in eight, at random
  garbage,      // anything
};

inline constexpr std::array<Cut, 8> kCuts{Cut::nothing,     Cut::all,         Cut::first_half,
                                          Cut::second_half, Cut::every_other, Cut::few_bits,
                                          Cut::most_bits,   Cut::garbage};

inline constexpr std::uint32_t kNeverWears = std::numeric_limits<std::uint32_t>::max();

class ModelMemory {
 public:
  // All erased. endurance: erases of a page after which it takes nothing any more.
  explicit ModelMemory(const StoreGeometry& geometry, std::uint32_t endurance = kNeverWears);

  [[nodiscard]] std::span<const std::uint8_t> bytes() const { return bytes_; }
  [[nodiscard]] const StoreGeometry& geometry() const { return geometry_; }

  void execute(const Operation& operation);
  void cut(const Operation& operation, Cut how, Random& random);

  void flip(std::uint32_t bit) { bytes_[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8)); }
  // Arbitrary contents, not blank.
  void fill(Random& random);
  void set_byte(std::uint32_t address, std::uint8_t value) { bytes_[address] = value; }
  void wear_out(std::uint32_t page) { worn_[page] = true; }

  // Operations that a real flash would not do: at odd addresses, outside, or programming a unit
  // that is not blank.
  [[nodiscard]] int misuses() const { return misuses_; }
  // Of each page, copy A's first.
  [[nodiscard]] const std::vector<std::uint32_t>& erases() const { return erases_; }

 private:
  bool accept(const Operation& operation);
  void cut_erase(std::uint32_t address, Cut how, Random& random);
  void cut_program(const Operation& operation, Cut how, Random& random);

  StoreGeometry geometry_;
  std::uint32_t endurance_;
  std::vector<std::uint8_t> bytes_;
  std::vector<bool> blank_;            // of each unit
  std::vector<std::uint32_t> erases_;  // of each page
  std::vector<bool> worn_;
  int misuses_{0};
};

}  // namespace cellwarden::core::test
