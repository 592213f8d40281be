// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/bluetooth/advertisement.hpp"

#include <gtest/gtest.h>

namespace cellwarden::bluetooth {
namespace {

// The public capture of a generation 3 device: 0D02 is shown as 03330.
Advertisement real_one() {
  return {.address = "C0:FF:EE:00:11:22",
          .name = "123\\SmartBMS",
          .services = {std::string{kNordicService}},
          .maker_data = {{0x091A, {0x00, 0x06, 0x0D, 0x02}}}};
}

TEST(Advertisement, ARealOneTellsItsTypeAndSerialNumber) {
  const auto found = recognise(real_one());
  ASSERT_TRUE(found);
  EXPECT_EQ(found->serial, 3330);
  EXPECT_EQ(found->type, 6);
  EXPECT_EQ(found->id(), "03330");
}

TEST(Advertisement, TheMakersNumberIsEnough) {
  Advertisement heard = real_one();
  heard.name.clear();
  heard.services.clear();
  EXPECT_TRUE(recognise(heard));
}

TEST(Advertisement, TheNameIsEnough) {
  Advertisement heard = real_one();
  heard.maker_data.clear();
  const auto found = recognise(heard);
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->serial);
  EXPECT_EQ(found->id(), "C0:FF:EE:00:11:22");
  heard.name = "123BMS-BLE7";
  EXPECT_TRUE(recognise(heard));
}

// Both services belong to many unrelated products.
TEST(Advertisement, AServiceAloneIsNot) {
  for (const auto service : {kNordicService, kRadiosService}) {
    EXPECT_FALSE(recognise({.address = "C0:FF:EE:00:11:22",
                            .name = "Heart",
                            .services = {std::string{service}},
                            .maker_data = {}}));
  }
}

TEST(Advertisement, ARadioMakersNumberCountsOnlyWithTheName) {
  Advertisement heard = real_one();
  heard.maker_data = {{1674, {0x00, 0x06, 0x0D, 0x02}}};
  EXPECT_EQ(recognise(heard)->serial, 3330);
  heard.name = "Heart";
  EXPECT_FALSE(recognise(heard));
}

TEST(Advertisement, TheSameMakersIgnitionIsNot) {
  for (const int type : {0, 1, 5}) {
    Advertisement heard = real_one();
    heard.maker_data[kMaker][1] = static_cast<std::uint8_t>(type);
    EXPECT_FALSE(recognise(heard)) << type;
  }
}

TEST(Advertisement, ShortMakerDataIsNoSerialNumber) {
  Advertisement heard = real_one();
  heard.maker_data[kMaker] = {0x00, 0x06, 0x0D};
  ASSERT_TRUE(recognise(heard));
  EXPECT_FALSE(recognise(heard)->serial);
}

TEST(Advertisement, APackIsCalledByItsSerialNumberOrItsAddress) {
  const FoundPack pack = *recognise(real_one());
  for (const char* name : {"03330", "3330", "C0:FF:EE:00:11:22", "c0:ff:ee:00:11:22"}) {
    EXPECT_TRUE(is_name_of_a_pack(name)) << name;
    EXPECT_TRUE(is_called(pack, name)) << name;
  }
  for (const char* name : {"03331", "C0:FF:EE:00:11:23"}) {
    EXPECT_TRUE(is_name_of_a_pack(name)) << name;
    EXPECT_FALSE(is_called(pack, name)) << name;
  }
  for (const char* name :
       {"", "65536", "123456", "-1", "C0:FF:EE:00:11", "C0-FF-EE-00-11-22", "x"}) {
    EXPECT_FALSE(is_name_of_a_pack(name)) << name;
    EXPECT_FALSE(is_called(pack, name)) << name;
  }
  EXPECT_TRUE(is_name_of_a_pack("65535"));
}

}  // namespace
}  // namespace cellwarden::bluetooth
