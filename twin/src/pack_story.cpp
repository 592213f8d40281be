// SPDX-License-Identifier: Apache-2.0
// What happens in one pack, as occurrences.
#include <algorithm>
#include <utility>

#include "pack_bench.hpp"

namespace cellwarden::twin {

void PackBench::happened(Occurrence occurrence, WorldTime time) {
  occurrence.time_s = seconds_of(time);
  occurrence.pack = number_;
  if (tell) tell(occurrence);
}

void PackBench::follow_warnings(WorldTime time) {
  // E is what the board acts on; the others belong to the newest good message.
  const core::Warnings now = out_.state.status.warnings;
  if (now == warnings_told_) return;
  for (const core::Warning warning : core::kWarnings) {
    if (now.has(warning) == warnings_told_.has(warning)) continue;
    const OccurrenceKind kind =
        now.has(warning) ? OccurrenceKind::warning_began : OccurrenceKind::warning_ended;
    happened({.kind = kind, .warning = warning, .event = {}, .why = {}}, time);
  }
  warnings_told_ = now;
}

// A message that is not good and one that never came are the same here: missed (CHAIN-5).
void PackBench::count_messages() {
  const core::State& state = out_.state;
  const bool good = state.communication.last_good == out_.judged;
  if (good) ++record_.messages_good;
  if (state.missed > missed_) {
    record_.messages_bad += static_cast<std::uint64_t>(state.missed - missed_);
  }
  missed_ = good ? 0 : state.missed;
}

void PackBench::follow_out(WorldTime time) {
  const core::EventLog& events = out_.state.events;
  const std::uint32_t oldest =
      events.written() > core::kKeptEvents ? events.written() - core::kKeptEvents : 0;
  for (events_told_ = std::max(events_told_, oldest); events_told_ < events.written();
       ++events_told_) {
    happened({.kind = OccurrenceKind::event, .event = events.at(events_told_), .why = {}}, time);
  }
  if (out_.judged == judged_) return;
  judged_ = out_.judged;
  follow_warnings(time);
  count_messages();
  if (!out_.state.communication.error) {
    record_.board_soc_percent.include(core::milli_percent(out_.state.soc).count() / 1000.0);
  }
  if (judged) judged(time);
}

void PackBench::move_relay(RelayModel& relay, core::Relay which, WorldTime time) {
  const bool moved = relay.move();
  rarely_.set(which == core::Relay::charge ? 0 : 1, kNever);
  if (!moved) return;
  contacts_moved_ = true;
  const bool charge = which == core::Relay::charge;
  if (!relay.closed) ++(charge ? record_.charge_openings : record_.load_openings);
  happened({.kind = relay.closed ? OccurrenceKind::relay_closed : OccurrenceKind::relay_opened,
            .number = charge ? 1 : 2,
            .event = {},
            .why = charge ? out_.state.charge.why : out_.state.load.why},
           time);
}

}  // namespace cellwarden::twin
