// SPDX-License-Identifier: Apache-2.0
// The load relay, judged message by message, for tests.
#pragma once

#include <string>

#include "cellwarden/core/relay.hpp"
#include "manual_facts.hpp"
#include "pack_story.hpp"

namespace cellwarden::core::test {

using namespace literals;

class LoadRelay {
 public:
  explicit LoadRelay(Profile profile, Milliseconds delay = 30_s) {
    policy.profile = profile;
    policy.restart_delay = delay;
  }
  bool good_at(Milliseconds now) { return judge(Evidence::good_message, now); }
  bool partial_at(Milliseconds now) { return judge(Evidence::valid_readings, now); }
  bool silent_at(Milliseconds now) { return judge(Evidence::nothing, now); }
  bool error_at(Milliseconds now) {
    facts.communication_error = true;
    const bool closed = judge(Evidence::nothing, now);
    facts.communication_error = false;
    return closed;
  }
  bool empty_at(Milliseconds now) {
    facts.pack.cell_voltage_min.value = 2700_mV;
    const bool closed = good_at(now);
    facts.pack.cell_voltage_min.value = 3300_mV;
    return closed;
  }
  // Opens and closes again as fast as it can; returns the time of the opening.
  Milliseconds open_and_close(Milliseconds& now) {
    const Milliseconds opened = now;
    empty_at(now);
    while (!good_at(now += 1_s)) {
    }
    now += 1_s;
    return opened;
  }
  [[nodiscard]] std::string why() const { return PackStory::ids(state.why); }

  Facts facts = manual_facts();
  RelayPolicy policy;
  RelayState state;
  int oscillations = 0;

 private:
  bool judge(Evidence evidence, Milliseconds now) {
    if (judge_relay(state, load_table(), facts, evidence, policy, now)) ++oscillations;
    return state.closed;
  }
};

}  // namespace cellwarden::core::test
