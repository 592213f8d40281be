// SPDX-License-Identifier: Apache-2.0
// Peers that mean no good, and a live reader who must not notice them.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <random>
#include <vector>

#include "cellwarden/web/event_channel.hpp"
#include "cellwarden/web/local_authority.hpp"
#include "running_server.hpp"
#include "scratch_folder.hpp"
#include "test_client.hpp"

namespace cellwarden::web {
namespace {

std::string random_bytes(std::mt19937& random, std::size_t count) {
  std::string bytes;
  while (bytes.size() < count) bytes += static_cast<char>(random() & 0xFFU);
  return bytes;
}

std::string hostile_bytes(std::mt19937& random, int kind) {
  switch (kind % 6) {
    case 0: return "";                                    // silence
    case 1: return random_bytes(random, 100);             // garbage
    case 2: return "GET /api/v1/x HTTP/1.1\r\nHost: lo";  // half a head
    case 3: return change_request("POST", "/api/v1/x", "{}").substr(0, 150);
    case 4: return std::string{"\x16\x03\x01", 3};  // half a TLS handshake
    default: return "GET /events HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(9000, 'x');
  }
}

constexpr auto kRoutes = [](std::shared_ptr<EventChannel>& channel) {
  return [&channel](Router& router, boost::asio::io_context& io, auto&) {
    channel = EventChannel::create(io, {});
    router.get("/events", Role::viewer,
               [&channel](const Request&) { return Response::events(channel); });
    router.get("/api/v1/x", Role::viewer, [](const Request&) { return Response::text("here"); });
    router.post("/api/v1/x", Role::viewer, [](const Request&) { return Response::text("here"); });
  };
};

TEST(Hostile, AThousandBadConnectionsLeaveALiveReaderUndisturbed) {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  if (files.rlim_max < 2300) GTEST_SKIP() << "too few open files are allowed here";
  std::shared_ptr<EventChannel> channel;
  RunningServer server{kRoutes(channel)};
  TestClient reader{server.port()};
  reader.send(get_request("/events"));
  ASSERT_TRUE(wait_until([&] { return channel->readers() == 1; }));

  std::mt19937 random{1};
  std::vector<TestClient> hostile;
  int received = 0;
  for (int i = 0; i < 1000; ++i) {
    hostile.emplace_back(server.port());
    hostile.back().send(hostile_bytes(random, i));
    if (i % 20 != 19) continue;
    server.do_inside([&] { channel->publish(event_text("n", std::to_string(i))); });
    received += reader.read_to("data: " + std::to_string(i) + "\n\n").empty() ? 0 : 1;
  }
  EXPECT_EQ(received, 50);
  EXPECT_EQ(channel->readers(), 1U);
  EXPECT_EQ(channel->dropped(), 0U);
  EXPECT_EQ(get(server.port(), "/api/v1/x").body, "here");
  EXPECT_GE(server.counts().connections, 1002U);
}

TEST(Hostile, MoreConnectionsThanThereIsRoomForLeaveALiveReaderAndNewcomersAlone) {
  ServerOptions options;
  options.limits.connections = 50;
  std::shared_ptr<EventChannel> channel;
  RunningServer server{kRoutes(channel), options};
  TestClient reader{server.port()};
  reader.send(get_request("/events"));
  ASSERT_TRUE(wait_until([&] { return channel->readers() == 1; }));
  std::mt19937 random{2};
  std::vector<TestClient> hostile;
  for (int i = 0; i < 300; ++i) {
    hostile.emplace_back(server.port());
    hostile.back().send(hostile_bytes(random, i));
  }
  EXPECT_EQ(get(server.port(), "/api/v1/x").body, "here");
  server.do_inside([&] { channel->publish(event_text("n", "1")); });
  EXPECT_NE(reader.read_to("data: 1\n\n"), "");
  EXPECT_LE(server.counts().open_connections, 51U);
}

// Bytes of all kinds, and requests with some bytes changed, in pieces.
TEST(Hostile, RandomBytesNeverEndTheServer) {
  const ScratchFolder folder;
  const LocalAuthority authority{folder.path(), {}};
  ServerOptions options;
  options.limits.head_time = std::chrono::milliseconds{500};
  options.limits.body_time = std::chrono::milliseconds{500};
  std::shared_ptr<EventChannel> channel;
  RunningServer server{kRoutes(channel), options};
  server.do_inside([&] { server.server().use_tls(authority.identity()); });
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(seed);
  std::mt19937 random{seed};
  for (int i = 0; i < 1500; ++i) {
    std::string bytes;
    if (i % 3 == 0) {
      bytes = random_bytes(random, random() % 2000);
      if (i % 2 == 0 && !bytes.empty()) bytes[0] = '\x16';
    } else {
      bytes = i % 3 == 1 ? get_request("/api/v1/x?a=b", "X: y\r\n")
                         : "POST /api/v1/x HTTP/1.1\r\nHost: localhost\r\nOrigin: "
                           "http://localhost\r\nContent-Type: application/json\r\n"
                           "Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\nA: b\r\n\r\n";
      for (unsigned n = random() % 4; n > 0; --n) {
        bytes[random() % bytes.size()] = static_cast<char>(random() & 0xFFU);
      }
    }
    TestClient client{server.port()};
    const auto half = bytes.size() / 2;
    client.send(std::string_view{bytes}.substr(0, half));
    client.send(std::string_view{bytes}.substr(half));
  }
  EXPECT_EQ(get(server.port(), "/api/v1/x").body, "here");
  EXPECT_TRUE(wait_until([&] { return server.counts().open_connections == 0; }));
  EXPECT_EQ(server.counts().faults, 0U);
}

}  // namespace
}  // namespace cellwarden::web
