// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/scenario_place.hpp"

#include <gtest/gtest.h>

#include "cellwarden/words/problem.hpp"
#include "scratch_folder.hpp"

namespace cellwarden::cli {
namespace {

std::string said(const std::string& scenario, const std::vector<std::filesystem::path>& folders) {
  try {
    return "found " + scenario_path(scenario, folders);
  } catch (const words::Problem& problem) {
    return problem.what();
  }
}

TEST(ScenarioPlace, TheFirstFolderThatHasTheNameWins) {
  const test::ScratchFolder first;
  const test::ScratchFolder second;
  const std::vector<std::filesystem::path> folders{"no/such", first.file("."), second.file(".")};
  const std::string expected = second.with("winter.toml", "");
  EXPECT_EQ(scenario_path("winter", folders), expected);
  const std::string nearer = first.with("winter.toml", "");
  EXPECT_EQ(scenario_path("winter", folders), nearer);
}

TEST(ScenarioPlace, AFileIsTakenAsItIs) {
  EXPECT_EQ(scenario_path("mine.toml", {}), "mine.toml");
  EXPECT_EQ(scenario_path("a/b", {}), "a/b");
}

TEST(ScenarioPlace, AnUnknownNameListsWhatThereIs) {
  const test::ScratchFolder folder;
  for (const char* name : {"winter.toml", "sunny-week.toml", "README.md"}) {
    ASSERT_FALSE(folder.with(name, "").empty());
  }
  EXPECT_EQ(said("sunny", {folder.file(".")}),
            "there is no scenario 'sunny'; those that ship: sunny-week, winter; or name a .toml "
            "file.");
  EXPECT_EQ(said("", {folder.file(".")}),
            "name a scenario: a file, or one of those that ship: sunny-week, winter.");
}

}  // namespace
}  // namespace cellwarden::cli
