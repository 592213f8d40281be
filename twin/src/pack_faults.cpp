// SPDX-License-Identifier: Apache-2.0
// What a fault that begins or ends does to one pack. Faults of the wires are asked for where bytes
// pass (wire.hpp); those of charger and load belong to the site.
#include <algorithm>

#include "cellwarden/core/sensors.hpp"
#include "pack_bench.hpp"

namespace cellwarden::twin {

namespace {

constexpr double kMilliampsPerAmpere = 1000;

}  // namespace

void PackBench::find_rising(const Scenario& scenario) {
  for (const Fault& fault : scenario.faults) {
    if (fault.kind != FaultKind::connection_resistance || fault.pack != number_) continue;
    rising_.push_back({.fault = fault, .own_ohm = plant_.connection(fault.cell - 1)});
  }
}

void PackBench::begin_by_hand(const Fault& fault) {
  if (fault.kind != FaultKind::connection_resistance) return;
  rising_.push_back(
      {.fault = fault, .own_ohm = plant_.connection(fault.cell - 1), .end_seen = false});
}

void PackBench::mend_by_hand(const Fault& fault) {
  if (fault.kind != FaultKind::connection_resistance) return;
  const auto mine = [&fault](const RisingConnection& rising) {
    return rising.fault.cell == fault.cell && rising.fault.start_s == fault.start_s;
  };
  const auto found = std::find_if(rising_.begin(), rising_.end(), mine);
  if (found == rising_.end()) return;
  plant_.set_connection(fault.cell - 1, found->own_ohm);
  rising_.erase(found);
}

// What this fault and all others have brought to the connection of its cell up to now. Once risen
// it stays.
void PackBench::follow_rising(const Fault& fault) {
  double own_ohm = 0;
  double risen_ohm = 0;
  for (const RisingConnection& each : rising_) {
    const Fault& other = each.fault;
    if (other.cell != fault.cell) continue;
    const double passed = (world_s_ - other.start_s) / (other.end_s - other.start_s);
    risen_ohm += other.magnitude * std::clamp(passed, 0.0, 1.0);
    own_ohm = each.own_ohm;
  }
  plant_.set_connection(fault.cell - 1, own_ohm + risen_ohm);
}

void PackBench::change_sensor(const Fault& fault, bool begins) {
  CurrentSensorFaults& faults = (fault.cell == 2 ? sensor_out_ : sensor_in_).faults;
  const double magnitude = fault.magnitude;
  const double range = core::full_range(plan_.factory.sensor).count() / kMilliampsPerAmpere;
  switch (fault.kind) {
    case FaultKind::sensor_offset: faults.offset_a = begins ? magnitude : 0; break;
    case FaultKind::sensor_gain: faults.gain = begins ? magnitude : 1; break;
    case FaultKind::sensor_wrong_size: faults.gain = begins ? range / magnitude : 1; break;
    case FaultKind::sensor_stuck: faults.stuck = begins; break;
    case FaultKind::sensor_reversed: faults.reversed = begins; break;
    case FaultKind::sensor_lost: faults.lost = begins; break;
    default: break;
  }
}

void PackBench::change_cell(const Fault& fault, bool begins) {
  if (fault.cell < 1 || fault.cell > plan_.cells) return;
  Place& place = places_[static_cast<std::size_t>(fault.cell - 1)];
  CellSensorFaults& faults = place.sensor.faults;
  const double magnitude = begins ? fault.magnitude : 0;
  switch (fault.kind) {
    case FaultKind::cell_voltage_bias: faults.bias_mv = magnitude; break;
    case FaultKind::cell_voltage_spike: faults.spike_mv = magnitude; break;
    case FaultKind::cell_voltage_stuck: faults.stuck = begins; break;
    case FaultKind::converter_off: faults.converter_gain = 1 + magnitude / 100; break;
    case FaultKind::thermistor_open:
      faults.thermistor = begins ? Thermistor::open : Thermistor::works;
      break;
    case FaultKind::thermistor_shorted:
      faults.thermistor = begins ? Thermistor::shorted : Thermistor::works;
      break;
    case FaultKind::connection_resistance: follow_rising(fault); break;
    case FaultKind::internal_short: plant_.set_extra_drain(fault.cell - 1, magnitude); break;
    case FaultKind::cell_heated:
      plant_.warm_surroundings(fault.cell - 1, begins ? fault.magnitude : -fault.magnitude);
      break;
    case FaultKind::boards_swapped:
      std::swap(place.senses, places_[static_cast<std::size_t>(fault.magnitude) - 1].senses);
      break;
    default: break;
  }
}

void PackBench::change_board(const Fault& fault, bool begins, WorldTime time) {
  const bool has_cell = fault.cell >= 1 && fault.cell <= plan_.cells;
  const std::size_t index = has_cell ? static_cast<std::size_t>(fault.cell - 1) : 0;
  Place& place = places_[index];
  switch (fault.kind) {
    case FaultKind::clock_drift:
      place.clock.set_rate(time, begins ? static_cast<std::int32_t>(fault.magnitude) : place.ppm);
      if (place.powered) wake(index, time);
      break;
    case FaultKind::board_missing: place.bridged = begins; [[fallthrough]];
    case FaultKind::board_dead:
      if (begins) {
        power_off(index);
      } else {
        change_power_at(index, time);
      }
      break;
    case FaultKind::board_rebooting:
      if (begins) change_power_at(index, time + world_time(fault.magnitude));
      break;
    case FaultKind::board_hanging:
      if (!begins) break;
      // The program stands still; the resistor stays as it was until the watchdog resets the board.
      place.powered = false;
      if (listener_ != nullptr) listener_->hung(cell_of(index));
      wake(index, kNever);
      change_power_at(index, time + boards::kWatchdog.count() * kMillisecond);
      break;
    case FaultKind::in_power_loss:
      if (begins) {
        power_off(0);
      } else {
        change_power_at(0, time);
      }
      break;
    case FaultKind::out_power_loss: follow_supply(begins, time); break;
    default: break;
  }
}

// The energy on the board outlasts a short dip; a longer one takes it down (RELAY-8).
void PackBench::follow_supply(bool falls, WorldTime time) {
  const Place& place = places_.back();
  supply_falling_ = falls;
  change_power_at(last(), kNever);
  if (falls) change_power_at(last(), time + kOutBoardHoldUp);
  if (!falls && !place.powered) change_power_at(last(), time);
  if (place.powered) step_out({}, time);
}

void PackBench::change_relay(const Fault& fault, bool begins, WorldTime time) {
  switch (fault.kind) {
    case FaultKind::charge_relay_welded: charge_.welded = begins; break;
    case FaultKind::load_relay_welded: load_.welded = begins; break;
    case FaultKind::relay_flipped:
      if (begins) {
        RelayModel& relay = fault.cell == 2 ? load_ : charge_;
        relay.target = !relay.closed;
        relay.moves_at = time;
        rarely_.set(fault.cell == 2 ? 1 : 0, time);
      }
      break;
    case FaultKind::memory_corruption:
      if (begins) out_memory_.flip_bits(chance_, static_cast<int>(fault.magnitude));
      break;
    case FaultKind::switches:
      if (begins) switches_ = static_cast<core::SwitchPositions>(fault.magnitude);
      if (places_[0].powered) wake(0, time);
      break;
    case FaultKind::button:
      button_ = begins;
      if (places_.back().powered) step_out({}, time);
      break;
    default: break;
  }
}

void PackBench::change(const FaultBook::Change& change, WorldTime time) {
  const Fault& fault = faults_.fault(change.fault);
  change_sensor(fault, change.begins);
  change_cell(fault, change.begins);
  change_board(fault, change.begins, time);
  change_relay(fault, change.begins, time);
  find_next();
}

}  // namespace cellwarden::twin
