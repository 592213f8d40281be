// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/happenings.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "cellwarden/words/decimal.hpp"
#include "cellwarden/words/say.hpp"
#include "cellwarden/words/sentences.hpp"

namespace cellwarden::gateway {

using core::EventKind;
using core::Warning;
using history::Event;
using history::Severity;

namespace {

constexpr int kTellAfter = 3;  // messages in a row: one may have been torn
// A relay is pulsed closed a moment after it is allowed, and some packs wait on purpose.
constexpr int kOpenTooLong = 60;
// Two of three messages must say that a relay is open before it is believed.
constexpr core::Milliseconds kBelievedWithin{5'000};

Severity severity_of(EventKind kind) {
  switch (kind) {
    case EventKind::communication_lost:
    case EventKind::cell_count_differs:
    case EventKind::relay_did_not_open:
    case EventKind::settings_lost:
    case EventKind::store_failing:
    case EventKind::break_located: return Severity::alarm;
    case EventKind::communication_back:
    case EventKind::soc_set_full: return Severity::info;
    default: return Severity::warning;
  }
}

Event make(std::string kind, Severity severity, std::string text) {
  Event event;
  event.kind = std::move(kind);
  event.severity = severity;
  event.text = std::move(text);
  return event;
}

const char* long_name(Warning warning) {
  switch (warning) {
    case Warning::communication: return "no cell communication";
    case Warning::voltage_high: return "a cell's voltage is too high";
    case Warning::voltage_low: return "a cell's voltage is too low";
    case Warning::temperature_high: return "a cell is too warm";
    case Warning::temperature_low: return "a cell is too cold";
  }
  return "";
}

}  // namespace

Event relay_event(int number, const Why& why) {
  const char* const which = number == 1 ? "charge" : "load";
  Event event;
  if (why.allowed) {
    event = make(words::say("{}_relay_closed", which), Severity::info,
                 words::say("The {} relay closed.", which));
  } else {
    const bool known = !why.sentences.empty();
    event = make(words::say("{}_relay_opened", which), Severity::warning,
                 words::say("The {} relay opened{}{}.", which,
                            known ? (why.inferred ? ", probably because: " : ": ") : "",
                            known ? why.sentences.front() : std::string{}));
    if (!why.reasons.empty()) {
      event.value = why.reasons.front().value;
      event.limit = why.reasons.front().limit;
    }
  }
  event.number = number;
  return event;
}

Event warning_event(Warning warning, bool began) {
  return make(words::say("warning_{}_{}", core::name(warning), began ? "began" : "ended"),
              began ? Severity::alarm : Severity::info,
              words::say("Warning {}: {}{}.", core::name(warning), long_name(warning),
                         began ? "" : " no more"));
}

void Happenings::relay(std::vector<Event>& events, const Known<RelayView>& view, const Why& why,
                       int number, core::Milliseconds wall) {
  Watched& before = number == 1 ? charge_ : load_;
  if (!view) return;
  if (!why.would_open.empty()) {
    before.would_open = why.would_open;
    before.seen_at = wall;
  }
  if (before.allowed && *before.allowed != why.allowed) {
    const bool recent = !before.would_open.empty() && wall - before.seen_at <= kBelievedWithin;
    Why cause = why;
    // What opened it, not what keeps it open since: when the current stops the voltage comes back.
    if (!why.allowed && why.inferred && recent) {
      cause.reasons = before.would_open;
      cause.sentences = {words::sentence(before.would_open.front())};
    }
    events.push_back(relay_event(number, cause));
  }
  before.allowed = why.allowed;
  const bool odd = why.allowed && view->value.closed == false;
  before.open_though_allowed = odd ? before.open_though_allowed + 1 : 0;
  if (before.open_though_allowed == kOpenTooLong) {
    events.push_back(
        make("relay_open_though_allowed", Severity::warning,
             words::say("The {} relay is allowed to be closed, but the pack tells that "
                        "it is open.",
                        number == 1 ? "charge" : "load")));
    events.back().number = number;
  }
}

void Happenings::warnings(std::vector<Event>& events, const Status& status) {
  for (const Warning warning : core::kWarnings) {
    const bool now = status.warnings.has(warning);
    if (now == warnings_.has(warning)) continue;
    events.push_back(warning_event(warning, now));
  }
  warnings_ = status.warnings;
}

void Happenings::contradictions(std::vector<Event>& events, const Status& status) {
  bool currents = false;
  bool voltages = false;
  for (const Contradiction& it : status.contradictions) {
    const bool of_currents = it.kind == Contradiction::Kind::currents;
    (of_currents ? currents : voltages) = true;
    int& count = of_currents ? currents_wrong_ : voltages_wrong_;
    if (++count != kTellAfter) continue;
    const std::string told = words::short_decimal_text(it.value, 3);
    const std::string expected = words::short_decimal_text(it.expected, 3);
    events.push_back(make(
        "values_contradict", Severity::warning,
        of_currents ? words::say("The battery current is told as {} A, but I-1 − I-2 is {} A.",
                                 told, expected)
                    : words::say("The pack voltage is told as {} V, but the cells add up to {} V.",
                                 told, expected)));
    events.back().value = it.value;
    events.back().limit = it.expected;
  }
  if (!currents) currents_wrong_ = 0;
  if (!voltages) voltages_wrong_ = 0;
}

std::vector<Event> Happenings::compare(const Status& status, core::Milliseconds wall) {
  std::vector<Event> events;
  const bool data = status.has_data();
  if (begun_ && had_data_ && !data) {
    events.push_back(make("no_data", Severity::alarm,
                          "Nothing has come from the pack for 20 s. Look at its link."));
  } else if (begun_ && ever_ && !had_data_ && data) {
    events.push_back(make("data_back", Severity::info, "Data come from the pack again."));
  }
  if (data) {
    const bool known = ever_;
    std::vector<Event> more;
    relay(more, status.seen.charge_relay, status.charge, 1, wall);
    relay(more, status.seen.load_relay, status.load, 2, wall);
    warnings(more, status);
    contradictions(more, status);
    // What holds when the pack is first seen has not happened now, but for a warning.
    for (Event& event : more) {
      if (known || event.severity == Severity::alarm) events.push_back(std::move(event));
    }
    ever_ = true;
  }
  had_data_ = data;
  begun_ = true;
  for (Event& event : events) event.time_ms = wall.count();
  return events;
}

Event board_event(const core::Event& event, core::Milliseconds running, core::Milliseconds wall) {
  Event made;
  made.kind = core::name(event.kind);
  made.severity = severity_of(event.kind);
  made.number = event.number;
  made.value = event.value;
  made.limit = event.limit;
  made.time_ms = (wall - (running - event.since)).count();
  made.text = words::sentence(event);
  return made;
}

Event log_event(const protocol::PublicLogEntry& entry, core::Milliseconds wall) {
  using Type = protocol::PublicLogType;
  struct Row {
    Type type;
    const char* kind;
    const char* text;
  };
  constexpr std::array<Row, 6> kRows{
      {{Type::v_low, "log_voltage_low", "the voltage was too low"},
       {Type::v_high, "log_voltage_high", "the voltage was too high"},
       {Type::t_low_charge, "log_too_cold_to_charge", "it was too cold to charge"},
       {Type::t_high, "log_temperature_high", "it was too warm"},
       {Type::communication, "log_communication_lost", "there was no cell communication"},
       {Type::t_low_discharge, "log_too_cold_to_discharge", "it was too cold to discharge"}}};
  const auto* const row = std::ranges::find(kRows, entry.type, &Row::type);
  const bool known = row != kRows.end();
  std::string text = "From the pack's own log: ";
  text += known
              ? row->text
              : words::say("an entry of type {}, which is not known", static_cast<int>(entry.type));
  if (entry.cell != 0) text += words::say(", cell {}", static_cast<int>(entry.cell));
  if (entry.voltage) {
    text += words::say(", {} V", words::short_decimal_text(entry.voltage->count(), 3));
  }
  if (entry.temperature) {
    text += words::say(", {} °C", words::short_decimal_text(entry.temperature->count() / 100, 1));
  }
  Event event = make(known ? row->kind : "log_entry", Severity::warning, text + ".");
  event.number = entry.cell;
  event.value = std::int64_t{entry.raw};
  if (entry.voltage) event.value = entry.voltage->count();
  if (entry.temperature) event.value = entry.temperature->count();
  event.time_ms = wall.count();
  return event;
}

core::Milliseconds log_may_differ(core::Milliseconds age) {
  constexpr core::Milliseconds kWholeSeconds{10'000};
  constexpr std::int64_t kDrift = 5'000;
  return kWholeSeconds + core::Milliseconds{std::abs(age.count()) / kDrift};
}

}  // namespace cellwarden::gateway
