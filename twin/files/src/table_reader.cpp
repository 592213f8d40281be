// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/scenario/table_reader.hpp"
#include "cellwarden/words/problem.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <sstream>
#include <utility>

#include "cellwarden/scenario/scenario_file.hpp"
#include "cellwarden/twin/story_rows.hpp"
#include "cellwarden/words/problem.hpp"

namespace cellwarden::scenario {

namespace {
constexpr double kMaxWhole = 1e9;
}  // namespace

void Source::fail(std::uint32_t line, const std::string& sentence) const {
  throw ScenarioError{fmt::format("{}:{}: {}", name, line, sentence)};
}

std::uint32_t line_of(const toml::node& node) {
  const std::uint32_t line = node.source().begin.line;
  return line == 0 ? 1 : line;
}

std::string value_text(const toml::node& value) {
  if (const auto* number = value.as_floating_point()) return fmt::format("{}", number->get());
  if (const auto* text = value.as_string()) return words::in_quotes(text->get());
  if (value.is_table()) return "a table";
  if (value.is_array()) return "a list";
  std::ostringstream text;
  value.visit([&text](const auto& concrete) { text << concrete; });
  return text.str();
}

std::string list_text(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

TableReader::TableReader(Source& source, std::string place, std::string title,
                         const toml::table& table)
    : source_{source}, place_{std::move(place)}, title_{std::move(title)}, table_{table} {
  if (!place_.empty()) source_.lines.emplace(place_, line_of(table));
}

std::string TableReader::path(const std::string& key) const {
  return place_.empty() ? key : place_ + "." + key;
}

void TableReader::fail(const char* key, const std::string& sentence) const {
  const toml::node* value = table_.get(key);
  source_.fail(value != nullptr ? line_of(*value) : line_of(table_), sentence);
}

void TableReader::refuse(const char* key, const toml::node& value,
                         const std::string& allowed) const {
  source_.fail(line_of(value), fmt::format("{} = {} is not possible; it may be {}.", key,
                                           value_text(value), allowed));
}

const toml::node* TableReader::take(const char* key) {
  known_.emplace_back(key);
  const toml::node* value = table_.get(key);
  if (value != nullptr) source_.lines.emplace(path(key), line_of(*value));
  return value;
}

bool TableReader::text(const char* key, std::string& target) {
  const toml::node* value = take(key);
  if (value == nullptr) return false;
  if (!value->is_string()) refuse(key, *value, "text in quotes");
  target = value->as_string()->get();
  return true;
}

bool TableReader::flag(const char* key, bool& target) {
  const toml::node* value = take(key);
  if (value == nullptr) return false;
  if (!value->is_boolean()) refuse(key, *value, "true or false");
  target = value->as_boolean()->get();
  return true;
}

std::optional<double> TableReader::number_at(const char* key) {
  const toml::node* value = take(key);
  if (value == nullptr) return {};
  const std::optional<double> number = value->value<double>();
  if (!number || value->is_boolean() || !std::isfinite(*number)) refuse(key, *value, "a number");
  return number;
}

bool TableReader::number(const char* key, double& target) {
  const std::optional<double> value = number_at(key);
  if (value) target = *value;
  return value.has_value();
}

int TableReader::whole_of(const char* key, const toml::node& value) const {
  const std::optional<double> number = value.value<double>();
  if (!number || value.is_boolean() || !(std::abs(*number) <= kMaxWhole) ||
      *number != std::floor(*number)) {
    refuse(key, value, "a whole number");
  }
  return static_cast<int>(*number);
}

bool TableReader::whole(const char* key, int& target) {
  const toml::node* value = take(key);
  if (value == nullptr) return false;
  target = whole_of(key, *value);
  return true;
}

bool TableReader::whole_list(const char* key, std::vector<int>& target) {
  const toml::node* value = take(key);
  if (value == nullptr) return false;
  if (!value->is_array()) refuse(key, *value, "a list of whole numbers, as in [3, 5]");
  for (const toml::node& entry : *value->as_array()) target.push_back(whole_of(key, entry));
  return true;
}

const toml::table* TableReader::table(const char* key) {
  const toml::node* value = take(key);
  if (value == nullptr) return nullptr;
  if (!value->is_table()) {
    fail(key,
         fmt::format("'{}' must be a table: write [{}] on a line of its own.", key, path(key)));
  }
  return value->as_table();
}

std::vector<const toml::table*> TableReader::tables(const char* key) {
  const toml::node* value = take(key);
  std::vector<const toml::table*> found;
  if (value == nullptr) return found;
  if (value->is_table()) return {value->as_table()};
  const toml::array* list = value->as_array();
  if (list == nullptr || (!list->empty() && !list->is_array_of_tables())) {
    fail(key, fmt::format("'{}' must be a table: write [{}] on a line of its own.", key, key));
  }
  for (const toml::node& entry : *list) found.push_back(entry.as_table());
  return found;
}

void TableReader::finish() const {
  for (const auto& [key, value] : table_) {
    const std::string_view name = key.str();
    if (std::find(known_.begin(), known_.end(), name) != known_.end()) continue;
    const bool is_table = value.is_table() || (value.is_array() && value.is_array_of_tables());
    source_.fail(line_of(value),
                 fmt::format("there is no {} {} in {}.{}", is_table ? "table" : "key",
                             words::in_quotes(name), title_, twin::nearest_name(name, known_)));
  }
}

}  // namespace cellwarden::scenario
