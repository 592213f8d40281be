// SPDX-License-Identifier: Apache-2.0
// The five warnings of the battery details screen, one row each (WARN-1…5).
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "cellwarden/core/facts.hpp"

namespace cellwarden::core {

enum class Warning : std::uint8_t {
  communication,     // E
  voltage_high,      // Vh
  voltage_low,       // Vl
  temperature_high,  // Th
  temperature_low,   // Tl
};

inline constexpr std::array<Warning, 5> kWarnings{Warning::communication, Warning::voltage_high,
                                                  Warning::voltage_low, Warning::temperature_high,
                                                  Warning::temperature_low};

// As on the app's screen: E, Vh, Vl, Th, Tl.
const char* name(Warning warning);

class Warnings {
 public:
  constexpr void set(Warning warning) { bits_ = static_cast<std::uint8_t>(bits_ | bit(warning)); }
  [[nodiscard]] constexpr bool has(Warning warning) const { return (bits_ & bit(warning)) != 0; }
  [[nodiscard]] constexpr bool any() const { return bits_ != 0; }
  friend constexpr bool operator==(Warnings a, Warnings b) { return a.bits_ == b.bits_; }

 private:
  static constexpr std::uint8_t bit(Warning warning) {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(warning));
  }
  std::uint8_t bits_{0};
};

struct WarningRow {
  const char* id;
  Warning warning;
  bool (*holds)(const Facts& facts);
};

std::span<const WarningRow> warning_rows();

// While E holds it is the only warning.
Warnings judge_warnings(const Facts& facts);

}  // namespace cellwarden::core
