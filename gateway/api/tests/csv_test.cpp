// SPDX-License-Identifier: Apache-2.0
// The past as a file (PLUS-3): a download in pieces, and back again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "world.hpp"

namespace cellwarden::api {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr std::int64_t kBegin = 1'700'000'000'000;

std::string span_of(int seconds) {
  return "from=" + std::to_string(kBegin) + "&to=" + std::to_string(kBegin + seconds * 1000LL);
}

// Some three megabytes, so that it takes several pieces.
constexpr int kMany = 40'000;

TEST(Csv, DownloadHasEachReadingOnceInOrder) {
  World world;
  world.remember(kBegin, kMany,
                 [](int second, history::Sample& sample, auto&) { sample.soc_mpercent = second; });
  const Told told = world.get(kCabin + "/history.csv?" + span_of(kMany));
  ASSERT_EQ(told.status, 200);
  EXPECT_TRUE(told.answer.complete);
  EXPECT_THAT(told.answer.header("Content-Disposition"), HasSubstr("cabin.csv"));
  const std::string& csv = told.answer.body;
  EXPECT_THAT(csv, StartsWith("time,"));
  EXPECT_GT(csv.size(), std::size_t{1} << 21U);
  EXPECT_EQ(std::ranges::count(csv, '\n'), kMany + 1);
  std::string before;
  for (std::size_t at = csv.find('\n') + 1; at < csv.size(); at = csv.find('\n', at) + 1) {
    const std::string time = csv.substr(at, 24);
    ASSERT_LT(before, time);
    before = time;
  }
}

TEST(Csv, DownloadOfChosenSeriesHasOnlyThose) {
  World world;
  world.remember(kBegin, 10, [](int, history::Sample&, auto&) {});
  const Told told = world.get(kCabin + "/history.csv?series=soc,cell_v/3&" + span_of(10));
  EXPECT_THAT(told.answer.body, StartsWith("time,soc,cell_v/3\n"));
  EXPECT_EQ(std::ranges::count(told.answer.body, '\n'), 11);
}

TEST(Csv, OfASpanWithoutReadingsIsALineOfNames) {
  World world;
  const Told told = world.get(kCabin + "/history.csv?series=soc&" + span_of(10));
  EXPECT_EQ(told.status, 200);
  EXPECT_EQ(std::ranges::count(told.answer.body, '\n'), 1);
}

// Events and changes of settings in one list, newest first, over several pages of both.
TEST(Csv, EventsAndChangesComeAsOneListWithoutALimit) {
  World world;
  constexpr int kEvents = 1'200;
  world.inside([&] {
    for (int i = 0; i < kEvents; ++i) {
      history::Event event;
      event.time_ms = kBegin + i * 2'000LL;
      event.kind = i % 2 == 0 ? "no_data" : "soc_set_full";
      event.severity = history::Severity::alarm;
      event.number = 7;
      event.text = "It said \"no\", and more.";
      world.gateway().tell("cabin", event);
      history::SettingsChange change;
      change.time_ms = event.time_ms + 1'000;
      change.setting = "v_min";
      change.before = "2.7";
      change.after = "2.8";
      change.who = "owner";
      world.gateway().note_settings_change("cabin", change);
    }
  });
  world.flush();
  const std::string span =
      "?from=" + std::to_string(kBegin) + "&to=" + std::to_string(kBegin + 2'000LL * kEvents);
  const Told told = world.get(kCabin + "/events.csv" + span);
  EXPECT_THAT(told.answer.header("Content-Disposition"), HasSubstr("cabin_events.csv"));
  const std::string& csv = told.answer.body;
  const auto tells = [&](const char* line) { return csv.find(line) != std::string::npos; };
  EXPECT_TRUE(tells("T22:13:20.000Z,no_data,alarm,7,0,0,\"It said \"\"no\"\", and more.\",1\n"));
  EXPECT_TRUE(tells(",setting_changed,info,,,,\"v_min was changed from 2.7 to 2.8 (owner).\",0\n"));

  const std::string some = world.get(kCabin + "/events.csv" + span + "&kinds=no_data").answer.body;
  EXPECT_EQ(std::ranges::count(some, '\n'), 1 + kEvents / 2);
  const std::string both =
      world.get(kCabin + "/events.csv" + span + "&kinds=no_data,setting_changed").answer.body;
  EXPECT_EQ(std::ranges::count(both, '\n'), 1 + kEvents / 2 + kEvents);
  const std::string changes =
      world.get(kCabin + "/events.csv" + span + "&kinds=setting_changed").answer.body;
  EXPECT_EQ(std::ranges::count(changes, '\n'), 1 + kEvents);
}

TEST(Csv, ComesBackAndTheSecondTimeChangesNothing) {
  World from;
  from.remember(kBegin, 100,
                [](int second, history::Sample&, auto& cells) { cells[0].mv = 3'300 + second; });
  const std::string csv = from.get(kCabin + "/history.csv?" + span_of(100)).answer.body;
  World to;
  const Told first = to.post_csv(kCabin + "/history.csv", csv);
  ASSERT_EQ(first.status, 200) << first.answer.body;
  EXPECT_EQ(first.body["added"], 100);
  EXPECT_EQ(to.get(kCabin + "/history.csv?" + span_of(100)).answer.body, csv);
  const Told second = to.post_csv(kCabin + "/history.csv", csv);
  EXPECT_EQ(second.body["added"], 0);
  EXPECT_EQ(second.body["known_before"], 100);
}

TEST(Csv, ThatIsNoneIsRefused) {
  World world;
  const Told told = world.post_csv(kCabin + "/history.csv", "<html>\nnothing\n");
  EXPECT_EQ(told.status, 422);
  EXPECT_EQ(told.code(), "not_imported");
  EXPECT_EQ(world.post(kCabin + "/history.csv", {{"a", 1}}).status, 415);
}

}  // namespace
}  // namespace cellwarden::api
