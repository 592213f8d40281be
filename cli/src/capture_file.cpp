// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/capture_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cellwarden/cli/text_file.hpp"
#include "cellwarden/words/problem.hpp"

namespace cellwarden::cli {

namespace {

constexpr bool is_white_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr bool is_plain(char c) { return (c >= ' ' && c <= '~') || is_white_space(c); }

// 0…15, or −1.
constexpr int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

constexpr bool separates(char c) { return is_white_space(c) || c == ',' || c == ':'; }

class HexReader {
 public:
  HexReader(std::string_view text, const std::string& name) : text_{text}, name_{name} {}

  // False at the end of the text.
  bool next(char& byte) {
    skip_what_separates();
    if (at_ == text_.size()) return false;
    const std::string_view rest = text_.substr(at_);
    const bool prefixed = rest.starts_with("0x") || rest.starts_with("0X");
    if (prefixed) at_ += 2;
    const int high = digit(prefixed ? "there is no hex digit behind 0x" : "");
    const int low = digit("a hex digit is alone, write two for a byte");
    byte = static_cast<char>(high * 16 + low);
    return true;
  }

 private:
  void skip_what_separates() {
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\n') ++line_;
      if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size()) - 1;
      } else if (!separates(c)) {
        return;
      }
    }
  }

  // if_none: what is wrong if the text ends here, or something begins that separates.
  int digit(const char* if_none) {
    if (at_ == text_.size() || separates(text_[at_]) || text_[at_] == '#') fail(if_none);
    const int value = hex_digit(text_[at_]);
    if (value < 0) fail(words::in_quotes(text_.substr(at_, 1)) + " is not a hex digit");
    ++at_;
    return value;
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw words::Problem{fmt::format("{}:{}: {}.", name_, line_, what)};
  }

  std::string_view text_;
  const std::string& name_;
  std::size_t at_{0};
  int line_{1};
};

}  // namespace

bool is_hex_text(std::string_view text) { return std::ranges::all_of(text, is_plain); }

std::string doubt_that_it_is_raw(const Capture& capture) {
  const std::string& bytes = capture.bytes;
  const auto plain = std::ranges::count_if(bytes, is_plain);
  // In a frame about one byte in four is plain, and nobody writes a NUL into a text.
  const bool like_text = static_cast<std::size_t>(plain) > bytes.size() / 2;
  if (capture.from_hex || !like_text || bytes.find('\0') != std::string::npos) return {};
  const auto odd = std::ranges::find_if_not(bytes, is_plain);
  return fmt::format("; if it is meant as hex text, line {} has a character that is not ASCII",
                     std::count(bytes.begin(), odd, '\n') + 1);
}

std::string bytes_of_hex(std::string_view text, const std::string& name) {
  std::string bytes;
  bytes.reserve(text.size() / 2);
  HexReader reader{text, name};
  for (char byte = 0; reader.next(byte);) bytes.push_back(byte);
  return bytes;
}

Capture read_capture(const std::string& path) {
  Capture capture;
  capture.name = path == "-" ? "standard input" : path;
  capture.bytes = read_text_file(path);
  if (capture.bytes.empty()) throw words::Problem{fmt::format("{} is empty.", capture.name)};
  capture.from_hex = is_hex_text(capture.bytes);
  if (capture.from_hex) capture.bytes = bytes_of_hex(capture.bytes, capture.name);
  return capture;
}

}  // namespace cellwarden::cli
