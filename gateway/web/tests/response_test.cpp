// SPDX-License-Identifier: Apache-2.0
// What handlers may answer, and what the server makes of it.
#include "cellwarden/web/response.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>

#include "running_server.hpp"
#include "test_client.hpp"

namespace cellwarden::web {
namespace {

TEST(Response, EveryAnswerHasTheSecurityHeaders) {
  const RunningServer server{[](Router& router, auto&, auto&) {
    router.get("/api/v1/x", Role::viewer, [](const Request&) { return Response::json("{}"); });
  }};
  for (const char* path : {"/api/v1/x", "/missing", "/%"}) {
    const Answer answer = get(server.port(), path);
    const std::string policy = answer.header("Content-Security-Policy");
    for (const char* part : {"default-src 'self'", "connect-src 'self'", "img-src 'self' data:",
                             "style-src 'self'", "script-src 'self' 'wasm-unsafe-eval'",
                             "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"}) {
      EXPECT_NE(policy.find(part), std::string::npos) << path << ": " << part;
    }
    EXPECT_EQ(policy.find("unsafe-inline"), std::string::npos);
    EXPECT_EQ(answer.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(answer.header("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(answer.header("Cross-Origin-Opener-Policy"), "same-origin");
    EXPECT_EQ(answer.header("Cross-Origin-Resource-Policy"), "same-origin");
    EXPECT_NE(answer.header("Permissions-Policy").find("bluetooth=(self)"), std::string::npos);
    EXPECT_EQ(answer.header("Cache-Control"), "no-store");
    EXPECT_EQ(answer.header("Access-Control-Allow-Origin"), "");
  }
}

TEST(Response, AHeaderOfAHandlerCannotBeginAnother) {
  const RunningServer server{[](Router& router, auto&, auto&) {
    router.get("/x", Role::viewer, [](const Request& request) {
      return Response::text("x").with("X-Name",
                                      std::string{request.query_value("name").value_or("")});
    });
  }};
  const Answer answer = get(server.port(), "/x?name=a%0d%0aSet-Cookie:%20b=c");
  EXPECT_EQ(answer.header("X-Name"), "a  Set-Cookie: b=c");
  EXPECT_EQ(answer.header("Set-Cookie"), "");
}

TEST(Response, AnErrorIsJsonWhateverBytesItQuotes) {
  const RunningServer server{[](Router&, auto&, auto&) {}};
  const Answer answer = get(server.port(), "/%ff%22%3c");
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.header("Content-Type"), "application/json");
  EXPECT_EQ(answer.body,
            "{\"error\":{\"code\":\"not_found\",\"sentence\":\"There is nothing at "
            "/\xEF\xBF\xBD\\\"<.\"}}");
}

TEST(Response, HeadHasTheLengthButNotTheBody) {
  const RunningServer server{[](Router& router, auto&, auto&) {
    router.get("/x", Role::viewer, [](const Request&) { return Response::text("12345"); });
  }};
  TestClient client{server.port()};
  client.send("HEAD /x HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const Answer head = client.receive(false);
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.header("Content-Length"), "5");
  // The connection goes on where it should.
  EXPECT_EQ(client.ask(get_request("/x")).body, "12345");
}

TEST(Response, AHandlerMayAnswerLaterFromAnotherThread) {
  std::mutex mutex;
  std::optional<Responder> kept;
  const RunningServer server{[&](Router& router, auto&, auto&) {
    router.add({.pattern = "/later", .role = Role::viewer, .handler = [&](Responder responder) {
                  const std::lock_guard lock{mutex};
                  kept = std::move(responder);
                }});
  }};
  TestClient client{server.port()};
  client.send(get_request("/later?x=1"));
  ASSERT_TRUE(wait_until([&] {
    const std::lock_guard lock{mutex};
    return kept.has_value();
  }));
  kept->send(Response::text("x=" + std::string{*kept->request().query_value("x")}));
  kept->send(Response::text("a second answer"));
  EXPECT_EQ(client.receive().body, "x=1");
  kept.reset();
}

TEST(Response, AForgottenAnswerIsAFaultAndNotAReaderThatWaitsForever) {
  const RunningServer server{[](Router& router, auto&, auto&) {
    router.add({.pattern = "/x", .role = Role::viewer, .handler = [](const Responder&) {}});
  }};
  EXPECT_EQ(get(server.port(), "/x").status, 500);
  EXPECT_EQ(server.counts().faults, 1U);
}

TEST(Response, AnExceptionOfAHandlerIsToldToTheLogAndNotToThePeer) {
  std::mutex mutex;
  std::string told;
  ServerOptions options;
  options.on_fault = [&](std::string_view sentence) {
    const std::lock_guard lock{mutex};
    told = sentence;
  };
  const RunningServer server{
      [](Router& router, auto&, auto&) {
        router.get("/x", Role::viewer, [](const Request&) -> Response {
          throw std::runtime_error{"the disk is gone"};
        });
        router
            .get("/y", Role::viewer,
                 [](const Request&) -> Response { throw std::runtime_error{"the disk is gone"}; })
            .on_worker = true;
      },
      options};
  for (const char* path : {"/x", "/y"}) {
    const Answer answer = get(server.port(), path);
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.body.find("disk"), std::string::npos);
    const std::lock_guard lock{mutex};
    EXPECT_EQ(told, "The handler of " + std::string{path} + " failed: the disk is gone");
  }
}

TEST(Response, SlowHandlersRunBesideTheServerAndAtMostSoManyWait) {
  std::mutex mutex;
  std::condition_variable changed;
  bool open = false;
  std::atomic<int> running{0};
  ServerOptions options;
  options.limits.worker_threads = 1;
  options.limits.worker_queue = 1;
  const RunningServer server{[&](Router& router, auto&, auto&) {
                               router
                                   .get("/slow", Role::viewer,
                                        [&](const Request&) {
                                          ++running;
                                          std::unique_lock lock{mutex};
                                          changed.wait(lock, [&] { return open; });
                                          return Response::text("done");
                                        })
                                   .on_worker = true;
                               router.get("/quick", Role::viewer,
                                          [](const Request&) { return Response::text("quick"); });
                             },
                             options};
  TestClient first{server.port()};
  first.send(get_request("/slow"));
  ASSERT_TRUE(wait_until([&] { return running == 1; }));
  TestClient second{server.port()};
  second.send(get_request("/slow"));
  ASSERT_TRUE(wait_until([&] { return server.counts().requests == 2; }));
  const Answer third = get(server.port(), "/slow");
  EXPECT_EQ(third.status, 503);
  EXPECT_EQ(third.header("Retry-After"), "2");
  EXPECT_EQ(get(server.port(), "/quick").body, "quick");
  {
    const std::lock_guard lock{mutex};
    open = true;
  }
  changed.notify_all();
  EXPECT_EQ(first.receive().body, "done");
  EXPECT_EQ(second.receive().body, "done");
}

TEST(Response, AStreamedBodyIsMadeChunkByChunkAndTheConnectionGoesOn) {
  const RunningServer server{[](Router& router, auto&, auto&) {
    router.get("/csv", Role::viewer, [](const Request&) {
      return Response::stream("text/csv", [i = 0](std::string& chunk) mutable {
        chunk = std::to_string(i) + "\n";
        return ++i == 1000 ? Chunk::end : Chunk::more;
      });
    });
  }};
  std::string expected;
  for (int i = 0; i < 1000; ++i) expected += std::to_string(i) + "\n";
  TestClient client{server.port()};
  for (int round = 0; round < 2; ++round) {
    const Answer answer = client.ask(get_request("/csv"));
    EXPECT_TRUE(answer.complete);
    EXPECT_EQ(answer.body, expected);
  }
  // HTTP/1.0 knows no chunks: the end of the connection is the end of the body.
  const Answer old = TestClient{server.port()}.ask("GET /csv HTTP/1.0\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(old.body, expected);
}

TEST(Response, AStreamedBodyThatFailsIsSeenToBeIncomplete) {
  const RunningServer server{[](Router& router, auto&, auto&) {
    router.get("/fails", Role::viewer, [](const Request&) {
      return Response::stream("text/csv", [i = 0](std::string& chunk) mutable {
        chunk = "line\n";
        return ++i == 3 ? Chunk::failed : Chunk::more;
      });
    });
    router.get("/throws", Role::viewer, [](const Request&) {
      return Response::stream("text/csv",
                              [](std::string&) -> Chunk { throw std::runtime_error{"no"}; });
    });
  }};
  const Answer answer = get(server.port(), "/fails");
  EXPECT_FALSE(answer.complete);
  EXPECT_EQ(answer.body, "line\nline\n");
  EXPECT_FALSE(get(server.port(), "/throws").complete);
}

}  // namespace
}  // namespace cellwarden::web
