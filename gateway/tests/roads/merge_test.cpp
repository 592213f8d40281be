// SPDX-License-Identifier: Apache-2.0
// The data output and the lines of one pack at the same time: one status, the finer road first, the
// other one where it is silent; neither makes events nor hides what the other tells (APP-7).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cellwarden/gateway/happenings.hpp"
#include "cellwarden/gateway/status.hpp"
#include "one_pack.hpp"

namespace cellwarden::gateway::roads {
namespace {

using testing::IsEmpty;

class BothRoads : public testing::TestWithParam<Road> {
 protected:
  OnePack pack{GetParam()};
  Happenings happenings;
  std::vector<std::string> happened;
  Status status;

  void SetUp() override {
    pack.settle();  // the relays close
    pack.settle();  // and the keys have told it
    judge_now();
    happened.clear();
  }
  void judge_now() {
    const std::array<const Observation*, 2> links{&pack.lines.told().seen,
                                                  &pack.output.told().seen};
    status = judge(links, pack.now());
    for (const auto& event : happenings.compare(status, pack.now())) {
      happened.push_back(event.kind + ": " + event.text);
    }
  }
  // Each cycle is judged; a relay is never unknown meanwhile.
  void run(int cycles) {
    for (int i = 0; i < cycles; ++i) {
      pack.run_cycle();
      judge_now();
      ASSERT_EQ(status.presence, Presence::live);
      ASSERT_TRUE(status.seen.charge_relay && status.seen.load_relay);
    }
  }
  // The status must be as the lines tell it, and where they do not, as the data output does.
  std::vector<std::string> wrong() const {
    const Truth truth = truth_of(pack.bench);
    std::vector<std::string> all;
    for (const Field& field : fields()) {
      // Our lines tell no pack voltage: it is the sum of the cells, to the millivolt.
      if (field.of_records || field.name == "pack voltage") continue;
      const Road lines = pack.lines.told().road;
      const bool by_lines = field.how_over(lines).told != nullptr;
      const Told told{by_lines ? lines : pack.output.told().road, status.seen, nullptr};
      for (const std::string& it : differences(field, told, truth)) all.push_back(it);
    }
    return all;
  }
};

TEST_P(BothRoads, TheFinerOneIsTakenAndTheOtherFillsWhatItDoesNotTell) {
  run(5);
  EXPECT_THAT(wrong(), IsEmpty());
  EXPECT_THAT(happened, IsEmpty());
  EXPECT_THAT(status.contradictions, IsEmpty());
  const bool generation_3 = GetParam() != Road::lines_2;  // before, neither road tells it
  EXPECT_EQ(status.seen.charge_relay->value.closed.has_value(), generation_3);
}

TEST_P(BothRoads, LinesThatAreLostAndBackAreNoEvent) {
  run(2);
  pack.lines.cut(true, pack.now());
  run(3);
  EXPECT_TRUE(status.seen.charge->value.capacity.has_value());
  const auto before = status.seen.setup->value;
  run(10);
  EXPECT_EQ(status.seen.setup->value.mode, before.mode) << "it is still so";
  EXPECT_EQ(status.seen.setup->value.sensor, before.sensor);
  EXPECT_EQ(status.seen.charge->at, pack.output.told().seen.charge->at) << "the newer one";
  EXPECT_EQ(status.seen.currents->at, pack.output.told().seen.currents->at);
  pack.lines.cut(false, pack.now());
  run(20);
  EXPECT_EQ(status.seen.charge->at, pack.lines.told().seen.charge->at) << "the finer one";
  EXPECT_THAT(wrong(), IsEmpty());
  EXPECT_THAT(happened, IsEmpty());
}

TEST_P(BothRoads, ADataOutputThatIsLostAndBackIsNoEvent) {
  run(2);
  pack.output.cut(true);
  run(12);
  EXPECT_TRUE(status.seen.charge_relay.has_value());
  pack.output.cut(false);
  run(45);
  EXPECT_THAT(wrong(), IsEmpty());
  EXPECT_THAT(happened, IsEmpty());
}

// Both tell of it, and it is told once.
TEST_P(BothRoads, AWarningAndAnOpenedRelayAreOneEventEach) {
  run(2);
  const std::size_t fault =
      pack.make_fault({.kind = twin::FaultKind::cell_voltage_bias, .cell = 3, .magnitude = 400});
  run(20);
  ASSERT_EQ(happened.size(), 2U) << testing::PrintToString(happened);
  EXPECT_THAT(happened, testing::Contains(testing::StartsWith("charge_relay_opened")));
  EXPECT_THAT(happened, testing::Contains(testing::StartsWith("warning_Vh_began")));
  happened.clear();
  pack.bench.mend_fault(fault);
  run(60);
  ASSERT_EQ(happened.size(), 2U) << testing::PrintToString(happened);
  EXPECT_THAT(happened, testing::Contains(testing::StartsWith("charge_relay_closed")));
  EXPECT_THAT(happened, testing::Contains(testing::StartsWith("warning_Vh_ended")));
}

// A road that is lost in a warning and comes back behind its end does not tell it again.
TEST_P(BothRoads, WhatALostRoadSaidLastDoesNotComeBack) {
  const std::size_t fault =
      pack.make_fault({.kind = twin::FaultKind::cell_voltage_bias, .cell = 3, .magnitude = 400});
  run(20);
  pack.lines.cut(true, pack.now());
  pack.bench.mend_fault(fault);
  run(60);
  happened.clear();
  ASSERT_FALSE(status.warnings.any());
  pack.lines.cut(false, pack.now());
  run(30);
  EXPECT_THAT(happened, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Lines, BothRoads,
                         testing::Values(Road::lines_3, Road::lines_6, Road::lines_2, Road::ours),
                         [](const auto& it) {
                           switch (it.param) {
                             case Road::lines_6: return "generation_3_with_6_fields";
                             case Road::lines_2: return "generation_2";
                             case Road::ours: return "ours";
                             default: return "generation_3";
                           }
                         });

}  // namespace
}  // namespace cellwarden::gateway::roads
