// SPDX-License-Identifier: Apache-2.0
#include "plant_state.hpp"

#include <algorithm>
#include <cmath>

#include "cellwarden/twin/numbers.hpp"

namespace cellwarden::twin {

namespace {

constexpr double kTemperatureStep = 0.1;  // °C
constexpr double kReferenceC = 25;
// Beyond these it is no battery any more, and nothing grows further: so that abuse stays finite.
constexpr double kSelfDischargeHottestC = 100;
constexpr double kColdestC = -200;
constexpr double kHottestC = 1000;
constexpr double kLn2 = 0.69314718055994530942;

SharedConstants shared_constants(const CellParameters& p) {
  return {.rc1_share = p.rc1_share,
          .rc1_seconds = p.rc1_seconds,
          .rc2_seconds = p.rc2_seconds,
          .cell_j_per_k = p.cell_j_per_k,
          .cell_to_ambient_w_per_k = p.cell_to_ambient_w_per_k,
          .board_j_per_k = p.board_j_per_k,
          .board_to_cell_w_per_k = p.board_to_cell_w_per_k,
          .board_to_ambient_w_per_k = p.board_to_ambient_w_per_k};
}

}  // namespace

Plant::State::State(const CellParameters& parameters, const PlantSettings& settings)
    : kind{scaled(parameters, settings.capacity_ah)},
      segments{kind},
      shared{shared_constants(kind)} {
  const auto count = static_cast<std::size_t>(std::max(settings.cells, 0));
  blocks.resize((count + kLanes - 1) / kLanes);
  files.resize(count);
  volts.resize(blocks.size());
  celsius.resize(blocks.size());
  for (std::size_t i = 0; i < count; ++i) {
    const CellSpread spread = i < settings.spread.size() ? settings.spread[i] : CellSpread{};
    begin(static_cast<int>(i), spread, settings);
  }
}

void Plant::State::begin(int index, const CellSpread& spread, const PlantSettings& settings) {
  CellFile& mine = file(index);
  mine.capacity_as = settings.capacity_ah * spread.capacity * kSecondsPerHour;
  mine.resistance = spread.resistance;
  mine.self_discharge = spread.self_discharge;
  mine.sense_wire_ohm = spread.sense_wire_ohm;
  mine.drain_a = spread.drain_a;
  Block& b = block(index);
  const std::size_t i = lane(index);
  b.charge_as[i] = (settings.soc + spread.soc_offset) * mine.capacity_as;
  b.cell_c[i] = settings.ambient_c + spread.temperature_offset_c;
  b.board_c[i] = b.cell_c[i];
  b.ambient_offset_c[i] = spread.temperature_offset_c;
  b.connection_ohm[i] = spread.connection_ohm;
  b.hysteresis_per_as[i] = 1 / (kind.hysteresis_soc * mine.capacity_as);
  largest_hysteresis_per_as = std::max(largest_hysteresis_per_as, b.hysteresis_per_as[i]);
  mine.looked_up_at_as = b.charge_as[i];
  look_up(index);
  currents_changed(index);
}

void Plant::State::currents_changed(int index) {
  const CellFile& mine = file(index);
  Block& b = block(index);
  const std::size_t i = lane(index);
  b.board_a[i] = mine.drain_a + mine.bypass_a;
  largest_branch_a = std::max(largest_branch_a, std::fabs(b.board_a[i]) + std::fabs(b.extra_a[i]));
}

// Rule: a cell looks into its tables when its charge leaves the straight piece that it is on, or
// its temperature has moved by 0.1 °C since the last look. It depends on this cell alone, so the
// order of the cells changes nothing.
void Plant::State::look_up(int index) {
  CellFile& mine = file(index);
  Block& b = block(index);
  const std::size_t i = lane(index);
  settle_stored(index);
  sum_up(index);
  b.cell_c[i] = std::clamp(b.cell_c[i], kColdestC, kHottestC);

  const double state_of_charge = soc(index);
  const std::size_t piece = segments.find(state_of_charge);
  const Segments::Segment& segment = segments[piece];
  const auto set = [&](Lines& lines, const Line& line, double factor) {
    lines.at_zero[i] = line.at_zero * factor;
    lines.slope[i] = line.slope * factor / mine.capacity_as;
  };
  b.charge_low[i] = segment.low * mine.capacity_as;
  b.charge_high[i] = segment.high * mine.capacity_as;
  b.cell_c_low[i] = b.cell_c[i] - kTemperatureStep;
  b.cell_c_high[i] = b.cell_c[i] + kTemperatureStep;
  set(b.enthalpy_v, segment.enthalpy_v, 1);
  set(b.entropy, segment.entropy, 1);
  set(b.hysteresis_v, segment.hysteresis, 1);
  const Resistances ohm = segments.resistances(piece, b.cell_c[i]);
  set(b.r0, ohm.r0, mine.resistance);
  set(b.rc_charge, ohm.rc_charge, mine.resistance);
  set(b.rc_discharge, ohm.rc_discharge, mine.resistance);
  const double warmer = (std::min(b.cell_c[i], kSelfDischargeHottestC) - kReferenceC) /
                        kind.self_discharge_doubling_k;
  b.self_discharge_a[i] = state_of_charge > 0 ? kind.self_discharge_a * mine.self_discharge *
                                                    numbers::exp_of(kLn2 * warmer)
                                              : 0;
}

// A step that runs over a corner was counted on one straight line. What that missed goes into the
// cell's heat, so that the energy balance closes.
void Plant::State::settle_stored(int index) {
  CellFile& mine = file(index);
  Block& b = block(index);
  const std::size_t i = lane(index);
  const double charge = b.charge_as[i];
  const double before = mine.looked_up_at_as;
  const double stored = mine.capacity_as * segments.stored(charge / mine.capacity_as);
  if (charge != before) {
    const double counted =
        (b.enthalpy_v.at_zero[i] + b.enthalpy_v.slope[i] * 0.5 * (before + charge)) *
        (charge - before);
    const double was = mine.totals.stored_j;
    b.heat_j[i] -= stored - was - counted;
    b.cell_c[i] -= (stored - was - counted) / kind.cell_j_per_k;
  }
  mine.totals.stored_j = stored;
  mine.looked_up_at_as = charge;
}

void Plant::State::look_up_where_needed() {
  for (int index = 0; index < static_cast<int>(files.size()); ++index) {
    const Block& b = block(index);
    const std::size_t i = lane(index);
    if (b.charge_as[i] < b.charge_low[i] || b.charge_as[i] > b.charge_high[i] ||
        b.cell_c[i] < b.cell_c_low[i] || b.cell_c[i] > b.cell_c_high[i]) {
      look_up(index);
    }
  }
}

CellTotals Plant::State::totals_now(int index) const {
  const CellFile& mine = file(index);
  const Block& b = block(index);
  const std::size_t i = lane(index);
  const double seconds = time_s.value - mine.summed_at_s;
  const double volt_seconds = b.volt_seconds[i] - mine.summed_at_volt_seconds;
  CellTotals totals = mine.totals;
  totals.pack_as = pack_as.value;
  totals.bypass_as += mine.bypass_a * seconds;
  totals.drain_as += mine.drain_a * seconds;
  totals.extra_drain_as += b.extra_a[i] * seconds;
  totals.self_discharge_as += b.self_discharge_a[i] * seconds;
  totals.bypass_j += mine.bypass_a * volt_seconds;
  totals.drain_j += mine.drain_a * volt_seconds;
  totals.connection_j += b.connection_ohm[i] * (pack_square_as.value - mine.summed_at_square_as);
  totals.pack_j = b.pack_j[i];
  totals.heat_j = b.heat_j[i];
  return totals;
}

// Before anything changes that a sum is made of.
void Plant::State::sum_up(int index) {
  CellFile& mine = file(index);
  mine.totals = totals_now(index);
  mine.summed_at_s = time_s.value;
  mine.summed_at_volt_seconds = block(index).volt_seconds[lane(index)];
  mine.summed_at_square_as = pack_square_as.value;
}

void Plant::State::advance(double seconds, double pack_current_a, double ambient_c) {
  if (factors.seconds != seconds) factors = step_factors(shared, seconds);
  const double largest_a = std::fabs(pack_current_a) + largest_branch_a;
  const int halvings = halvings_for(largest_hysteresis_per_as * largest_a * seconds);
  const bool outside =
      loops->step(blocks.data(), blocks.size(), shared, factors,
                  {.pack_a = pack_current_a, .ambient_c = ambient_c, .halvings = halvings});
  time_s.add(seconds);
  pack_as.add(pack_current_a * seconds);
  pack_square_as.add(pack_current_a * pack_current_a * seconds);
  if (outside) look_up_where_needed();
}

}  // namespace cellwarden::twin
