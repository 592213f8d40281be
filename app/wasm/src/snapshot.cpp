// SPDX-License-Identifier: Apache-2.0
// What is to be seen now: the status as the gateway would show it, and beside it what only a
// simulation knows.
#include <cmath>
#include <nlohmann/json.hpp>

#include "cellwarden/gateway/status_json.hpp"
#include "cellwarden/twin/fault_rows.hpp"
#include "cellwarden/words/say.hpp"
#include "running.hpp"

namespace cellwarden::simulator {

using core::Milliseconds;
using nlohmann::json;

namespace {

// More digits than anybody can see cost only time.
double rounded(double value, double scale) { return std::floor(value * scale + 0.5) / scale; }
double tenth(double value) { return rounded(value, 10); }
double thousandth(double value) { return rounded(value, 1000); }

json cells_of(const twin::Bench& bench, int pack) {
  const twin::Plant& plant = bench.plant(pack);
  const double current_a = bench.pack(pack).current_a;
  json cells = json::array();
  for (int i = 0; i < plant.cells(); ++i) {
    const twin::BoardNow board = bench.board(pack, i + 1);
    json cell{{"v", thousandth(plant.cell_voltage(i, current_a))},
              {"soc_percent", thousandth(plant.soc(i) * 100)},
              {"cell_c", tenth(plant.cell_temperature_c(i))},
              {"board_c", tenth(plant.board_temperature_c(i))},
              {"bypass", board.bypass},
              {"powered", board.powered},
              {"led", board.led},
              {"since_flash_ms", nullptr}};
    if (board.since_flash) cell["since_flash_ms"] = board.since_flash->count();
    if (board.bridged) cell["bridged"] = true;
    cells.push_back(std::move(cell));
  }
  return cells;
}

json truth_of(const twin::PackNow& now) {
  return {{"v", thousandth(now.pack_v)},
          {"a", thousandth(now.current_a)},
          {"soc_percent", thousandth(now.soc_percent)},
          {"charge_contact_closed", now.charge_contact_closed},
          {"load_contact_closed", now.load_contact_closed},
          {"bypassing", now.bypassing}};
}

json fault_json(const twin::Fault& fault) {
  return {{"kind", twin::row_of(fault.kind).name},
          {"pack", fault.pack},
          {"cell", fault.cell},
          {"magnitude", fault.magnitude}};
}

json faults_of(const twin::Scenario& scenario, const std::vector<Made>& by_hand, double time_s) {
  json faults = json::array();
  for (const twin::Fault& fault : scenario.faults) {
    const bool once = twin::row_of(fault.kind).time == twin::FaultTime::once;
    if (!once && fault.start_s <= time_s && time_s < fault.end_s) {
      faults.push_back(fault_json(fault));
    }
  }
  for (const Made& made : by_hand) {
    if (made.holds) faults.push_back(fault_json(made.fault));
  }
  return faults;
}

}  // namespace

json Simulator::snapshot() const {
  const twin::Bench& bench = run_->bench;
  const Milliseconds now = now_of(bench);
  const gateway::Times times{.steady = now, .wall = run_->wall()};
  const twin::SiteNow site = bench.site();
  json packs = json::array();
  std::vector<gateway::Status> statuses;
  for (int pack = 1; pack <= bench.packs(); ++pack) {
    statuses.push_back(run_->talk(pack).status(now));
    const gateway::LinkReport link = run_->talk(pack).report();
    const gateway::PackInfo info{
        .id = bench.packs() == 1 ? "simulated" : words::say("simulated-{}", pack),
        .name = bench.packs() == 1 ? "Simulated" : words::say("Simulated {}", pack),
        .simulated = true};
    packs.push_back({{"status", gateway::pack_json(info, statuses.back(), {&link, 1}, times)},
                     {"truth", truth_of(bench.pack(pack))},
                     {"cells", cells_of(bench, pack)},
                     {"switches", bench.switches(pack)}});
  }
  std::vector<gateway::BankMember> members;
  for (int pack = 1; pack <= bench.packs(); ++pack) {
    const auto index = static_cast<std::size_t>(pack - 1);
    members.push_back({packs[index]["status"]["id"].get<std::string>(), &statuses[index]});
  }
  return {{"time_ms", now.count()},
          {"at", times.wall.count()},
          {"local_ms", run_->local().count()},
          {"site",
           {{"solar_w", tenth(site.solar_w)},
            {"charger_w", tenth(site.charger_w)},
            {"house_w", tenth(site.house_w)},
            {"load_w", tenth(site.load_w)},
            {"ambient_c", tenth(site.ambient_c)}}},
          {"packs", std::move(packs)},
          {"bank", gateway::bank_json(gateway::bank_status(members))},
          {"faults", faults_of(run_->scenario, run_->made, bench.time_s())},
          {"happened", bench.occurrences().size()}};
}

json Simulator::track(int pack) const {
  if (!run_->has_pack(pack)) return refusal("unknown", "There is no such pack.");
  return run_->tracks[static_cast<std::size_t>(pack - 1)].shown(run_->begin_ms);
}

json Simulator::settings(int pack) const {
  if (!run_->has_pack(pack)) return refusal("unknown", "There is no such pack.");
  const Milliseconds now = now_of(run_->bench);
  const Milliseconds locked =
      core::lock_left(run_->guards[static_cast<std::size_t>(pack - 1)], now);
  return {{"settings", gateway::settings_json(run_->talk(pack).status(now))},
          {"factory_pin", run_->bench.out_board(pack).settings.pin == core::kFactoryPin},
          {"pin_locked_s", (locked.count() + 999) / 1000}};
}

}  // namespace cellwarden::simulator
