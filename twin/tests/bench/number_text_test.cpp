// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cstdio>

#include "cellwarden/twin/random.hpp"
#include "cellwarden/twin/scenario_rows.hpp"

namespace cellwarden::twin {
namespace {

std::string printed(double value) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.10g", value);
  return text.data();
}

TEST(NumberText, IsWhatPrintfWrites) {
  for (const double value :
       {0.0,    1.0,     -1.0,        3.6,          16.0,          0.005,
        0.1,    1e7,     1e9,         9999999999.0, 1e10,          12345678901.0,
        0.0001, 0.00001, 0.000012345, -2.5e-7,      99999999999.5, 999999999.99999,
        1e-9,   1.0 / 3, 6553.5}) {
    EXPECT_EQ(number_text(value), printed(value));
  }
  Random random = Random::stream(1, "numbers");
  for (int i = 0; i < 10'000; ++i) {
    // Decimals, as people write them.
    const double value = static_cast<double>(static_cast<int>(random.uniform(-1e8, 1e8))) / 1e4;
    ASSERT_EQ(number_text(value), printed(value));
  }
}

}  // namespace
}  // namespace cellwarden::twin
