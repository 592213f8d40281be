// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/simulator/plan.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "cellwarden/core/sensors.hpp"
#include "cellwarden/twin/check_scenario.hpp"
#include "cellwarden/twin/sizes.hpp"
#include "cellwarden/words/say.hpp"
#include "plan_rows.hpp"

namespace cellwarden::simulator {

using core::SettingRow;
using twin::PackPlan;
using twin::Scenario;
using twin::SitePlan;

namespace {

constexpr double kMilli = 1000;

// One entry on its way into the scenario.
struct Item : PlanEntry {
  bool taken{false};
};

constexpr std::array<std::string_view, 8> kPackPlaces{
    "pack", "switches", "spread", "sensor_in", "sensor_out", "cell", "isolated", "settings"};

bool of_pack(const PlanEntry& entry) {
  return std::find(kPackPlaces.begin(), kPackPlaces.end(), entry.place) != kPackPlaces.end();
}

// Takes entries out of the plan, place by place, and keeps the first problem.
class Taker {
 public:
  // Entries for all packs become one for each.
  Taker(const std::vector<PlanEntry>& entries, int packs) {
    for (const PlanEntry& entry : entries) {
      if (!of_pack(entry) || entry.pack != 0) {
        items_.push_back({entry});
        continue;
      }
      for (int pack = 1; pack <= packs; ++pack) {
        items_.push_back({entry});
        items_.back().pack = pack;
      }
    }
  }

  // pack: 0 where the place is not one of a pack; index: 0 where it has none.
  template <class Part>
  void rows(std::string_view place, int pack, int index, Rows<Part> rows, Part& part) {
    for (Item& item : items_) {
      if (item.place != place || item.pack != pack || item.index != index) continue;
      for (const twin::NumberRow<Part>& row : rows) {
        if (item.key == row.key) take(item, row, part);
      }
    }
  }

  void settings(int pack, core::Settings& settings) {
    for (Item& item : items_) {
      if (item.place != "settings" || item.pack != pack) continue;
      for (const SettingRow& row : core::setting_rows()) {
        if (item.key == row.name) take(item, row, settings);
      }
    }
  }

  // Whether a flag stands there and is not 0.
  bool flag(std::string_view place, std::string_view key, int pack) {
    bool set = false;
    for (Item& item : items_) {
      if (item.place != place || item.key != key || item.pack != pack) continue;
      item.taken = true;
      set = item.value != 0;
    }
    return set;
  }

  // The cells that a place names, in ascending order.
  std::vector<int> indices(std::string_view place, int pack) {
    std::vector<int> found;
    for (Item& item : items_) {
      if (item.place != place || item.pack != pack || item.index == 0) continue;
      if (place == "isolated") item.taken = true;
      const auto at = std::lower_bound(found.begin(), found.end(), item.index);
      if (at == found.end() || *at != item.index) found.insert(at, item.index);
    }
    return found;
  }

  // The first thing that was wrong, or that nobody took.
  [[nodiscard]] std::string problem() const {
    if (!problem_.empty()) return problem_;
    for (const Item& item : items_) {
      if (item.taken) continue;
      return words::say("Nothing is called {}.{} for pack {}.", item.place, item.key, item.pack);
    }
    return {};
  }

 private:
  void complain(const Item& item, const std::string& sentence) {
    if (problem_.empty()) problem_ = words::say("{}: {}", item.place, sentence);
  }

  template <class Part>
  void take(Item& item, const twin::NumberRow<Part>& row, Part& part) {
    item.taken = true;
    std::string wrong = twin::range_problem(row.key, row.unit, row.min, row.max, item.value);
    if (wrong.empty() && row.whole && std::floor(item.value) != item.value) {
      wrong = words::say("{} is a whole number.", row.key);
    }
    if (!wrong.empty()) return complain(item, wrong);
    row.set(part, item.value);
  }

  void take(Item& item, const SettingRow& row, core::Settings& settings) {
    item.taken = true;
    const std::optional<std::int32_t> raw = raw_setting(row, item.value);
    if (!raw) return complain(item, setting_range(row));
    row.set(settings, *raw);
  }

  std::vector<Item> items_;
  std::string problem_;
};

void take_pack(Taker& taker, int number, PackPlan& pack) {
  taker.rows("pack", number, 0, twin::pack_rows(), pack);
  taker.rows("pack", number, 0, more_pack_rows(), pack);
  pack.isolated_behind = taker.indices("isolated", number);
  twin::size_pack(pack);
  taker.rows("switches", number, 0, switch_rows(), pack);
  taker.rows("spread", number, 0, twin::spread_rows(), pack.spread);
  pack.sensor_in.range_a = core::full_range(pack.factory.sensor).count() / kMilli;
  if (taker.flag("sensor_out", "fitted", number)) {
    pack.sensor_out = pack.sensor_in;
    taker.rows("sensor_out", number, 0, twin::current_sensor_rows(), *pack.sensor_out);
  }
  taker.rows("sensor_in", number, 0, twin::current_sensor_rows(), pack.sensor_in);
  for (const int cell : taker.indices("cell", number)) {
    twin::CellPlan& plan = pack.cell_plans.emplace_back();
    plan.cell = cell;
    taker.rows("cell", number, cell, twin::cell_rows(), plan);
  }
}

void take_site(Taker& taker, SitePlan& site) {
  taker.rows("site", 0, 0, twin::site_rows(), site);
  taker.rows("site", 0, 0, more_site_rows(), site);
  taker.rows("sun", 0, 0, twin::sun_rows(), site.sun);
  site.charger.peak_w = site.sun.peak_w;
  taker.rows("charger", 0, 0, twin::charger_rows(), site.charger);
  taker.rows("inverter", 0, 0, twin::inverter_rows(), site.inverter);
  site.house.peak_w = site.inverter.peak_w;
  taker.rows("house", 0, 0, twin::house_rows(), site.house);
  taker.rows("ambient", 0, 0, twin::ambient_rows(), site.ambient);
}

int packs_of(const std::vector<PlanEntry>& entries) {
  int packs = 1;
  for (const PlanEntry& entry : entries) packs = std::max(packs, entry.pack);
  return packs;
}

template <class Part>
void put(std::vector<PlanEntry>& entries, const char* place, int pack, int index, Rows<Part> rows,
         const Part& part) {
  for (const twin::NumberRow<Part>& row : rows) {
    const std::optional<double> value = row.get(part);
    if (value) entries.push_back({place, row.key, pack, index, *value});
  }
}

void put_pack(std::vector<PlanEntry>& entries, int number, const PackPlan& pack) {
  put(entries, "pack", number, 0, twin::pack_rows(), pack);
  put(entries, "pack", number, 0, more_pack_rows(), pack);
  for (const int cell : pack.isolated_behind) {
    entries.push_back({"isolated", "behind", number, cell, 1});
  }
  put(entries, "switches", number, 0, switch_rows(), pack);
  put(entries, "spread", number, 0, twin::spread_rows(), pack.spread);
  if (pack.sensor_out) {
    entries.push_back({"sensor_out", "fitted", number, 0, 1});
    put(entries, "sensor_out", number, 0, twin::current_sensor_rows(), *pack.sensor_out);
  }
  put(entries, "sensor_in", number, 0, twin::current_sensor_rows(), pack.sensor_in);
  for (const twin::CellPlan& cell : pack.cell_plans) {
    put(entries, "cell", number, cell.cell, twin::cell_rows(), cell);
  }
  for (const SettingRow& row : core::setting_rows()) {
    entries.push_back(
        {"settings", row.name, number, 0, row.get(pack.settings) / setting_scale(row)});
  }
}

}  // namespace

double setting_scale(const SettingRow& row) {
  double scale = 1;
  for (int i = 0; i < row.decimals; ++i) scale *= 10;
  return scale;
}

std::optional<std::int32_t> raw_setting(const SettingRow& row, double value) {
  const double exact = value * setting_scale(row);
  const double raw = std::floor(exact + 0.5);
  const bool whole = std::fabs(raw) < 1e9 && std::fabs(raw - exact) < 1e-6;
  if (!whole || core::check_value(row, static_cast<std::int64_t>(raw))) return {};
  return static_cast<std::int32_t>(raw);
}

std::string setting_range(const SettingRow& row) {
  const double scale = setting_scale(row);
  return words::say("{} may be {} in steps of {}.", row.name,
                    twin::range_text(row.min / scale, row.max / scale, row.unit),
                    twin::number_text(row.step / scale));
}

void Plan::set(std::string_view name, int pack, int index, double value) {
  const std::size_t dot = std::min(name.find('.'), name.size());
  const std::string_view key = name.substr(std::min(dot + 1, name.size()));
  entries_.push_back({std::string{name.substr(0, dot)}, std::string{key}, pack, index, value});
}

void Plan::clear() {
  entries_.clear();
  faults_.clear();
}

Planned Plan::make() const {
  Planned made;
  Scenario& scenario = made.scenario;
  const int packs = packs_of(entries_);
  Taker taker{entries_, packs};
  scenario.packs.assign(static_cast<std::size_t>(packs), PackPlan{});
  taker.rows("scenario", 0, 0, whole_rows(), scenario);
  for (int pack = 1; pack <= packs; ++pack) {
    take_pack(taker, pack, scenario.packs[static_cast<std::size_t>(pack - 1)]);
  }
  twin::size_site(scenario);
  take_site(taker, scenario.site);
  for (int pack = 1; pack <= packs; ++pack) {
    core::Settings& settings = scenario.packs[static_cast<std::size_t>(pack - 1)].settings;
    twin::size_settings(scenario.site, settings);
    taker.settings(pack, settings);
  }
  scenario.faults = faults_;
  made.problem = taker.problem();
  if (made.problem.empty()) made.problem = twin::check_scenario(scenario);
  return made;
}

std::vector<PlanEntry> entries_of(const Scenario& scenario) {
  std::vector<PlanEntry> entries;
  put(entries, "scenario", 0, 0, whole_rows(), scenario);
  for (std::size_t i = 0; i < scenario.packs.size(); ++i) {
    put_pack(entries, static_cast<int>(i) + 1, scenario.packs[i]);
  }
  const SitePlan& site = scenario.site;
  put(entries, "site", 0, 0, twin::site_rows(), site);
  put(entries, "site", 0, 0, more_site_rows(), site);
  put(entries, "sun", 0, 0, twin::sun_rows(), site.sun);
  put(entries, "charger", 0, 0, twin::charger_rows(), site.charger);
  put(entries, "inverter", 0, 0, twin::inverter_rows(), site.inverter);
  put(entries, "house", 0, 0, twin::house_rows(), site.house);
  put(entries, "ambient", 0, 0, twin::ambient_rows(), site.ambient);
  return entries;
}

}  // namespace cellwarden::simulator
