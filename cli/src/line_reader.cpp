// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/line_reader.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include "cellwarden/words/problem.hpp"

namespace cellwarden::cli {

namespace {
constexpr std::size_t kLongestLine = std::size_t{1} << 20;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
}  // namespace

LineReader::LineReader(const std::string& path)
    : name_{path == "-" ? "standard input" : path},
      file_{path == "-" ? stdin : std::fopen(path.c_str(), "rb")},
      buffer_(kLongestLine) {
  if (file_ == nullptr) {
    throw words::Problem{fmt::format("cannot read {}: {}.", name_, std::strerror(errno))};
  }
}

LineReader::~LineReader() {
  if (file_ != stdin) std::fclose(file_);
}

std::string LineReader::place() const { return fmt::format("{}:{}", name_, line_number_); }

// Moves what is left to the front and reads on behind it. False if nothing more can come.
bool LineReader::refill() {
  if (at_end_) return false;
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  if (end_ == buffer_.size()) {
    throw words::Problem{fmt::format(
        "{}:{}: this line is longer than 1 MiB; is it a readings file?", name_, line_number_ + 1)};
  }
  const std::size_t got = std::fread(buffer_.data() + end_, 1, buffer_.size() - end_, file_);
  if (std::ferror(file_) != 0) {
    throw words::Problem{fmt::format("cannot read {}: {}.", name_, std::strerror(errno))};
  }
  end_ += got;
  at_end_ = got == 0;
  return got != 0;
}

std::optional<std::string_view> LineReader::next() {
  const char* newline = nullptr;
  std::size_t searched = 0;
  while (newline == nullptr) {
    newline = static_cast<const char*>(
        std::memchr(buffer_.data() + begin_ + searched, '\n', end_ - begin_ - searched));
    searched = end_ - begin_;
    if (newline == nullptr && !refill()) break;
  }
  if (begin_ == end_) return {};
  const std::size_t length = newline != nullptr
                                 ? static_cast<std::size_t>(newline - (buffer_.data() + begin_))
                                 : end_ - begin_;
  std::string_view line{buffer_.data() + begin_, length};
  begin_ += length + (newline != nullptr ? 1 : 0);
  ++line_number_;
  if (line_number_ == 1 && line.starts_with(kByteOrderMark)) {
    line.remove_prefix(kByteOrderMark.size());
  }
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (line.find('\0') != std::string_view::npos) {
    throw words::Problem{place() + ": this is not text (it holds a NUL byte)."};
  }
  return line;
}

}  // namespace cellwarden::cli
