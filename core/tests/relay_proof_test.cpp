// SPDX-License-Identifier: Apache-2.0
// Not samples but all of them: every combination of the comparisons that the relay tables make, in
// both modes, from both states of the relays, with the restart delay running and done. What must
// happen is stated here a second time, from the manual, without the tables.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <map>
#include <vector>

#include "cellwarden/core/judgement.hpp"
#include "cellwarden/core/relay.hpp"
#include "manual_facts.hpp"

namespace cellwarden::core {
namespace {

using namespace literals;

constexpr Milliseconds kNow = 1000_s;
constexpr Milliseconds kDelay = 30_s;

// Every value that a comparison can tell from its neighbours.
constexpr std::array<int, 14> kVoltages{2699, 2700, 2701, 2800, 2801, 3399, 3400,
                                        3401, 3549, 3550, 3551, 3599, 3600, 3601};
constexpr std::array<int, 6> kTemperatures{9'999, 10'000, 10'001, 79'999, 80'000, 80'001};

std::vector<SocCount> soc_counts(WattHours capacity) {
  std::vector<SocCount> counts;
  for (const int percent : {5, 95}) {
    for (const int step : {-1, 0, 1}) {
      counts.push_back(count_at(capacity, Percent{percent}) + SocCount{step});
    }
  }
  return counts;
}

// All facts in which lowest ≤ highest and coldest ≤ hottest; with V-bypass below V-max as settings
// demand, and above it as a switch may put it (SET-0).
void for_all_facts(const std::function<void(const Facts&)>& visit) {
  Facts facts = test::manual_facts();
  const std::vector<SocCount> counts = soc_counts(facts.soc.capacity);
  for (const Mode mode : {Mode::normal, Mode::critical}) {
    facts.mode = mode;
    for (const Millivolts v_bypass : {3400_mV, 3700_mV}) {
      facts.v_bypass = v_bypass;
      for (std::size_t low = 0; low < kVoltages.size(); ++low) {
        facts.pack.cell_voltage_min.value = Millivolts{kVoltages[low]};
        for (std::size_t high = low; high < kVoltages.size(); ++high) {
          facts.pack.cell_voltage_max.value = Millivolts{kVoltages[high]};
          for (std::size_t cold = 0; cold < kTemperatures.size(); ++cold) {
            facts.pack.cell_temperature_min.value = MilliCelsius{kTemperatures[cold]};
            for (std::size_t hot = cold; hot < kTemperatures.size(); ++hot) {
              facts.pack.cell_temperature_max.value = MilliCelsius{kTemperatures[hot]};
              for (const SocCount count : counts) {
                facts.soc.count = count;
                for (const bool error : {false, true}) {
                  facts.communication_error = error;
                  visit(facts);
                }
              }
            }
          }
        }
      }
    }
  }
}

struct Manual {
  bool off;
  bool on;
  bool margin;
};

// The manual's charge table, and RELAY-1, in plain words.
Manual charge_by_the_manual(const Facts& f) {
  const int lowest = f.pack.cell_voltage_min.value.count();
  const int highest = f.pack.cell_voltage_max.value.count();
  const int coldest = f.pack.cell_temperature_min.value.count();
  const int hottest = f.pack.cell_temperature_max.value.count();
  const int v_bypass = f.v_bypass.count();
  const bool below_95_percent =
      f.soc.count.count() * 100 < f.soc.capacity.count() * 95 * 360'000'000'000;
  const bool inside = coldest > 10'000 && hottest < 80'000;
  Manual m{};
  if (f.mode == Mode::normal) {
    m.off = highest >= 3600 || lowest >= v_bypass || coldest < 10'000 || hottest > 80'000 ||
            f.communication_error;
    m.on = highest < v_bypass && below_95_percent && inside && !f.communication_error;
    m.margin = true;
  } else {
    m.off = highest >= 3600 || coldest < 10'000 || hottest > 80'000 || f.communication_error;
    m.on = highest < 3600 && inside && !f.communication_error;
    m.margin = highest < 3550;
  }
  return m;
}

// The manual's load table, and RELAY-1.
Manual load_by_the_manual(const Facts& f) {
  const int lowest = f.pack.cell_voltage_min.value.count();
  const int coldest = f.pack.cell_temperature_min.value.count();
  const int hottest = f.pack.cell_temperature_max.value.count();
  const bool from_5_percent =
      f.soc.count.count() * 100 >= f.soc.capacity.count() * 5 * 360'000'000'000;
  const bool inside = coldest > 10'000 && hottest < 80'000;
  Manual m{};
  m.off = lowest <= 2700 || coldest < 10'000 || hottest > 80'000 || f.communication_error;
  m.on = lowest > 2700 && (f.mode == Mode::critical || from_5_percent) && inside &&
         !f.communication_error;
  m.margin = lowest > 2800;
  return m;
}

struct Case {
  const RelayTable& table;
  Manual (*manual)(const Facts&);
};

const std::array<Case, 2>& cases() {
  static const std::array<Case, 2> both{
      {{charge_table(), charge_by_the_manual}, {load_table(), load_by_the_manual}}};
  return both;
}

// A relay whose delay is not begun, running or done at kNow.
enum class Delay : std::uint8_t { not_begun, running, done };

RelayState relay_in(bool closed, Delay delay) {
  RelayState state;
  state.closed = closed;
  if (delay == Delay::running) state.on_since = kNow - kDelay + 1_ms;
  if (delay == Delay::done) state.on_since = kNow - kDelay;
  return state;
}

bool next(const Case& relay, const Facts& facts, Profile profile, bool closed, Delay delay) {
  RelayState state = relay_in(closed, delay);
  const RelayPolicy policy{.profile = profile, .restart_delay = kDelay};
  judge_relay(state, relay.table, facts,
              facts.communication_error ? Evidence::nothing : Evidence::good_message, policy, kNow);
  return state.closed;
}

// RELAY-0
TEST(RelayProof, ExactIsTheManualAndOffWins) {
  std::int64_t tried = 0;
  for (const Case& relay : cases()) {
    for_all_facts([&](const Facts& facts) {
      const Manual manual = relay.manual(facts);
      for (const bool closed : {false, true}) {
        const bool expected = manual.off ? false : manual.on || closed;
        ASSERT_EQ(next(relay, facts, Profile::exact, closed, Delay::not_begun), expected);
        ++tried;
      }
    });
  }
  std::printf("relay proof: %lld steps of the exact profile are the manual's\n",
              static_cast<long long>(tried));
  EXPECT_EQ(tried, 2 * 2 * 2 * 2 * 105 * 21 * 6 * 2);
}

// RELAY-0, RELAY-1
TEST(RelayProof, ClosedInGuardedImpliesClosedInExactAndOffWins) {
  std::int64_t tried = 0;
  for (const Case& relay : cases()) {
    for_all_facts([&](const Facts& facts) {
      const Manual manual = relay.manual(facts);
      for (const auto& [exact, guarded] :
           {std::pair{false, false}, std::pair{true, false}, std::pair{true, true}}) {
        const bool exact_next = next(relay, facts, Profile::exact, exact, Delay::not_begun);
        for (const Delay delay : {Delay::not_begun, Delay::running, Delay::done}) {
          const bool guarded_next = next(relay, facts, Profile::guarded, guarded, delay);
          ASSERT_TRUE(!guarded_next || exact_next);
          const bool may_close = manual.on && manual.margin && delay == Delay::done;
          ASSERT_EQ(guarded_next, manual.off ? false : guarded || may_close);
          ++tried;
        }
      }
    });
  }
  std::printf("relay proof: %lld pairs of steps, closed in guarded implies closed in exact\n",
              static_cast<long long>(tried));
  EXPECT_EQ(tried, 2 * 9LL * 2 * 2 * 105 * 21 * 6 * 2);
}

// The rows of this mode that `hold` in these facts.
std::vector<RuleId> rows_holding(std::span<const RelayRule> rows, const Facts& facts, bool hold) {
  std::vector<RuleId> ids;
  for (const RelayRule& rule : rows) {
    if (applies(rule, facts.mode) && rule.holds(facts) == hold) ids.push_back(rule.id);
  }
  return ids;
}

// CH-1, CH-2, CH-3, CH-4, CH-5, LD-1, LD-2, LD-3, LD-4
TEST(RelayProof, EveryOffRowAloneOpensItsRelay) {
  std::map<std::pair<RuleId, Mode>, int> alone;
  for (const Case& relay : cases()) {
    for_all_facts([&](const Facts& facts) {
      const std::vector<RuleId> off = rows_holding(relay.table.off, facts, true);
      if (off.size() != 1) return;
      ++alone[{off[0], facts.mode}];
      for (const Profile profile : {Profile::exact, Profile::guarded}) {
        ASSERT_FALSE(next(relay, facts, profile, true, Delay::done)) << name(off[0]);
      }
    });
  }
  EXPECT_EQ(alone.size(), 5U + 4U + 4U + 4U) << "each row of each mode was tried alone";
}

// CH-11, CH-12, CH-13, CH-14, CH-15, LD-11, LD-12, LD-13, LD-14
TEST(RelayProof, EveryOnRowAloneKeepsItsRelayOpenExceptTheComplementsOfOffRows) {
  std::map<std::pair<RuleId, Mode>, int> alone;
  for (const Case& relay : cases()) {
    for_all_facts([&](const Facts& facts) {
      const std::vector<RuleId> failing = rows_holding(relay.table.on, facts, false);
      if (failing.size() != 1 || !rows_holding(relay.table.off, facts, true).empty()) return;
      ++alone[{failing[0], facts.mode}];
      for (const Profile profile : {Profile::exact, Profile::guarded}) {
        ASSERT_FALSE(next(relay, facts, profile, false, Delay::done)) << name(failing[0]);
      }
    });
  }
  std::vector<std::pair<RuleId, Mode>> tried(alone.size());
  std::transform(alone.begin(), alone.end(), tried.begin(), [](const auto& t) { return t.first; });
  const std::vector<std::pair<RuleId, Mode>> expected{
      {RuleId::ch_11, Mode::normal},   {RuleId::ch_12, Mode::normal}, {RuleId::ch_14, Mode::normal},
      {RuleId::ch_14, Mode::critical}, {RuleId::ld_12, Mode::normal}, {RuleId::ld_13, Mode::normal},
      {RuleId::ld_13, Mode::critical}};
  EXPECT_EQ(tried, expected) << "CH-13, CH-15, LD-11 and LD-14 can never fail alone";
}

const RelayRule& row(RuleId id) {
  for (const Case& relay : cases()) {
    for (const auto rows : {relay.table.off, relay.table.on}) {
      for (const RelayRule& rule : rows) {
        if (rule.id == id) return rule;
      }
    }
  }
  ADD_FAILURE();
  return charge_table().off[0];
}

// CH-13, CH-15, LD-11, LD-14
TEST(RelayProof, TheExactComplementsAreThat) {
  constexpr std::array<std::pair<RuleId, RuleId>, 4> kPairs{{{RuleId::ch_13, RuleId::ch_1},
                                                             {RuleId::ch_15, RuleId::ch_5},
                                                             {RuleId::ld_11, RuleId::ld_1},
                                                             {RuleId::ld_14, RuleId::ld_4}}};
  for (const auto& [on, off] : kPairs) {
    for_all_facts([on = on, off = off](const Facts& facts) {
      ASSERT_EQ(row(on).holds(facts), !row(off).holds(facts)) << name(on);
    });
  }
}

// CELL-7, RELAY-0
TEST(RelayProof, AMessageThatIsNotGoodOpensByItsSixRowsAndNeverCloses) {
  for (const Case& relay : cases()) {
    for_all_facts([&](const Facts& facts) {
      if (facts.communication_error) return;
      bool opens = false;
      for (const RelayRule& rule : relay.table.off) {
        opens = opens || (rule.needs == Needs::any_reading && rule.holds(facts));
      }
      for (const Profile profile : {Profile::exact, Profile::guarded}) {
        for (const bool closed : {false, true}) {
          RelayState state = relay_in(closed, Delay::done);
          judge_relay(state, relay.table, facts, Evidence::valid_readings,
                      {.profile = profile, .restart_delay = kDelay}, kNow);
          ASSERT_EQ(state.closed, closed && !opens);
        }
      }
    });
  }
}

// RELAY-2
TEST(RelayProof, OutputsMadeFromNothingAreOpen) {
  static_assert(!Outputs{}.charge_relay_closed);
  static_assert(!Outputs{}.load_relay_closed);
  EXPECT_FALSE(State{}.charge.closed);
  EXPECT_FALSE(State{}.load.closed);
}

}  // namespace
}  // namespace cellwarden::core
