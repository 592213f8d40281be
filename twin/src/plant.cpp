// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/plant.hpp"

#include <cmath>

#include "plant_state.hpp"

namespace cellwarden::twin {

namespace {

constexpr double kLongestStep = 60;
constexpr double kLargest = 1e6;  // A or °C; beyond is a mistake, as is NaN

}  // namespace

Plant::Plant(const CellParameters& parameters, const PlantSettings& settings)
    : state_{std::make_unique<State>(parameters, settings)} {}
Plant::Plant(Plant&&) noexcept = default;
Plant& Plant::operator=(Plant&&) noexcept = default;
Plant::~Plant() = default;

int Plant::cells() const { return static_cast<int>(state_->files.size()); }

void Plant::set_bypass(int cell, double current_a) {
  if (!state_->has(cell) || state_->file(cell).bypass_a == current_a) return;
  state_->sum_up(cell);
  state_->file(cell).bypass_a = current_a;
  state_->currents_changed(cell);
}

void Plant::set_extra_drain(int cell, double current_a) {
  if (!state_->has(cell)) return;
  state_->sum_up(cell);
  state_->block(cell).extra_a[State::lane(cell)] = current_a;
  state_->currents_changed(cell);
}

double Plant::connection(int cell) const {
  return state_->has(cell) ? state_->block(cell).connection_ohm[State::lane(cell)] : 0;
}

void Plant::warm_surroundings(int cell, double celsius) {
  if (!state_->has(cell)) return;
  state_->block(cell).ambient_offset_c[State::lane(cell)] += celsius;
}

void Plant::set_connection(int cell, double ohm) {
  if (!state_->has(cell)) return;
  state_->sum_up(cell);
  state_->block(cell).connection_ohm[State::lane(cell)] = ohm;
}

void Plant::advance(double seconds, double pack_current_a, double ambient_c) {
  const bool possible =
      seconds > 0 && std::fabs(pack_current_a) <= kLargest && std::fabs(ambient_c) <= kLargest;
  if (!possible) return;
  while (seconds > kLongestStep) {
    state_->advance(kLongestStep, pack_current_a, ambient_c);
    seconds -= kLongestStep;
  }
  state_->advance(seconds, pack_current_a, ambient_c);
}

double Plant::emf() const {
  return state_->loops->sum_of_voltages(state_->blocks.data(), state_->blocks.size());
}

double Plant::resistance() const {
  return state_->loops->sum_of_resistances(state_->blocks.data(), state_->blocks.size());
}

double Plant::cell_voltage(int cell, double pack_current_a) const {
  if (!state_->has(cell)) return 0;
  return terminal_voltage(state_->block(cell), State::lane(cell), pack_current_a);
}

std::span<const double> Plant::cell_voltages(double pack_current_a) {
  state_->loops->voltages(state_->blocks.data(), state_->blocks.size(), pack_current_a,
                          state_->volts.data());
  // A vector of doubles may be read as doubles.
  return {reinterpret_cast<const double*>(state_->volts.data()), state_->files.size()};
}

std::span<const double> Plant::sensed_voltages(int first, int last, double pack_current_a) {
  if (!state_->has(first) || !state_->has(last) || first > last) return {};
  const std::size_t begin = static_cast<std::size_t>(first) / kLanes;
  const std::size_t end = static_cast<std::size_t>(last) / kLanes + 1;
  state_->loops->sensed(&state_->blocks[begin], end - begin, pack_current_a, &state_->volts[begin]);
  double* volts = reinterpret_cast<double*>(state_->volts.data());
  for (int cell = first; cell <= last; ++cell) {
    const double bypass_a = state_->file(cell).bypass_a;
    if (bypass_a == 0) continue;
    const Block& b = state_->block(cell);
    volts[cell] += at(b.r0, b.charge_as)[State::lane(cell)] * bypass_a;
  }
  return {volts + first, static_cast<std::size_t>(last - first + 1)};
}

double Plant::sensed_voltage(int cell, double pack_current_a, bool bypass_flows) const {
  if (!state_->has(cell)) return 0;
  const Block& b = state_->block(cell);
  const std::size_t i = State::lane(cell);
  const CellFile& file = state_->file(cell);
  const double at_sense_wires =
      terminal_voltage(b, i, pack_current_a) + kSensedShare * pack_current_a * b.connection_ohm[i];
  const double paused = at(b.r0, b.charge_as)[i] * file.bypass_a;  // the cell rests with it
  return bypass_flows ? at_sense_wires - file.bypass_a * file.sense_wire_ohm
                      : at_sense_wires + paused;
}

std::span<const double> Plant::board_temperatures() {
  for (std::size_t i = 0; i < state_->blocks.size(); ++i) {
    state_->celsius[i].lanes = state_->blocks[i].board_c;
  }
  return {reinterpret_cast<const double*>(state_->celsius.data()), state_->files.size()};
}

double Plant::board_temperature_c(int cell) const {
  return state_->has(cell) ? state_->block(cell).board_c[State::lane(cell)] : 0;
}

double Plant::cell_temperature_c(int cell) const {
  return state_->has(cell) ? state_->block(cell).cell_c[State::lane(cell)] : 0;
}

double Plant::soc(int cell) const { return state_->has(cell) ? state_->soc(cell) : 0; }

double Plant::charge_ah(int cell) const {
  return state_->has(cell) ? state_->charge(cell) / kSecondsPerHour : 0;
}

double Plant::capacity_ah(int cell) const {
  return state_->has(cell) ? state_->file(cell).capacity_as / kSecondsPerHour : 0;
}

double Plant::open_circuit_voltage(int cell) const {
  if (!state_->has(cell)) return 0;
  return twin::open_circuit_voltage(state_->block(cell), State::lane(cell));
}

CellTotals Plant::totals(int cell) const {
  if (!state_->has(cell)) return {};
  CellTotals totals = state_->totals_now(cell);
  const CellFile& file = state_->file(cell);
  const double charge = state_->charge(cell);
  totals.stored_j = file.capacity_as * state_->segments.stored(charge / file.capacity_as);
  return totals;
}

}  // namespace cellwarden::twin
