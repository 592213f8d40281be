// SPDX-License-Identifier: Apache-2.0
// The lines of a text file, numbered from 1, without reading the whole file into memory.
#pragma once

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cellwarden::cli {

class LineReader {
 public:
  // path: a file, or "-" for standard input. Throws Problem if it cannot be read.
  explicit LineReader(const std::string& path);
  ~LineReader();
  LineReader(const LineReader&) = delete;
  LineReader& operator=(const LineReader&) = delete;
  LineReader(LineReader&&) = delete;
  LineReader& operator=(LineReader&&) = delete;

  // The next line without its end (LF or CR LF) and without a byte order mark; valid until the next
  // call. Empty at the end of the file. Throws Problem on a read error, a line of over 1 MiB or a
  // NUL byte.
  std::optional<std::string_view> next();

  [[nodiscard]] int line_number() const { return line_number_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  // "readings.csv:17", to begin a sentence with.
  [[nodiscard]] std::string place() const;

 private:
  bool refill();

  std::string name_;
  std::FILE* file_;
  std::vector<char> buffer_;
  std::size_t begin_{0};
  std::size_t end_{0};
  bool at_end_{false};
  int line_number_{0};
};

}  // namespace cellwarden::cli
