// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/protocol/key_values.hpp"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace cellwarden::protocol {
namespace {

using namespace core::literals;

std::vector<int> all_bytes(const KeyValues& values) {
  std::vector<int> bytes;
  for (std::uint8_t key = 0; key < kKeyCount; ++key) bytes.push_back(value_of_key(values, key));
  return bytes;
}

TEST(KeyValues, EachKeyHasItsByteTheMostSignificantFirst) {
  const KeyValues values{.state_of_health = 98_percent,
                         .charge_efficiency = 99_percent,
                         .v_low = 2'970_mV,      // 594 = 02 52
                         .v_nominal = 3'200_mV,  // 640 = 02 80
                         .firmware = {.major = 3, .minor = 4, .patch = 11},
                         .charge_cycles = 1'234,                       // 04 D2
                         .charged_total = KilowattHours{0x010203},     //
                         .discharged_total = KilowattHours{0x0A0B0C},  //
                         .status_2 = {},
                         .v_full = 3'450_mV};  // 690 = 02 B2
  EXPECT_EQ(all_bytes(values),
            (std::vector<int>{98, 99, 0x02, 0x52, 0x02, 0x80, 0x34, 11, 0x04, 0xD2, 0x01, 0x02,
                              0x03, 0x0A, 0x0B, 0x0C, 0, 0x02, 0xB2}));
}

TEST(KeyValues, UnknownPercentagesAre255) {
  EXPECT_EQ(value_of_key({}, 0), 255);
  EXPECT_EQ(value_of_key({}, 1), 255);
  EXPECT_EQ(value_of_key({.state_of_health = 0_percent}, 0), 0);
}

TEST(KeyValues, EachBitOfStatus2IsOneFlag) {
  EXPECT_EQ(value_of_key({.status_2 = {.early_warning = true}}, 16), 0x02);
  EXPECT_EQ(value_of_key({.status_2 = {.too_cold_to_charge = true}}, 16), 0x04);
  EXPECT_EQ(value_of_key({.status_2 = {.too_cold_to_discharge = true}}, 16), 0x08);
  EXPECT_EQ(value_of_key({.status_2 = {.charge_relay_closed = true}}, 16), 0x10);
  EXPECT_EQ(value_of_key({.status_2 = {.load_relay_closed = true}}, 16), 0x20);
}

TEST(KeyValues, WhatDoesNotFitIsHeld) {
  const KeyValues values{.state_of_health = 101_percent,
                         .v_low = 400'000_mV,
                         .firmware = {.major = 16, .minor = 17},
                         .charge_cycles = -1,
                         .charged_total = KilowattHours{1LL << 40}};
  EXPECT_EQ(value_of_key(values, 0), 100);
  EXPECT_EQ(value_of_key(values, 2), 0xFF);
  EXPECT_EQ(value_of_key(values, 3), 0xFF);
  EXPECT_EQ(value_of_key(values, 6), 0xFF);
  EXPECT_EQ(value_of_key(values, 8), 0);
  EXPECT_EQ(value_of_key(values, 10), 0xFF);
}

TEST(KeyValues, AKeyThatDoesNotExistIsZero) {
  EXPECT_EQ(value_of_key({.v_full = 327'675_mV}, kKeyCount), 0);
  EXPECT_EQ(value_of_key({.v_full = 327'675_mV}, 255), 0);
}

// OUT-3
TEST(FrameRotation, WalksCellsAndKeysEachInItsOwnCircle) {
  FrameRotation rotation;
  for (int frame = 0; frame < 400; ++frame) {
    const FrameRotation::Turn turn = rotation.next(16);
    ASSERT_EQ(turn.cell, frame % 16 + 1) << frame;
    ASSERT_EQ(turn.key, frame % 19) << frame;
  }
}

TEST(FrameRotation, ReachesCell255AndBeginsAgain) {
  FrameRotation rotation;
  for (int frame = 0; frame < 255; ++frame) ASSERT_EQ(rotation.next(255).cell, frame + 1);
  EXPECT_EQ(rotation.next(255).cell, 1);
}

TEST(FrameRotation, AllKeysComeInNineteenFrames) {
  FrameRotation rotation;
  std::set<int> keys;
  for (int frame = 0; frame < 19; ++frame) keys.insert(rotation.next(4).key);
  EXPECT_EQ(keys.size(), 19U);
}

TEST(FrameRotation, FollowsAPackThatBecomesSmaller) {
  FrameRotation rotation;
  for (int frame = 0; frame < 10; ++frame) rotation.next(16);
  EXPECT_EQ(rotation.next(8).cell, 1);
  EXPECT_EQ(rotation.next(8).cell, 2);
}

}  // namespace
}  // namespace cellwarden::protocol
