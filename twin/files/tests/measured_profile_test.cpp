// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "cellwarden/scenario/scenario_file.hpp"

namespace cellwarden::scenario {
namespace {

// A scenario with a table beside it, in a folder that is gone when the test ends.
class MeasuredProfile : public testing::Test {
 public:
  MeasuredProfile() {
    std::string pattern = (std::filesystem::temp_directory_path() / "cellwarden-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  MeasuredProfile(const MeasuredProfile&) = delete;
  MeasuredProfile& operator=(const MeasuredProfile&) = delete;
  MeasuredProfile(MeasuredProfile&&) = delete;
  MeasuredProfile& operator=(MeasuredProfile&&) = delete;
  ~MeasuredProfile() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

 protected:
  twin::Scenario read(const std::string& keys, const std::string& csv) {
    std::ofstream{folder_ / "m.csv", std::ios::binary} << csv;
    std::ofstream{folder_ / "s.toml"} << "[pack]\ncells = 16\n" << keys;
    return read_scenario((folder_ / "s.toml").string());
  }

  // Without the name of the folder.
  std::string refusal(const std::string& keys, const std::string& csv) {
    try {
      read(keys, csv);
    } catch (const ScenarioError& error) {
      std::string sentence = error.what();
      const std::string prefix = folder_.string() + "/";
      for (std::size_t at = 0; (at = sentence.find(prefix)) != std::string::npos;) {
        sentence.erase(at, prefix.size());
      }
      return sentence;
    }
    return "";
  }

 private:
  std::filesystem::path folder_;
};

constexpr const char* kSun = "[site.sun]\npeak_w = 2000\nmeasured = \"m.csv\"\n";

TEST_F(MeasuredProfile, OfTheSunIsAFractionOfThePeak) {
  const twin::Scenario s =
      read(std::string{kSun} + "unit = \"kW\"\ntime_unit = \"h\"\n",
           "# my roof\ntime, note, value\r\n6, dawn, 0\r\n\r\n12, noon, 1.5\r\n18, dusk, 0\r\n");
  ASSERT_TRUE(s.site.sun.measured.has_value());
  EXPECT_DOUBLE_EQ(s.site.sun.measured->at(12 * 3600.0), 0.75);
  EXPECT_DOUBLE_EQ(s.site.sun.measured->at(9 * 3600.0), 0.375);
}

TEST_F(MeasuredProfile, CanNameItsColumnsAndRepeat) {
  const twin::Scenario s = read(
      "[site.house]\nmeasured = \"m.csv\"\ntime_column = \"minute\"\nvalue_column = \"watts\"\n"
      "unit = \"W\"\ntime_unit = \"min\"\nrepeat_hours = 2\n",
      "minute,watts\n0,100\n60,300\n");
  ASSERT_TRUE(s.site.house.measured_w.has_value());
  EXPECT_DOUBLE_EQ(s.site.house.measured_w->at(3600), 300);
  EXPECT_DOUBLE_EQ(s.site.house.measured_w->at(3 * 3600), 300);
}

TEST_F(MeasuredProfile, OfTheAirIsInDegrees) {
  const twin::Scenario s =
      read("[site.ambient]\nmeasured = \"m.csv\"\nunit = \"C\"\n", "time,value\n0,-5.5\n");
  ASSERT_TRUE(s.site.ambient.measured_c.has_value());
  EXPECT_DOUBLE_EQ(s.site.ambient.measured_c->at(1000), -5.5);
}

TEST_F(MeasuredProfile, SaysWhatIsWrongAndWhere) {
  const std::string sun = std::string{kSun} + "unit = \"W\"\n";
  EXPECT_EQ(refusal(kSun, "time,value\n0,1\n"),
            "s.toml:5: say the unit of the values as well: unit = \"W\", \"kW\", \"percent\" or "
            "\"fraction\".");
  EXPECT_EQ(refusal("[site.sun]\nunit = \"W\"\n", ""),
            "s.toml:4: unit belongs to measured = \"….csv\".");
  EXPECT_EQ(refusal("[site.sun]\nmeasured = \"x.csv\"\nunit = \"W\"\n", ""),
            "cannot read x.csv: No such file or directory.");
  EXPECT_EQ(refusal(sun, ""), "m.csv:0: there is nothing in it.");
  EXPECT_EQ(refusal(sun, "time,watts\n"),
            "m.csv:1: no column is called 'value'; there is time or watts.");
  EXPECT_EQ(refusal(sun, "time,value\n0,abc\n"), "m.csv:2: 'abc' is not a number.");
  EXPECT_EQ(refusal(sun, "time,value\n0\n"), "m.csv:2: column 2 is missing.");
  EXPECT_EQ(refusal(sun, "time,value\n0,1\n0,2\n"),
            "m.csv:3: each time must be later than the one before.");
  EXPECT_EQ(refusal(sun, "time,value\n"), "s.toml:5: m.csv: there is no row in it.");
  EXPECT_EQ(refusal(sun, "time,value\n0,inf\n"), "s.toml:5: m.csv: a number in it is not finite.");
  EXPECT_EQ(refusal(sun + "repeat_hours = 1\n", "time,value\n0,1\n7200,2\n"),
            "s.toml:5: m.csv: it must lie between 0 and the end of repeat_hours.");
}

}  // namespace
}  // namespace cellwarden::scenario
