// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/relay_drive.hpp"

namespace cellwarden::core {

using namespace literals;

namespace {

constexpr Milliseconds kRepeatOpen = 60_s;  // RELAY-8
constexpr Milliseconds kTimeToOpen = 10_s;  // RELAY-7

DriveOutputs pulse(RelayDrive& state, Pulse kind, Milliseconds now) {
  state.pulsed_at = now;
  return {.pulse = kind};
}

// RELAY-7: true once, when the current is seen to flow on.
bool judge_did_not_open(RelayDrive& state, Relay relay, const DriveInputs& in, Milliseconds now) {
  if (!in.currents || !in.bank_open || now - state.told_at < kTimeToOpen) return false;
  const bool flows = current_flows(relay, *in.currents, in.range);
  const bool began = flows && !state.did_not_open;
  state.did_not_open = flows;
  return began;
}

}  // namespace

bool current_flows(Relay relay, const Currents& currents, SensorRange range) {
  const Milliamps limit = reported_step(range) * 2;
  if (relay == Relay::charge) return currents.in > limit;
  if (currents.out) return *currents.out > limit;
  return currents.battery && -*currents.battery > limit;
}

DriveOutputs drive_relay(RelayDrive& state, Relay relay, const DriveInputs& in, Milliseconds now) {
  const bool closed = in.closed && !in.supply_falling;
  if (!state.told_closed || *state.told_closed != closed) {
    state.told_closed = closed;
    state.told_at = now;
    state.did_not_open = false;
    return pulse(state, closed ? Pulse::close : Pulse::open, now);
  }
  if (closed) return {};
  const bool began = judge_did_not_open(state, relay, in, now);
  const bool every_cycle = state.did_not_open && in.new_cycle;
  const bool again = now - state.pulsed_at >= kRepeatOpen;
  DriveOutputs out;
  if (began || every_cycle || again) out = pulse(state, Pulse::open, now);
  out.event_did_not_open = began;
  return out;
}

}  // namespace cellwarden::core
