// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/warnings.hpp"

#include <gtest/gtest.h>

#include <string>

#include "manual_facts.hpp"

namespace cellwarden::core {
namespace {

using namespace literals;
using test::manual_facts;

bool warns(const Facts& facts, Warning warning) { return judge_warnings(facts).has(warning); }

TEST(Warnings, AHealthyPackHasNone) { EXPECT_FALSE(judge_warnings(manual_facts()).any()); }

// WARN-1
TEST(Warnings, EHoldsWithoutCommunicationAndIsThenTheOnlyOne) {
  Facts facts = manual_facts();
  facts.communication_error = true;
  facts.pack.cell_voltage_max.value = 4000_mV;
  Warnings only_e;
  only_e.set(Warning::communication);
  EXPECT_EQ(judge_warnings(facts), only_e);
}

// WARN-2
TEST(Warnings, VhHoldsFromVMaxOn) {
  Facts facts = manual_facts();
  facts.pack.cell_voltage_max.value = 3599_mV;
  EXPECT_FALSE(warns(facts, Warning::voltage_high));
  facts.pack.cell_voltage_max.value = 3600_mV;
  EXPECT_TRUE(warns(facts, Warning::voltage_high));
}

// WARN-3
TEST(Warnings, VlHoldsFromVMinDown) {
  Facts facts = manual_facts();
  facts.pack.cell_voltage_min.value = 2701_mV;
  EXPECT_FALSE(warns(facts, Warning::voltage_low));
  facts.pack.cell_voltage_min.value = 2700_mV;
  EXPECT_TRUE(warns(facts, Warning::voltage_low));
}

// WARN-4
TEST(Warnings, ThHoldsAboveTMaxOnly) {
  Facts facts = manual_facts();
  facts.pack.cell_temperature_max.value = 80_C;
  EXPECT_FALSE(warns(facts, Warning::temperature_high));
  facts.pack.cell_temperature_max.value = 80'001_mC;
  EXPECT_TRUE(warns(facts, Warning::temperature_high));
}

// WARN-5
TEST(Warnings, TlHoldsBelowTMinOnly) {
  Facts facts = manual_facts();
  facts.pack.cell_temperature_min.value = 10_C;
  EXPECT_FALSE(warns(facts, Warning::temperature_low));
  facts.pack.cell_temperature_min.value = 9'999_mC;
  EXPECT_TRUE(warns(facts, Warning::temperature_low));
}

// WARN-2, WARN-3, WARN-4, WARN-5
TEST(Warnings, AllFourOthersCanHoldAtOnce) {
  Facts facts = manual_facts();
  facts.pack.cell_voltage_min.value = 2000_mV;
  facts.pack.cell_voltage_max.value = 4000_mV;
  facts.pack.cell_temperature_min.value = 0_C;
  facts.pack.cell_temperature_max.value = 90_C;
  for (const Warning warning : kWarnings) {
    EXPECT_EQ(warns(facts, warning), warning != Warning::communication) << name(warning);
  }
}

TEST(Warnings, EachRowCarriesItsIdAndTheAppsName) {
  std::string told;
  for (const WarningRow& row : warning_rows())
    told += std::string{row.id} + name(row.warning) + " ";
  EXPECT_EQ(told, "WARN-1E WARN-2Vh WARN-3Vl WARN-4Th WARN-5Tl ");
}

}  // namespace
}  // namespace cellwarden::core
