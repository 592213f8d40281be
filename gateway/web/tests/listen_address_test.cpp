// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/web/listen_address.hpp"

#include <gtest/gtest.h>

#include "cellwarden/web/passwords.hpp"
#include "cellwarden/words/problem.hpp"
#include "scratch_folder.hpp"

namespace cellwarden::web {
namespace {

TEST(ListenAddress, IsReadWithAndWithoutAPort) {
  EXPECT_EQ(parse_listen_address("127.0.0.1:80"), (ListenAddress{"127.0.0.1", 80}));
  EXPECT_EQ(parse_listen_address("192.168.1.5"), (ListenAddress{"192.168.1.5", 8423}));
  EXPECT_EQ(parse_listen_address("[::1]:80"), (ListenAddress{"::1", 80}));
  EXPECT_EQ(parse_listen_address("[::]"), (ListenAddress{"::", 8423}));
  EXPECT_EQ(parse_listen_address("fe80::1"), (ListenAddress{"fe80::1", 8423}));
  EXPECT_EQ(parse_listen_address("localhost:0"), (ListenAddress{"127.0.0.1", 0}));
  EXPECT_EQ(parse_listen_address(":8080"), (ListenAddress{"::", 8080}));
  EXPECT_EQ(parse_listen_address("0.0.0.0:65535"), (ListenAddress{"0.0.0.0", 65535}));
}

TEST(ListenAddress, WhatIsNoneIsAProblem) {
  for (const char* text : {"", "boat", "boat:80", "1.2.3:80", "127.0.0.1:65536", "127.0.0.1:-1",
                           "127.0.0.1:", "127.0.0.1:8a", "[127.0.0.1]:80", "[::1", "::1]:80",
                           "127.0.0.1:80:80", " 127.0.0.1"}) {
    EXPECT_THROW(parse_listen_address(text), words::Problem) << text;
  }
}

TEST(ListenAddress, BeyondLoopbackOnlyWithAnOwnerPassword) {
  const ScratchFolder folder;
  Passwords passwords{folder.file("passwords"), {.passes = 1, .memory_bytes = 8192}};
  EXPECT_NO_THROW(check_listen({"127.0.0.1", 8423}, passwords));
  EXPECT_NO_THROW(check_listen({"::1", 8423}, passwords));
  EXPECT_THROW(check_listen({"0.0.0.0", 8423}, passwords), words::Problem);
  EXPECT_THROW(check_listen({"::", 8423}, passwords), words::Problem);
  passwords.set(Role::viewer, "look but no more");
  EXPECT_THROW(check_listen({"192.168.1.5", 8423}, passwords), words::Problem);
  passwords.set(Role::owner, "correct horse");
  EXPECT_NO_THROW(check_listen({"192.168.1.5", 8423}, passwords));
}

}  // namespace
}  // namespace cellwarden::web
