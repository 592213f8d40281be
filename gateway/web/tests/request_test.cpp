// SPDX-License-Identifier: Apache-2.0
// What reaches a handler, and what does not.
#include "cellwarden/web/request.hpp"

#include <gtest/gtest.h>

#include "running_server.hpp"
#include "test_client.hpp"

namespace cellwarden::web {
namespace {

constexpr auto kEcho = [](Router& router, auto&, auto&) {
  const auto echo = [](const Request& request) {
    return Response::text(std::string{request.parameter("pack")} + "|" +
                          std::string{request.query_value("q").value_or("-")} + "|" + request.body);
  };
  router.get("/api/{pack}", Role::viewer, echo);
  router.post("/api/{pack}", Role::viewer, echo);
  router.put("/api/{pack}/csv", Role::viewer, echo).content_types = {"text/csv"};
};

TEST(Request, PathQueryAndBodyReachTheHandlerDecoded) {
  const RunningServer server{kEcho};
  EXPECT_EQ(get(server.port(), "/api/a%20b?q=%26+x").body, "a b|& x|");
  EXPECT_EQ(change(server.port(), "POST", "/api/b", "{\"a\":1}").body, "b|-|{\"a\":1}");
}

TEST(Request, ChunkedBodiesAndSlowlyTypedOnesAreTaken) {
  const RunningServer server{kEcho};
  TestClient client{server.port()};
  const std::string request =
      "POST /api/b HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: same-origin\r\n"
      "Content-Type: application/json; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\n\r\n";
  EXPECT_EQ(client.ask(request).body, "b|-|abcdefg");
  for (const char letter : request) ASSERT_TRUE(client.send(std::string_view{&letter, 1}));
  EXPECT_EQ(client.receive().body, "b|-|abcdefg");
}

TEST(Request, SeveralInOneGoAreAnsweredInTheirOrder) {
  const RunningServer server{kEcho};
  TestClient client{server.port()};
  client.send(get_request("/api/1") + change_request("POST", "/api/2", "xyz") +
              get_request("/api/3"));
  EXPECT_EQ(client.receive().body, "1|-|");
  EXPECT_EQ(client.receive().body, "2|-|xyz");
  EXPECT_EQ(client.receive().body, "3|-|");
}

TEST(Request, WhoAsksFirstIsToldToGoOn) {
  const RunningServer server{kEcho};
  TestClient client{server.port()};
  client.send(
      "POST /api/b HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
      "Content-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.read_to("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("{}");
  EXPECT_EQ(client.receive().body, "b|-|{}");
}

TEST(Request, WhatIsNotThereOrNotAllowedIsSaidInASentence) {
  const RunningServer server{kEcho};
  const Answer missing = get(server.port(), "/api/a/b");
  EXPECT_EQ(missing.status, 404);
  EXPECT_NE(missing.body.find("\"sentence\""), std::string::npos);
  const Answer method = change(server.port(), "DELETE", "/api/a", "");
  EXPECT_EQ(method.status, 405);
  EXPECT_EQ(method.header("Allow"), "GET, HEAD, POST");
  const Answer options =
      TestClient{server.port()}.ask("OPTIONS /api/a HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(options.status, 405);
  const Answer type = change(server.port(), "PUT", "/api/a/csv", "a,b");
  EXPECT_EQ(type.status, 415);
  EXPECT_NE(type.body.find("text/csv"), std::string::npos);
  EXPECT_EQ(TestClient{server.port()}
                .ask("PUT /api/a/csv HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
                     "Content-Type: text/csv\r\nContent-Length: 3\r\n\r\na,b")
                .body,
            "a|-|a,b");
}

TEST(Request, WhatIsMalformedOrDoubtfulIsRefused) {
  const RunningServer server{kEcho};
  for (const std::string& text : {
           std::string{"GET /api/a HTTP/1.1\r\n\r\n"},                                // no Host
           std::string{"GET /api/a HTTP/1.1\r\nHost: localhost\r\nHost: b\r\n\r\n"},  // two
           std::string{"GET /api/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n"},
           std::string{"GET http://other/api/a HTTP/1.1\r\nHost: localhost\r\n\r\n"},
           std::string{"GET * HTTP/1.1\r\nHost: localhost\r\n\r\n"},
           std::string{"GET /api/a HTTP/2.0\r\nHost: localhost\r\n\r\n"},
           std::string{"GET /api/a\r\nHost: localhost\r\n\r\n"},
           // Two lengths: where does the next request begin?
           std::string{"POST /api/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n"
                       "Transfer-Encoding: chunked\r\n\r\nabc"},
           std::string{"POST /api/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n"
                       "Content-Length: 4\r\n\r\nabc"},
           std::string{"POST /api/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n"},
           std::string{"POST /api/a HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
                       "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"},
       }) {
    TestClient client{server.port()};
    EXPECT_EQ(client.ask(text).status, 400) << text;
    EXPECT_TRUE(client.is_closed_by_server()) << text;
  }
}

}  // namespace
}  // namespace cellwarden::web
