// SPDX-License-Identifier: Apache-2.0
// Appends samples and events as fast as it can, and says what it knows to be on disk, until
// somebody kills it (kill_test.cpp).
// usage: history_victim FILE
#include <unistd.h>

#include <cstdio>
#include <string>

#include "story.hpp"

namespace {

using namespace cellwarden::history;

void say(const char* what, std::int64_t number) {
  const std::string line = std::string{what} + " " + std::to_string(number) + "\n";
  if (::write(STDOUT_FILENO, line.data(), line.size()) < 0) ::_exit(1);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  History history = History::open(argv[1]);
  const HistoryReader reader{argv[1]};
  const auto span = reader.span("shed");
  std::int64_t time = span ? span->last_ms + test::kSecond : test::kNewYear;
  auto events = static_cast<std::int64_t>(reader.events({.limit = 100'000}).size());
  say("ready", 0);
  for (std::uint64_t stored = 0;; time += test::kSecond) {
    history.append("shed", test::told_at(time).whole());
    const Health health = history.health();
    if (health.samples_stored != stored) {
      stored = health.samples_stored;
      say("samples", time);  // all before this one
    }
    if (time / test::kSecond % 97 != 0) continue;
    if (history.add_event("shed", test::event_at(time)) == Stored::stored) say("events", ++events);
  }
}
