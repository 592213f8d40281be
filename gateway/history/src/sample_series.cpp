// SPDX-License-Identifier: Apache-2.0
// One series out of a table of samples, stored or made from others.
#include <algorithm>

#include "sample_table.hpp"

namespace cellwarden::history {

namespace {

// W in tenths. 64 bits hold any mV × mA of 32 bits; what a damaged block holds may wrap round.
Column power(const Column& millivolts, const Column& milliamps) {
  Column made;
  for (std::size_t row = 0; row < millivolts.values.size(); ++row) {
    if (millivolts.has(row) && milliamps.has(row)) {
      const auto microwatts =
          static_cast<std::int64_t>(static_cast<std::uint64_t>(millivolts.values[row]) *
                                    static_cast<std::uint64_t>(milliamps.values[row]));
      made.add(microwatts / 100'000);
    } else {
      made.add_unknown();
    }
  }
  return made;
}

enum class Pick : std::uint8_t { lowest, highest, spread };

Column over_cells(const std::vector<Column>& cells, std::size_t rows, Pick pick) {
  Column made;
  for (std::size_t row = 0; row < rows; ++row) {
    std::optional<std::int64_t> lowest;
    std::optional<std::int64_t> highest;
    for (const Column& cell : cells) {
      if (!cell.has(row)) continue;
      lowest = std::min(lowest.value_or(cell.values[row]), cell.values[row]);
      highest = std::max(highest.value_or(cell.values[row]), cell.values[row]);
    }
    if (!lowest || pick == Pick::lowest) {
      made.add(lowest);
    } else {
      made.add(pick == Pick::highest ? *highest : wrapped_difference(*highest, *lowest));
    }
  }
  return made;
}

Column bit_of(const Column& flags, unsigned bit) {
  Column made;
  for (const std::int64_t value : flags.values) made.add((value >> bit) & 1);
  return made;
}

Column count_set(const std::vector<Column>& cells, std::size_t rows) {
  Column made;
  made.values.assign(rows, 0);
  for (const Column& cell : cells) {
    for (std::size_t row = 0; row < rows; ++row) {
      if (cell.has(row) && cell.values[row] != 0) ++made.values[row];
    }
  }
  return made;
}

}  // namespace

Column SampleTable::cell_series(const std::vector<Column>& cells, std::uint8_t cell) const {
  if (cell >= 1 && cell <= cells.size()) return cells[cell - 1U];
  return {.values = std::vector<std::int64_t>(rows()),
          .present = std::vector<std::uint8_t>(rows())};
}

Column SampleTable::series(Series wanted) const {
  const auto stored = [this](PackColumn column) { return pack_[static_cast<std::size_t>(column)]; };
  const auto flag = [this](unsigned bit) {
    return bit_of(pack_[static_cast<std::size_t>(PackColumn::flags)], bit);
  };
  switch (wanted.quantity) {
    case Quantity::soc: return stored(PackColumn::soc);
    case Quantity::pack_v: return stored(PackColumn::pack_mv);
    case Quantity::battery_a: return stored(PackColumn::battery);
    case Quantity::current_in_a: return stored(PackColumn::current_in);
    case Quantity::current_out_a: return stored(PackColumn::current_out);
    case Quantity::power_w: return power(stored(PackColumn::pack_mv), stored(PackColumn::battery));
    case Quantity::stored_wh: return stored(PackColumn::stored);
    case Quantity::energy_in_wh: return stored(PackColumn::energy_in);
    case Quantity::energy_out_wh: return stored(PackColumn::energy_out);
    case Quantity::cell_count: return stored(PackColumn::cells);
    case Quantity::cell_v_min: return over_cells(volts_, rows(), Pick::lowest);
    case Quantity::cell_v_max: return over_cells(volts_, rows(), Pick::highest);
    case Quantity::cell_v_spread: return over_cells(volts_, rows(), Pick::spread);
    case Quantity::cell_c_min: return over_cells(degrees_, rows(), Pick::lowest);
    case Quantity::cell_c_max: return over_cells(degrees_, rows(), Pick::highest);
    case Quantity::bypass_count: return count_set(bypass_, rows());
    case Quantity::charge_closed: return flag(kChargeBit);
    case Quantity::load_closed: return flag(kLoadBit);
    case Quantity::soc_calibrated: return flag(kCalibratedBit);
    case Quantity::good: return flag(kGoodBit);
    case Quantity::simulated: return flag(kSimulatedBit);
    case Quantity::warning_e: return flag(0);
    case Quantity::warning_vh: return flag(1);
    case Quantity::warning_vl: return flag(2);
    case Quantity::warning_th: return flag(3);
    case Quantity::warning_tl: return flag(4);
    case Quantity::cell_v: return cell_series(volts_, wanted.cell);
    case Quantity::cell_c: return cell_series(degrees_, wanted.cell);
    case Quantity::bypass: return cell_series(bypass_, wanted.cell);
  }
  return {};
}

PartsWanted parts_wanted(std::span<const Series> series) {
  PartsWanted wanted{.voltages = false, .temperatures = false};
  bool all_voltages = false;
  bool all_temperatures = false;
  for (const Series one : series) {
    switch (part_of(one.quantity)) {
      case Part::pack: break;
      case Part::voltages:
        wanted.voltages = true;
        wanted.only_voltages.push_back(one.cell);
        all_voltages |= one.cell == 0;
        break;
      case Part::temperatures:
        wanted.temperatures = true;
        wanted.only_temperatures.push_back(one.cell);
        all_temperatures |= one.cell == 0;
        break;
    }
  }
  if (all_voltages) wanted.only_voltages.clear();
  if (all_temperatures) wanted.only_temperatures.clear();
  return wanted;
}

Part part_of(Quantity quantity) {
  switch (quantity) {
    case Quantity::cell_v:
    case Quantity::cell_v_min:
    case Quantity::cell_v_max:
    case Quantity::cell_v_spread: return Part::voltages;
    case Quantity::cell_c:
    case Quantity::cell_c_min:
    case Quantity::cell_c_max:
    case Quantity::bypass:
    case Quantity::bypass_count: return Part::temperatures;
    default: return Part::pack;
  }
}

}  // namespace cellwarden::history
