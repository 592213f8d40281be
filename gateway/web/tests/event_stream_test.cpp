// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <sys/resource.h>

#include "cellwarden/web/event_channel.hpp"
#include "running_server.hpp"
#include "test_client.hpp"

namespace cellwarden::web {
namespace {

// One channel at /events whose snapshot counts what was published.
struct Live {
  explicit Live(ServerOptions options = {})
      : server{[this](Router& router, boost::asio::io_context& io, auto&) {
                 channel = EventChannel::create(
                     io, [this] { return event_text("snapshot", std::to_string(published)); });
                 router.get("/events", Role::viewer,
                            [this](const Request&) { return Response::events(channel); });
               },
               std::move(options)} {}
  void publish() {
    server.do_inside([this] {
      ++published;
      channel->publish(event_text("change", std::to_string(published)));
    });
  }
  TestClient reader() {
    TestClient client{server.port()};
    client.send(get_request("/events"));
    return client;
  }
  int published{0};
  std::shared_ptr<EventChannel> channel;
  RunningServer server;
};

TEST(EventText, HasOneDataLineForEachLine) {
  EXPECT_EQ(*event_text("status", "{}"), "event: status\ndata: {}\n\n");
  EXPECT_EQ(*event_text("", "a\nb\n"), "data: a\ndata: b\ndata: \n\n");
}

TEST(EventStream, BeginsWithASnapshotAndGoesOnWithWhatChanges) {
  Live live;
  live.publish();
  auto reader = live.reader();
  const std::string head = reader.read_to("\r\n\r\n");
  EXPECT_NE(head.find("HTTP/1.1 200"), std::string::npos);
  EXPECT_NE(head.find("Content-Type: text/event-stream"), std::string::npos);
  EXPECT_EQ(head.find("Content-Length"), std::string::npos);
  EXPECT_EQ(reader.read_to("\n\n"), "retry: 2000\n\n");
  EXPECT_EQ(reader.read_to("\n\n"), "event: snapshot\ndata: 1\n\n");
  live.publish();
  live.publish();
  EXPECT_EQ(reader.read_to("\n\n"), "event: change\ndata: 2\n\n");
  EXPECT_EQ(reader.read_to("\n\n"), "event: change\ndata: 3\n\n");
  EXPECT_EQ(live.channel->readers(), 1U);
}

TEST(EventStream, MessagesFromAnotherThreadArriveInTheirOrder) {
  Live live;
  auto reader = live.reader();
  ASSERT_TRUE(wait_until([&] { return live.channel->readers() == 1; }));
  for (int i = 0; i < 50; ++i) live.channel->publish(event_text("n", std::to_string(i)));
  for (int i = 0; i < 50; ++i) {
    EXPECT_NE(reader.read_to("event: n\ndata: " + std::to_string(i) + "\n\n"), "");
  }
}

TEST(EventStream, AReaderThatGoesAwayIsNoticed) {
  Live live;
  {
    auto reader = live.reader();
    ASSERT_TRUE(wait_until([&] { return live.channel->readers() == 1; }));
  }
  EXPECT_TRUE(wait_until([&] { return live.channel->readers() == 0; }));
  EXPECT_EQ(live.channel->dropped(), 0U);
  EXPECT_TRUE(wait_until([&] { return live.server.counts().open_connections == 0; }));
}

TEST(EventStream, IsPingedWhileNothingHappens) {
  ServerOptions options;
  options.limits.ping_time = std::chrono::milliseconds{20};
  Live live{options};
  auto reader = live.reader();
  EXPECT_NE(reader.read_to("event: still_here\ndata: {}\n\n"), "");
  EXPECT_NE(reader.read_to("event: still_here\ndata: {}\n\n"), "");
}

TEST(EventStream, ASlowReaderIsDroppedAndTheOthersGetEverything) {
  Live live;
  TestClient slow{live.server.port()};
  slow.small_receive_buffer();
  slow.send(get_request("/events"));
  auto quick = live.reader();
  ASSERT_TRUE(wait_until([&] { return live.channel->readers() == 2; }));
  const auto large = event_text("large", std::string(200'000, 'x'));
  int sent = 0;
  // Until what the system buffers for it, and then 64 messages or 4 MiB of ours, are full.
  while (live.channel->dropped() == 0 && sent < 1000) {
    live.server.do_inside([&] { live.channel->publish(large); });
    ASSERT_NE(quick.read_to("x\n\n"), "");
    ++sent;
  }
  EXPECT_EQ(live.channel->dropped(), 1U);
  EXPECT_EQ(live.channel->readers(), 1U);
  EXPECT_TRUE(slow.is_closed_by_server());
  live.publish();
  EXPECT_NE(quick.read_to("event: change\ndata: 1\n\n"), "");
}

TEST(EventStream, AReaderThatTakesNothingRunsOutOfTime) {
  ServerOptions options;
  options.limits.write_time = std::chrono::milliseconds{50};
  Live live{options};
  TestClient slow{live.server.port()};
  slow.small_receive_buffer();
  slow.send(get_request("/events"));
  ASSERT_TRUE(wait_until([&] { return live.channel->readers() == 1; }));
  // One message above all buffers: it stays half sent.
  live.channel->publish(event_text("large", above_all_buffers()));
  EXPECT_TRUE(wait_until([&] { return live.channel->dropped() == 1; }));
}

TEST(EventStream, AThousandReadersGetEveryMessage) {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  if (files.rlim_max < 2300) GTEST_SKIP() << "too few open files are allowed here";
  Live live;
  std::vector<TestClient> readers;
  readers.reserve(1000);
  for (int i = 0; i < 1000; ++i) readers.push_back(live.reader());
  ASSERT_TRUE(wait_until([&] { return live.channel->readers() == 1000; }));
  for (int i = 0; i < 20; ++i) live.publish();
  int complete = 0;
  for (auto& reader : readers) {
    bool all = true;
    for (int i = 1; i <= 20; ++i) {
      all = all && !reader.read_to("data: " + std::to_string(i) + "\n\n").empty();
    }
    complete += all ? 1 : 0;
  }
  EXPECT_EQ(complete, 1000);
  EXPECT_EQ(live.channel->dropped(), 0U);
}

}  // namespace
}  // namespace cellwarden::web
