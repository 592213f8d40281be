// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/relay.hpp"

#include <algorithm>

namespace cellwarden::core {

namespace {

Milliseconds raised_delay_min(Milliseconds setting) { return std::max(setting, kRaisedDelayMin); }

// A relay has just opened. True if by that it oscillates: the fifth time within 3,600 s (RELAY-1).
bool note_opening(Oscillation& o, Milliseconds setting, Milliseconds now) {
  restart_delay(o, setting, now);  // what has decayed until now
  o.openings[o.next] = now;
  o.next = static_cast<std::uint8_t>((o.next + 1) % kOpeningsToOscillate);
  o.count = static_cast<std::uint8_t>(std::min(o.count + 1, kOpeningsToOscillate));
  o.decays_from = now;
  if (o.raised_delay) {
    o.raised_delay = std::min(*o.raised_delay * 2, kRaisedDelayMax);
    return false;
  }
  const Milliseconds oldest = o.openings[o.next];
  if (o.count < kOpeningsToOscillate || now - oldest > kOscillationWindow) return false;
  o.raised_delay = raised_delay_min(setting);
  return true;
}

bool can_judge(const RelayRule& rule, Evidence evidence) {
  if (rule.needs == Needs::nothing) return true;
  if (rule.needs == Needs::any_reading) return evidence != Evidence::nothing;
  return evidence == Evidence::good_message;
}

// The rows of this mode that can be judged and are `wanted`.
Reasons rows_that(bool wanted, std::span<const RelayRule> rows, const Facts& facts,
                  Evidence evidence) {
  Reasons found;
  for (const RelayRule& rule : rows) {
    if (applies(rule, facts.mode) && can_judge(rule, evidence) && rule.holds(facts) == wanted) {
      found.push_back(reason(rule, facts));
    }
  }
  return found;
}

// All ON rows hold in this good message: may the relay close now? If not, says why (RELAY-1).
std::optional<Reason> reason_to_wait(RelayState& state, const RelayTable& table, const Facts& facts,
                                     const RelayPolicy& policy, Milliseconds now) {
  if (policy.profile == Profile::exact) return {};
  const Milliseconds waited = now - *state.on_since;
  const Milliseconds delay = restart_delay(state.oscillation, policy.restart_delay, now);
  if (waited < delay) {
    return Reason{.id = RuleId::relay_1,
                  .subject = Subject::restart_delay,
                  .value = static_cast<std::int32_t>(waited.count()),
                  .limit = static_cast<std::int32_t>(delay.count())};
  }
  const Reasons too_near = rows_that(false, table.margin, facts, Evidence::good_message);
  if (too_near.empty()) return {};
  return too_near[0];
}

// In a message that is not good the OFF rows seen since the last good one stay, and its own join
// them, in the order of the table; other reasons stay only if there is no OFF row (RELAY-3).
void join_off_rows(Reasons& why, const RelayTable& table, const Reasons& off) {
  if (off.empty()) return;
  Reasons joined;
  for (const RelayRule& rule : table.off) {
    const auto same_id = [&rule](const Reason& r) { return r.id == rule.id; };
    const Reason* fresh = std::find_if(off.begin(), off.end(), same_id);
    const Reason* kept = std::find_if(why.begin(), why.end(), same_id);
    if (fresh != off.end()) {
      joined.push_back(*fresh);
    } else if (kept != why.end()) {
      joined.push_back(*kept);
    }
  }
  why = joined;
}

// What is no row of the tables, behind the rows.
void add(Reasons& why, RuleId id, Subject subject) {
  const bool there =
      std::any_of(why.begin(), why.end(), [id](const Reason& r) { return r.id == id; });
  if (!there) why.push_back({.id = id, .subject = subject});
}

// Opens the relay, whatever it was. True if by that it oscillates.
bool open_relay(RelayState& state, const RelayPolicy& policy, Milliseconds now) {
  const bool was_closed = state.closed;
  state.closed = false;
  state.on_since.reset();
  return was_closed && policy.profile == Profile::guarded &&
         note_opening(state.oscillation, policy.restart_delay, now);
}

// A good message without OFF rows: the only way in which a relay closes.
void judge_on_rows(RelayState& state, const RelayTable& table, const Facts& facts,
                   const RelayPolicy& policy, Milliseconds now) {
  const Reasons failing = rows_that(false, table.on, facts, Evidence::good_message);
  if (!failing.empty()) {
    state.on_since.reset();
    state.why = failing;
    return;
  }
  if (!state.on_since) state.on_since = now;
  const std::optional<Reason> wait = reason_to_wait(state, table, facts, policy, now);
  state.why.clear();
  if (wait) {
    state.why.push_back(*wait);
  } else {
    state.closed = true;
  }
}

}  // namespace

Milliseconds restart_delay(Oscillation& oscillation, Milliseconds setting, Milliseconds now) {
  Oscillation& o = oscillation;
  while (o.raised_delay && now - o.decays_from >= kOscillationWindow) {
    o.decays_from += kOscillationWindow;
    const Milliseconds half = *o.raised_delay / 2;
    if (half < raised_delay_min(setting)) {
      o.raised_delay.reset();
    } else {
      o.raised_delay = half;
    }
  }
  return std::max(o.raised_delay.value_or(setting), setting);
}

bool judge_relay(RelayState& state, const RelayTable& table, const Facts& facts, Evidence evidence,
                 const RelayPolicy& policy, Milliseconds now) {
  const Reasons off = rows_that(true, table.off, facts, evidence);
  bool oscillates = false;
  if (!off.empty() || policy.hold_open || policy.clock_off) {
    oscillates = open_relay(state, policy, now);
    if (evidence == Evidence::good_message || facts.communication_error) {
      state.why = off;
    } else {
      join_off_rows(state.why, table, off);
    }
    if (policy.hold_open) add(state.why, RuleId::relay_9, Subject::hold);
    if (policy.clock_off) add(state.why, RuleId::out_6, Subject::clock);
  } else if (evidence == Evidence::good_message) {
    judge_on_rows(state, table, facts, policy, now);
  }
  if (state.closed) state.why.clear();
  return oscillates;
}

}  // namespace cellwarden::core
