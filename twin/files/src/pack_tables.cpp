// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "cellwarden/core/option_switches.hpp"
#include "cellwarden/twin/sizes.hpp"
#include "sections.hpp"

namespace cellwarden::scenario {

using core::SettingId;
using core::SettingRow;
using twin::PackPlan;

namespace {

// One of the numbers that switches know, as a position among them.
template <class Quantity>
std::optional<std::size_t> read_choice(TableReader& table, const char* key, const char* unit,
                                       std::span<const Quantity> choices) {
  double value = 0;
  if (!table.number(key, value)) return {};
  std::vector<std::string> known;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (choices[i].count() == value * 1000) return i;
    known.push_back(twin::number_text(choices[i].count() / 1000.0));
  }
  known.back() += unit;
  table.refuse(key, *table.take(key), list_text(known));
}

constexpr std::array<Word<core::Cycle>, 2> kCycles{
    {{"slow", core::Cycle::slow}, {"fast", core::Cycle::fast}}};
constexpr std::array<Word<core::Mode>, 2> kModes{
    {{"normal", core::Mode::normal}, {"critical", core::Mode::critical}}};
constexpr std::array<Word<std::int32_t>, 2> kProfiles{{{"guarded", 0}, {"exact", 1}}};
constexpr std::array<Word<std::int32_t>, 2> kVersions{{{"v1", 1}, {"v2", 2}}};

static_assert(static_cast<int>(core::Profile::guarded) == 0);
static_assert(static_cast<int>(core::Profile::exact) == 1);

void read_switches(TableReader& table, PackPlan& pack) {
  core::Options& options = pack.options;
  table.word<core::Cycle>("cycle", kCycles, options.cycle);
  table.word<core::Mode>("mode", kModes, options.mode);
  table.flag("blind_spot", options.blind_spot);
  table.flag("auto_zero", options.auto_zero);
  const auto v_bypass =
      read_choice<core::Millivolts>(table, "v_bypass", " V", core::kBypassVoltages);
  if (v_bypass) options.v_bypass = core::kBypassVoltages[*v_bypass];
  const auto sensor = read_choice<core::Milliamps>(table, "sensor_a", " A", core::kSensorRanges);
  if (sensor) pack.factory.sensor = static_cast<core::SensorRange>(*sensor);
  int cells = 0;
  if (table.whole("factory_cells", cells)) {
    if (cells < 1 || cells > core::kMaxCells) {
      table.refuse("factory_cells", *table.take("factory_cells"), "a number of cells up to 255");
    }
    pack.factory.cells = static_cast<std::uint8_t>(cells);
  }
  table.finish();
}

void read_sensor(TableReader& table, twin::CurrentSensorSettings& sensor) {
  table.rows(twin::current_sensor_rows(), sensor);
  table.finish();
}

void read_cell(TableReader& table, twin::CellPlan& cell) {
  if (!table.has("cell")) table.fail("cell", "cell is missing in [[pack.cell]]: say which one.");
  table.rows(twin::cell_rows(), cell);
  table.finish();
}

// The tables inside of [pack].
void read_parts(Source& source, TableReader& table, PackPlan& pack) {
  const auto reader = [&](const char* key, const toml::table& part) {
    return TableReader{source, table.path(key), fmt::format("[pack.{}]", key), part};
  };
  if (const toml::table* part = table.table("switches")) {
    TableReader switches = reader("switches", *part);
    read_switches(switches, pack);
  }
  if (const toml::table* part = table.table("spread")) {
    TableReader spread = reader("spread", *part);
    spread.rows(twin::spread_rows(), pack.spread);
    spread.finish();
  }
  pack.sensor_in.range_a = core::full_range(pack.factory.sensor).count() / 1000.0;
  if (const toml::table* part = table.table("sensor_out")) {
    pack.sensor_out = pack.sensor_in;
    TableReader sensor = reader("sensor_out", *part);
    read_sensor(sensor, *pack.sensor_out);
  }
  if (const toml::table* part = table.table("sensor_in")) {
    TableReader sensor = reader("sensor_in", *part);
    read_sensor(sensor, pack.sensor_in);
  }
  int number = 0;
  for (const toml::table* part : table.tables("cell")) {
    TableReader cell{source, fmt::format("{}.{}", table.path("cell"), ++number), "[[pack.cell]]",
                     *part};
    read_cell(cell, pack.cell_plans.emplace_back());
  }
  // read_settings() comes when the site is known; here it is only a key that may be there.
  table.table("settings");
}

void read_pack(Source& source, TableReader& table, PackPlan& pack) {
  if (!table.has("cells")) {
    table.fail("cells", "cells is missing in [pack]; say how many cells the pack has, 2 to 255.");
  }
  table.rows(twin::pack_rows(), pack);
  table.flag("commissioned", pack.commissioned);
  table.flag("known_soc_calibrated", pack.known_soc_calibrated);
  table.whole_list("isolated_behind", pack.isolated_behind);
  twin::size_pack(pack);
  read_parts(source, table, pack);
  table.finish();
}

// Takes a number of section 7 in its unit; a value off its step is refused (SET-1).
void read_setting(TableReader& table, const SettingRow& row, core::Settings& settings) {
  double value = 0;
  if (!table.number(row.name, value)) return;
  const double scale = std::pow(10.0, row.decimals);
  const double exact = value * scale;
  const double raw = std::round(exact);
  const bool whole = std::abs(exact) < 1e15 && std::abs(exact - raw) < 1e-6;
  if (!whole || core::check_value(row, static_cast<std::int64_t>(raw))) {
    table.refuse(row.name, *table.take(row.name),
                 fmt::format("{} in steps of {}",
                             twin::range_text(row.min / scale, row.max / scale, row.unit),
                             twin::number_text(row.step / scale)));
  }
  row.set(settings, static_cast<std::int32_t>(raw));
}

}  // namespace

void read_packs(Source& source, TableReader& top, twin::Scenario& scenario) {
  scenario.packs.clear();
  const toml::node* node = top.take("pack");
  const bool several = node != nullptr && node->is_array();
  for (const toml::table* table : top.tables("pack")) {
    PackPlan& pack = scenario.packs.emplace_back();
    TableReader reader{source, fmt::format("pack.{}", scenario.packs.size()),
                       several ? "[[pack]]" : "[pack]", *table};
    read_pack(source, reader, pack);
  }
  if (scenario.packs.empty()) {
    top.fail("pack", "[pack] is missing; say at least how many cells it has: cells = 16.");
  }
}

void read_settings(TableReader& table, core::Settings& settings) {
  for (const SettingRow& row : core::setting_rows()) {
    std::int32_t word = 0;
    if (row.id == SettingId::profile) {
      if (table.word<std::int32_t>(row.name, kProfiles, word)) row.set(settings, word);
    } else if (row.id == SettingId::out_board_version) {
      if (table.word<std::int32_t>(row.name, kVersions, word)) row.set(settings, word);
    } else {
      read_setting(table, row, settings);
    }
  }
  table.finish();
}

}  // namespace cellwarden::scenario
