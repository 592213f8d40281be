// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/daemon/alerts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "hooks.hpp"

namespace cellwarden::daemon {
namespace {

using core::Milliseconds;
using testing::HasSubstr;

history::Event event_of(const std::string& kind) {
  history::Event event;
  event.kind = kind;
  event.time_ms = 1'700'000'000'000;
  event.text = "It's \"so\".";
  return event;
}

Alert alert_of(const std::string& kind) {
  const history::Event event = event_of(kind);
  return {.pack = "house", .topic = *topic_of(event), .event = event};
}

TEST(AlertTopics, WhatIsSeriousBeginsAndEndsATopic) {
  EXPECT_EQ(topic_of(event_of("warning_E_began"))->topic, "E");
  EXPECT_TRUE(topic_of(event_of("warning_E_began"))->begins);
  EXPECT_FALSE(topic_of(event_of("warning_E_ended"))->begins);
  EXPECT_EQ(topic_of(event_of("data_back"))->topic, "no_data");
  EXPECT_EQ(topic_of(event_of("relay_did_not_open"))->topic, "relay_did_not_open");
  EXPECT_EQ(topic_of(event_of("disk_not_writable"))->topic, "disk");
  // Full in the evening is everyday life.
  EXPECT_FALSE(topic_of(event_of("charge_relay_opened")));
  EXPECT_FALSE(topic_of(event_of("soc_set_full")));
}

TEST(AlertFilter, TheSameThingIsNotToldTwiceWithinTheQuietTime) {
  AlertFilter filter{Milliseconds{300'000}};
  const AlertTopic begins{.topic = "E", .begins = true};
  const AlertTopic ends{.topic = "E", .begins = false};
  EXPECT_TRUE(filter.tell("a", begins, Milliseconds{0}));
  EXPECT_TRUE(filter.tell("a", ends, Milliseconds{1'000}));
  EXPECT_FALSE(filter.tell("a", begins, Milliseconds{299'999}));
  EXPECT_FALSE(filter.tell("a", ends, Milliseconds{299'999}));  // its beginning was not told
  EXPECT_TRUE(filter.tell("a", begins, Milliseconds{300'000}));
  EXPECT_TRUE(filter.tell("b", begins, Milliseconds{300'000}));  // another pack
}

TEST(AlertHooks, ACommandGetsTheEventInItsEnvironment) {
  const auto file = std::filesystem::path{testing::TempDir()} / "cellwarden-alert";
  const std::string command =
      "printf '%s|%s|%s|%s|%s' \"$CELLWARDEN_PACK\" \"$CELLWARDEN_TOPIC\" \"$CELLWARDEN_STATE\" "
      "\"$CELLWARDEN_AT\" \"$CELLWARDEN_SENTENCE\" > " +
      file.string();
  EXPECT_FALSE(run_command(command, alert_of("warning_E_began")));
  std::ostringstream text;
  text << std::ifstream{file}.rdbuf();
  EXPECT_EQ(text.str(), "house|E|begins|2023-11-14T22:13:20Z|It's \"so\".");
  std::filesystem::remove(file);
}

TEST(AlertHooks, ACommandThatFailsIsSaid) {
  EXPECT_THAT(*run_command("exit 3", alert_of("no_data")), HasSubstr("exit code 3"));
}

// A receiver that answers one request and keeps what came.
class Receiver {
 public:
  explicit Receiver(std::string answer)
      : thread_{[this, answer = std::move(answer)] {
          boost::asio::ip::tcp::socket socket{io_};
          acceptor_.accept(socket);
          boost::system::error_code ignored;
          boost::asio::read_until(socket, boost::asio::dynamic_buffer(request_), "}", ignored);
          boost::asio::write(socket, boost::asio::buffer(answer), ignored);
        }} {}
  ~Receiver() { thread_.join(); }
  Receiver(const Receiver&) = delete;
  Receiver& operator=(const Receiver&) = delete;
  [[nodiscard]] std::string address() const {
    return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/hook?x=1";
  }
  std::string request() {
    thread_.join();
    thread_ = std::thread{[] {}};
    return request_;
  }

 private:
  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_{io_, {boost::asio::ip::make_address("127.0.0.1"), 0}};
  std::string request_;
  std::thread thread_;
};

TEST(AlertHooks, AWebhookGetsTheEventAsJson) {
  Receiver receiver{"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"};
  EXPECT_FALSE(call_webhook(receiver.address(), alert_of("no_data")));
  const std::string request = receiver.request();
  EXPECT_THAT(request, HasSubstr("POST /hook?x=1 HTTP/1.1"));
  EXPECT_THAT(request, HasSubstr("Content-Type: application/json"));
  EXPECT_THAT(request, HasSubstr(R"("state":"begins")"));
  EXPECT_THAT(request, HasSubstr(R"("pack":"house")"));
}

TEST(AlertHooks, AWebhookThatNobodyAnswersIsSaid) {
  EXPECT_THAT(*call_webhook("http://127.0.0.1:1/", alert_of("no_data")),
              HasSubstr("could not be told"));
}

}  // namespace
}  // namespace cellwarden::daemon
