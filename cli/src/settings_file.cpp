// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/settings_file.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <span>
#include <string_view>
#include <vector>

#include "cellwarden/cli/decimal.hpp"
#include "cellwarden/cli/problem.hpp"
#include "cellwarden/cli/text_file.hpp"

namespace cellwarden::cli {

using core::ReplaySettings;
using core::SettingId;
using core::SettingProblem;
using core::SettingRow;
using core::SettingsError;

namespace {

struct FileKey;

// One settings file while it is read: where each key stood, for the sentences.
struct Reading {
  std::string name;
  ReplaySettings settings;
  std::map<std::string, std::uint32_t, std::less<>> lines;  // "limits.v_min" → its line

  [[noreturn]] void fail(std::uint32_t line, const std::string& sentence) const {
    throw Problem{fmt::format("{}:{}: {}", name, line, sentence)};
  }
};

struct FileKey {
  const char* table;
  const char* key;
  const char* expects;  // for the sentence when the value is of another kind
  // Takes the value over; false if it is of another kind.
  bool (*take)(Reading& reading, const FileKey& key, const toml::node& value);
  SettingId setting{SettingId::v_bypass};  // with take_setting only
};

std::uint32_t line_of(const toml::node& node) { return node.source().begin.line; }

std::string value_text(const toml::node& value) {
  if (const auto* number = value.as_floating_point()) return fmt::format("{}", number->get());
  if (const auto* text = value.as_string()) return in_quotes(text->get());
  std::ostringstream text;
  value.visit([&text](const auto& concrete) { text << concrete; });
  return text.str();
}

const SettingRow& row_of(SettingId id) {
  return core::setting_rows()[static_cast<std::size_t>(id)];
}

std::string range_text(const SettingRow& row) {
  const char* space = *row.unit == '\0' ? "" : " ";
  return fmt::format("{} to {}{}{} in steps of {}", short_decimal_text(row.min, row.decimals),
                     short_decimal_text(row.max, row.decimals), space, row.unit,
                     short_decimal_text(row.step, row.decimals));
}

// ---- values ------------------------------------------------------------------------------------

// The number times 10^decimals if that is whole (to a millionth of it), empty if it is not.
std::optional<std::int64_t> scaled(double number, int decimals) {
  const double exact = number * std::pow(10.0, decimals);
  if (!(std::abs(exact) < 1e15)) return {};
  const double whole = std::round(exact);
  if (std::abs(exact - whole) > 1e-6) return {};
  return static_cast<std::int64_t>(whole);
}

bool take_setting(Reading& reading, const FileKey& key, const toml::node& value) {
  const std::optional<double> number = value.value<double>();
  if (!number || value.is_boolean()) return false;
  const SettingRow& row = row_of(key.setting);
  const std::optional<std::int64_t> raw = scaled(*number, row.decimals);
  const bool accepted = raw && !core::check_value(row, *raw);
  if (!accepted) {
    reading.fail(line_of(value), fmt::format("{} = {} is not possible; it may be {}.", key.key,
                                             value_text(value), range_text(row)));
  }
  row.set(reading.settings.settings, static_cast<std::int32_t>(*raw));
  return true;
}

bool take_cells(Reading& reading, const FileKey& /*key*/, const toml::node& value) {
  const std::optional<double> number = value.value<double>();
  if (!number || value.is_boolean()) return false;
  const std::optional<std::int64_t> cells = scaled(*number, 0);
  if (!cells || *cells < core::kMinCells || *cells > core::kMaxCells) {
    reading.fail(line_of(value), fmt::format("cells = {} is not possible; a pack has {} to {}.",
                                             value_text(value), core::kMinCells, core::kMaxCells));
  }
  reading.settings.cells = static_cast<int>(*cells);
  return true;
}

bool take_initial_soc(Reading& reading, const FileKey& /*key*/, const toml::node& value) {
  const std::optional<double> number = value.value<double>();
  if (!number || value.is_boolean()) return false;
  if (!(*number >= 0 && *number <= 100)) {
    reading.fail(line_of(value), fmt::format("initial_soc_percent = {} is not possible; it may be "
                                             "0 to 100.",
                                             value_text(value)));
  }
  reading.settings.initial_soc_millionths = std::llround(*number * 1e6);
  return true;
}

bool take_initial_calibrated(Reading& reading, const FileKey& /*key*/, const toml::node& value) {
  if (!value.is_boolean()) return false;
  reading.settings.initial_calibrated = value.as_boolean()->get();
  return true;
}

bool take_blind_spot(Reading& reading, const FileKey& /*key*/, const toml::node& value) {
  if (!value.is_boolean()) return false;
  reading.settings.options.blind_spot = value.as_boolean()->get();
  return true;
}

template <class T>
struct Word {
  const char* word;
  T meaning;
};

// One of a few words; false if it is not text, a sentence if it is another word.
template <class T, std::size_t Count>
bool take_word(Reading& reading, const FileKey& key, const toml::node& value,
               const std::array<Word<T>, Count>& words, T& target) {
  if (!value.is_string()) return false;
  const std::string& text = value.as_string()->get();
  for (const Word<T>& word : words) {
    if (text != word.word) continue;
    target = word.meaning;
    return true;
  }
  reading.fail(line_of(value), fmt::format("{} = {} is not possible; it may be {}.", key.key,
                                           in_quotes(text), key.expects));
}

bool take_cycle(Reading& reading, const FileKey& key, const toml::node& value) {
  constexpr std::array<Word<core::Cycle>, 2> kWords{
      {{"slow", core::Cycle::slow}, {"fast", core::Cycle::fast}}};
  return take_word(reading, key, value, kWords, reading.settings.options.cycle);
}

bool take_mode(Reading& reading, const FileKey& key, const toml::node& value) {
  constexpr std::array<Word<core::Mode>, 2> kWords{
      {{"normal", core::Mode::normal}, {"critical", core::Mode::critical}}};
  return take_word(reading, key, value, kWords, reading.settings.options.mode);
}

bool take_profile(Reading& reading, const FileKey& key, const toml::node& value) {
  constexpr std::array<Word<core::Profile>, 2> kWords{
      {{"guarded", core::Profile::guarded}, {"exact", core::Profile::exact}}};
  return take_word(reading, key, value, kWords, reading.settings.settings.profile);
}

// One of the eight numbers that the switches know, as a position among them.
template <class T>
std::optional<std::size_t> take_choice(Reading& reading, const FileKey& key,
                                       const toml::node& value, std::span<const T> choices) {
  const std::optional<double> number = value.value<double>();
  if (!number || value.is_boolean()) return {};
  const std::optional<std::int64_t> raw = scaled(*number, 3);
  for (std::size_t i = 0; raw && i < choices.size(); ++i) {
    if (choices[i].count() == *raw) return i;
  }
  reading.fail(line_of(value), fmt::format("{} = {} is not possible; it may be {}.", key.key,
                                           value_text(value), key.expects));
}

bool take_v_bypass(Reading& reading, const FileKey& key, const toml::node& value) {
  const auto choice = take_choice<core::Millivolts>(reading, key, value, core::kBypassVoltages);
  if (choice) reading.settings.options.v_bypass = core::kBypassVoltages[*choice];
  return choice.has_value();
}

bool take_sensor(Reading& reading, const FileKey& key, const toml::node& value) {
  const auto choice = take_choice<core::Milliamps>(reading, key, value, core::kSensorRanges);
  if (choice) reading.settings.sensor = static_cast<core::SensorRange>(*choice);
  return choice.has_value();
}

// ---- keys --------------------------------------------------------------------------------------

constexpr const char* kNumber = "a number";
constexpr const char* kTrueOrFalse = "true or false";

// clang-format off
constexpr std::array<FileKey, 20> kKeys{{
    {"pack",     "cells",                     kNumber,                  take_cells},
    {"pack",     "capacity_kwh",              kNumber,                  take_setting, SettingId::battery_capacity},
    {"pack",     "nominal_cell_v",            kNumber,                  take_setting, SettingId::nominal_cell_voltage},
    {"pack",     "initial_soc_percent",       kNumber,                  take_initial_soc},
    {"pack",     "initial_calibrated",        kTrueOrFalse,             take_initial_calibrated},
    {"switches", "cycle",                     "\"slow\" or \"fast\"",       take_cycle},
    {"switches", "v_bypass",                  "3.4, 3.5, 3.6, 3.7, 4.0, 4.1, 4.2 or 4.3 (V)", take_v_bypass},
    {"switches", "mode",                      "\"normal\" or \"critical\"", take_mode},
    {"switches", "blind_spot",                kTrueOrFalse,             take_blind_spot},
    {"switches", "sensor_a",                  "25, 50, 100, 250, 400, 500, 1000 or 2000 (A)", take_sensor},
    {"limits",   "v_min",                     kNumber,                  take_setting, SettingId::v_min},
    {"limits",   "v_max",                     kNumber,                  take_setting, SettingId::v_max},
    {"limits",   "t_min",                     kNumber,                  take_setting, SettingId::t_min},
    {"limits",   "t_max",                     kNumber,                  take_setting, SettingId::t_max},
    {"relays",   "profile",                   "\"guarded\" or \"exact\"",   take_profile},
    {"relays",   "charge_restart_percent",    kNumber,                  take_setting, SettingId::charge_restart},
    {"relays",   "discharge_restart_percent", kNumber,                  take_setting, SettingId::discharge_restart},
    {"relays",   "restart_delay_s",           kNumber,                  take_setting, SettingId::restart_delay},
    {"relays",   "v_min_hysteresis_mv",       kNumber,                  take_setting, SettingId::v_min_hysteresis},
    {"relays",   "v_max_hysteresis_mv",       kNumber,                  take_setting, SettingId::v_max_hysteresis},
}};
// clang-format on

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, replaced}));
    }
  }
  return row[b.size()];
}

// " Did you mean …?" for the nearest of the known words, if one is near.
std::string suggestion(std::string_view word, const std::vector<std::string>& known) {
  const std::string* nearest = nullptr;
  for (const std::string& candidate : known) {
    if (nearest == nullptr || edit_distance(word, candidate) < edit_distance(word, *nearest)) {
      nearest = &candidate;
    }
  }
  if (nearest == nullptr ||
      edit_distance(word, *nearest) > std::max<std::size_t>(2, word.size() / 3)) {
    return {};
  }
  return fmt::format(" Did you mean '{}'?", *nearest);
}

std::vector<std::string> known_tables() {
  std::vector<std::string> tables;
  for (const FileKey& key : kKeys) {
    if (tables.empty() || tables.back() != key.table) tables.emplace_back(key.table);
  }
  return tables;
}

const FileKey* find_key(std::string_view table, std::string_view name) {
  const auto found = std::find_if(kKeys.begin(), kKeys.end(), [&](const FileKey& key) {
    return table == key.table && name == key.key;
  });
  return found == kKeys.end() ? nullptr : &*found;
}

// Names the table that a key belongs into, or a key that looks like it.
std::string advice(std::string_view table, std::string_view name) {
  std::vector<std::string> names;
  for (const FileKey& key : kKeys) {
    if (name == key.key) return fmt::format(" It belongs into [{}].", key.table);
    if (table == key.table) names.emplace_back(key.key);
  }
  return suggestion(name, names);
}

void take_key(Reading& reading, std::string_view table, std::string_view name,
              const toml::node& value) {
  const FileKey* key = find_key(table, name);
  if (key == nullptr) {
    reading.fail(line_of(value), fmt::format("there is no key {} in [{}].{}", in_quotes(name),
                                             table, advice(table, name)));
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
              : fmt::format("there is no key {} outside the tables.{}", in_quotes(name),
                            advice("", name)));
  }
  if (!known) {
    reading.fail(line_of(node),
                 fmt::format("there is no table [{}].{}", name, suggestion(name, tables)));
  }
  for (const auto& [key, value] : *node.as_table()) take_key(reading, name, key.str(), value);
}

// ---- the whole set -----------------------------------------------------------------------------

// As it is called in the file.
const char* file_name(SettingId id) {
  if (id == SettingId::v_bypass) return "v_bypass";
  for (const FileKey& key : kKeys) {
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
    return short_decimal_text(v_bypass.count(), 3) + " V" + origin;
  }
  const SettingRow& row = row_of(id);
  return fmt::format("{} {}{}",
                     short_decimal_text(row.get(reading.settings.settings), row.decimals), row.unit,
                     origin);
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
