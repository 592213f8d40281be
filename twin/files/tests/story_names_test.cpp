// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "cellwarden/twin/fault_rows.hpp"
#include "cellwarden/twin/story.hpp"
#include "cellwarden/twin/story_rows.hpp"

namespace cellwarden::twin {
namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Occurrence occurrence(OccurrenceKind kind, int number = 0) {
  Occurrence o;
  o.kind = kind;
  o.number = number;
  return o;
}

TEST(StoryNames, TellWhatHappened) {
  EXPECT_EQ(name_of(occurrence(OccurrenceKind::relay_opened, 1)), "charge_relay_opened");
  EXPECT_EQ(name_of(occurrence(OccurrenceKind::relay_opened, 2)), "load_relay_opened");
  EXPECT_EQ(name_of(occurrence(OccurrenceKind::relay_closed, 2)), "load_relay_closed");
  EXPECT_EQ(name_of(occurrence(OccurrenceKind::fault_began)), "fault_began");
  EXPECT_EQ(name_of(occurrence(OccurrenceKind::fault_ended)), "fault_ended");
  EXPECT_EQ(name_of(occurrence(OccurrenceKind::board_reset)), "board_reset");
  Occurrence warning = occurrence(OccurrenceKind::warning_began);
  warning.warning = core::Warning::voltage_high;
  EXPECT_EQ(name_of(warning), "warning_Vh_began");
  warning.kind = OccurrenceKind::warning_ended;
  warning.warning = core::Warning::communication;
  EXPECT_EQ(name_of(warning), "warning_E_ended");
}

TEST(StoryNames, TellWhomItIsAbout) {
  EXPECT_EQ(number_of(occurrence(OccurrenceKind::relay_opened, 2)), 2);
  EXPECT_EQ(number_of(occurrence(OccurrenceKind::board_reset, 7)), 7);
  EXPECT_EQ(number_of(occurrence(OccurrenceKind::warning_began)), 0);
  EXPECT_EQ(number_of(occurrence(OccurrenceKind::fault_began, 0)), 1) << "as people count";
  Occurrence event = occurrence(OccurrenceKind::event);
  event.event.kind = core::EventKind::break_located;
  event.event.number = 6;
  EXPECT_EQ(number_of(event), 6);
}

// Every event has a name of its own, and an expectation can name it.
TEST(StoryNames, KnowEveryOccurrence) {
  const std::vector<std::string> names = occurrence_names();
  EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
  for (int kind = 0; kind <= static_cast<int>(core::EventKind::store_failing); ++kind) {
    Occurrence event = occurrence(OccurrenceKind::event);
    event.event.kind = static_cast<core::EventKind>(kind);
    EXPECT_NE(name_of(event), "") << kind;
    EXPECT_TRUE(contains(names, name_of(event))) << name_of(event);
  }
  for (const core::Warning warning : core::kWarnings) {
    Occurrence o = occurrence(OccurrenceKind::warning_began);
    o.warning = warning;
    EXPECT_TRUE(contains(names, name_of(o))) << name_of(o);
  }
}

// "charge_relay_closed" happens and holds; within each kind a name means one thing.
TEST(StoryNames, AreNeverUsedTwiceInOneKind) {
  for (const auto& names : {occurrence_names(), condition_names(), figure_names()}) {
    EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
  }
}

TEST(StoryNames, FindTheNearest) {
  const std::vector<std::string> known{"soc_percent", "capacity_ah"};
  EXPECT_EQ(nearest_name("capacity", known), " Did you mean 'capacity_ah'?");
  EXPECT_EQ(nearest_name("soc_precent", known), " Did you mean 'soc_percent'?");
  EXPECT_EQ(nearest_name("wind", known), "");
  EXPECT_EQ(nearest_name("", {}), "");
}

TEST(StoryNames, HaveARowForEveryKindOfFault) {
  for (const FaultRow& row : fault_rows()) {
    EXPECT_EQ(&row_of(row.kind), &row);
    EXPECT_EQ(find_fault_row(row.name), &row);
  }
  EXPECT_EQ(find_fault_row("rain"), nullptr);
}

}  // namespace
}  // namespace cellwarden::twin
