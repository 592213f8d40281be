// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/simulation_summary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <utility>

#include "cellwarden/cli/fault_words.hpp"
#include "cellwarden/cli/seeds_summary.hpp"
#include "cellwarden/cli/simulation_progress.hpp"
#include "simulation_example.hpp"

namespace cellwarden::cli {
namespace {

using test::example_run;
using testing::HasSubstr;
using testing::Not;

// PLUS-5
TEST(SimulationSummary, TellsEnergyBatteryAndBalancing) {
  const std::string text = simulation_summary(example_run());
  EXPECT_THAT(text, HasSubstr("two-days: 2 days from 06:00:00, 16 cells of 100 Ah, seed 1.\n"));
  EXPECT_THAT(text, HasSubstr("harvested 8.4 kWh; not taken, because the battery was full or "
                              "refused: 350 Wh\n"));
  EXPECT_THAT(text, HasSubstr("used 6.0 kWh; wanted by the house and not served: 0 Wh\n"));
  EXPECT_THAT(text, HasSubstr("SOC from 41.2 % to 100.0 %, 87.3 % at the end; in truth 88.0 %\n"));
  EXPECT_THAT(text, HasSubstr("cells from 3.102 V to 3.489 V, from unknown to unknown\n"));
  EXPECT_THAT(text, HasSubstr("balanced for 3 h 30 min in all, 2 of 16 cells, longest cell 7: 3 h "
                              "0 min\n"));
}

// RELAY-3
TEST(SimulationSummary, CountsEachRelaysOpeningsByReason) {
  const std::string text = simulation_summary(example_run());
  EXPECT_THAT(text, HasSubstr("load relay: closed 98 % of the time, opened 1×\n"
                              "    1×, first at 10:00:03: LD-4: no cell communication, 3 messages "
                              "missed in a row\n"));
  EXPECT_THAT(text, HasSubstr("opened 2×\n"));
  EXPECT_THAT(text, HasSubstr("1×, first at 14:00:00: CH-2: full, even the lowest cell 2 is "
                              "3.401 V, V-bypass 3.400 V\n"));
}

// CHAIN-6
TEST(SimulationSummary, TellsHowFastAFaultWasNoticed) {
  EXPECT_THAT(simulation_summary(example_run()),
              HasSubstr("  10:00:00  the wire behind cell 6 breaks\n"
                        "    warning E after 3.2 s; charge relay open after 3.2 s; its place told "
                        "after 4.1 s: No data from cell 6: check the wire between cell 6 and cell "
                        "7, and the board on cell 6.\n"));
}

TEST(SimulationSummary, NoticesWithinTenMinutesOnly) {
  Simulation run = example_run();
  run.occurrences = {test::happening(100, twin::OccurrenceKind::fault_began, 0),
                     test::event(700, core::EventKind::communication_lost, 0, 3)};
  EXPECT_NE(noticed(run, 0)->warning, nullptr);
  run.occurrences[1].time_s = 700.01;
  EXPECT_EQ(noticed(run, 0)->warning, nullptr);
  EXPECT_THAT(simulation_summary(run), HasSubstr("no E and no relay opened within 10 min 0 s\n"));
  run.occurrences[1].time_s = 99;
  std::swap(run.occurrences[0], run.occurrences[1]);
  EXPECT_EQ(noticed(run, 0)->warning, nullptr);
  run.occurrences.clear();
  EXPECT_FALSE(noticed(run, 0).has_value());
  EXPECT_THAT(simulation_summary(run), Not(HasSubstr("Faults")));
}

TEST(SimulationSummary, AnotherPacksAlarmIsNotThisFaults) {
  Simulation run = example_run();
  run.scenario.packs.resize(2);
  for (twin::Occurrence& it : run.occurrences) it.pack = 2;
  run.occurrences[2].pack = 1;
  const std::optional<Noticed> seen = noticed(run, 0);
  EXPECT_EQ(seen->warning, nullptr);
  EXPECT_EQ(seen->opening, nullptr);
  EXPECT_THAT(simulation_summary(run), HasSubstr("\nBattery, pack 2\n"));
}

TEST(SimulationSummary, TheSameEventIsToldOnceWithItsNumber) {
  EXPECT_THAT(simulation_summary(example_run()),
              HasSubstr("  14:00:00  The battery is full: SOC set to 100 %, it was counted as "
                        "99.3 %. And 1× more like it.\n"));
}

TEST(SimulationSummary, MarksWhatWasKeptAndBroken) {
  Simulation run = example_run();
  std::string text = simulation_summary(run);
  EXPECT_THAT(text,
              HasSubstr("  ✔ E within 3.6 s.\n  ✘ The SOC stays above 50 %: it was 41.2 %.\n"));
  EXPECT_THAT(text, HasSubstr("Invariants: all of them held.\n"));
  EXPECT_FALSE(run.kept());
  run.verdicts.pop_back();
  EXPECT_TRUE(run.kept());
  run.violations.push_back({.time_s = 60, .pack = 1, .sentence = "A relay is closed."});
  EXPECT_FALSE(run.kept());
  EXPECT_THAT(simulation_summary(run), HasSubstr("✘ 06:01:00  pack 1: A relay is closed.\n"));
}

TEST(SimulationSummary, AnotherLengthIsNotJudged) {
  Simulation run = example_run();
  run.judged = false;
  run.verdicts.clear();
  EXPECT_THAT(simulation_summary(run), HasSubstr("nothing is judged"));
  EXPECT_TRUE(run.kept());
}

TEST(SimulationSummary, EndsWithTheSpeed) {
  EXPECT_TRUE(simulation_summary(example_run())
                  .ends_with("Simulated 2 days in 0.50 s: 345600 times as fast as life.\n"));
}

// RELAY-2
TEST(OpenTimes, ARelayIsOpenUntilItClosesForTheFirstTime) {
  Simulation run = example_run();
  const auto times = open_times(run, 1, 2);
  ASSERT_EQ(times.size(), 2U);
  EXPECT_EQ(times[0].from_s, 0);
  EXPECT_EQ(times[0].to_s, 31);
  EXPECT_EQ(times[1].from_s, test::kBreak + 3.25);
  EXPECT_EQ(times[1].to_s, test::kBreak + 3631);
  EXPECT_EQ(open_times(run, 1, 1).back().to_s, 2 * kDaySeconds);
  run.occurrences.clear();
  ASSERT_EQ(open_times(run, 1, 1).size(), 1U);
  EXPECT_EQ(open_times(run, 1, 1)[0].to_s, 2 * kDaySeconds);
}

TEST(Numbers, AreNeverMinusNothing) {
  EXPECT_EQ(number_text(-0.04, 1), "0.0");
  EXPECT_EQ(number_text(-0.05001, 1), "-0.1");
  EXPECT_EQ(number_text(-0.0, 0), "0");
  EXPECT_EQ(energy_text(999.4), "999 Wh");
  EXPECT_EQ(energy_text(999.6), "1.0 kWh");
  EXPECT_EQ(span_text(59.94), "59.9 s");
  EXPECT_EQ(span_text(61), "1 min 1 s");
}

TEST(SeedsSummary, HasALineForEachSeedAndWhatBroke) {
  std::array runs{example_run(), example_run()};
  runs[1].seed = 2;
  runs[1].verdicts.pop_back();
  EXPECT_EQ(seeds_summary(runs),
            "two-days, seeds 1 to 2\n"
            "✘ seed 1: kept 1 of 2\n"
            "    ✘ The SOC stays above 50 %: it was 41.2 %.\n"
            "✔ seed 2: kept 1 of 1\n"
            "1 of 2 seeds kept everything.\n");
}

TEST(ProgressLine, SaysDaySocAndSpeed) {
  const Simulation run = example_run();
  EXPECT_EQ(progress_text(run.scenario, test::example_sample(43'200), 0.1),
            "day 0.5 of 2 · SOC 56 % · 432000 times as fast as life");
}

TEST(FaultWords, EveryFaultIsASentenceOfItsOwn) {
  std::vector<std::string> all;
  for (int kind = 0; kind <= static_cast<int>(twin::FaultKind::ambient); ++kind) {
    const twin::Fault fault{
        .kind = static_cast<twin::FaultKind>(kind), .cell = 2, .magnitude = 0.5};
    all.push_back(sentence(fault));
    EXPECT_NE(all.back(), "something happens") << kind;
  }
  std::sort(all.begin(), all.end());
  EXPECT_EQ(std::adjacent_find(all.begin(), all.end()), all.end());
  EXPECT_EQ(sentence(twin::Fault{
                .kind = twin::FaultKind::connection_resistance, .cell = 9, .magnitude = 0.004}),
            "the connection of cell 9 rises to 4 mΩ");
}

}  // namespace
}  // namespace cellwarden::cli
