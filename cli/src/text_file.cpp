// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/text_file.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "cellwarden/words/problem.hpp"

namespace cellwarden::cli {

namespace {
constexpr std::size_t kLargest = std::size_t{1} << 30;

struct Closer {
  void operator()(std::FILE* file) const {
    if (file != stdin) std::fclose(file);
  }
};
}  // namespace

std::string read_text_file(const std::string& path) {
  const std::string name = path == "-" ? "standard input" : path;
  const std::unique_ptr<std::FILE, Closer> file{path == "-" ? stdin
                                                            : std::fopen(path.c_str(), "rb")};
  if (!file) throw words::Problem{fmt::format("cannot read {}: {}.", name, std::strerror(errno))};
  std::string text;
  std::array<char, 65536> block{};
  while (const std::size_t length = std::fread(block.data(), 1, block.size(), file.get())) {
    text.append(block.data(), length);
    if (text.size() > kLargest) throw words::Problem{fmt::format("{} is larger than 1 GiB.", name)};
  }
  if (std::ferror(file.get()) != 0) {
    throw words::Problem{fmt::format("cannot read {}: {}.", name, std::strerror(errno))};
  }
  return text;
}

}  // namespace cellwarden::cli
