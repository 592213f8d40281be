// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "roads.hpp"

namespace cellwarden::gateway::roads {

namespace {

std::string text(Value value) { return value ? fmt::format("{}", *value) : "unknown"; }

bool counts(const Field& field, const Told& told, const Scope& scope) {
  if (field.of_records && told.records == nullptr) return false;
  return scope.keys || !field.in_keys || told.road != Road::output_3;
}

Value expected(const Field& field, Road road, const Truth& truth, std::size_t cell) {
  const How& how = field.how_over(road);
  const Value exact = field.exact(truth, cell);
  if (how.told == nullptr || !exact) return {};
  return how.told(*exact, truth);
}

}  // namespace

const std::vector<Field>& fields() {
  static const std::vector<Field> every = [] {
    std::vector<Field> all = pack_fields();
    for (auto part : {setting_fields(), board_fields()}) {
      for (Field& field : part) all.push_back(std::move(field));
    }
    return all;
  }();
  return every;
}

std::vector<std::string> differences(const Field& field, const Told& told, const Truth& truth,
                                     const Scope& scope) {
  std::vector<std::string> all;
  if (!counts(field, told, scope)) return all;
  const bool one = !field.of_each_cell || scope.only_cell;
  const std::size_t first = field.of_each_cell ? scope.only_cell.value_or(0) : 0;
  const std::size_t last = one ? first : truth.cells() - 1;
  for (std::size_t cell = first; cell <= last; ++cell) {
    const Value seen = field.seen(told, cell);
    const Value right = expected(field, told.road, truth, cell);
    if (seen == right) continue;
    all.push_back(fmt::format("{}{}: told {}, must be {}", field.name,
                              field.of_each_cell ? fmt::format(" {}", cell + 1) : "", text(seen),
                              text(right)));
  }
  return all;
}

std::vector<std::string> differences(const Told& told, const Truth& truth, const Scope& scope) {
  std::vector<std::string> all;
  for (const Field& field : fields()) {
    for (auto& it : differences(field, told, truth, scope)) all.push_back(std::move(it));
  }
  return all;
}

std::vector<std::string> differences(const Told& a, const Told& b, std::size_t cells) {
  std::vector<std::string> all;
  for (const Field& field : fields()) {
    const How& one = field.how_over(a.road);
    const How& other = field.how_over(b.road);
    if (one.told == nullptr || one.told != other.told) continue;
    if (!counts(field, a, {}) || !counts(field, b, {})) continue;
    for (std::size_t cell = 0; cell < (field.of_each_cell ? cells : 1); ++cell) {
      const Value here = field.seen(a, cell);
      const Value there = field.seen(b, cell);
      if (here == there) continue;
      all.push_back(fmt::format("{} {}: {} and {}", field.name, cell + 1, text(here), text(there)));
    }
  }
  return all;
}

std::string table() {
  std::string all =
      "| value | data output, generation 3 | 1 and 2 | public lines, generation 3 | C of 6 fields "
      "| 1 and 2 | our lines |\n|---|---|---|---|---|---|---|\n";
  for (const Field& field : fields()) {
    all += fmt::format("| {}{} |", field.name, field.of_records ? " ¹" : "");
    for (const How& how : field.how) all += fmt::format(" {} |", how.text);
    all += "\n";
  }
  return all;
}

}  // namespace cellwarden::gateway::roads
