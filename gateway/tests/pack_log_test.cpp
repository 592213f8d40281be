// SPDX-License-Identifier: Apache-2.0
// The log of a real pack: asked for rarely and one line at a time, told once, never with a time
// that nobody knows (OUT-4).
#include "cellwarden/gateway/pack_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <utility>

#include "cellwarden/gateway/clock.hpp"
#include "cellwarden/gateway/gateway.hpp"
#include "cellwarden/gateway/happenings.hpp"
#include "cellwarden/gateway/history_keeper.hpp"
#include "cellwarden/history/reader.hpp"

namespace cellwarden::gateway {
namespace {

using namespace core::literals;
using core::Milliseconds;
using protocol::PublicLogEntry;
using protocol::PublicLogType;
using protocol::PublicReadKind;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// A device that answers, and what it was asked.
class Log : public testing::Test {
 protected:
  PackLog log;
  protocol::LinesSession session;
  Milliseconds now{1'000};
  Milliseconds device_began{-500'000};  // its clock is 501 s now
  std::vector<PublicLogEntry> kept;     // the newest first
  std::vector<std::string> asked;
  std::vector<Milliseconds> asked_at;
  bool has_clock{true};
  bool answers{true};

  void SetUp() override {
    session.phase = protocol::LinesPhase::live;
    session.device = protocol::LinesDevice::public_only;
  }
  static PublicLogEntry entry(std::int64_t at_s, PublicLogType type, core::CellNumber cell) {
    PublicLogEntry made;
    made.time = Milliseconds{at_s * 1000};
    made.type = type;
    made.raw = 540;
    if (type == PublicLogType::v_low) made.voltage = 2'700_mV;
    made.cell = cell;
    return made;
  }
  void answer(protocol::PublicRead read) {
    if (read.kind == PublicReadKind::log_clock) {
      const std::int64_t seconds = (now - device_began).count() / 1000;
      if (has_clock) log.take(protocol::PublicLogClock{.time = Milliseconds{seconds * 1000}}, now);
      return;
    }
    PublicLogEntry it;
    if (read.number < kept.size()) it = kept[read.number];
    it.number = read.number;
    if (answers) log.take(it, now);
  }
  void run(std::int64_t seconds) {
    for (const Milliseconds end = now + Milliseconds{seconds * 1000}; now < end; now += 100_ms) {
      const auto read = log.next(session, now);
      if (!read) continue;
      asked.emplace_back(protocol::encode_read(*read).view());
      asked_at.push_back(now);
      answer(*read);
    }
  }
};

TEST_F(Log, IsReadLineByLineAndThenNotForTenMinutes) {
  run(60);
  EXPECT_THAT(asked, ElementsAre("TS@", "L0@", "L1@", "L2@", "L3@", "L4@", "L5@", "L6@", "L7@",
                                 "L8@", "L9@"));
  EXPECT_GE(asked_at.front() - 1'000_ms, 5'000_ms) << "what is urgent comes first";
  for (std::size_t i = 1; i < asked_at.size(); ++i) {
    EXPECT_GE(asked_at[i] - asked_at[i - 1], 500_ms);
  }
  run(540);
  EXPECT_THAT(asked, SizeIs(11));
  run(60);
  EXPECT_THAT(asked, SizeIs(22));
}

TEST_F(Log, TellsEachEntryOnceWithItsTime) {
  kept = {entry(400, PublicLogType::communication, 0), entry(100, PublicLogType::v_low, 3)};
  run(30);
  const auto entries = log.take_entries();
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_EQ(entries[0].entry.cell, 3);
  EXPECT_NEAR(static_cast<double>(entries[0].at.count()), -400'000, 1'000);
  EXPECT_NEAR(static_cast<double>(entries[1].at.count()), -100'000, 1'000);
  kept.insert(kept.begin(), entry(520, PublicLogType::v_high, 4));
  run(700);
  ASSERT_THAT(log.take_entries(), SizeIs(1));
}

TEST_F(Log, IsReadAnewWhenItsIndexChanges) {
  run(60);
  asked.clear();
  log.take(protocol::TemperaturesRecord{.min = {}, .max = {}, .log_index = 7}, now);
  run(60);
  EXPECT_THAT(asked, IsEmpty()) << "the first one says nothing";
  log.take(protocol::TemperaturesRecord{.min = {}, .max = {}, .log_index = 8}, now);
  run(60);
  EXPECT_THAT(asked, SizeIs(11));
}

// From before its restart: nobody knows when.
TEST_F(Log, DoesNotTellWhatIsStampedLaterThanItsClock) {
  kept = {entry(10, PublicLogType::v_low, 2), entry(90'000, PublicLogType::v_low, 3)};
  run(30);
  const auto entries = log.take_entries();
  ASSERT_THAT(entries, SizeIs(1));
  EXPECT_EQ(entries[0].entry.cell, 2);
}

// After a restart the same stamp is another entry.
TEST_F(Log, BeginsAnewWithTheDevice) {
  kept = {entry(10, PublicLogType::v_low, 2)};
  run(30);
  ASSERT_THAT(log.take_entries(), SizeIs(1));
  device_began = now;
  run(700);
  EXPECT_THAT(log.take_entries(), SizeIs(1));
}

TEST_F(Log, OfADeviceThatHasNoneIsAskedForOnceAnHour) {
  has_clock = false;
  run(3'000);
  EXPECT_THAT(asked, ElementsAre("TS@"));
  run(700);
  EXPECT_THAT(asked, ElementsAre("TS@", "TS@"));
}

TEST_F(Log, GoesOnBehindALineThatIsNotAnswered) {
  answers = false;
  run(100);
  EXPECT_THAT(asked, SizeIs(11));
}

TEST_F(Log, IsNotAskedOfOurBoardsNorBeforeTheStream) {
  session.device = protocol::LinesDevice::ours;
  run(60);
  session.device = protocol::LinesDevice::public_only;
  session.phase = protocol::LinesPhase::needs_pin;
  run(60);
  EXPECT_THAT(asked, IsEmpty());
}

TEST(LogEvent, SaysWhereItIsFrom) {
  PublicLogEntry entry;
  entry.type = PublicLogType::v_low;
  entry.voltage = 2'695_mV;
  entry.cell = 3;
  const auto event = log_event(entry, Milliseconds{1'790'000'000'000});
  EXPECT_EQ(event.kind, "log_voltage_low");
  EXPECT_EQ(event.text, "From the pack's own log: the voltage was too low, cell 3, 2.695 V.");
  EXPECT_EQ(event.number, 3);
  EXPECT_EQ(event.value, 2'695);
  EXPECT_EQ(event.time_ms, 1'790'000'000'000);
  entry = {};
  entry.type = PublicLogType::t_low_charge;
  entry.temperature = -1'234_mC;
  entry.cell = 1;
  EXPECT_EQ(log_event(entry, 0_ms).text,
            "From the pack's own log: it was too cold to charge, cell 1, -1.2 °C.");
  entry = {};
  entry.type = static_cast<PublicLogType>(9);
  entry.raw = 77;
  EXPECT_EQ(log_event(entry, 0_ms).kind, "log_entry");
  EXPECT_EQ(log_event(entry, 0_ms).value, 77);
}

// The gateway starts anew and reads the same entry, a second earlier or later.
TEST(LogEvent, IsKeptOnce) {
  const auto folder =
      std::filesystem::temp_directory_path() / ("cellwarden-log-" + std::to_string(::getpid()));
  std::filesystem::create_directory(folder);
  const std::string file = (folder / "history.db").string();
  int shown = 0;
  boost::asio::io_context io{1};
  {
    HistoryKeeper keeper{io, file, {}};
    const auto add = [&](std::int64_t time_ms, core::CellNumber cell) {
      PublicLogEntry entry;
      entry.type = PublicLogType::v_low;
      entry.voltage = 2'700_mV;
      entry.cell = cell;
      keeper.add_event_once("a", log_event(entry, Milliseconds{time_ms}),
                            log_may_differ(86'400'000_ms), [&] { ++shown; });
    };
    constexpr std::int64_t kThen = 1'790'000'000'000;
    add(kThen, 3);
    add(kThen + 2'000, 3);
    add(kThen - 27'000, 3);  // a day of 0.02 %
    add(kThen, 4);           // another cell
    add(kThen + 60'000, 3);  // later
  }
  io.run();
  EXPECT_EQ(shown, 3);
  EXPECT_THAT(history::HistoryReader{file}.events({}), SizeIs(3));
  std::filesystem::remove_all(folder);
}

// A pack whose log has one entry.
class LoggingLink final : public Link {
 public:
  void start(Changed changed) override { changed_ = std::move(changed); }
  void let_go() override {}
  void take_up() override {}
  [[nodiscard]] const Observation& observation() const override { return seen_; }
  [[nodiscard]] LinkReport report() const override { return {}; }
  std::vector<LogEntry> take_log() override {
    PublicLogEntry entry;
    entry.type = PublicLogType::communication;
    if (std::exchange(told_, true)) return {};
    return {{.entry = entry, .at = steady_now() - 3'600'000_ms}};
  }

 private:
  Changed changed_;
  Observation seen_;
  bool told_{false};
};

// It is among the events with the time at which it happened, and nobody is woken up for it.
TEST(LogEvent, OfALinkIsAnEventWithoutAnAlert) {
  const auto file = std::filesystem::temp_directory_path() /
                    ("cellwarden-log-" + std::to_string(::getpid()) + ".db");
  boost::asio::io_context io{1};
  int alerts = 0;
  const Milliseconds before = wall_now();
  {
    HistoryKeeper keeper{io, file.string(), {}};
    Gateway gateway{io, &keeper};
    std::vector<std::unique_ptr<Link>> links;
    links.push_back(std::make_unique<LoggingLink>());
    gateway.add_pack({.id = "a", .name = "A"}, std::move(links));
    gateway.on_event([&](const std::string&, const history::Event&) { ++alerts; });
    gateway.start();
    io.run_for(std::chrono::milliseconds{200});
    gateway.stop();
  }
  const auto events = history::HistoryReader{file.string()}.events({});
  std::filesystem::remove(file);
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].event.kind, "log_communication_lost");
  EXPECT_NEAR(static_cast<double>(events[0].event.time_ms),
              static_cast<double>(before.count() - 3'600'000), 2'000);
  EXPECT_EQ(alerts, 0);
}

}  // namespace
}  // namespace cellwarden::gateway
