// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/cell_parameters.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>

namespace cellwarden::twin {
namespace {

std::string file_text() {
  const std::ifstream file{CELLWARDEN_CELLS "/lfp-prismatic-100ah.csv"};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

ParametersFault fault_of(const std::string& text) { return parse_cell_parameters(text).error(); }

TEST(CellParameters, TheFileAndTheBuiltInCellAreEqual) {
  const auto parsed = parse_cell_parameters(file_text());
  ASSERT_TRUE(parsed) << "line " << parsed.error().line;
  EXPECT_EQ(*parsed, lfp_prismatic_100ah());
}

TEST(CellParameters, AWrongLineIsNamed) {
  const std::string good = file_text();
  const int lines = static_cast<int>(std::count(good.begin(), good.end(), '\n'));
  const auto expect = [&](const std::string& line, ParametersError error) {
    const ParametersFault fault = fault_of(good + line + "\n");
    EXPECT_EQ(fault.error, error) << line;
    EXPECT_EQ(fault.line, lines + 1) << line;
  };
  expect("colour,1", ParametersError::unknown_name);
  expect("capacity_ah,1OO", ParametersError::bad_number);
  expect("capacity_ah,", ParametersError::wrong_count);
  expect("capacity_ah,1.2.3", ParametersError::bad_number);
  expect("capacity_ah,1234567890123456", ParametersError::bad_number);
  expect("capacity_ah,1,2", ParametersError::wrong_count);
  expect("ocv,2", ParametersError::wrong_count);
  expect("ocv,0.5,3.3", ParametersError::not_rising);
  expect("r0,2,0.001", ParametersError::wrong_count);
  expect("temperature_c,1", ParametersError::wrong_count);
  EXPECT_TRUE(parse_cell_parameters(good + "  # only a remark\n\n"));
}

TEST(CellParameters, NothingMayBeMissing) {
  EXPECT_EQ(fault_of("").error, ParametersError::missing_value);
  EXPECT_EQ(fault_of("capacity_ah,100\n").error, ParametersError::missing_value);
  std::string text = file_text();
  text.replace(text.find("rc2_seconds,300"), 15, "rc2_seconds,0");
  EXPECT_EQ(fault_of(text).error, ParametersError::missing_value);
  EXPECT_EQ(fault_of("r0,0,1\n").error, ParametersError::wrong_count);  // before its temperatures
  EXPECT_EQ(fault_of("temperature_c,10,10\n").error, ParametersError::not_rising);
}

TEST(CellParameters, AnotherSizeScalesAsItsHeaderSays) {
  const CellParameters small = lfp_prismatic_100ah();
  const CellParameters large = scaled(small, 800);
  EXPECT_DOUBLE_EQ(large.r0[3].ohm[4], small.r0[3].ohm[4] / 8);
  EXPECT_DOUBLE_EQ(large.rc_discharge[5].ohm[0], small.rc_discharge[5].ohm[0] / 8);
  EXPECT_DOUBLE_EQ(large.cell_j_per_k, 16'000);
  EXPECT_DOUBLE_EQ(large.self_discharge_a, 8 * small.self_discharge_a);
  EXPECT_NEAR(large.cell_to_ambient_w_per_k, 4 * small.cell_to_ambient_w_per_k, 1e-12);  // 8^(2/3)
  EXPECT_EQ(large.ocv, small.ocv);
  EXPECT_EQ(scaled(small, 100), small);
  EXPECT_EQ(scaled(small, 0), small);
}

}  // namespace
}  // namespace cellwarden::twin
