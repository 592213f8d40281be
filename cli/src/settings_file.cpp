// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/settings_file.hpp"

#include <fmt/format.h>

#include <optional>
#include <string_view>
#include <vector>

#include "cellwarden/cli/text_file.hpp"
#include "cellwarden/twin/story_rows.hpp"
#include "cellwarden/words/decimal.hpp"
#include "cellwarden/words/problem.hpp"
#include "settings_keys.hpp"

namespace cellwarden::cli {

using core::ReplaySettings;
using core::SettingId;
using core::SettingProblem;
using core::SettingRow;
using core::SettingsError;

namespace {

std::vector<std::string> known_tables() {
  std::vector<std::string> tables;
  for (const FileKey& key : settings_keys()) {
    if (tables.empty() || tables.back() != key.table) tables.emplace_back(key.table);
  }
  return tables;
}

const FileKey* find_key(std::string_view table, std::string_view name) {
  for (const FileKey& key : settings_keys()) {
    if (table == key.table && name == key.key) return &key;
  }
  return nullptr;
}

// Names the table that a key belongs into, or a key that looks like it.
std::string advice(std::string_view table, std::string_view name) {
  std::vector<std::string> names;
  for (const FileKey& key : settings_keys()) {
    if (name == key.key) return fmt::format(" It belongs into [{}].", key.table);
    if (table == key.table) names.emplace_back(key.key);
  }
  return twin::nearest_name(name, names);
}

void take_key(Reading& reading, std::string_view table, std::string_view name,
              const toml::node& value) {
  const FileKey* key = find_key(table, name);
  if (key == nullptr) {
    reading.fail(line_of(value), fmt::format("there is no key {} in [{}].{}",
                                             words::in_quotes(name), table, advice(table, name)));
  }
  if (!key->take(reading, *key, value)) {
    reading.fail(line_of(value),
                 fmt::format("{} must be {}, not {}.", name, key->expects, value_text(value)));
  }
  reading.lines.emplace(fmt::format("{}.{}", table, name), line_of(value));
}

void take_table(Reading& reading, std::string_view name, const toml::node& node) {
  const std::vector<std::string> tables = known_tables();
  const bool known = std::find(tables.begin(), tables.end(), name) != tables.end();
  if (!node.is_table()) {
    reading.fail(
        line_of(node),
        known ? fmt::format("'{}' must be a table: write [{}] on a line of its own.", name, name)
              : fmt::format("there is no key {} outside the tables.{}", words::in_quotes(name),
                            advice("", name)));
  }
  if (!known) {
    reading.fail(line_of(node),
                 fmt::format("there is no table [{}].{}", name, twin::nearest_name(name, tables)));
  }
  for (const auto& [key, value] : *node.as_table()) take_key(reading, name, key.str(), value);
}

// As it is called in the file.
const char* file_name(SettingId id) {
  if (id == SettingId::v_bypass) return "v_bypass";
  for (const FileKey& key : settings_keys()) {
    if (key.take == take_setting && key.setting == id) return key.key;
  }
  return row_of(id).name;
}

// Where the file has it; empty if it is at its default.
std::optional<std::uint32_t> line_of(const Reading& reading, SettingId id) {
  for (const auto& [name, line] : reading.lines) {
    if (name.ends_with(fmt::format(".{}", file_name(id)))) return line;
  }
  return {};
}

// "3.6 V", and whether the file says so or nobody did.
std::string value_of(const Reading& reading, SettingId id) {
  const std::string origin = line_of(reading, id) ? "" : ", the default";
  if (id == SettingId::v_bypass) {
    const core::Millivolts v_bypass = reading.settings.options.v_bypass;
    return words::short_decimal_text(v_bypass.count(), 3) + " V" + origin;
  }
  const SettingRow& row = row_of(id);
  return fmt::format("{} {}{}",
                     words::short_decimal_text(row.get(reading.settings.settings), row.decimals),
                     row.unit, origin);
}

void check_whole(const Reading& reading) {
  const ReplaySettings& s = reading.settings;
  const std::optional<SettingsError> error = core::check_settings(s.settings, s.options.v_bypass);
  if (!error) return;
  const char* relation = error->problem == SettingProblem::not_below ? "below" : "above";
  const std::uint32_t line =
      line_of(reading, error->id).value_or(line_of(reading, error->other).value_or(1));
  reading.fail(line, fmt::format("{} ({}) must be {} {} ({}).", file_name(error->id),
                                 value_of(reading, error->id), relation, file_name(error->other),
                                 value_of(reading, error->other)));
}

}  // namespace

ReplaySettings parse_settings(const std::string& text, const std::string& name) {
  Reading reading{.name = name, .settings = {}, .lines = {}};
  toml::table file;
  try {
    file = toml::parse(text);
  } catch (const toml::parse_error& error) {
    reading.fail(error.source().begin.line,
                 fmt::format("this is not TOML: {}.", error.description()));
  }
  for (const auto& [key, node] : file) take_table(reading, key.str(), node);
  if (!reading.lines.contains("pack.cells")) {
    const toml::node* pack = file.get("pack");
    reading.fail(pack != nullptr ? line_of(*pack) : 1,
                 fmt::format("[pack] cells is missing; say how many cells the pack has, {} to {}.",
                             core::kMinCells, core::kMaxCells));
  }
  check_whole(reading);
  return reading.settings;
}

ReplaySettings read_settings_file(const std::string& path) {
  return parse_settings(read_text_file(path), path);
}

}  // namespace cellwarden::cli
