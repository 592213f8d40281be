// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/scenario_place.hpp"

#include <fmt/format.h>

#include <set>
#include <system_error>

#include "cellwarden/words/problem.hpp"

namespace cellwarden::cli {

namespace fs = std::filesystem;

namespace {

constexpr const char* kEnding = ".toml";

std::set<std::string> names_in(const std::vector<fs::path>& folders) {
  std::set<std::string> names;
  for (const fs::path& folder : folders) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator{folder, ignored}) {
      if (entry.path().extension() == kEnding) names.insert(entry.path().stem().string());
    }
  }
  return names;
}

std::string joined(const std::set<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "none" : text;
}

}  // namespace

std::vector<fs::path> scenario_folders() {
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  std::vector<fs::path> folders;
  if (!program.empty()) {
    folders.push_back(program / "../../../scenarios");
    folders.push_back(program / "../share/cellwarden/scenarios");
  }
  folders.emplace_back("scenarios");
  return folders;
}

std::string scenario_path(const std::string& scenario, const std::vector<fs::path>& folders) {
  if (scenario.empty()) {
    throw words::Problem{fmt::format("name a scenario: a file, or one of those that ship: {}.",
                                     joined(names_in(folders)))};
  }
  const bool file = scenario.find('/') != std::string::npos || scenario.ends_with(kEnding);
  if (file) return scenario;
  for (const fs::path& folder : folders) {
    std::error_code ignored;
    const fs::path path = folder / (scenario + kEnding);
    if (fs::is_regular_file(path, ignored)) return path.lexically_normal().string();
  }
  throw words::Problem{
      fmt::format("there is no scenario {}; those that ship: {}; or name a {} file.",
                  words::in_quotes(scenario), joined(names_in(folders)), kEnding)};
}

}  // namespace cellwarden::cli
