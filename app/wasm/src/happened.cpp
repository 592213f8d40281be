// SPDX-License-Identifier: Apache-2.0
// What happened, in the words of the gateway's events; it comes from the twin itself, so nothing is
// lost while nobody listens to the boards.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "cellwarden/gateway/happenings.hpp"
#include "cellwarden/gateway/status_json.hpp"
#include "cellwarden/twin/fault_rows.hpp"
#include "cellwarden/words/say.hpp"
#include "cellwarden/words/sentences.hpp"
#include "running.hpp"

namespace cellwarden::simulator {

using nlohmann::json;
using twin::Occurrence;
using twin::OccurrenceKind;

namespace {

constexpr std::size_t kMostEvents = 500;

gateway::Why why_of(const Occurrence& occurrence) {
  gateway::Why why;
  why.allowed = occurrence.kind == OccurrenceKind::relay_closed;
  for (const core::Reason& reason : occurrence.why) {
    why.reasons.push_back(reason);
    why.sentences.push_back(words::sentence(reason));
  }
  return why;
}

history::Event plain_event(std::string kind, history::Severity severity, std::string text) {
  history::Event event;
  event.kind = std::move(kind);
  event.severity = severity;
  event.text = std::move(text);
  return event;
}

history::Event fault_event(const twin::Fault& fault, bool began) {
  const twin::FaultRow& row = twin::row_of(fault.kind);
  const std::string where = fault.cell == 0 ? std::string{} : words::say(", {}", fault.cell);
  history::Event event =
      plain_event(began ? "fault_began" : "fault_ended", history::Severity::info,
                  words::say("{}: {}{}.", began ? "Made" : "Mended", row.name, where));
  event.number = fault.cell;
  return event;
}

}  // namespace

json Simulator::events(std::size_t from) const {
  const auto all = run_->bench.occurrences();
  const std::size_t oldest = all.size() > kMostEvents ? all.size() - kMostEvents : 0;
  json events = json::array();
  for (std::size_t i = std::max(from, oldest); i < all.size(); ++i) {
    const Occurrence& it = all[i];
    history::Event event;
    switch (it.kind) {
      case OccurrenceKind::event: event = gateway::board_event(it.event, {}, {}); break;
      case OccurrenceKind::relay_opened:
      case OccurrenceKind::relay_closed: event = gateway::relay_event(it.number, why_of(it)); break;
      case OccurrenceKind::warning_began:
      case OccurrenceKind::warning_ended:
        event = gateway::warning_event(it.warning, it.kind == OccurrenceKind::warning_began);
        break;
      case OccurrenceKind::fault_began:
      case OccurrenceKind::fault_ended:
        if (const twin::Fault* fault = run_->fault_of(it)) {
          event = fault_event(*fault, it.kind == OccurrenceKind::fault_began);
        }
        break;
      case OccurrenceKind::board_reset:
        event = plain_event("board_reset", history::Severity::info,
                            words::say("The board on cell {} came up anew.", it.number));
        event.number = it.number;
        break;
    }
    event.id = static_cast<std::int64_t>(i);
    event.simulated = true;
    event.time_ms = static_cast<std::int64_t>(run_->begin_ms + it.time_s * 1000);
    const std::string pack =
        run_->bench.packs() == 1 ? "simulated" : words::say("simulated-{}", it.pack);
    events.push_back(gateway::event_json(pack, event));
  }
  return {{"next", all.size()}, {"events", std::move(events)}};
}

}  // namespace cellwarden::simulator
