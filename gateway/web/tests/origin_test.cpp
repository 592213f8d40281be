// SPDX-License-Identifier: Apache-2.0
// Pages of other sites, in the browser of somebody who may sign in here.
#include <gtest/gtest.h>

#include "guard.hpp"
#include "running_server.hpp"
#include "test_client.hpp"

namespace cellwarden::web {
namespace {

constexpr auto kRoutes = [](Router& router, auto&, auto&) {
  const auto role = [](const Request& request) {
    return Response::text(std::string{role_name(request.role)});
  };
  router.get("/api/v1/x", Role::anyone, role);
  router.post("/api/v1/x", Role::owner, role);
};

Answer post_with(std::uint16_t port, const std::string& headers) {
  return TestClient{port}.ask("POST /api/v1/x HTTP/1.1\r\n" + headers +
                              "Content-Length: 2\r\n\r\n{}");
}

TEST(Origin, AChangeNeedsOurOwnPageAndAContentTypeThatFormsCannotSend) {
  const RunningServer server{kRoutes};
  const auto port = server.port();
  const std::string host = "Host: localhost:8423\r\n";
  const std::string json = "Content-Type: application/json\r\n";
  EXPECT_EQ(post_with(port, host + json + "Origin: http://localhost:8423\r\n").status, 200);
  EXPECT_EQ(post_with(port, host + json + "Sec-Fetch-Site: same-origin\r\n").status, 200);
  EXPECT_EQ(post_with(port, host + json + "Sec-Fetch-Site: none\r\n").status, 200);

  EXPECT_EQ(post_with(port, host + json).status, 403);
  for (const char* other : {"Origin: http://evil.example\r\n", "Origin: http://localhost:8424\r\n",
                            "Origin: http://localhost:8423.evil.example\r\n", "Origin: null\r\n",
                            "Sec-Fetch-Site: cross-site\r\n", "Sec-Fetch-Site: same-site\r\n",
                            "Sec-Fetch-Site: cross-site\r\nOrigin: http://localhost:8423\r\n"}) {
    EXPECT_EQ(post_with(port, host + json + other).status, 403) << other;
  }
  for (const char* type :
       {"", "Content-Type: text/plain\r\n", "Content-Type: application/x-www-form-urlencoded\r\n",
        "Content-Type: text/plain; application/json\r\n"}) {
    EXPECT_EQ(post_with(port, host + type + "Sec-Fetch-Site: same-origin\r\n").status, 415) << type;
  }
}

TEST(Origin, AnotherSitesPageCannotReadTheApiButItsLinksMayLeadHere) {
  const RunningServer server{kRoutes};
  EXPECT_EQ(get(server.port(), "/api/v1/x", "Sec-Fetch-Site: cross-site\r\n").status, 403);
  EXPECT_EQ(get(server.port(), "/api/v1/x", "Sec-Fetch-Site: same-site\r\n").status, 403);
  EXPECT_EQ(
      get(server.port(), "/api/v1/x", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n")
          .status,
      200);
  EXPECT_EQ(get(server.port(), "/api/v1/x", "Sec-Fetch-Site: same-origin\r\n").status, 200);
}

TEST(Origin, OnLoopbackOnlyOurOwnNamesAreAnswered) {
  ServerOptions options;
  options.host_names = {"boat.example"};
  const RunningServer server{kRoutes, options};
  const auto with_host = [&](const std::string& host) {
    return TestClient{server.port()}
        .ask("GET /api/v1/x HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
        .status;
  };
  for (const char* host :
       {"localhost", "LOCALHOST:8423", "127.0.0.1:1", "[::1]:8423", "[::1]", "boat.example:8423"}) {
    EXPECT_EQ(with_host(host), 200) << host;
  }
  // A name of an attacker's that his DNS turned to 127.0.0.1.
  for (const char* host : {"evil.example", "evil.example:8423", "localhost.evil.example", "",
                           "[::1", "192.168.1.5:8423", "xboat.example"}) {
    EXPECT_EQ(with_host(host), 421) << host;
  }
}

TEST(Origin, WhatAProxyOnThisMachinePassesOnIsNotFromThisMachine) {
  const RunningServer server{kRoutes};
  EXPECT_EQ(get(server.port(), "/api/v1/x").body, "owner");
  for (const char* sign : {"X-Forwarded-For: 1.2.3.4\r\n", "Forwarded: for=1.2.3.4\r\n",
                           "Via: 1.1 proxy\r\n", "x-real-ip: 1.2.3.4\r\n"}) {
    EXPECT_EQ(get(server.port(), "/api/v1/x", sign).body, "anyone") << sign;
  }
}

TEST(Origin, AHostWithoutItsPort) {
  EXPECT_EQ(host_without_port("a.local:80"), "a.local");
  EXPECT_EQ(host_without_port("[::1]:80"), "[::1]");
  EXPECT_EQ(host_without_port("[::1]"), "[::1]");
  EXPECT_EQ(host_without_port(""), "");
  EXPECT_TRUE(is_plain_host("boat.local:8423"));
  EXPECT_FALSE(is_plain_host("a/b"));
  EXPECT_FALSE(is_plain_host("a@b"));
  EXPECT_FALSE(is_plain_host(""));
}

}  // namespace
}  // namespace cellwarden::web
