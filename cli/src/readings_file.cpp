// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/readings_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cellwarden/words/decimal.hpp"
#include "cellwarden/words/problem.hpp"

namespace cellwarden::cli {

using core::CellReading;
using core::Milliamps;
using core::MilliCelsius;
using core::Milliseconds;
using core::Millivolts;
using core::ReadingFault;
using core::RecordedMessage;

namespace {

constexpr std::size_t kTime = 0;
constexpr std::size_t kCurrentIn = 1;
constexpr std::size_t kCurrentOut = 2;
constexpr std::size_t kComm = 3;
constexpr std::size_t kFirstCell = 4;

constexpr std::int64_t kLatestMilliseconds = 1'000'000'000'000'000;  // some 31,700 years
constexpr std::int64_t kLargestMilliamps = 1'000'000'000;

bool is_blank_line(std::string_view line) {
  return line.find_first_not_of(" \t") == std::string_view::npos;
}

// A number far outside is still only an impossible reading: it need not fit into 32 bits.
std::int32_t clamped(std::int64_t value) {
  return static_cast<std::int32_t>(std::clamp<std::int64_t>(value, INT32_MIN, INT32_MAX));
}

}  // namespace

ReadingsFile::ReadingsFile(const std::string& path, int cells)
    : lines_{path},
      cells_{static_cast<std::size_t>(cells)},
      fields_(kFirstCell + 2 * cells_),
      readings_(cells_) {
  check_header();
}

std::string ReadingsFile::column_name(std::size_t column) const {
  constexpr std::array<const char*, kFirstCell> kFirst{"time_s", "current_in_a", "current_out_a",
                                                       "comm"};
  if (column < kFirstCell) return kFirst[column];
  const std::size_t cell = column - kFirstCell;
  return cell < cells_ ? fmt::format("cell_{}_v", cell + 1)
                       : fmt::format("cell_{}_c", cell - cells_ + 1);
}

void ReadingsFile::fail(const std::string& sentence) const {
  throw words::Problem{fmt::format("{}: {}", lines_.place(), sentence)};
}

void ReadingsFile::check_header() {
  const std::optional<std::string_view> line = lines_.next();
  if (!line) {
    throw words::Problem{
        fmt::format("{}:1: the file is empty; its first line must name the columns "
                    "time_s,current_in_a,current_out_a,comm,cell_1_v,…",
                    lines_.name())};
  }
  const auto columns = static_cast<std::size_t>(std::count(line->begin(), line->end(), ',')) + 1;
  std::size_t begin = 0;
  for (std::size_t column = 0; column < std::min(columns, fields_.size()); ++column) {
    const std::size_t end = std::min(line->find(',', begin), line->size());
    const std::string_view found = line->substr(begin, end - begin);
    if (found != column_name(column)) {
      fail(fmt::format("column {} is called {}, but it must be '{}' for a pack of {} cells.",
                       column + 1, words::in_quotes(found), column_name(column), cells_));
    }
    begin = end + 1;
  }
  if (columns != fields_.size()) {
    fail(
        fmt::format("the header has {} columns, but a pack of {} cells needs {}: 4 and a voltage "
                    "and a temperature of each cell.",
                    columns, cells_, fields_.size()));
  }
}

void ReadingsFile::split(std::string_view line) {
  std::size_t column = 0;
  const char* begin = line.data();
  const char* const end = line.data() + line.size();
  for (const char* at = begin;; ++at) {
    if (at != end && *at != ',') continue;
    if (column < fields_.size()) {
      fields_[column] = {begin, static_cast<std::size_t>(at - begin)};
    }
    ++column;
    begin = at + 1;
    if (at == end) break;
  }
  if (column != fields_.size()) {
    fail(fmt::format("this row has {} columns instead of {}.", column, fields_.size()));
  }
}

void ReadingsFile::read_time() {
  const words::Decimal decimal = words::parse_decimal(fields_[kTime], 3);
  if (decimal.kind != words::DecimalKind::number) {
    fail(fmt::format("time_s is {}, which is not a time in seconds.",
                     words::in_quotes(fields_[kTime])));
  }
  if (std::abs(decimal.scaled) > kLatestMilliseconds) {
    fail(fmt::format("time_s is {}, which is further away than any recording.",
                     words::in_quotes(fields_[kTime])));
  }
  const Milliseconds time{decimal.scaled};
  if (previous_time_ && time <= *previous_time_) {
    const std::string before = words::short_decimal_text(previous_time_->count(), 3);
    fail(time == *previous_time_
             ? fmt::format("time_s is {} again: to the millisecond the same as in the row before; "
                           "times must rise.",
                           words::in_quotes(fields_[kTime]))
             : fmt::format("time_s falls from {} to {}; times must rise.", before,
                           words::in_quotes(fields_[kTime])));
  }
  previous_time_ = time;
  time_text_ = fields_[kTime];
}

bool ReadingsFile::read_comm() const {
  const std::string_view comm = fields_[kComm];
  if (comm == "1") return true;
  if (comm != "0") {
    fail(fmt::format("comm is {}; write 1 if the message arrived intact and 0 if it did not.",
                     words::in_quotes(comm)));
  }
  return false;
}

Milliamps ReadingsFile::current(std::size_t column) const {
  const words::Decimal decimal = words::parse_decimal(fields_[column], 3);
  if (decimal.kind != words::DecimalKind::number) {
    fail(fmt::format("{} is {}, which is not a current in amperes.", column_name(column),
                     words::in_quotes(fields_[column])));
  }
  if (std::abs(decimal.scaled) > kLargestMilliamps) {
    fail(
        fmt::format("{} is {}, which no sensor measures; the largest that can be replayed is "
                    "1,000,000 A.",
                    column_name(column), fields_[column]));
  }
  return Milliamps{static_cast<std::int32_t>(decimal.scaled)};
}

void ReadingsFile::read_currents(RecordedMessage& message) {
  message.current_in = current(kCurrentIn);
  const bool present = !is_blank_line(fields_[kCurrentOut]);
  if (second_sensor_ && *second_sensor_ != present) {
    fail(present ? "current_out_a has a value, but it was empty in the rows before; it must be "
                   "empty in every row (no second sensor) or in none."
                 : "current_out_a is empty, but it had a value in the rows before; it must be "
                   "empty in every row (no second sensor) or in none.");
  }
  second_sensor_ = present;
  if (present) message.current_out = current(kCurrentOut);
}

void ReadingsFile::read_cells() {
  const auto read = [this](std::size_t column, const char* quantity, std::int64_t& value) {
    const words::Decimal decimal = words::parse_decimal(fields_[column], 3);
    value = decimal.scaled;
    switch (decimal.kind) {
      case words::DecimalKind::number:
      case words::DecimalKind::infinite: return ReadingFault::none;  // judged by its size (CELL-7)
      case words::DecimalKind::empty: return ReadingFault::missing;
      case words::DecimalKind::not_a_number: return ReadingFault::not_a_number;
      case words::DecimalKind::text: break;
    }
    fail(fmt::format("{} is {}, which is not a {}; leave it empty if there was no reading.",
                     column_name(column), words::in_quotes(fields_[column]), quantity));
  };
  for (std::size_t i = 0; i < cells_; ++i) {
    CellReading& reading = readings_[i];
    std::int64_t value = 0;
    reading.voltage_fault = read(kFirstCell + i, "voltage in volts", value);
    reading.voltage = Millivolts{clamped(value)};
    reading.temperature_fault = read(kFirstCell + cells_ + i, "temperature in °C", value);
    reading.temperature = MilliCelsius{clamped(value)};
  }
}

std::optional<RecordedMessage> ReadingsFile::next() {
  const std::optional<std::string_view> line = lines_.next();
  if (!line) return {};
  if (is_blank_line(*line)) {
    const std::string place = lines_.place();
    while (const std::optional<std::string_view> later = lines_.next()) {
      if (!is_blank_line(*later)) throw words::Problem{place + ": this line is empty; remove it."};
    }
    return {};
  }
  split(*line);
  read_time();
  RecordedMessage message;
  message.time = *previous_time_;
  message.intact = read_comm();
  if (message.intact) {
    read_currents(message);
    read_cells();
    message.cells = readings_;
  }
  return message;
}

}  // namespace cellwarden::cli
