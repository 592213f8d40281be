// SPDX-License-Identifier: Apache-2.0
#include "figures.hpp"

#include <cstddef>
#include <string>
#include <utility>

namespace cellwarden::twin {

namespace {

constexpr double kMillivolts = 1000;
constexpr double kSecondsPerHour = 3600;

double true_soc_percent(const PackBench& pack) {
  double sum = 0;
  for (int i = 0; i < pack.plan().cells; ++i) sum += pack.plant().soc(i);
  return sum * 100 / pack.plan().cells;
}

void add_balancing(std::vector<Figure>& figures, const PackBench& pack) {
  double all = 0;
  int cell = 1;
  for (const double seconds : pack.record().balancing_s) {
    const double hours = seconds / kSecondsPerHour;
    figures.push_back(
        {.name = "balancing_hours", .pack = pack.number(), .number = cell++, .value = hours});
    all += hours;
  }
  figures.push_back({.name = "balancing_hours", .pack = pack.number(), .number = {}, .value = all});
}

}  // namespace

std::vector<Figure> site_figures(const Charger& charger, const Inverter& inverter) {
  const auto figure = [](const char* name, double value) {
    return Figure{.name = name, .number = {}, .value = value};
  };
  return {figure("harvested_wh", charger.harvested_wh()), figure("missed_wh", charger.missed_wh()),
          figure("used_wh", inverter.served_wh()), figure("unserved_wh", inverter.unserved_wh())};
}

void add_pack_figures(std::vector<Figure>& figures, const PackBench& pack) {
  const auto add = [&](const char* name, double value) {
    figures.push_back({.name = name, .pack = pack.number(), .number = {}, .value = value});
  };
  const auto add_range = [&](const char* min, const char* max, const Range& range, double scale) {
    if (!range.known()) return;
    add(min, range.min * scale);
    add(max, range.max * scale);
  };
  const PackRecord& record = pack.record();
  const core::State& state = pack.out_board().state;
  const double board_soc = core::milli_percent(state.soc).count() / 1000.0;
  add_range("soc_min_percent", "soc_max_percent", record.board_soc_percent, 1);
  add("soc_end_percent", board_soc);
  add("true_soc_end_percent", true_soc_percent(pack));
  add("soc_error_end_percent", board_soc - true_soc_percent(pack));
  add_range("voltage_min_mv", "voltage_max_mv", record.cell_v, kMillivolts);
  add_range("temperature_min_c", "temperature_max_c", record.cell_c, 1);
  add("spread_begin_mv", record.spread_begin_v * kMillivolts);
  add("spread_end_mv", pack.spread_now_v() * kMillivolts);
  add("charge_relay_openings", record.charge_openings);
  add("load_relay_openings", record.load_openings);
  add("messages_good", static_cast<double>(record.messages_good));
  add("messages_bad", static_cast<double>(record.messages_bad));
  add("energy_in_wh", static_cast<double>(state.energy.in_total.whole.count()));
  add("energy_out_wh", static_cast<double>(state.energy.out_total.whole.count()));
  add_balancing(figures, pack);
}

}  // namespace cellwarden::twin
