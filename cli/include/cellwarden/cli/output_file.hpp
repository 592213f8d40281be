// SPDX-License-Identifier: Apache-2.0
// A file that appears whole or not at all: it is written beside its place and moved there at the
// end, so that an error or a full disk leaves what was there before.
#pragma once

#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

namespace cellwarden::cli {

class OutputFile {
 public:
  // path: a file, or "-" for standard output (then the text is kept aside and written by finish()).
  // Throws Problem if nothing can be written there.
  explicit OutputFile(std::string path);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  OutputFile(OutputFile&&) = delete;
  OutputFile& operator=(OutputFile&&) = delete;

  void write(std::string_view text);
  // Everything is written and in its place when this returns.
  void finish();

 private:
  [[noreturn]] void fail(const char* what) const;
  void copy_to(std::FILE* target) const;

  std::string path_;
  std::filesystem::path place_;      // the regular file that will be replaced; empty: a stream
  std::filesystem::path temporary_;  // beside it
  std::FILE* file_{nullptr};
};

}  // namespace cellwarden::cli
