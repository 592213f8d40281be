// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/daemon/first_look.hpp"

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <filesystem>

#include "cellwarden/history/reader.hpp"
#include "cellwarden/twin/check_scenario.hpp"
#include "cellwarden/words/sentences.hpp"

namespace cellwarden::daemon {
namespace {

using core::Milliseconds;

// 2026-06-21 14:30:05 by the owner's clock.
constexpr Milliseconds kAfternoon{1'782'052'205'000};

TEST(FirstLook, ItsSunAndHouseFollowTheTimeOfDay) {
  const twin::Scenario scenario = first_look(kAfternoon);
  EXPECT_EQ(scenario.begin_s, 14 * 3600 + 30 * 60 + 5);
  EXPECT_EQ(scenario.site.sun.day_of_year, 172);
  EXPECT_EQ(scenario.packs.front().cells, 16);
  EXPECT_FALSE(twin::find_problem(scenario));
}

TEST(FirstLook, AnySocAndAnyMomentMakesAScenario) {
  for (const double soc : {0.0, 12.3456, 100.0}) {
    for (const std::int64_t day : {0, 59, 365, 400}) {
      const twin::Scenario scenario =
          first_look(Milliseconds{1'767'225'600'000 + day * 86'400'000}, soc);
      EXPECT_FALSE(twin::find_problem(scenario)) << soc << " on day " << day;
    }
  }
}

class SimulatedPast : public testing::Test {
 protected:
  SimulatedPast() {
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
  }
  ~SimulatedPast() override { std::filesystem::remove_all(folder); }
  // One each: the tests run side by side.
  std::string folder{testing::TempDir() + "cellwarden-past-" +
                     testing::UnitTest::GetInstance()->current_test_info()->name()};
  boost::asio::io_context io{1};
};

TEST_F(SimulatedPast, FillsTheHistoryUpToNowAndIsMarked) {
  const Milliseconds begin{1'782'000'000'000};
  const Milliseconds end = begin + Milliseconds{3 * 3'600'000};
  gateway::HistoryKeeper keeper{io, folder + "/history.db", {}};
  const auto bench = simulate_past(first_look(begin), 1, keeper,
                                   {.pack = "p",
                                    .begin = begin,
                                    .now = [end] { return end; },
                                    .ended = nullptr,
                                    .progress = {}});
  ASSERT_TRUE(bench);
  EXPECT_NEAR(bench->time_s(), 3 * 3600, 2);
  // EN-2: its clock was set to the owner's time.
  EXPECT_TRUE(bench->out_board(1).state.clock.set_by_app);
  keeper.close();
  const history::HistoryReader reader{folder + "/history.db"};
  const auto span = reader.span("p");
  ASSERT_TRUE(span);
  EXPECT_LT(span->first_ms - begin.count(), 60'000);
  EXPECT_LE(end.count() - span->last_ms, kPastStepSeconds * 1000);
  std::uint64_t cells = 0;
  const std::uint64_t count = reader.for_each_sample(
      "p", 0 + history::kTimeMin_ms, history::kTimeEnd_ms, [&](const history::Sample& sample) {
        EXPECT_TRUE(sample.simulated);
        cells += sample.cells.size();
        return true;
      });
  EXPECT_NEAR(static_cast<double>(count), 3 * 3600.0 / kPastStepSeconds, 10);
  EXPECT_EQ(cells, count * 16);
}

// RELAY-3: why a relay opened is what opened it, and not what keeps it open some seconds later.
TEST_F(SimulatedPast, TellsWhatOpenedARelayAsTheBoardDid) {
  const Milliseconds begin{1'782'036'000'000};  // in the morning
  const Milliseconds end = begin + Milliseconds{6 * 3'600'000};
  gateway::HistoryKeeper keeper{io, folder + "/history.db", {}};
  const auto bench = simulate_past(first_look(begin, 90), 1, keeper,
                                   {.pack = "p",
                                    .begin = begin,
                                    .now = [end] { return end; },
                                    .ended = nullptr,
                                    .progress = {}});
  ASSERT_TRUE(bench);
  keeper.close();
  std::vector<std::string> really;
  for (const twin::Occurrence& it : bench->occurrences()) {
    if (it.kind != twin::OccurrenceKind::relay_opened || it.number != 1) continue;
    ASSERT_FALSE(it.why.empty());
    really.push_back("The charge relay opened: " + words::sentence(it.why[0]) + ".");
  }
  const history::HistoryReader reader{folder + "/history.db"};
  std::vector<std::string> told;
  for (const history::PackEvent& it : reader.events({})) {
    if (it.event.kind == "charge_relay_opened") told.insert(told.begin(), it.event.text);
  }
  EXPECT_GE(told.size(), 2U);
  EXPECT_EQ(told, really);
}

TEST_F(SimulatedPast, EndsAtOnceWhenItIsTold) {
  gateway::HistoryKeeper keeper{io, folder + "/history.db", {}};
  const std::atomic<bool> ended{true};
  EXPECT_FALSE(simulate_past(first_look(kAfternoon), 1, keeper,
                             {.pack = "p",
                              .begin = kAfternoon,
                              .now = [] { return kAfternoon + Milliseconds{86'400'000}; },
                              .ended = &ended,
                              .progress = {}}));
}

}  // namespace
}  // namespace cellwarden::daemon
