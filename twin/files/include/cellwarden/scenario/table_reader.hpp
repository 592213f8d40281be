// SPDX-License-Identifier: Apache-2.0
// One table of a TOML file (a scenario, the gateway's config) while it is read: keys are asked for
// by name, and in the end whatever nobody asked for is refused. So each key stands in one place of
// the code.
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cellwarden/twin/scenario_rows.hpp"

namespace cellwarden::scenario {

// The file as a whole, and where each key stood.
struct Source {
  std::string name;
  std::string folder;
  std::map<std::string, std::uint32_t, std::less<>> lines;  // "pack.1.cells" → its line

  [[noreturn]] void fail(std::uint32_t line, const std::string& sentence) const;
};

template <class T>
struct Word {
  const char* word;
  T meaning;
};

class TableReader {
 public:
  // place: "pack.1", "" for the top; title: "[pack]", as it stands in the file.
  TableReader(Source& source, std::string place, std::string title, const toml::table& table);

  // Each of these takes the key over if it is there, and says whether it was.
  bool text(const char* key, std::string& target);
  bool flag(const char* key, bool& target);
  bool number(const char* key, double& target);
  bool whole(const char* key, int& target);
  bool whole_list(const char* key, std::vector<int>& target);
  template <class T>
  bool word(const char* key, std::span<const Word<T>> words, T& target);
  template <class Part>
  void rows(std::span<const twin::NumberRow<Part>> rows, Part& part);

  // For what is none of these. nullptr: it is not there.
  const toml::node* take(const char* key);
  // [title.key], nullptr if it is not there; [[title.key]] as well, always as a list.
  const toml::table* table(const char* key);
  std::vector<const toml::table*> tables(const char* key);

  // Every key that nobody asked for is refused.
  void finish() const;

  [[nodiscard]] bool has(const char* key) const { return table_.contains(key); }
  [[nodiscard]] const std::string& title() const { return title_; }
  [[nodiscard]] std::string path(const std::string& key) const;
  [[noreturn]] void fail(const char* key, const std::string& sentence) const;
  [[noreturn]] void refuse(const char* key, const toml::node& value,
                           const std::string& allowed) const;

 private:
  std::optional<double> number_at(const char* key);
  [[nodiscard]] int whole_of(const char* key, const toml::node& value) const;

  Source& source_;
  std::string place_;
  std::string title_;
  const toml::table& table_;
  std::vector<std::string> known_;
};

std::uint32_t line_of(const toml::node& node);

// The value as a person wrote it, short enough for a sentence.
std::string value_text(const toml::node& value);

// "\"slow\" or \"fast\"".
std::string list_text(const std::vector<std::string>& words);

template <class T>
bool TableReader::word(const char* key, std::span<const Word<T>> words, T& target) {
  std::string text_here;
  const toml::node* value = take(key);
  if (value == nullptr) return false;
  std::vector<std::string> known;
  for (const Word<T>& word : words) {
    if (value->is_string() && value->as_string()->get() == word.word) {
      target = word.meaning;
      return true;
    }
    known.push_back(std::string{"\""} + word.word + "\"");
  }
  refuse(key, *value, list_text(known));
}

template <class Part>
void TableReader::rows(std::span<const twin::NumberRow<Part>> rows, Part& part) {
  for (const twin::NumberRow<Part>& row : rows) {
    const std::optional<double> value = number_at(row.key);
    if (!value) continue;
    if (!(*value >= row.min && *value <= row.max)) {
      refuse(row.key, *table_.get(row.key), twin::range_text(row.min, row.max, row.unit));
    }
    if (row.whole) {
      row.set(part, whole_of(row.key, *table_.get(row.key)));
    } else {
      row.set(part, *value);
    }
  }
}

}  // namespace cellwarden::scenario
