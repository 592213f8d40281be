// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <filesystem>
#include <utility>

#include "cellwarden/scenario/scenario_file.hpp"
#include "cellwarden/scenario/text_file.hpp"
#include "cellwarden/words/problem.hpp"
#include "sections.hpp"

namespace cellwarden::scenario {

using twin::Profile;
using twin::ProfileError;

namespace {

constexpr std::array<Word<double>, 4> kTimeUnits{
    {{"s", 1}, {"min", 60}, {"h", 3600}, {"d", 86'400}}};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// The fields between the commas. Quotes have no meaning: these files are tables of numbers.
std::vector<std::string_view> fields_of(std::string_view line) {
  std::vector<std::string_view> fields;
  for (;;) {
    const std::size_t comma = line.find(',');
    fields.push_back(trimmed(line.substr(0, comma)));
    if (comma == std::string_view::npos) return fields;
    line.remove_prefix(comma + 1);
  }
}

class CsvColumns {
 public:
  CsvColumns(std::string name, std::string_view text) : name_{std::move(name)}, rest_{text} {}

  // The next line that is neither empty nor a comment (#).
  bool next(std::string_view& line) {
    while (!rest_.empty()) {
      const std::size_t end = rest_.find('\n');
      line = trimmed(rest_.substr(0, end));
      rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
      ++number_;
      if (!line.empty() && line.front() != '#') return true;
    }
    return false;
  }

  [[noreturn]] void fail(const std::string& sentence) const {
    throw ScenarioError{fmt::format("{}:{}: {}", name_, number_, sentence)};
  }

  [[nodiscard]] double number(const std::vector<std::string_view>& fields,
                              std::size_t column) const {
    if (column >= fields.size()) fail(fmt::format("column {} is missing.", column + 1));
    const std::string_view text = fields[column];
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) {
      fail(fmt::format("{} is not a number.", words::in_quotes(text)));
    }
    return value;
  }

 private:
  std::string name_;
  std::string_view rest_;
  std::uint32_t number_{0};
};

std::size_t column_called(const CsvColumns& csv, const std::vector<std::string_view>& header,
                          std::string_view name) {
  for (std::size_t i = 0; i < header.size(); ++i) {
    if (header[i] == name) return i;
  }
  const std::vector<std::string> known{header.begin(), header.end()};
  csv.fail(fmt::format("no column is called {}; there is {}.", words::in_quotes(name),
                       list_text(known)));
}

struct Columns {
  std::string time{"time"};
  std::string value{"value"};
  double seconds{1};   // of one unit of time
  double per_unit{1};  // of one unit of the value
};

void read_points(CsvColumns& csv, const Columns& columns, std::vector<double>& times,
                 std::vector<double>& values) {
  std::string_view line;
  if (!csv.next(line)) csv.fail("there is nothing in it.");
  const std::vector<std::string_view> header = fields_of(line);
  const std::size_t time = column_called(csv, header, columns.time);
  const std::size_t value = column_called(csv, header, columns.value);
  while (csv.next(line)) {
    const std::vector<std::string_view> fields = fields_of(line);
    times.push_back(csv.number(fields, time) * columns.seconds);
    values.push_back(csv.number(fields, value) * columns.per_unit);
    if (times.size() > 1 && !(times.back() > times[times.size() - 2])) {
      csv.fail("each time must be later than the one before.");
    }
  }
}

const char* sentence(ProfileError error) {
  switch (error) {
    case ProfileError::empty: return "there is no row in it";
    case ProfileError::lengths_differ: return "a row is incomplete";
    case ProfileError::not_rising: return "each time must be later than the one before";
    case ProfileError::not_finite: return "a number in it is not finite";
    case ProfileError::bad_period: return "it must lie between 0 and the end of repeat_hours";
    case ProfileError::none: break;
  }
  return "it cannot be used";
}

}  // namespace

std::optional<Profile> read_profile(const Source& source, TableReader& table,
                                    std::span<const Word<double>> units) {
  Columns columns;
  std::string file;
  double repeat_hours = 0;
  const bool there = table.text("measured", file);
  table.text("time_column", columns.time);
  table.text("value_column", columns.value);
  table.word<double>("time_unit", kTimeUnits, columns.seconds);
  const bool unit = table.word<double>("unit", units, columns.per_unit);
  table.number("repeat_hours", repeat_hours);
  if (!there) {
    for (const char* key : {"time_column", "value_column", "time_unit", "unit", "repeat_hours"}) {
      if (table.has(key)) table.fail(key, fmt::format("{} belongs to measured = \"….csv\".", key));
    }
    return {};
  }
  if (!unit) {
    std::vector<std::string> known;
    for (const Word<double>& word : units) known.push_back(fmt::format("\"{}\"", word.word));
    table.fail("measured",
               fmt::format("say the unit of the values as well: unit = {}.", list_text(known)));
  }
  const std::string path = (std::filesystem::path{source.folder} / file).string();
  std::vector<double> times;
  std::vector<double> values;
  const std::string text = read_text_file(path);
  CsvColumns csv{path, text};
  read_points(csv, columns, times, values);
  const auto profile = table.has("repeat_hours")
                           ? Profile::repeating(times, values, repeat_hours * 3600)
                           : Profile::from_points(times, values);
  if (!profile) table.fail("measured", fmt::format("{}: {}.", path, sentence(profile.error())));
  return *profile;
}

}  // namespace cellwarden::scenario
