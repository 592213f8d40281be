// SPDX-License-Identifier: Apache-2.0
// What if (PLUS-4): recorded readings through the rules of the boards with other settings.
#include "what_if.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "world.hpp"

namespace cellwarden::api {
namespace {

using namespace core::literals;
using nlohmann::json;
using testing::HasSubstr;

constexpr std::int64_t kBegin = 1'700'000'000'000;

// Four cells at 3.300 V; cell 2 is at 3.610 V from second 100 to 199.
std::vector<history::CellSample> cells_at(int second) {
  std::vector<history::CellSample> cells(4, {.mv = 3'300, .decicelsius = 200, .bypass = false});
  if (second >= 100 && second < 200) cells[1].mv = 3'610;
  return cells;
}

history::Sample sample_at(int second, std::span<const history::CellSample> cells) {
  history::Sample sample;
  sample.time_ms = kBegin + second * std::int64_t{1000};
  sample.current_in_ma = 5'000;
  sample.current_out_ma = 1'000;
  sample.soc_mpercent = 60'000;
  sample.soc_calibrated = true;
  sample.good = sample.charge_closed = sample.load_closed = true;
  sample.cells = cells;
  return sample;
}

WhatIf run(const core::ReplaySettings& tried, int seconds, int gap_from = 0, int gap_to = 0) {
  WhatIf what_if{core::ReplaySettings{}, tried};
  for (int second = 0; second < seconds; ++second) {
    if (second >= gap_from && second < gap_to) continue;
    const auto cells = cells_at(second);
    what_if.take(sample_at(second, cells));
  }
  return what_if;
}

// CH-1 opens at 3.600 V or above; with V-max 3.650 V it does not.
TEST(WhatIf, AHigherVMaxLeavesTheChargeRelayClosed) {
  core::ReplaySettings tried;
  tried.settings.v_max = 3'650_mV;
  const WhatIf what_if = run(tried, 600);
  const WhatIfRelay& as_set = what_if.as_set().charge;
  EXPECT_EQ(as_set.openings, 1U);
  ASSERT_TRUE(as_set.causes.contains(core::RuleId::ch_1));
  EXPECT_THAT(as_set.causes.at(core::RuleId::ch_1).sentence,
              HasSubstr("cell 2 is 3.610 V, limit 3.600 V"));
  EXPECT_EQ(as_set.causes.at(core::RuleId::ch_1).first_ms, kBegin + 100'000);
  // 100 s at the limit, and the restart delay of 30 s behind it.
  EXPECT_EQ(as_set.open_ms, 130'000);
  EXPECT_EQ(what_if.as_set().warnings[1].times, 1U);
  EXPECT_EQ(what_if.as_set().warnings[1].lasted_ms, 100'000);
  EXPECT_EQ(what_if.as_tried().charge.openings, 0U);
  EXPECT_EQ(what_if.as_tried().charge.open_ms, 0);
  EXPECT_EQ(what_if.as_tried().load.openings, 0U);
  EXPECT_EQ(what_if.recorded().mv_max, 3'610);
  EXPECT_EQ(what_if.recorded().mv_min, 3'300);
}

// A computer that was off is no chain that fell silent: no E is made of a gap (CHAIN-5).
TEST(WhatIf, AGapInTheRecordingOpensNothing) {
  const WhatIf what_if = run(core::ReplaySettings{}, 2'000, 400, 1'900);
  EXPECT_EQ(what_if.gaps(), 1U);
  EXPECT_EQ(what_if.as_set().warnings[0].times, 0U);
  EXPECT_EQ(what_if.as_set().load.openings, 0U);
  EXPECT_EQ(what_if.covered_ms(), 498'000);
}

TEST(WhatIf, RecordedEIsE) {
  WhatIf what_if{core::ReplaySettings{}, core::ReplaySettings{}};
  for (int second = 0; second < 60; ++second) {
    const auto cells = cells_at(second);
    history::Sample sample = sample_at(second, cells);
    sample.good = second < 20 || second >= 40;
    what_if.take(sample);
  }
  EXPECT_EQ(what_if.as_set().warnings[0].times, 1U);
  EXPECT_EQ(what_if.as_set().charge.causes.count(core::RuleId::ch_5), 1U);
  EXPECT_EQ(what_if.as_set().load.causes.count(core::RuleId::ld_4), 1U);
}

class WhatIfCalls : public testing::Test {
 protected:
  WhatIfCalls() {
    ready_ = world_.is_ready();
    world_.remember(kBegin, 600, [](int second, history::Sample& sample, auto& cells) {
      cells = cells_at(second);
      sample.soc_mpercent = 60'000;
    });
  }
  Told ask(const json& settings, std::int64_t seconds = 600) {
    return world_.post(kCabin + "/what-if",
                       {{"from", kBegin}, {"to", kBegin + seconds * 1000}, {"settings", settings}});
  }
  World world_;
  bool ready_{false};
};

TEST_F(WhatIfCalls, ComparesBothSettings) {
  ASSERT_TRUE(ready_);
  const Told told = ask({{"v_max", 3.65}});
  ASSERT_EQ(told.status, 200) << told.answer.body;
  EXPECT_EQ(told.body["as_set"]["charge_relay"]["openings"], 1);
  EXPECT_EQ(told.body["as_tried"]["charge_relay"]["openings"], 0);
  EXPECT_EQ(told.body["as_set"]["charge_relay"]["causes"][0]["rule"], "CH-1");
  EXPECT_EQ(told.body["changes"][0]["after"], 3.65);
  EXPECT_EQ(told.body["readings"], 600);
  EXPECT_EQ(told.body["recorded"]["cell_v_max"], 3.61);
  EXPECT_EQ(world_.settings_on_board().v_max, 3'600_mV);
}

TEST_F(WhatIfCalls, MayTryAnotherVBypass) {
  ASSERT_TRUE(ready_);
  const Told told = ask({{"v_bypass", 3.5}});
  EXPECT_EQ(told.body["v_bypass"]["as_tried"], 3.5);
  EXPECT_EQ(ask({{"v_bypass", 3.45}}).status, 422);
  EXPECT_EQ(ask({{"v_bypass", 3.6}}).status, 422) << "not below V-max";
}

TEST_F(WhatIfCalls, AreBoundedTo31Days) {
  ASSERT_TRUE(ready_);
  EXPECT_EQ(ask(json::object(), 31LL * 86'400).status, 200);
  const Told told = ask(json::object(), 31LL * 86'400 + 1);
  EXPECT_EQ(told.code(), "too_much");
  EXPECT_THAT(told.sentence(), HasSubstr("31 days"));
  EXPECT_EQ(ask({{"v_min", 9}}).status, 422);
  EXPECT_EQ(ask(5).status, 400);
}

}  // namespace
}  // namespace cellwarden::api
