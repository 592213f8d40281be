// SPDX-License-Identifier: Apache-2.0
#include "pack_bench.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace cellwarden::twin {

namespace {

// OUT-7 at 3.3 V: the averages that the rules allow.
constexpr double kCellBoardA = 0.0010;
constexpr double kInBoardOneSensorA = 0.0020;
constexpr double kInBoardTwoSensorsA = 0.0029;
constexpr double kOutBoardA = 0.0020;
constexpr double kHighestVoltageErrorMv = 19;    // CELL-1, with the rounding
constexpr double kHighestTemperatureErrorC = 5;  // CELL-2

Random stream_of(std::uint64_t seed, int pack, const std::string& what) {
  return Random::stream(seed, "pack " + std::to_string(pack) + " " + what);
}

double drain_of(const PackPlan& plan, int index) {
  if (index == 0) return plan.sensor_out ? kInBoardTwoSensorsA : kInBoardOneSensorA;
  return index == plan.cells - 1 ? kOutBoardA : kCellBoardA;
}

void change_spread(CellSpread& cell, const CellPlan& plan, double pack_soc_percent) {
  if (plan.soc_percent) cell.soc_offset = (*plan.soc_percent - pack_soc_percent) / 100;
  if (plan.capacity_percent) cell.capacity = *plan.capacity_percent / 100;
  if (plan.resistance_percent) cell.resistance = *plan.resistance_percent / 100;
  if (plan.connection_ohm) cell.connection_ohm = *plan.connection_ohm;
  if (plan.self_discharge_percent) cell.self_discharge = *plan.self_discharge_percent / 100;
}

std::vector<CellSpread> spread_of(const Scenario& scenario, int number, Random& random) {
  const PackPlan& plan = scenario.packs[static_cast<std::size_t>(number - 1)];
  const SpreadPlan& widths = plan.spread;
  std::vector<CellSpread> cells(static_cast<std::size_t>(plan.cells));
  for (int i = 0; i < plan.cells; ++i) {
    CellSpread& cell = cells[static_cast<std::size_t>(i)];
    cell.capacity = std::max(0.1, 1 + random.gauss() * widths.capacity_percent / 100);
    cell.resistance = std::max(0.1, 1 + random.gauss() * widths.resistance_percent / 100);
    cell.soc_offset = random.gauss() * widths.soc_percent / 100;
    cell.temperature_offset_c = random.gauss() * widths.temperature_c;
    cell.self_discharge = std::max(0.0, 1 + random.gauss() * widths.self_discharge_percent / 100);
    cell.drain_a = drain_of(plan, i);
  }
  for (const CellPlan& cell : plan.cell_plans) {
    change_spread(cells[static_cast<std::size_t>(cell.cell - 1)], cell, plan.soc_percent);
  }
  for (const Fault& fault : scenario.faults) {
    if (fault.kind != FaultKind::weak_cell || fault.pack != number) continue;
    cells[static_cast<std::size_t>(fault.cell - 1)].capacity *= fault.magnitude / 100;
  }
  return cells;
}

Plant make_plant(const Scenario& scenario, int number, const BenchOptions& options) {
  const PackPlan& plan = scenario.packs[static_cast<std::size_t>(number - 1)];
  Random random = stream_of(options.seed, number, "cells");
  return Plant{scaled(lfp_prismatic_100ah(), plan.capacity_ah),
               {.cells = plan.cells,
                .capacity_ah = plan.capacity_ah,
                .soc = plan.soc_percent / 100,
                .ambient_c = ambient_c(scenario.site.ambient, scenario.begin_s),
                .spread = spread_of(scenario, number, random)}};
}

CellSensorSettings sensor_of(const PackPlan& plan, Random& random) {
  const auto held = [](double value, double limit) { return std::clamp(value, -limit, limit); };
  CellSensorSettings sensor;
  sensor.offset_mv = held(random.gauss() * plan.spread.voltage_error_mv, kHighestVoltageErrorMv);
  sensor.temperature_offset_c =
      held(random.gauss() * plan.spread.temperature_error_c, kHighestTemperatureErrorC);
  sensor.noise_mv = plan.voltage_noise_mv;
  return sensor;
}

core::SwitchPositions switch_positions(const core::Options& options) {
  for (unsigned positions = 0; positions < 128; ++positions) {
    const core::Options shown = core::options_of(static_cast<core::SwitchPositions>(positions));
    if (shown.cycle == options.cycle && shown.v_bypass == options.v_bypass &&
        shown.mode == options.mode && shown.blind_spot == options.blind_spot &&
        shown.auto_zero == options.auto_zero) {
      return static_cast<core::SwitchPositions>(positions);
    }
  }
  return 0;
}

}  // namespace

PackBench::PackBench(const Scenario& scenario, int number, const BenchOptions& options,
                     const FaultBook& faults)
    : number_{number},
      plan_{scenario.packs[static_cast<std::size_t>(number - 1)]},
      fidelity_{options.fidelity},
      listener_{number == 1 ? options.listener : nullptr},
      hand_on_{kHandOn + options.hop_us},
      generation_{options.generation},
      faults_{faults},
      shared_cable_{scenario.site.wiring != Wiring::separate || !plan_.sensor_out},
      chance_{stream_of(options.seed, number, "chance")},
      current_noise_{stream_of(options.seed, number, "currents")},
      plant_{make_plant(scenario, number, options)},
      sensor_in_{plan_.sensor_in},
      sensor_out_{plan_.sensor_out.value_or(plan_.sensor_in)},
      in_memory_{kInBoardMemory},
      out_memory_{kOutBoardMemory},
      wakes_{static_cast<std::size_t>(plan_.cells)},
      rarely_{kRelaySlots + static_cast<std::size_t>(plan_.cells)},
      cells_(static_cast<std::size_t>(plan_.cells - 2)),
      switches_{switch_positions(plan_.options)} {
  Random random = stream_of(options.seed, number, "boards");
  for (int i = 0; i < plan_.cells; ++i) {
    const auto ppm = static_cast<std::int32_t>(random.gauss() * plan_.spread.clock_error_ppm);
    places_.push_back({.clock = BoardClock{0, ppm},
                       .ppm = ppm,
                       .sensor = CellSensor{sensor_of(plan_, random)},
                       .noise = stream_of(options.seed, number, "noise " + std::to_string(i)),
                       .senses = i});
  }
  record_.balancing_s.assign(places_.size(), 0);
  find_rising(scenario);
  prepare_memories();
  for (std::size_t i = 0; i < places_.size(); ++i) power_up(i, 0);
  for (int i = 0; i < plan_.cells; ++i) {
    record_.charge_begin_ah.push_back(plant_.charge_ah(i));
    record_.stored_begin_j.push_back(plant_.totals(i).stored_j);
  }
  Range cells;
  for (const double volts : plant_.cell_voltages(0)) cells.include(volts);
  record_.spread_begin_v = cells.max - cells.min;
  find_next();
}

void PackBench::find_next() {
  next_ = std::min(wakes_.next(), rarely_.next());
  for (const Transmission& transmission : in_flight_) next_ = std::min(next_, transmission.end);
}

void PackBench::deliver_due(WorldTime time) {
  for (std::size_t i = 0; i < in_flight_.size();) {
    if (in_flight_[i].end > time) {
      ++i;
      continue;
    }
    Transmission due = std::move(in_flight_[i]);
    in_flight_.erase(in_flight_.begin() + static_cast<std::ptrdiff_t>(i));
    deliver(std::move(due));
    i = 0;
  }
}

void PackBench::do_rare(std::size_t slot, WorldTime time) {
  if (slot == 0) {
    move_relay(charge_, core::Relay::charge, time);
  } else if (slot == 1) {
    move_relay(load_, core::Relay::load, time);
  } else {
    change_power(slot - kRelaySlots, time);
  }
}

void PackBench::run(WorldTime time, const Quiet& quiet) {
  quiet_ = quiet;
  deliver_due(time);
  while (rarely_.next() <= time) do_rare(rarely_.first(), time);
  while (wakes_.next() <= time) {
    if (!sample_quietly()) step_board(wakes_.first(), {}, time, time);
  }
  find_next();
}

void PackBench::pulse(RelayModel& relay, core::Pulse pulse, WorldTime time) {
  relay.pulse(pulse, time);
  rarely_.set(&relay == &charge_ ? 0 : 1, relay.moves_at);
}

void PackBench::set_currents(double pack_a, const CableCurrents& cables) {
  pack_a_ = pack_a;
  cables_ = cables;
}

void PackBench::advance(double seconds, double ambient) {
  for (RisingConnection& rising : rising_) {
    const Fault& fault = rising.fault;
    const bool rises = world_s_ >= fault.start_s && world_s_ < fault.end_s;
    if (rises || !rising.end_seen) follow_rising(fault);
    if (world_s_ >= fault.end_s) rising.end_seen = true;
  }
  plant_.advance(seconds, pack_a_, ambient);
  world_s_ += seconds;
  in_as_ += cables_.in_a * seconds;
  out_as_ += cables_.out_a.value_or(0) * seconds;
  current_s_ += seconds;
  for (std::size_t i = 0; i < places_.size(); ++i) {
    if (places_[i].resistor) record_.balancing_s[i] += seconds;
  }
  for (const double celsius : plant_.board_temperatures()) record_.cell_c.include(celsius);
  for (const double volts : plant_.cell_voltages(pack_a_)) record_.cell_v.include(volts);
}

PackBus PackBench::bus() const {
  return {.emf_v = plant_.emf(), .resistance_ohm = plant_.resistance()};
}

bool PackBench::take_contacts_moved() { return std::exchange(contacts_moved_, false); }

void PackBench::connect(bool connected, WorldTime time) {
  connected_ = connected;
  to_board_.clear();
  if (places_.back().powered) step_out({}, time);
  if (!connected) to_client_.clear();
  find_next();
}

void PackBench::send_line(std::span<const std::uint8_t> bytes, WorldTime time) {
  if (!connected_ || !places_.back().powered) return;
  to_board_.insert(to_board_.end(), bytes.begin(), bytes.end());
  step_out({}, time);
  find_next();
}

std::vector<std::uint8_t> PackBench::take_line() { return std::exchange(to_client_, {}); }

double PackBench::spread_now_v() const {
  Range volts;
  for (int i = 0; i < plant_.cells(); ++i) volts.include(plant_.cell_voltage(i, pack_a_));
  return volts.max - volts.min;
}

PackNow PackBench::now(WorldTime time) const {
  PackNow now;
  now.time_s = seconds_of(time);
  now.current_a = pack_a_;
  now.pack_v = plant_.emf() + pack_a_ * plant_.resistance();
  Range volts;
  Range celsius;
  for (int i = 0; i < plant_.cells(); ++i) {
    now.soc_percent += plant_.soc(i) * 100 / plant_.cells();
    volts.include(plant_.cell_voltage(i, pack_a_));
    celsius.include(plant_.board_temperature_c(i));
    now.bypassing += places_[static_cast<std::size_t>(i)].resistor ? 1 : 0;
  }
  now.cell_v_min = volts.min;
  now.cell_v_max = volts.max;
  now.cell_c_min = celsius.min;
  now.cell_c_max = celsius.max;
  now.charge_contact_closed = charge_.closed;
  now.load_contact_closed = load_.closed;
  if (out_powered()) {
    now.state = &out_.state;
    now.settings = &out_.settings;
  }
  return now;
}

BoardNow PackBench::board(int cell, WorldTime time) const {
  const auto index = static_cast<std::size_t>(cell - 1);
  const Place& place = places_[index];
  BoardNow now{.powered = place.powered, .bridged = place.bridged, .bypass = place.resistor};
  if (!place.powered) return now;
  const core::Milliseconds local = place.clock.at(time);
  core::Milliseconds flash_until;
  if (index == 0) {
    now.led = boards::led(in_, local);
    flash_until = in_.flash_until;
  } else if (index == last()) {
    now.led = boards::leds(out_, local).info;
    flash_until = out_.flash_until;
  } else {
    now.led = boards::led(cells_[index - 1], local);
    flash_until = cells_[index - 1].flash_until;
  }
  if (flash_until.count() > 0) now.since_flash = local - (flash_until - boards::kFlash);
  return now;
}

const boards::Monitor& PackBench::monitor(std::size_t index) const {
  if (index == 0) return in_.monitor;
  return index == last() ? out_.monitor : cells_[index - 1].monitor;
}

}  // namespace cellwarden::twin
