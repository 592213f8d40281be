// SPDX-License-Identifier: Apache-2.0
#include "settings_keys.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <optional>
#include <sstream>

#include "cellwarden/words/decimal.hpp"
#include "cellwarden/words/problem.hpp"

namespace cellwarden::cli {

using core::SettingId;
using core::SettingRow;

std::uint32_t line_of(const toml::node& node) { return node.source().begin.line; }

std::string value_text(const toml::node& value) {
  if (const auto* number = value.as_floating_point()) return fmt::format("{}", number->get());
  if (const auto* text = value.as_string()) return words::in_quotes(text->get());
  std::ostringstream text;
  value.visit([&text](const auto& concrete) { text << concrete; });
  return text.str();
}

const SettingRow& row_of(SettingId id) {
  return core::setting_rows()[static_cast<std::size_t>(id)];
}

void Reading::fail(std::uint32_t line, const std::string& sentence) const {
  throw words::Problem{fmt::format("{}:{}: {}", name, line, sentence)};
}

namespace {

std::string range_text(const SettingRow& row) {
  const char* space = *row.unit == '\0' ? "" : " ";
  return fmt::format("{} to {}{}{} in steps of {}",
                     words::short_decimal_text(row.min, row.decimals),
                     words::short_decimal_text(row.max, row.decimals), space, row.unit,
                     words::short_decimal_text(row.step, row.decimals));
}

// The number times 10^decimals if that is whole (to a millionth of it), empty if it is not.
std::optional<std::int64_t> scaled(double number, int decimals) {
  const double exact = number * std::pow(10.0, decimals);
  if (!(std::abs(exact) < 1e15)) return {};
  const double whole = std::round(exact);
  if (std::abs(exact - whole) > 1e-6) return {};
  return static_cast<std::int64_t>(whole);
}

}  // namespace

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

namespace {

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
  if (std::isnan(*number) || *number < 0 || *number > 100) {
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
                                           words::in_quotes(text), key.expects));
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

}  // namespace

std::span<const FileKey> settings_keys() { return kKeys; }

}  // namespace cellwarden::cli
