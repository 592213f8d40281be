// SPDX-License-Identifier: Apache-2.0
#include "time_text.hpp"

#include <gtest/gtest.h>

namespace cellwarden::api {
namespace {

constexpr std::int64_t kMoment = 1'795'382'021'000;  // 2026-11-22T21:13:41Z

TEST(TimeText, IsMillisecondsOrIso8601) {
  EXPECT_EQ(parse_time("1795382021000"), kMoment);
  EXPECT_EQ(parse_time("2026-11-22T21:13:41Z"), kMoment);
  EXPECT_EQ(parse_time("2026-11-22T21:13:41"), kMoment);
  EXPECT_EQ(parse_time("2026-11-22 21:13:41.5Z"), kMoment + 500);
  EXPECT_EQ(parse_time("2026-11-22T21:13"), kMoment - 41'000);
  EXPECT_EQ(parse_time("2026-11-22"), kMoment - 76'421'000);
  EXPECT_EQ(parse_time("2026-11-22T22:13:41+01:00"), kMoment);
  EXPECT_EQ(parse_time("2026-11-22T22:13:41 01:00"), kMoment) << "a plus sign in an address";
  EXPECT_EQ(parse_time("2026-11-22T20:13:41-0100"), std::nullopt);
  EXPECT_EQ(parse_time("2026-11-22T20:13:41-01:00"), kMoment);
}

TEST(TimeText, RefusesWhatIsNoTime) {
  for (const char* text : {"", "yesterday", "2026-02-30", "2026-13-01", "2026-11-22T24:00", "-1",
                           "2026-11-22T21:60", "2026-11-22T21:13:41.Z", "2026-11-22T21:13:41ZZ",
                           "1795382021000 ", "20-11-22", "2026-1-2", "+5", "2026-11--2"}) {
    EXPECT_EQ(parse_time(text), std::nullopt) << text;
  }
}

TEST(TimeText, KeepsToTheYears2000To2200) {
  EXPECT_FALSE(parse_time("946684799999"));
  EXPECT_TRUE(parse_time("946684800000"));
  EXPECT_TRUE(parse_time("2199-12-31"));
  EXPECT_FALSE(parse_time("2200-01-02"));
}

TEST(TimeText, IsReadBackAsItWasWritten) {
  EXPECT_EQ(iso_time(kMoment + 7), "2026-11-22T21:13:41.007Z");
  EXPECT_EQ(parse_time(iso_time(kMoment + 7)), kMoment + 7);
}

}  // namespace
}  // namespace cellwarden::api
