// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/daemon/pin_file.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

namespace cellwarden::daemon {
namespace {

class PinFiles : public testing::Test {
 protected:
  PinFiles() { std::filesystem::remove(path); }
  ~PinFiles() override { std::filesystem::remove(path); }
  // One each: the tests run side by side.
  std::string path{testing::TempDir() + "cellwarden-pins-" +
                   testing::UnitTest::GetInstance()->current_test_info()->name() + ".json"};
};

TEST_F(PinFiles, APinIsKeptForThisUserOnly) {
  PinFile pins{path};
  EXPECT_FALSE(pins.find("house"));
  EXPECT_TRUE(pins.keep("house", 42));
  EXPECT_EQ(PinFile{path}.find("house"), 42);
  struct stat info {};
  ASSERT_EQ(stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
}

TEST_F(PinFiles, ADamagedFileHasNoPins) {
  std::ofstream{path} << R"({"house": 42, "shed": 70000, "x)";
  EXPECT_FALSE(PinFile{path}.find("house"));
  std::ofstream{path} << R"({"house": 42, "shed": 70000})";
  EXPECT_EQ(PinFile{path}.find("house"), 42);
  EXPECT_FALSE(PinFile{path}.find("shed"));
}

TEST_F(PinFiles, AFolderThatIsNotThereIsSurvived) {
  PinFile pins{"/nowhere/pins.json"};
  EXPECT_FALSE(pins.keep("house", 42));
  EXPECT_EQ(pins.find("house"), 42);
}

}  // namespace
}  // namespace cellwarden::daemon
