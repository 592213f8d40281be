// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/boards/monitor.hpp"

#include <algorithm>
#include <limits>

namespace cellwarden::boards {

using core::Millivolts;
using core::ReadingFault;

namespace {

// As late as a time can be with a silence behind it.
constexpr std::int64_t kNeverHeard = std::numeric_limits<std::int64_t>::max() / 2;

core::Milliseconds silence(const Monitor& monitor) {
  return core::cycle_length(monitor.cycle) * kSilentCycles;
}

// No reference at all is as bad as a wrong one (CELL-8).
bool converter_failed(const Samples& samples) {
  return samples.reference_nominal <= Millivolts{0} ||
         core::converter_off(samples.reference, samples.reference_nominal);
}

bool fresh(const Monitor& monitor) {
  return monitor.reading.voltage_fault != ReadingFault::missing ||
         monitor.reading.temperature_fault != ReadingFault::missing;
}

// CELL-3, CELL-5. A voltage or a threshold that nobody knows is no reason to bypass; the heat is
// watched all the same. If the heat cannot be watched there is no bypass, and a hot board counts as
// hot until it is seen to have cooled down.
void judge(Monitor& monitor) {
  if (!monitor.reading.temperature_valid()) {
    core::release_bypass(monitor.bypass);
    return;
  }
  const bool known = monitor.reading.voltage_valid() && monitor.v_bypass;
  core::judge_bypass(monitor.bypass, known ? monitor.reading.voltage : Millivolts{0},
                     monitor.reading.temperature,
                     monitor.v_bypass.value_or(core::kBypassVoltages[0]));
}

}  // namespace

void begin_sampling(Monitor& monitor) { monitor.sampling = true; }

void take_samples(Monitor& monitor, const Samples& samples, core::Milliseconds now) {
  monitor.reading.voltage = Millivolts{core::median_of_five(samples.voltage_mv)};
  monitor.reading.temperature = core::MilliCelsius{samples.temperature_mc};
  monitor.reading.voltage_fault =
      converter_failed(samples) ? ReadingFault::converter_off : ReadingFault::none;
  monitor.reading.temperature_fault = samples.temperature_fault;
  core::add_faults(monitor.reading);
  monitor.sampled = now;
  monitor.sampling = false;
  judge(monitor);
}

void hear_threshold(Monitor& monitor, Millivolts v_bypass, core::Cycle cycle,
                    core::Milliseconds now) {
  const bool same = monitor.v_bypass == v_bypass;  // and judged already, as the reading came
  monitor.v_bypass = v_bypass;
  monitor.cycle = cycle;
  monitor.heard = now;
  if (!same) judge(monitor);
}

void watch_threshold(Monitor& monitor, core::Milliseconds now) {
  if (!monitor.v_bypass || now - monitor.heard < silence(monitor)) return;
  monitor.v_bypass.reset();
  core::release_bypass(monitor.bypass);
}

void watch_samples(Monitor& monitor, core::Milliseconds now) {
  if (!fresh(monitor) || now - monitor.sampled < silence(monitor)) return;
  monitor.reading = {};
  judge(monitor);
}

core::Milliseconds watch_at(const Monitor& monitor) {
  core::Milliseconds oldest{kNeverHeard};
  if (monitor.v_bypass) oldest = std::min(oldest, monitor.heard);
  if (fresh(monitor)) oldest = std::min(oldest, monitor.sampled);
  return oldest + silence(monitor);
}

chain::Record record(const Monitor& monitor) {
  chain::Record said{.reading = monitor.reading, .hot = monitor.bypass.hot};
  said.reading.bypass = monitor.bypass.on;
  return said;
}

bool bypass_on(const Monitor& monitor) { return monitor.bypass.on; }

bool resistor_on(const Monitor& monitor) { return monitor.bypass.on && !monitor.sampling; }

}  // namespace cellwarden::boards
