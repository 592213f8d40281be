// SPDX-License-Identifier: Apache-2.0
#include "sessions.hpp"

#include <gtest/gtest.h>

#include <set>

namespace cellwarden::web {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
constexpr seconds kStart{1000};

TEST(Sessions, ATokenHas256RandomBitsAndIsNeverTheSame) {
  Sessions sessions{{}};
  std::set<std::string> tokens;
  for (int i = 0; i < 100; ++i) tokens.insert(sessions.start(Role::viewer, "h", kStart));
  EXPECT_EQ(tokens.size(), 100U);
  for (const auto& token : tokens) EXPECT_EQ(token.size(), 64U);  // hex
}

TEST(Sessions, TheNameOfASessionDoesNotOpenIt) {
  Sessions sessions{{}};
  const auto token = sessions.start(Role::owner, "h", kStart);
  const auto found = sessions.find(token, kStart);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->role, Role::owner);
  EXPECT_FALSE(sessions.find(found->id, kStart));
  EXPECT_EQ(token.find(found->id), std::string::npos);
  EXPECT_TRUE(sessions.holds(found->id, kStart));
}

TEST(Sessions, EndAfterSevenDaysWithoutUse) {
  Sessions sessions{{}};
  const auto token = sessions.start(Role::viewer, "h", kStart);
  const seconds week = hours{24 * 7};
  EXPECT_TRUE(sessions.find(token, kStart + week - seconds{1}));
  EXPECT_TRUE(sessions.find(token, kStart + 2 * week - seconds{2}));  // it was used
  EXPECT_FALSE(sessions.find(token, kStart + 3 * week - seconds{2}));
}

TEST(Sessions, AScreenThatOnlyListensIsNotIdle) {
  Sessions sessions{{}};
  const auto token = sessions.start(Role::viewer, "h", kStart);
  const auto id = sessions.find(token, kStart)->id;
  const seconds week = hours{24 * 7};
  EXPECT_TRUE(sessions.holds(id, kStart + week - seconds{1}));
  EXPECT_TRUE(sessions.find(token, kStart + week));
}

TEST(Sessions, EndThirtyDaysAfterTheirStartHoweverUsed) {
  Sessions sessions{{}};
  const auto token = sessions.start(Role::viewer, "h", kStart);
  const seconds day = hours{24};
  for (int i = 1; i <= 29; ++i) EXPECT_TRUE(sessions.find(token, kStart + i * day));
  const auto id = sessions.find(token, kStart + 30 * day - seconds{1})->id;
  EXPECT_FALSE(sessions.holds(id, kStart + 30 * day));
  EXPECT_FALSE(sessions.find(token, kStart + 30 * day));
  EXPECT_FALSE(sessions.find(token, kStart + 29 * day));  // gone for good
}

TEST(Sessions, ANewPasswordEndsTheSessionsOfTheOldOneOnly) {
  Sessions sessions{{}};
  const auto before = sessions.start(Role::owner, "old", kStart);
  const auto after = sessions.start(Role::owner, "new", kStart);
  const auto viewer = sessions.start(Role::viewer, "v", kStart);
  sessions.end_others(Role::owner, "new");
  EXPECT_FALSE(sessions.find(before, kStart));
  EXPECT_TRUE(sessions.find(after, kStart));
  EXPECT_TRUE(sessions.find(viewer, kStart));
}

TEST(Sessions, TheOneUnusedForLongestMakesRoom) {
  Sessions sessions{{.sessions = 2}};
  const auto a = sessions.start(Role::viewer, "h", kStart);
  const auto b = sessions.start(Role::viewer, "h", kStart + seconds{1});
  EXPECT_TRUE(sessions.find(a, kStart + seconds{2}));
  const auto c = sessions.start(Role::viewer, "h", kStart + seconds{3});
  EXPECT_EQ(sessions.size(), 2U);
  EXPECT_TRUE(sessions.find(a, kStart + seconds{4}));
  EXPECT_FALSE(sessions.find(b, kStart + seconds{4}));
  EXPECT_TRUE(sessions.find(c, kStart + seconds{4}));
}

}  // namespace
}  // namespace cellwarden::web
