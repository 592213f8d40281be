// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/scenario/text_file.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <memory>

#include "cellwarden/scenario/scenario_file.hpp"

namespace cellwarden::scenario {

namespace {

constexpr std::size_t kLargest = std::size_t{64} << 20;

struct Closer {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

std::string read_text_file(const std::string& path) {
  const std::unique_ptr<std::FILE, Closer> file{std::fopen(path.c_str(), "rb")};
  if (!file) throw ScenarioError{fmt::format("cannot read {}: {}.", path, std::strerror(errno))};
  std::string text;
  std::array<char, 65536> block{};
  while (const std::size_t length = std::fread(block.data(), 1, block.size(), file.get())) {
    text.append(block.data(), length);
    if (text.size() > kLargest) throw ScenarioError{fmt::format("{} is larger than 64 MiB.", path)};
  }
  if (std::ferror(file.get()) != 0) {
    throw ScenarioError{fmt::format("cannot read {}: {}.", path, std::strerror(errno))};
  }
  return text;
}

}  // namespace cellwarden::scenario
