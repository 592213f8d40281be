// SPDX-License-Identifier: Apache-2.0
// What our own records and our own commands have in common: the letter X in front, the check at
// the end, and the settings as one list. And the sum of the public answers.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "cellwarden/core/settings.hpp"
#include "cellwarden/protocol/lines_text.hpp"

namespace cellwarden::protocol {

inline constexpr char kExtensionLetter = 'X';

LineText begin_extension(char letter);
void put_check(LineText& text);

// The 8-bit sum of all characters but the separators, at the end of the answers to public reads.
std::uint8_t line_sum(std::string_view text);

// The line up to its check; empty: it has none, or it does not fit.
std::optional<std::string_view> without_check(std::string_view line);

// Every setting but the PIN, in the order of SettingId: 2 digits of id, 8 of value + 0x80000000.
void put_settings(LineText& text, const core::Settings& settings);

// Fails the line unless all of them are there. Sets what each row allows by itself; returns the
// first value that its row does not.
std::optional<core::SettingsError> read_settings(LineReader& line, core::Settings& settings);

}  // namespace cellwarden::protocol
