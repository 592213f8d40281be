// SPDX-License-Identifier: Apache-2.0
#include "attempts.hpp"

#include <gtest/gtest.h>

#include "peers.hpp"

namespace cellwarden::web {
namespace {

using std::chrono::seconds;
constexpr seconds kNow{5000};
constexpr const char* kGuesser = "192.168.1.66";

TEST(Attempts, TheThirdWrongPasswordMakesAPeerWaitAndEachFurtherOneTwiceAsLong) {
  Attempts attempts{{}};
  attempts.failed(kGuesser, kNow);
  attempts.failed(kGuesser, kNow);
  EXPECT_EQ(attempts.wait(kGuesser, kNow), seconds{0});
  seconds now = kNow;
  for (const int expected : {2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900}) {
    attempts.failed(kGuesser, now);
    EXPECT_EQ(attempts.wait(kGuesser, now), seconds{expected});
    EXPECT_EQ(attempts.wait(kGuesser, now + seconds{expected - 1}), seconds{1});
    now += seconds{expected};
    EXPECT_EQ(attempts.wait(kGuesser, now), seconds{0});
  }
}

TEST(Attempts, AnotherPeerDoesNotWaitForIt) {
  Attempts attempts{{}};
  for (int i = 0; i < 20; ++i) attempts.failed(kGuesser, kNow);
  EXPECT_EQ(attempts.wait("192.168.1.7", kNow), seconds{0});
}

TEST(Attempts, ARightPasswordForgivesTheWrongOnes) {
  Attempts attempts{{}};
  attempts.failed(kGuesser, kNow);
  attempts.failed(kGuesser, kNow);
  attempts.succeeded(kGuesser, kNow);
  attempts.failed(kGuesser, kNow);
  attempts.failed(kGuesser, kNow);
  EXPECT_EQ(attempts.wait(kGuesser, kNow), seconds{0});
}

// 60 in all, of which peers that were wrong before may use 30.
TEST(Attempts, ManyGuessersTogetherRunOutOfACommonAllowance) {
  Attempts attempts{{}};
  attempts.succeeded("192.168.1.7", kNow);
  const auto guess = [&](int i) { attempts.failed("10.0.0." + std::to_string(i), kNow); };
  for (int i = 0; i < 29; ++i) guess(i);
  EXPECT_EQ(attempts.wait("10.0.0.0", kNow), seconds{0});
  guess(29);
  EXPECT_EQ(attempts.wait("10.0.0.0", kNow), seconds{1});
  EXPECT_EQ(attempts.wait("10.0.0.200", kNow), seconds{0});
  for (int i = 30; i < 59; ++i) guess(i);
  EXPECT_EQ(attempts.wait("10.0.0.200", kNow), seconds{0});
  guess(59);
  EXPECT_EQ(attempts.wait("10.0.0.200", kNow), seconds{1});
  EXPECT_EQ(attempts.wait("10.0.0.200", kNow + seconds{1}), seconds{0});
  // The owner's own computer was right before, and is not locked out.
  EXPECT_EQ(attempts.wait("192.168.1.7", kNow), seconds{0});
}

TEST(Attempts, MemoryIsBoundedAndAPeerThatWasRightIsForgottenLast) {
  Attempts attempts{{.all_failures = 2, .peers = 10}};
  attempts.succeeded("192.168.1.7", kNow);
  for (int i = 0; i < 100; ++i) attempts.failed("10.0.1." + std::to_string(i), kNow + seconds{i});
  EXPECT_EQ(attempts.wait("192.168.1.7", kNow + seconds{100}), seconds{0});
}

TEST(Peers, AHomesWholeIPv6NetworkIsOnePeer) {
  EXPECT_EQ(peer_group("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(peer_group("2001:db8:1:2::ffff"), peer_group("2001:db8:1:2:3:4:5:6"));
  EXPECT_NE(peer_group("2001:db8:1:3::1"), peer_group("2001:db8:1:2::1"));
  EXPECT_EQ(peer_group("::ffff:192.168.1.2"), "192.168.1.2");
}

TEST(Peers, LoopbackIsKnownInAllItsForms) {
  for (const char* text : {"127.0.0.1", "127.255.0.9", "::1", "::ffff:127.0.0.1"}) {
    EXPECT_TRUE(is_loopback_address(text)) << text;
  }
  for (const char* text : {"0.0.0.0", "::", "126.255.255.255", "128.0.0.1", "::2", "localhost",
                           "::ffff:128.0.0.1", ""}) {
    EXPECT_FALSE(is_loopback_address(text)) << text;
  }
}

}  // namespace
}  // namespace cellwarden::web
