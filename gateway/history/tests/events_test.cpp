// SPDX-License-Identifier: Apache-2.0
// Events and settings changes have tables of their own, and are on disk before they are shown
// (PLUS-3).
#include <gtest/gtest.h>

#include "story.hpp"

namespace cellwarden::history {
namespace {

using test::event_at;
using test::Folder;
using test::kNewYear;

Event with_id(Event event, std::int64_t id) {
  event.id = id;
  return event;
}

TEST(Events, AreOnDiskWhenAddEventReturns) {
  const Folder folder;
  History history = History::open(folder.file());
  EXPECT_EQ(history.add_event("shed", event_at(kNewYear)), Stored::stored);
  const HistoryReader reader{folder.file()};  // another connection: it sees what is committed
  const std::vector<PackEvent> found = reader.events({});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].pack, "shed");
  EXPECT_EQ(found[0].event, with_id(event_at(kNewYear), 1));
}

TEST(Events, AreFoundByTimeKindAndPack) {
  const Folder folder;
  History history = History::open(folder.file());
  history.add_event("shed", event_at(kNewYear + 2, "sensor_saturated"));
  history.add_event("boat", event_at(kNewYear + 1, "cell_frozen"));
  history.add_event("shed", event_at(kNewYear + 3, "cell_frozen"));
  history.add_event("shed", event_at(kNewYear, "soc_set_full"));  // of the past, added late
  const HistoryReader reader{folder.file()};
  const auto times = [&](const EventQuery& query) {
    std::vector<std::int64_t> found;
    for (const PackEvent& one : reader.events(query)) {
      found.push_back(one.event.time_ms - kNewYear);
    }
    return found;
  };
  using Times = std::vector<std::int64_t>;
  EXPECT_EQ(times({}), (Times{3, 2, 1, 0}));
  EXPECT_EQ(times({.pack = "shed"}), (Times{3, 2, 0}));
  EXPECT_EQ(times({.from_ms = kNewYear + 1, .to_ms = kNewYear + 3}), (Times{2, 1}));
  EXPECT_EQ(times({.kinds = {"cell_frozen", "soc_set_full"}}), (Times{3, 1, 0}));
  EXPECT_EQ(times({.limit = 2}), (Times{3, 2}));
  EXPECT_EQ(times({.limit = 2, .before_id = 1}), (Times{1, 0}));  // the page behind time 2
  EXPECT_EQ(times({.pack = "barn"}), (Times{}));
}

TEST(Events, SettingsChangesHaveTheirOwnTable) {
  const Folder folder;
  History history = History::open(folder.file());
  const SettingsChange change{.id = 0,
                              .time_ms = kNewYear,
                              .setting = "v_min",
                              .before = "2.800",
                              .after = "2.900",
                              .who = "owner",
                              .simulated = false};
  EXPECT_EQ(history.add_settings_change("shed", change), Stored::stored);
  const HistoryReader reader{folder.file()};
  const std::vector<PackSettingsChange> found = reader.settings_changes({.kinds = {"v_min"}});
  ASSERT_EQ(found.size(), 1U);
  SettingsChange expected = change;
  expected.id = 1;
  EXPECT_EQ(found[0].change, expected);
  EXPECT_TRUE(reader.events({}).empty());
  EXPECT_TRUE(reader.settings_changes({.kinds = {"v_max"}}).empty());
}

TEST(Events, OfAClockThatWasNeverSetAreRefused) {
  const Folder folder;
  History history = History::open(folder.file());
  EXPECT_EQ(history.add_event("shed", event_at(5)), Stored::refused);
  EXPECT_NE(history.health().sentence, "");
}

}  // namespace
}  // namespace cellwarden::history
