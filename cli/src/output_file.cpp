// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/output_file.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "cellwarden/words/problem.hpp"

namespace cellwarden::cli {

namespace fs = std::filesystem;

namespace {

// What a new file may be used for, as the person's umask says; mkstemp allows only the owner.
mode_t default_permissions() {
  const mode_t mask = umask(0);
  umask(mask);
  return 0666 & ~mask;
}

// Where a regular file would be made or replaced; empty for a pipe or a device.
fs::path regular_place(const std::string& path) {
  std::error_code error;
  const fs::path place = fs::weakly_canonical(path, error);
  if (error) return path;
  const fs::file_status status = fs::status(place, error);
  const bool new_or_regular = !fs::exists(status) || fs::is_regular_file(status);
  return new_or_regular || fs::is_directory(status) ? place : fs::path{};
}

}  // namespace

OutputFile::OutputFile(std::string path) : path_{std::move(path)} {
  if (path_ != "-") place_ = regular_place(path_);
  if (place_.empty()) {
    file_ = std::tmpfile();
    if (file_ == nullptr) fail("no temporary file can be made for it");
    return;
  }
  if (fs::is_directory(place_)) {
    throw words::Problem{fmt::format("{} is a folder: name a file to write to.", path_)};
  }
  std::string pattern = place_.string() + ".XXXXXX";
  const int descriptor = mkstemp(pattern.data());
  if (descriptor < 0) fail("it cannot be made");
  temporary_ = pattern;
  fchmod(descriptor, default_permissions());
  file_ = fdopen(descriptor, "wb");
  if (file_ == nullptr) fail("it cannot be made");
}

OutputFile::~OutputFile() {
  if (file_ != nullptr) std::fclose(file_);
  std::error_code ignored;
  if (!temporary_.empty()) fs::remove(temporary_, ignored);
}

void OutputFile::write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file_) != text.size()) fail("writing failed");
}

void OutputFile::finish() {
  if (std::fflush(file_) != 0) fail("writing failed");
  if (place_.empty()) {
    std::FILE* target = path_ == "-" ? stdout : std::fopen(path_.c_str(), "wb");
    if (target == nullptr) fail("it cannot be opened");
    copy_to(target);
    if (target != stdout && std::fclose(target) != 0) fail("writing failed");
    return;
  }
  if (fsync(fileno(file_)) != 0) fail("writing failed");
  std::error_code error;
  fs::rename(temporary_, place_, error);
  if (error) throw words::Problem{fmt::format("cannot write {}: {}.", path_, error.message())};
  temporary_.clear();
}

void OutputFile::copy_to(std::FILE* target) const {
  std::rewind(file_);
  std::array<char, 65536> block{};
  while (const std::size_t length = std::fread(block.data(), 1, block.size(), file_)) {
    if (std::fwrite(block.data(), 1, length, target) != length) fail("writing failed");
  }
  if (std::ferror(file_) != 0 || std::fflush(target) != 0) fail("writing failed");
}

void OutputFile::fail(const char* what) const {
  throw words::Problem{fmt::format("cannot write {}: {} ({}).",
                                   path_ == "-" ? "standard output" : path_, what,
                                   std::strerror(errno))};
}

}  // namespace cellwarden::cli
