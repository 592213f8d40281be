// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/status.hpp"

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "status_why.hpp"

namespace cellwarden::gateway {

using core::Milliseconds;
using core::Warning;

namespace {

constexpr std::int64_t kMicroToMilli = 1000;
constexpr std::int32_t kFrameStepMv = 5;
constexpr std::int32_t kFrameStepMa = 125;

// All of a pack's groups that prove that it lives.
std::optional<Milliseconds> newest(const Observation& seen) {
  std::optional<Milliseconds> at;
  const auto look = [&](const auto& known) {
    if (known && (!at || known->at > *at)) at = known->at;
  };
  look(seen.currents);
  look(seen.charge);
  look(seen.alarms);
  look(seen.charge_relay);
  for (const auto& cell : seen.cells) look(cell);
  return at;
}

Milliseconds cycle_of(std::span<const Observation* const> links) {
  for (const Observation* link : links) {
    if (link->setup && link->setup->value.cycle) {
      return core::cycle_length(*link->setup->value.cycle);
    }
  }
  return core::cycle_length(core::Cycle::slow);
}

Presence presence_of(std::optional<Milliseconds> age, Milliseconds cycle) {
  if (!age) return Presence::never;
  if (*age >= kNoDataAfter) return Presence::no_data;
  return *age > cycle * kStaleCycles ? Presence::stale : Presence::live;
}

template <class Quantity>
void widen(std::optional<core::CellValue<Quantity>>& min,
           std::optional<core::CellValue<Quantity>>& max, std::optional<Quantity> value,
           core::CellNumber cell) {
  if (!value) return;
  if (!min || *value < min->value) min = {*value, cell};
  if (!max || *value > max->value) max = {*value, cell};
}

void find_extremes(Status& status) {
  for (std::size_t i = 0; i < status.seen.cells.size(); ++i) {
    const auto& cell = status.seen.cells[i];
    if (!cell) continue;
    const auto number = static_cast<core::CellNumber>(i + 1);
    widen(status.voltage_min, status.voltage_max, cell->value.voltage, number);
    widen(status.temperature_min, status.temperature_max, cell->value.temperature, number);
  }
}

std::optional<std::int64_t> milliwatts(std::optional<core::Millivolts> volts,
                                       std::optional<core::Milliamps> amps) {
  if (!volts || !amps) return {};
  return std::int64_t{volts->count()} * amps->count() / kMicroToMilli;
}

// Our own lines tell every cell to the millivolt, and no pack voltage.
void sum_up_voltage(Status& status) {
  if (!status.seen.currents || status.seen.currents->value.pack_voltage) return;
  core::Millivolts sum;
  for (const auto& cell : status.seen.cells) {
    if (!cell || !cell->value.voltage) return;
    sum += *cell->value.voltage;
  }
  if (!status.seen.cells.empty()) status.seen.currents->value.pack_voltage = sum;
}

void find_powers(Status& status) {
  if (!status.seen.currents) return;
  const Currents& currents = status.seen.currents->value;
  status.battery_mw = milliwatts(currents.pack_voltage, currents.battery);
  status.in_mw = milliwatts(currents.pack_voltage, currents.in);
  status.out_mw = milliwatts(currents.pack_voltage, currents.out);
}

// One step of the sensors (IN-3). A real pack does not tell its sensors' range; but then all three
// currents are whole steps, so the step is at most their greatest common divisor.
std::int32_t step_of(const Status& status, const Currents& it) {
  if (status.seen.setup && status.seen.setup->value.sensor) {
    return core::reported_step(*status.seen.setup->value.sensor).count();
  }
  const std::int32_t common =
      std::gcd(std::gcd(it.in->count(), it.out->count()), it.battery->count());
  return std::max(common, kFrameStepMa);
}

// I-1 − I-2 is the battery current; each is rounded to a step of the sensor (IN-3).
void check_currents(Status& status) {
  const Currents& it = status.seen.currents->value;
  if (!it.in || !it.out || !it.battery) return;
  const std::int32_t step = step_of(status, it);
  const core::Milliamps expected = *it.in - *it.out;
  if (std::abs(expected.count() - it.battery->count()) > 2 * step) {
    status.contradictions.push_back({.kind = Contradiction::Kind::currents,
                                     .value = it.battery->count(),
                                     .expected = expected.count()});
  }
}

// Only when every cell is known and fresh: cells of a frame come one a cycle, and meanwhile the
// others have moved; so the bound is the rounding of each, and 20 mV a cell of movement.
void check_voltages(Status& status, Milliseconds now) {
  const auto& pack = status.seen.currents->value.pack_voltage;
  if (!pack || status.seen.cells.empty()) return;
  constexpr std::int32_t kMovementMv = 20;
  std::int32_t sum = 0;
  std::int32_t bound = kFrameStepMv;
  for (const auto& cell : status.seen.cells) {
    if (!cell || !cell->value.voltage) return;
    sum += cell->value.voltage->count();
    const bool same_message = !stale(cell->at, status.cycle, now);
    bound += kFrameStepMv + (same_message ? 0 : kMovementMv);
  }
  if (std::abs(sum - pack->count()) > bound) {
    status.contradictions.push_back(
        {.kind = Contradiction::Kind::voltages, .value = pack->count(), .expected = sum});
  }
}

}  // namespace

const char* name(Presence presence) {
  switch (presence) {
    case Presence::never: return "never";
    case Presence::live: return "live";
    case Presence::stale: return "stale";
    case Presence::no_data: return "no_data";
  }
  return "never";
}

Status judge(std::span<const Observation* const> links, Milliseconds now) {
  Status status;
  status.cycle = cycle_of(links);
  status.seen = merge(links, status.cycle, now);
  if (const auto at = newest(status.seen)) status.age = now - *at;
  status.presence = presence_of(status.age, status.cycle);
  find_extremes(status);
  sum_up_voltage(status);
  if (status.has_data()) {
    if (status.seen.alarms) {
      status.warnings = status.seen.alarms->value.warnings;
      status.unconfirmed = status.seen.alarms->value.unconfirmed;
    }
    find_powers(status);
    if (status.seen.currents && !status.warnings.has(Warning::communication)) {
      check_currents(status);
      check_voltages(status, now);
    }
  } else {
    status.warnings.set(Warning::communication);
  }
  explain(status);
  return status;
}

}  // namespace cellwarden::gateway
