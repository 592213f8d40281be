// SPDX-License-Identifier: Apache-2.0
// Reads the parameters file. No <charconv> for doubles: the wasm library has none. A number here is
// a whole number divided by a power of ten, both exact as doubles, so the one division gives the
// same double as a compiler would.
#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <utility>

#include "cellwarden/twin/cell_parameters.hpp"

namespace cellwarden::twin {

namespace {

using Numbers = std::vector<double>;

constexpr std::string_view kBlanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// [−]digits[.digits], at most 15 digits.
std::optional<double> number(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  std::int64_t whole = 0;
  int digits = 0;
  double divisor = 1;
  bool after_point = false;
  for (const char c : text) {
    if (c == '.' && !after_point) {
      after_point = true;
    } else if (c >= '0' && c <= '9' && digits < 15) {
      whole = whole * 10 + (c - '0');
      ++digits;
      if (after_point) divisor *= 10;
    } else {
      return std::nullopt;
    }
  }
  if (digits == 0) return std::nullopt;
  const double value = static_cast<double>(whole) / divisor;
  return negative ? -value : value;
}

// Takes what stands before the next comma.
std::string_view next_field(std::string_view& line) {
  const auto comma = line.find(',');
  const std::string_view field = line.substr(0, comma);
  line.remove_prefix(comma == std::string_view::npos ? line.size() : comma + 1);
  return trimmed(field);
}

struct Name {
  std::string_view word;
  double CellParameters::*value;
};
constexpr std::array<Name, 12> kValues = {
    {{"capacity_ah", &CellParameters::capacity_ah},
     {"hysteresis_soc", &CellParameters::hysteresis_soc},
     {"rc1_share", &CellParameters::rc1_share},
     {"rc1_seconds", &CellParameters::rc1_seconds},
     {"rc2_seconds", &CellParameters::rc2_seconds},
     {"self_discharge_a", &CellParameters::self_discharge_a},
     {"self_discharge_doubling_k", &CellParameters::self_discharge_doubling_k},
     {"cell_j_per_k", &CellParameters::cell_j_per_k},
     {"cell_to_ambient_w_per_k", &CellParameters::cell_to_ambient_w_per_k},
     {"board_j_per_k", &CellParameters::board_j_per_k},
     {"board_to_cell_w_per_k", &CellParameters::board_to_cell_w_per_k},
     {"board_to_ambient_w_per_k", &CellParameters::board_to_ambient_w_per_k}}};

struct CurveName {
  std::string_view word;
  Curve CellParameters::*curve;
};
constexpr std::array<CurveName, 3> kCurves = {{{"ocv", &CellParameters::ocv},
                                               {"hysteresis", &CellParameters::hysteresis},
                                               {"entropy", &CellParameters::entropy}}};

struct TableName {
  std::string_view word;
  ResistanceTable CellParameters::*table;
};
constexpr std::array<TableName, 3> kTables = {{{"r0", &CellParameters::r0},
                                               {"rc_charge", &CellParameters::rc_charge},
                                               {"rc_discharge", &CellParameters::rc_discharge}}};

constexpr std::optional<ParametersError> kGood;

template <typename Rows, typename Row>
std::optional<ParametersError> append(Rows& rows, Row row) {
  if (!rows.empty() && !(row.soc > rows.back().soc)) return ParametersError::not_rising;
  rows.push_back(std::move(row));
  return kGood;
}

bool rising(const Numbers& values) {
  return std::adjacent_find(values.begin(), values.end(), std::greater_equal<>{}) == values.end();
}

std::optional<ParametersError> take(CellParameters& cell, std::string_view word,
                                    const Numbers& values) {
  for (const Name& name : kValues) {
    if (name.word != word) continue;
    if (values.size() != 1) return ParametersError::wrong_count;
    cell.*name.value = values[0];
    return kGood;
  }
  for (const CurveName& name : kCurves) {
    if (name.word != word) continue;
    if (values.size() != 2) return ParametersError::wrong_count;
    return append(cell.*name.curve, CurvePoint{values[0], values[1]});
  }
  for (const TableName& name : kTables) {
    if (name.word != word) continue;
    if (values.size() < 2 || values.size() != cell.temperature_c.size() + 1) {
      return ParametersError::wrong_count;
    }
    return append(cell.*name.table, ResistanceRow{values[0], {values.begin() + 1, values.end()}});
  }
  if (word != "temperature_c") return ParametersError::unknown_name;
  if (values.empty() || !cell.temperature_c.empty()) return ParametersError::wrong_count;
  cell.temperature_c = values;
  return rising(values) ? kGood : ParametersError::not_rising;
}

std::optional<ParametersError> take_line(CellParameters& cell, std::string_view line) {
  line = trimmed(line.substr(0, line.find('#')));
  if (line.empty()) return kGood;
  const std::string_view word = next_field(line);
  Numbers values;
  while (!line.empty()) {
    const std::optional<double> value = number(next_field(line));
    if (!value) return ParametersError::bad_number;
    values.push_back(*value);
  }
  return take(cell, word, values);
}

// Everything that the plant divides by, or looks up, is there.
bool complete(const CellParameters& cell) {
  const bool tables = std::all_of(kTables.begin(), kTables.end(), [&](const TableName& name) {
    return !(cell.*name.table).empty();
  });
  return tables && cell.ocv.size() >= 2 && cell.capacity_ah > 0 && cell.hysteresis_soc > 0 &&
         cell.rc1_seconds > 0 && cell.rc2_seconds > 0 && cell.self_discharge_doubling_k > 0 &&
         cell.cell_j_per_k > 0 && cell.cell_to_ambient_w_per_k > 0 && cell.board_j_per_k > 0 &&
         cell.board_to_ambient_w_per_k > 0;
}

}  // namespace

core::Result<CellParameters, ParametersFault> parse_cell_parameters(std::string_view text) {
  CellParameters cell;
  for (int line = 1; !text.empty(); ++line) {
    const auto end = text.find('\n');
    const auto error = take_line(cell, text.substr(0, end));
    if (error) return core::failure(ParametersFault{*error, line});
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  if (!complete(cell)) return core::failure(ParametersFault{ParametersError::missing_value, 0});
  return cell;
}

}  // namespace cellwarden::twin
