// SPDX-License-Identifier: Apache-2.0
// Decimal text to scaled integers and back, exactly. 3.5995 V is 3600 mV on every machine, because
// no binary fraction comes between the text and the rules.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cellwarden::words {

enum class DecimalKind : std::uint8_t { number, empty, not_a_number, infinite, text };

struct Decimal {
  DecimalKind kind{DecimalKind::empty};
  // floor(x · 10^places + ½), held within ±kDecimalMax; for infinite ±kDecimalMax.
  std::int64_t scaled{0};
};

inline constexpr std::int64_t kDecimalMax = 4'000'000'000'000'000'000;

// text: blanks around it do not matter; "3.3", "-0.5", "+1e-3", ".5", "nan", "inf".
// places: 0…9, how many decimals the integer has.
Decimal parse_decimal(std::string_view text, int places);

// 3300 with three decimals: "3.300".
void append_decimal(std::string& out, std::int64_t scaled, int decimals);
std::string decimal_text(std::int64_t scaled, int decimals);

// The same without zeros at the end: "3.3", "4".
std::string short_decimal_text(std::int64_t scaled, int decimals);

}  // namespace cellwarden::words
