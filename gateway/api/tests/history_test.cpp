// SPDX-License-Identifier: Apache-2.0
// The past over HTTP (PLUS-3).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "world.hpp"

namespace cellwarden::api {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr std::int64_t kBegin = 1'700'000'000'000;
constexpr int kHour = 3600;

std::string span(std::int64_t from, std::int64_t to) {
  return "from=" + std::to_string(from) + "&to=" + std::to_string(to);
}
const std::string one_hour = span(kBegin, kBegin + kHour * 1000);

class Past : public testing::Test {
 protected:
  Past() {
    world_.remember(kBegin, kHour, [](int second, history::Sample& sample, auto& cells) {
      sample.energy_in_wh_total = 1000 + second / 36;  // 100 Wh in this hour
      cells[1].mv = 3'300 + second % 10;
      if (second == 5) cells[1].mv.reset();
    });
  }
  World world_;
};

TEST_F(Past, IsAChartWithOneLineASeries) {
  const Told told =
      world_.get(kCabin + "/history?series=soc,cell_v/2,power_w&points=60&" + one_hour);
  ASSERT_EQ(told.status, 200) << told.answer.body;
  ASSERT_EQ(told.body["series"].size(), 3U);
  const json& cell = told.body["series"][1];
  EXPECT_EQ(cell["name"], "cell_v/2");
  EXPECT_EQ(cell["unit"], "V");
  const std::size_t points = told.body["time_ms"].size();
  EXPECT_GT(points, 5U);
  EXPECT_LE(points, 61U);
  EXPECT_EQ(cell["mean"].size(), points);
  EXPECT_EQ(cell["min"][0], 3.3);
  EXPECT_EQ(cell["max"][0], 3.309);
}

TEST_F(Past, HasNoNumberWhereNoneWasRead) {
  const Told told =
      world_.get(kCabin + "/history?series=cell_v/2&" + span(kBegin, kBegin + 20'000));
  EXPECT_EQ(told.body["step_ms"], 0) << "single readings";
  EXPECT_THAT(told.body["series"][0]["mean"].dump(), HasSubstr("null"));
}

TEST_F(Past, TellsItsSpanAndItsSeries) {
  const json told = world_.get(kCabin + "/history/span").body;
  EXPECT_EQ(told["first"], kBegin);
  EXPECT_GE(told["last"].get<std::int64_t>(), kBegin + (kHour - 1) * 1000);
  const json series = world_.get(kCabin + "/history/series").body["series"];
  EXPECT_EQ(series[0]["name"], "soc");
}

TEST_F(Past, IsBarsOfEnergy) {
  const json told = world_.get(kCabin + "/energy?unit=day&" + one_hour).body;
  ASSERT_GE(told["bars"].size(), 1U);
  std::int64_t sum = 0;
  for (const json& bar : told["bars"]) sum += bar["in_wh"].is_null() ? 0 : bar["in_wh"].get<int>();
  EXPECT_EQ(sum, 99);
  const Told wide = world_.get(kCabin + "/energy?unit=hour&from=2010-01-01&to=2020-01-01");
  EXPECT_EQ(wide.code(), "too_much");
}

TEST_F(Past, IsRefusedWithASentenceWhenTheQuestionIsWrong) {
  const auto told = [&](const std::string& query) { return world_.get(kCabin + query); };
  EXPECT_THAT(told("/history").sentence(), HasSubstr("series"));
  EXPECT_EQ(told("/history?series=sock").code(), "no_such_series");
  EXPECT_THAT(told("/history?series=soc&from=yesterday").sentence(), HasSubstr("'yesterday'"));
  EXPECT_THAT(told("/history?series=soc&from=2026-01-02&to=2026-01-01").sentence(),
              HasSubstr("before"));
  for (const char* points : {"0", "2001", "-1", "many", "1e3"}) {
    EXPECT_EQ(told("/history?series=soc&points=" + std::string{points}).status, 400) << points;
  }
  EXPECT_EQ(told("/history?series=soc&points=2000").status, 200);
  EXPECT_EQ(told("/energy?unit=fortnight").status, 400);
  EXPECT_EQ(told("/events?limit=0").status, 400);
  EXPECT_EQ(told("/events?limit=1001").status, 400);
  std::string many = "/history?points=2000&series=soc";
  for (int i = 0; i < 64; ++i) many += ",soc";
  EXPECT_EQ(told(many).code(), "too_much");
}

TEST(PastEvents, ComePageByPage) {
  World world;
  world.inside([&] {
    for (int i = 1; i <= 5; ++i) {
      history::Event event;
      event.time_ms = kBegin + i;
      event.kind = i == 3 ? "tea" : "test";
      event.text = "Event " + std::to_string(i);
      world.gateway().tell("cabin", event);
    }
  });
  world.flush();
  const Told first = world.get(kCabin + "/events?limit=2&kinds=test");
  ASSERT_EQ(first.body["events"].size(), 2U);
  EXPECT_EQ(first.body["events"][0]["sentence"], "Event 5");
  const std::string before = first.body["next_before"].dump();
  const json second =
      world.get("/api/v1/events?limit=5&kinds=test&before=" + before).body["events"];
  ASSERT_EQ(second.size(), 2U);
  EXPECT_EQ(second[0]["sentence"], "Event 2");
  EXPECT_EQ(world.get("/api/v1/events?kinds=tea").body["next_before"], nullptr);
  EXPECT_EQ(world.get("/api/v1/events?" + span(kBegin + 2, kBegin + 4)).body["events"].size(), 2U);
}

TEST(PastWithoutAHistory, IsEmptyOrSaysSo) {
  World world{{.history = false}};
  EXPECT_EQ(world.get(kCabin + "/history?series=soc").code(), "no_history");
  EXPECT_EQ(world.get(kCabin + "/history.csv").code(), "no_history");
  EXPECT_EQ(world.get(kCabin + "/history/span").body["first"], nullptr);
  EXPECT_EQ(world.get("/api/v1/events").body["events"].size(), 0U);
  EXPECT_EQ(world.post_csv(kCabin + "/history.csv", "time,soc\n").code(), "no_history");
}

}  // namespace
}  // namespace cellwarden::api
