// SPDX-License-Identifier: Apache-2.0
// From the password to the session and back, over real connections.
#include "cellwarden/web/sign_in.hpp"

#include <gtest/gtest.h>

#include <atomic>

#include "cellwarden/web/event_channel.hpp"
#include "cellwarden/words/problem.hpp"
#include "running_server.hpp"
#include "scratch_folder.hpp"
#include "test_client.hpp"

namespace cellwarden::web {
namespace {

using std::chrono::seconds;
constexpr HashCost kCheap{.passes = 1, .memory_bytes = 8192};
// Not from this machine, as far as the server knows.
constexpr const char* kStranger = "Via: 1.1 proxy\r\n";

class SignInTest : public testing::Test {
 protected:
  void start() {
    server_ = std::make_unique<RunningServer>([this](Router& router, boost::asio::io_context& io,
                                                     ServerOptions& options) {
      options.sign_in = std::make_shared<SignIn>(io, folder_.file("passwords"), SignInLimits{},
                                                 kCheap, [this] { return seconds{now_.load()}; });
      options.limits.ping_time = std::chrono::milliseconds{20};
      options.sign_in->add_routes(router);
      channel_ = EventChannel::create(io, {});
      router.get("/api/v1/packs", Role::viewer,
                 [](const Request&) { return Response::json("[]"); });
      router.get("/api/v1/events", Role::viewer,
                 [this](const Request&) { return Response::events(channel_); });
      router.post("/api/v1/settings", Role::owner,
                  [](const Request&) { return Response::json("{}"); });
    });
  }
  void set_password(Role role, std::string_view password) {
    Passwords{folder_.file("passwords"), kCheap}.set(role, password);
  }
  [[nodiscard]] std::uint16_t port() const { return server_->port(); }
  Answer sign_in(const std::string& password, const std::string& more = kStranger) {
    return change(port(), "POST", "/api/v1/session", "{\"password\":\"" + password + "\"}", more);
  }
  // The Cookie header of a session, with the sign of a stranger.
  std::string cookie_of(const Answer& answer) {
    const std::string set = answer.header("Set-Cookie");
    return "Cookie: other=1; " + set.substr(0, set.find(';')) + "\r\n" + kStranger;
  }

  ScratchFolder folder_;
  std::atomic<std::int64_t> now_{1000};
  std::shared_ptr<EventChannel> channel_;
  std::unique_ptr<RunningServer> server_;
};

TEST_F(SignInTest, OnLoopbackEverybodyIsOwnerUntilThereIsAnOwnerPassword) {
  start();
  EXPECT_EQ(get(port(), "/api/v1/session").body,
            R"({"owner_password_set":false,"role":"owner","signed_in":false})");
  EXPECT_EQ(change(port(), "POST", "/api/v1/settings", "{}").status, 200);
  set_password(Role::owner, "correct horse");
  now_ += 2;  // the file is looked at once a second
  EXPECT_EQ(get(port(), "/api/v1/session").body,
            R"({"owner_password_set":true,"role":"viewer","signed_in":false})");
  EXPECT_EQ(get(port(), "/api/v1/packs").status, 200);
  EXPECT_EQ(change(port(), "POST", "/api/v1/settings", "{}").status, 401);
}

TEST_F(SignInTest, BeyondLoopbackNothingIsToldWithoutAPassword) {
  start();
  EXPECT_EQ(get(port(), "/api/v1/packs", kStranger).status, 401);
  EXPECT_EQ(get(port(), "/api/v1/events", kStranger).status, 401);
  EXPECT_EQ(change(port(), "POST", "/api/v1/settings", "{}", kStranger).status, 401);
  EXPECT_EQ(sign_in("").status, 401);
}

TEST_F(SignInTest, ThePasswordTellsTheRole) {
  set_password(Role::owner, "correct horse");
  set_password(Role::viewer, "just looking");
  start();
  const Answer viewer = sign_in("just looking");
  EXPECT_EQ(viewer.status, 200);
  EXPECT_EQ(viewer.body, R"({"owner_password_set":true,"role":"viewer","signed_in":true})");
  EXPECT_EQ(get(port(), "/api/v1/packs", cookie_of(viewer)).status, 200);
  EXPECT_EQ(change(port(), "POST", "/api/v1/settings", "{}", cookie_of(viewer)).status, 403);
  const Answer owner = sign_in("correct horse");
  EXPECT_EQ(change(port(), "POST", "/api/v1/settings", "{}", cookie_of(owner)).status, 200);
  // Who wants to be viewer only, is.
  EXPECT_EQ(change(port(), "POST", "/api/v1/session",
                   R"({"password":"correct horse","role":"viewer"})", kStranger)
                .status,
            401);
}

TEST_F(SignInTest, TheCookieIsForThisSiteOnlyAndNotForScripts) {
  set_password(Role::owner, "correct horse");
  start();
  const std::string cookie = sign_in("correct horse").header("Set-Cookie");
  EXPECT_TRUE(cookie.starts_with("cellwarden=")) << cookie;
  EXPECT_EQ(cookie.substr(cookie.find(';')),
            "; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000");
}

TEST_F(SignInTest, AWrongCookieIsNone) {
  set_password(Role::owner, "correct horse");
  start();
  std::string good = cookie_of(sign_in("correct horse"));
  EXPECT_EQ(get(port(), "/api/v1/packs", good).status, 200);
  const auto at = good.find("cellwarden=") + 11;
  good[at] = good[at] == '0' ? '1' : '0';
  EXPECT_EQ(get(port(), "/api/v1/packs", good).status, 401);
}

TEST_F(SignInTest, SigningOutEndsTheSessionAndItsLiveStream) {
  set_password(Role::owner, "correct horse");
  start();
  const std::string cookie = cookie_of(sign_in("correct horse"));
  TestClient reader{port()};
  reader.send(get_request("/api/v1/events", cookie));
  ASSERT_TRUE(wait_until([&] { return channel_->readers() == 1; }));
  const Answer out = change(port(), "DELETE", "/api/v1/session", "", cookie);
  EXPECT_EQ(out.status, 200);
  EXPECT_NE(out.header("Set-Cookie").find("Max-Age=0"), std::string::npos);
  EXPECT_EQ(get(port(), "/api/v1/packs", cookie).status, 401);
  EXPECT_TRUE(wait_until([&] { return channel_->readers() == 0; }));
  EXPECT_TRUE(reader.is_closed_by_server());
}

TEST_F(SignInTest, WrongPasswordsMakeThePeerWaitAndARightOneFromElsewhereStillWorks) {
  set_password(Role::owner, "correct horse");
  start();
  for (int i = 0; i < 3; ++i) EXPECT_EQ(sign_in("battery staple").status, 401);
  const Answer wait = sign_in("correct horse");
  EXPECT_EQ(wait.status, 429);
  EXPECT_EQ(wait.header("Retry-After"), "2");
  EXPECT_EQ(sign_in("correct horse", "").status, 200);  // loopback is another peer
  now_ += 2;
  EXPECT_EQ(sign_in("correct horse").status, 200);
}

TEST_F(SignInTest, ANewPasswordEndsTheSessionsOfTheOldOne) {
  set_password(Role::owner, "correct horse");
  set_password(Role::viewer, "just looking");
  start();
  const std::string owner = cookie_of(sign_in("correct horse"));
  const std::string viewer = cookie_of(sign_in("just looking"));
  const auto set = [&](const std::string& current) {
    return change(port(), "PUT", "/api/v1/password",
                  R"({"role":"viewer","password":"another one","current":")" + current + "\"}",
                  owner)
        .status;
  };
  EXPECT_EQ(set("battery staple"), 403);
  EXPECT_EQ(get(port(), "/api/v1/packs", viewer).status, 200);
  EXPECT_EQ(set("correct horse"), 204);
  EXPECT_EQ(get(port(), "/api/v1/packs", viewer).status, 401);
  EXPECT_EQ(get(port(), "/api/v1/packs", owner).status, 200);
  EXPECT_EQ(sign_in("just looking").status, 401);
  EXPECT_EQ(sign_in("another one").status, 200);
}

TEST_F(SignInTest, APasswordSetByTheCommandEndsTheSessionsToo) {
  set_password(Role::owner, "correct horse");
  start();
  const std::string cookie = cookie_of(sign_in("correct horse"));
  EXPECT_EQ(get(port(), "/api/v1/packs", cookie).status, 200);
  set_password(Role::owner, "battery staple");
  now_ += 2;
  EXPECT_EQ(get(port(), "/api/v1/packs", cookie).status, 401);
}

TEST_F(SignInTest, TheFirstOwnerPasswordCanBeSetOnThisMachineAndATooShortOneCannot) {
  start();
  const auto set = [&](const std::string& password, const char* more) {
    return change(port(), "PUT", "/api/v1/password",
                  R"({"role":"owner","password":")" + password + "\"}", more)
        .status;
  };
  EXPECT_EQ(set("correct horse", kStranger), 401);
  EXPECT_EQ(set("1234567", ""), 422);
  EXPECT_EQ(set("correct horse", ""), 204);
  EXPECT_EQ(set("battery staple", ""), 401);  // no owner any more
  EXPECT_EQ(sign_in("correct horse").status, 200);
}

TEST_F(SignInTest, WhatIsNoPasswordIsABadRequest) {
  start();
  for (const char* body : {"", "[]", "{}", "{\"password\":1}",
                           "{\"password\":\"x\",\"role\":\"z\"}", "{\"password\":\"x\"", "\xFF"}) {
    EXPECT_EQ(change(port(), "POST", "/api/v1/session", body).status, 400) << body;
  }
  EXPECT_EQ(sign_in(std::string(5000, 'x')).status, 413);
}

TEST_F(SignInTest, BeyondLoopbackTheServerDoesNotListenWithoutAnOwnerPassword) {
  start();
  EXPECT_THROW(server_->do_inside([this] {
    return server_->server().listen({"0.0.0.0", 0}).port;
  }),
               words::Problem);
}

}  // namespace
}  // namespace cellwarden::web
