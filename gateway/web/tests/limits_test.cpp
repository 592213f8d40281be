// SPDX-License-Identifier: Apache-2.0
// Every limit: just within, and just beyond.
#include "cellwarden/web/limits.hpp"

#include <gtest/gtest.h>

#include "cellwarden/web/event_channel.hpp"
#include "running_server.hpp"
#include "test_client.hpp"

namespace cellwarden::web {
namespace {

using std::chrono::milliseconds;

constexpr auto kLength = [](Router& router, auto&, auto&) {
  const auto length = [](const Request& request) {
    return Response::text(std::to_string(request.body.size()));
  };
  router.get("/x", Role::viewer, length);
  router.post("/x", Role::viewer, length);
  router.post("/large", Role::viewer, length).max_body = 3'000'000;
};

TEST(Limits, AHeadOf8KiBIsTakenAndALongerOneIsNot) {
  const RunningServer server{kLength};
  const std::string around = get_request("/x", "X-Fill: \r\n");
  const auto request = [&](std::size_t size) {
    return get_request("/x", "X-Fill: " + std::string(size - around.size(), 'x') + "\r\n");
  };
  ASSERT_EQ(request(8192).size(), 8192U);
  EXPECT_EQ(TestClient{server.port()}.ask(request(8192)).status, 200);
  EXPECT_EQ(TestClient{server.port()}.ask(request(8193)).status, 431);
  EXPECT_EQ(TestClient{server.port()}.ask(request(100'000)).status, 431);
  EXPECT_EQ(get(server.port(), "/" + std::string(9000, 'x')).status, 414);
}

TEST(Limits, ABodyOf1MiBIsTakenAndALongerOneIsNot) {
  const RunningServer server{kLength};
  const std::size_t mebibyte = std::size_t{1024} * 1024;
  EXPECT_EQ(change(server.port(), "POST", "/x", std::string(mebibyte, 'x')).body, "1048576");
  const Answer answer = change(server.port(), "POST", "/x", std::string(mebibyte + 1, 'x'));
  EXPECT_EQ(answer.status, 413);
  EXPECT_NE(answer.body.find("1048576 bytes"), std::string::npos);
  // Its route may say otherwise.
  EXPECT_EQ(change(server.port(), "POST", "/large", std::string(3'000'000, 'x')).body, "3000000");
  EXPECT_EQ(change(server.port(), "POST", "/large", std::string(3'000'001, 'x')).status, 413);
}

TEST(Limits, ABodyInChunksHasTheSameLimit) {
  const RunningServer server{kLength};
  TestClient client{server.port()};
  client.send(
      "POST /x HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
      "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "10000\r\n" + std::string(65536, 'x') + "\r\n";
  for (int i = 0; i < 17; ++i) client.send(chunk);
  EXPECT_EQ(client.receive().status, 413);
}

TEST(Limits, AGetHasNoBody) {
  const RunningServer server{kLength};
  EXPECT_EQ(TestClient{server.port()}
                .ask("GET /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx")
                .status,
            413);
}

TEST(Limits, HalfAHeadIsToldThatItTookTooLong) {
  ServerOptions options;
  options.limits.head_time = milliseconds{50};
  const RunningServer server{kLength, options};
  EXPECT_TRUE(TestClient{server.port()}.is_closed_by_server());  // not one byte
  TestClient half{server.port()};
  EXPECT_EQ(half.ask("GET /x HTTP/1.1\r\nHost: loc").status, 408);
  EXPECT_TRUE(half.is_closed_by_server());
  EXPECT_TRUE(wait_until([&] { return server.counts().open_connections == 0; }));
  EXPECT_EQ(server.counts().timed_out, 2U);
}

// A byte now and then does not give it more time: the slow loris.
TEST(Limits, ADrippingHeadHasNoMoreTimeThanOthers) {
  ServerOptions options;
  options.limits.head_time = milliseconds{100};
  const RunningServer server{kLength, options};
  TestClient loris{server.port()};
  loris.send("GET /x HTTP/1.1\r\nHost: localhost\r\n");
  EXPECT_TRUE(wait_until([&] {
    loris.send("X");
    return server.counts().timed_out == 1;
  }));
}

TEST(Limits, HalfABodyIsToldThatItTookTooLong) {
  ServerOptions options;
  options.limits.body_time = milliseconds{50};
  const RunningServer server{kLength, options};
  TestClient client{server.port()};
  const std::string whole = change_request("POST", "/x", "0123456789");
  EXPECT_EQ(client.ask(whole.substr(0, whole.size() - 1)).status, 408);
}

TEST(Limits, ASilentConnectionIsClosedBetweenRequestsAndThatIsNoFault) {
  ServerOptions options;
  options.limits.idle_time = milliseconds{50};
  const RunningServer server{kLength, options};
  TestClient client{server.port()};
  EXPECT_EQ(client.ask(get_request("/x")).status, 200);
  EXPECT_TRUE(client.is_closed_by_server());
  EXPECT_EQ(server.counts().timed_out, 0U);
}

TEST(Limits, AReaderThatDoesNotTakeItsAnswerRunsOutOfTime) {
  ServerOptions options;
  options.limits.write_time = milliseconds{50};
  const RunningServer server{[](Router& router, auto&, auto&) {
                               router.get("/x", Role::viewer, [](const Request&) {
                                 return Response::text(above_all_buffers());
                               });
                             },
                             options};
  TestClient client{server.port()};
  client.small_receive_buffer();
  client.send(get_request("/x"));
  EXPECT_TRUE(wait_until([&] { return server.counts().timed_out == 1; }));
}

TEST(Limits, AFullServerClosesWhoHasBeenSilentForLongest) {
  ServerOptions options;
  options.limits.connections = 3;
  const RunningServer server{kLength, options};
  TestClient oldest{server.port()};
  ASSERT_TRUE(wait_until([&] { return server.counts().open_connections == 1; }));
  TestClient second{server.port()};
  EXPECT_EQ(second.ask(get_request("/x")).status, 200);
  TestClient third{server.port()};
  EXPECT_EQ(third.ask(get_request("/x")).status, 200);
  EXPECT_EQ(get(server.port(), "/x").status, 200);
  EXPECT_TRUE(oldest.is_closed_by_server());
  EXPECT_EQ(second.ask(get_request("/x")).status, 200);
  EXPECT_EQ(server.counts().refused_connections, 1U);
}

TEST(Limits, WhoReadsLiveIsNeverClosedToMakeRoom) {
  ServerOptions options;
  options.limits.connections = 2;
  std::shared_ptr<EventChannel> channel;
  const RunningServer server{[&](Router& router, boost::asio::io_context& io, auto&) {
                               channel = EventChannel::create(io, {});
                               router.get("/events", Role::viewer, [&](const Request&) {
                                 return Response::events(channel);
                               });
                             },
                             options};
  TestClient first{server.port()};
  first.send(get_request("/events"));
  TestClient second{server.port()};
  second.send(get_request("/events"));
  ASSERT_TRUE(wait_until([&] { return channel->readers() == 2; }));
  EXPECT_TRUE(TestClient{server.port()}.is_closed_by_server());
  EXPECT_EQ(channel->readers(), 2U);
}

}  // namespace
}  // namespace cellwarden::web
