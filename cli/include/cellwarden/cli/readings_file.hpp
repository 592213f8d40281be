// SPDX-License-Identifier: Apache-2.0
// The readings file of a replay: a CSV in which each row is a message that was due.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cellwarden/cli/line_reader.hpp"
#include "cellwarden/core/replay.hpp"

namespace cellwarden::cli {

class ReadingsFile {
 public:
  // Reads and checks the header. Throws Problem if it is not the one for that many cells.
  ReadingsFile(const std::string& path, int cells);

  // The next row, valid until the next call; empty at the end. Throws Problem on a wrong row.
  std::optional<core::RecordedMessage> next();

  // The time of that row as it is written in the file.
  [[nodiscard]] std::string_view time_text() const { return time_text_; }

 private:
  void check_header();
  void split(std::string_view line);
  void read_time();
  [[nodiscard]] bool read_comm() const;
  void read_currents(core::RecordedMessage& message);
  void read_cells();
  [[nodiscard]] core::Milliamps current(std::size_t column) const;
  [[nodiscard]] std::string column_name(std::size_t column) const;
  [[noreturn]] void fail(const std::string& sentence) const;

  LineReader lines_;
  std::size_t cells_;
  std::vector<std::string_view> fields_;
  std::vector<core::CellReading> readings_;
  std::string_view time_text_;
  std::optional<core::Milliseconds> previous_time_;
  std::optional<bool> second_sensor_;  // known from the first row that arrived
};

}  // namespace cellwarden::cli
