// SPDX-License-Identifier: Apache-2.0
#include "judgement_parts.hpp"

namespace cellwarden::core {

using namespace literals;

namespace {

// IN-7: counted as read, but from now on nobody knows how much really flowed.
void note_saturation(State& s, const Inputs& in, Milliseconds now) {
  const Milliamps range = full_range(in.factory.sensor);
  const SensorReadings& sensors = in.sensors;
  if (begins(s.in_saturated, sensors.in_saturated)) {
    log(s, now, EventKind::sensor_saturated, 1, sensors.in.count(), range.count());
  }
  if (begins(s.out_saturated, sensors.out_saturated)) {
    log(s, now, EventKind::sensor_saturated, 2, sensors.out.value_or(0_mA).count(), range.count());
  }
  if (s.in_saturated || s.out_saturated) s.soc.calibrated = false;
}

// IN-4: I-2 was there when the pack was commissioned.
void note_lost_sensor(State& s, const Inputs& in, Milliseconds now) {
  if (begins(s.second_sensor_lost, s.second_sensor && !in.sensors.out)) {
    log(s, now, EventKind::consumer_sensor_lost, 2);
  }
  if (s.second_sensor_lost) s.soc.calibrated = false;
}

}  // namespace

void count(State& s, const Inputs& in, const Message& message, Milliseconds now) {
  const Settings& settings = in.settings;
  const Currents currents =
      judged_currents(in.sensors, in.factory.sensor, in.options.blind_spot, s.second_sensor);
  if (new_day(s.clock, now)) {
    s.energy.in_today = {};
    s.energy.out_today = {};
  }
  if (currents.battery) {
    count_charge(s.soc, *currents.battery, message.elapsed, settings.nominal_cell_voltage,
                 message.pack.cell_count);
    count_energy(s.energy, currents, message.pack.pack_voltage, message.elapsed);
    const Milliamps range = full_range(in.factory.sensor);
    s.frozen.begin_message(in.cells.size(), now);
    for (std::size_t i = 0; i < in.cells.size(); ++i) {
      const Millivolts voltage = s.cells[i].voltage;
      if (s.frozen.judge(i, voltage, *currents.battery, range)) {
        log(s, now, EventKind::cell_frozen, static_cast<int>(i + 1), voltage.count());
      }
    }
  }
  s.status.known = true;
  s.status.pack = message.pack;
  s.status.currents = currents;
}

void correct_soc(State& s, const Inputs& in, const Message& message, Milliseconds now) {
  if (error(s)) {
    s.soc.empty_since.reset();
  } else if (message.good) {
    const MilliPercent counted = milli_percent(s.soc);
    if (begins(s.full,
               reset_when_full(s.soc, message.pack, in.options.mode, in.options.v_bypass))) {
      log(s, now, EventKind::soc_set_full, 0, counted.count());
    }
    const std::optional<MilliPercent> before = correct_when_empty(
        s.soc, message.pack, in.settings.v_min, in.settings.discharge_restart, now);
    if (before && !s.corrected_at_empty) {
      s.corrected_at_empty = true;
      log(s, now, EventKind::soc_corrected_at_empty, 0, before->count(),
          milli_percent(s.soc).count());
    }
  }
  if (!s.soc.empty_since) s.corrected_at_empty = false;
  if (message.good) {
    note_saturation(s, in, now);
    note_lost_sensor(s, in, now);
  }
}

}  // namespace cellwarden::core
