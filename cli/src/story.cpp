// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/story.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cellwarden/words/decimal.hpp"
#include "cellwarden/words/sentences.hpp"

namespace cellwarden::cli {

using core::EnergyCounter;
using core::Milliseconds;
using core::RelayState;
using core::ReplayState;
using core::Warning;

namespace {

std::string joined(const core::Reasons& reasons) {
  std::string text;
  for (const core::Reason& reason : reasons) {
    if (!text.empty()) text += "; ";
    text += words::sentence(reason);
  }
  return text;
}

std::string warning_text(Warning warning, const core::PackReading& pack) {
  switch (warning) {
    case Warning::communication: break;
    case Warning::voltage_high:
      return fmt::format("Vh: cell {} is {} V", pack.cell_voltage_max.cell,
                         words::decimal_text(pack.cell_voltage_max.value.count(), 3));
    case Warning::voltage_low:
      return fmt::format("Vl: cell {} is {} V", pack.cell_voltage_min.cell,
                         words::decimal_text(pack.cell_voltage_min.value.count(), 3));
    case Warning::temperature_high:
      return fmt::format("Th: cell {} is {} °C", pack.cell_temperature_max.cell,
                         words::short_decimal_text(pack.cell_temperature_max.value.count(), 3));
    case Warning::temperature_low:
      return fmt::format("Tl: cell {} is {} °C", pack.cell_temperature_min.cell,
                         words::short_decimal_text(pack.cell_temperature_min.value.count(), 3));
  }
  return core::name(warning);
}

std::string watt_hours(const EnergyCounter& counter) {
  return fmt::format("{} Wh", counter.whole.count());
}

std::string percent(core::MilliPercent value) {
  return words::short_decimal_text(value.count() / 100, 1) + " %";
}

int share(Milliseconds part, Milliseconds whole) {
  if (whole.count() == 0) return 0;
  return static_cast<int>((part.count() * 100 + whole.count() / 2) / whole.count());
}

}  // namespace

Story::Story(const core::ReplaySettings& settings, std::FILE* out)
    : settings_{settings},
      out_{out},
      relays_{{{.title = "Charge relay", .closed_for = {}, .openings = {}},
               {.title = "Load relay", .closed_for = {}, .openings = {}}}},
      bypassed_(static_cast<std::size_t>(settings.cells)) {}

void Story::say(Milliseconds time, const std::string& sentence) {
  fmt::print(out_, "{}  {}\n", words::clock_text(time), sentence);
}

void Story::tell(Milliseconds time, const ReplayState& replay) {
  if (!first_time_) {
    say(time, "Both relays are open until two good messages in a row have come.");
  }
  tell_events(replay.state.events);
  if (warnings_ != replay.state.status.warnings) tell_warnings(replay, time);
  tell_relay(relays_[0], replay.state.charge, time);
  tell_relay(relays_[1], replay.state.load, time);
  count(time, replay);
}

void Story::tell_events(const core::EventLog& events) {
  const std::uint32_t written = events.written();
  const std::uint32_t kept = std::min<std::uint32_t>(written, core::kKeptEvents);
  for (events_told_ = std::max(events_told_, written - kept); events_told_ < written;
       ++events_told_) {
    const core::Event& event = events.at(events_told_);
    say(event.since, words::sentence(event));
  }
}

// E is told as an event.
void Story::tell_warnings(const ReplayState& replay, Milliseconds time) {
  const core::Warnings warnings = replay.state.status.warnings;
  for (const Warning warning : core::kWarnings) {
    const bool now = warnings.has(warning);
    if (warning == Warning::communication || now == warnings_.has(warning)) continue;
    if (now) {
      say(time, fmt::format("Warning {}.", warning_text(warning, replay.state.status.pack)));
    } else if (!warnings.has(Warning::communication)) {
      say(time, fmt::format("Warning {} ends.", core::name(warning)));
    }
  }
  warnings_ = warnings;
}

void Story::tell_relay(RelayStory& story, const RelayState& relay, Milliseconds time) {
  if (relay.closed == story.closed) return;
  story.closed = relay.closed;
  if (relay.closed) {
    say(time, fmt::format("{} closes.", story.title));
    return;
  }
  ++story.openings[relay.why[0].id];
  say(time, fmt::format("{} opens. {}.", story.title, joined(relay.why)));
}

void Story::count(Milliseconds time, const ReplayState& replay) {
  const core::State& state = replay.state;
  if (!first_time_) first_time_ = last_time_ = time;
  const Milliseconds elapsed = time - last_time_;
  last_time_ = time;
  ++messages_;
  if (state.communication.last_good == time) ++good_;
  for (RelayStory& relay : relays_) {
    if (relay.closed) relay.closed_for += elapsed;
  }
  for (std::size_t i = 0; i < bypassed_.size(); ++i) {
    if (replay.bypass[i].on) bypassed_[i] += elapsed;
  }
  soc_min_ = std::min(soc_min_, core::milli_percent(state.soc));
  soc_max_ = std::max(soc_max_, core::milli_percent(state.soc));
}

void Story::summarise(const ReplayState& replay) {
  if (!first_time_) {
    fmt::print(out_, "The readings file has no rows.\n");
    return;
  }
  const core::State& state = replay.state;
  const Milliseconds span = last_time_ - *first_time_;
  fmt::print(out_, "\n{} with {} cells, {} messages, {} of them good.\n",
             words::duration_text(span), settings_.cells, messages_, good_);
  fmt::print(out_, "SOC from {} to {}, {} at the end ({}).\n", percent(soc_min_), percent(soc_max_),
             percent(core::milli_percent(state.soc)),
             state.soc.calibrated ? "calibrated" : "not calibrated");
  fmt::print(out_, "Energy in {}, out {}.\n", watt_hours(state.energy.in_total),
             watt_hours(state.energy.out_total));
  summarise_relay(relays_[0], state.charge, span);
  summarise_relay(relays_[1], state.load, span);
  summarise_bypass();
}

void Story::summarise_relay(const RelayStory& story, const RelayState& relay, Milliseconds span) {
  int openings = 0;
  std::string reasons;
  for (const auto& [id, times] : story.openings) {
    openings += times;
    reasons += fmt::format("{}{} {}×", reasons.empty() ? ": " : ", ", core::name(id), times);
  }
  fmt::print(out_, "{}: closed {} % of the time, opened {}×{}.", story.title,
             share(story.closed_for, span), openings, reasons);
  if (!relay.closed) fmt::print(out_, " Open at the end: {}.", joined(relay.why));
  fmt::print(out_, "\n");
}

void Story::summarise_bypass() {
  const auto most = std::max_element(bypassed_.begin(), bypassed_.end());
  if (most->count() == 0) {
    fmt::print(out_, "No cell was balanced.\n");
    return;
  }
  fmt::print(out_, "Balanced longest: cell {}, for {}. Cells balanced at all: {}.\n",
             most - bypassed_.begin() + 1, words::duration_text(*most),
             std::count_if(bypassed_.begin(), bypassed_.end(),
                           [](Milliseconds time) { return time.count() > 0; }));
}

}  // namespace cellwarden::cli
