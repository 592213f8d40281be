// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/words/decimal.hpp"

#include <gtest/gtest.h>

#include <random>

namespace cellwarden::words {
namespace {

std::int64_t thousandths(std::string_view text) {
  const Decimal decimal = parse_decimal(text, 3);
  EXPECT_EQ(decimal.kind, DecimalKind::number) << text;
  return decimal.scaled;
}

// PLUS-4
TEST(Decimal, RoundsAsFloorOfXPlusOneHalf) {
  EXPECT_EQ(thousandths("3.5994"), 3599);
  EXPECT_EQ(thousandths("3.5995"), 3600);
  EXPECT_EQ(thousandths("3.59949999999999999999999999"), 3599);
  EXPECT_EQ(thousandths("-0.0005"), 0);
  EXPECT_EQ(thousandths("-0.00050000000000001"), -1);
  EXPECT_EQ(thousandths("-0.0015"), -1);
  EXPECT_EQ(thousandths("-0.0016"), -2);
  EXPECT_EQ(thousandths("0.0005"), 1);
}

TEST(Decimal, ReadsAllUsualSpellings) {
  EXPECT_EQ(thousandths("3"), 3000);
  EXPECT_EQ(thousandths("+3."), 3000);
  EXPECT_EQ(thousandths(".5"), 500);
  EXPECT_EQ(thousandths("-.5"), -500);
  EXPECT_EQ(thousandths("1e3"), 1'000'000);
  EXPECT_EQ(thousandths("12.5E-1"), 1250);
  EXPECT_EQ(thousandths("5e-4"), 1);
  EXPECT_EQ(thousandths("4.9e-4"), 0);
  EXPECT_EQ(thousandths("5e-5"), 0);
  EXPECT_EQ(thousandths("0e99999999999999"), 0);
  EXPECT_EQ(thousandths("1e-99999999999999"), 0);
  EXPECT_EQ(thousandths(" \t3.3 "), 3300);
  EXPECT_EQ(thousandths("-0"), 0);
  EXPECT_EQ(thousandths("0000000000000000000000003.3"), 3300);
}

TEST(Decimal, HoldsNumbersThatAreTooLarge) {
  EXPECT_EQ(thousandths("1e300"), kDecimalMax);
  EXPECT_EQ(thousandths("-99999999999999999999999"), -kDecimalMax);
  EXPECT_EQ(thousandths("99999999999999"), 99'999'999'999'999'000);
}

TEST(Decimal, TellsApartWhatIsNoNumber) {
  EXPECT_EQ(parse_decimal("", 3).kind, DecimalKind::empty);
  EXPECT_EQ(parse_decimal("  ", 3).kind, DecimalKind::empty);
  for (const char* text : {"nan", "NaN", "-nan", "+NAN"}) {
    EXPECT_EQ(parse_decimal(text, 3).kind, DecimalKind::not_a_number) << text;
  }
  EXPECT_EQ(parse_decimal("inf", 3).kind, DecimalKind::infinite);
  EXPECT_EQ(parse_decimal("-Infinity", 3).scaled, -kDecimalMax);
  for (const char* text : {"x", "3,3", "3.3V", "--3", "1e", "1e+", ".", "+", "-", "0x10", "1 2",
                           "nano", "3.3.3", "1_000", "e5", "\"3.3\""}) {
    EXPECT_EQ(parse_decimal(text, 3).kind, DecimalKind::text) << text;
  }
}

TEST(Decimal, WritesTheDecimalsItIsAskedFor) {
  EXPECT_EQ(decimal_text(3300, 3), "3.300");
  EXPECT_EQ(decimal_text(-5, 3), "-0.005");
  EXPECT_EQ(decimal_text(0, 3), "0.000");
  EXPECT_EQ(decimal_text(42, 0), "42");
  EXPECT_EQ(decimal_text(INT64_MIN, 0), "-9223372036854775808");
  EXPECT_EQ(short_decimal_text(3300, 3), "3.3");
  EXPECT_EQ(short_decimal_text(4000, 3), "4");
  EXPECT_EQ(short_decimal_text(100, 0), "100");
}

TEST(Decimal, WhatIsWrittenIsReadBack) {
  std::mt19937_64 random{1};
  for (int i = 0; i < 100'000; ++i) {
    const auto value = static_cast<std::int64_t>(random() >> (random() % 61 + 3));
    const std::int64_t scaled = (random() & 1) != 0 ? -value : value;
    const int places = static_cast<int>(random() % 7);
    ASSERT_EQ(parse_decimal(decimal_text(scaled, places), places).scaled, scaled);
  }
}

}  // namespace
}  // namespace cellwarden::words
