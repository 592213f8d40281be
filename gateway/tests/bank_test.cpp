// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/bank.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "observations.hpp"

namespace cellwarden::gateway {
namespace {

using namespace core::literals;
using testing::ElementsAre;
using testing::IsEmpty;

BankStatus bank_of(const Status& a, const Status& b) {
  const std::array<BankMember, 2> members{{{"a", &a}, {"b", &b}}};
  return bank_status(members);
}

// RELAY-5: charging is allowed only when all packs allow it; the same for the load.
TEST(Bank, AllowsWhatAllPacksAllow) {
  const Status allowing = judge_one(healthy(0_ms), 0_ms);
  Observation against = healthy(0_ms);
  against.charge_relay->value.allowed = false;
  const Status refusing = judge_one(against, 0_ms);
  EXPECT_TRUE(bank_of(allowing, allowing).charge_allowed);
  const BankStatus bank = bank_of(allowing, refusing);
  EXPECT_FALSE(bank.charge_allowed);
  EXPECT_TRUE(bank.load_allowed);
  EXPECT_THAT(bank.against_charge, ElementsAre("b"));
  EXPECT_THAT(bank.against_load, IsEmpty());
}

TEST(Bank, APackWithoutDataAllowsNothingAndIsNamed) {
  const Status good = judge_one(healthy(20'000_ms), 20'000_ms);
  const Status silent = judge_one(healthy(0_ms), 20'000_ms);
  const BankStatus bank = bank_of(good, silent);
  EXPECT_FALSE(bank.charge_allowed);
  EXPECT_FALSE(bank.load_allowed);
  EXPECT_THAT(bank.without_data, ElementsAre("b"));
  EXPECT_FALSE(bank.battery);  // a sum with an unknown part is unknown
}

// 4 kWh at 25 % and 12 kWh at 75 %: 10 of 16 kWh.
TEST(Bank, CurrentsAddUpAndTheSocIsWeightedByCapacity) {
  Observation small = healthy(0_ms);
  small.charge->value.stored = 1'000_Wh;
  Observation large = healthy(0_ms);
  large.charge->value.capacity = 12'000_Wh;
  large.charge->value.stored = 9'000_Wh;
  const BankStatus bank = bank_of(judge_one(small, 0_ms), judge_one(large, 0_ms));
  EXPECT_EQ(bank.battery, 12'000_mA);
  EXPECT_EQ(bank.in, 20'000_mA);
  EXPECT_EQ(bank.out, 8'000_mA);
  EXPECT_EQ(bank.soc, core::MilliPercent{62'500});
}

TEST(Bank, TheExtremesNamePackAndCell) {
  Observation high = healthy(0_ms);
  high.cells[2]->value.voltage = 3'450_mV;
  const BankStatus bank = bank_of(judge_one(healthy(0_ms), 0_ms), judge_one(high, 0_ms));
  EXPECT_EQ(bank.voltage_max->value, 3'450);
  EXPECT_EQ(bank.voltage_max->pack, "b");
  EXPECT_EQ(bank.voltage_max->cell, 3);
  EXPECT_EQ(bank.voltage_min->pack, "a");
}

TEST(Bank, NoPacksAllowNothing) { EXPECT_FALSE(bank_status({}).charge_allowed); }

}  // namespace
}  // namespace cellwarden::gateway
