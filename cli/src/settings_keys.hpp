// SPDX-License-Identifier: Apache-2.0
// The keys of a settings file, as a table, and how each takes its value over. Only settings_*.cpp
// include this.
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>

#include "cellwarden/core/replay.hpp"

namespace cellwarden::cli {

// One settings file while it is read: where each key stood, for the sentences.
struct Reading {
  std::string name;
  core::ReplaySettings settings;
  std::map<std::string, std::uint32_t, std::less<>> lines;  // "limits.v_min" → its line

  [[noreturn]] void fail(std::uint32_t line, const std::string& sentence) const;
};

// One key that the file may have.
struct FileKey {
  const char* table;
  const char* key;
  const char* expects;  // for the sentence when the value is of another kind
  // Takes the value over; false if it is of another kind.
  bool (*take)(Reading& reading, const FileKey& key, const toml::node& value);
  core::SettingId setting{core::SettingId::v_bypass};  // with take_setting only
};

// All keys, those of one table together.
std::span<const FileKey> settings_keys();

// Takes the value of a row of section 7 over.
bool take_setting(Reading& reading, const FileKey& key, const toml::node& value);

const core::SettingRow& row_of(core::SettingId id);

std::uint32_t line_of(const toml::node& node);

// The value as a person wrote it, short enough for a sentence.
std::string value_text(const toml::node& value);

}  // namespace cellwarden::cli
