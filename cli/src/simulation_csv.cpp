// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/simulation_csv.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <iterator>

namespace cellwarden::cli {

namespace {

struct PackColumn {
  const char* name;
  std::string (*text)(const PackSample& pack);
};

std::string warnings_text(const core::Warnings& warnings) {
  std::string text;
  for (const core::Warning warning : core::kWarnings) {
    if (!warnings.has(warning)) continue;
    text.append(text.empty() ? "" : " ").append(core::name(warning));
  }
  return text;
}

using Pack = const PackSample&;

constexpr std::array kPackColumns{
    PackColumn{"pack_v", [](Pack p) { return number_text(p.pack_v, 3); }},
    PackColumn{"current_a", [](Pack p) { return number_text(p.current_a, 3); }},
    PackColumn{"soc_percent",
               [](Pack p) { return p.soc_percent ? number_text(*p.soc_percent, 3) : ""; }},
    PackColumn{"true_soc_percent", [](Pack p) { return number_text(p.true_soc_percent, 3); }},
    PackColumn{"cell_v_min", [](Pack p) { return number_text(p.cell_v_min, 4); }},
    PackColumn{"cell_v_max", [](Pack p) { return number_text(p.cell_v_max, 4); }},
    PackColumn{"cell_c_min", [](Pack p) { return number_text(p.cell_c_min, 2); }},
    PackColumn{"cell_c_max", [](Pack p) { return number_text(p.cell_c_max, 2); }},
    PackColumn{"charge_relay",
               [](Pack p) -> std::string { return p.charge_closed ? "closed" : "open"; }},
    PackColumn{"load_relay",
               [](Pack p) -> std::string { return p.load_closed ? "closed" : "open"; }},
    PackColumn{"warnings", [](Pack p) { return warnings_text(p.warnings); }},
    PackColumn{"bypassing", [](Pack p) { return std::to_string(p.bypassing); }},
};

}  // namespace

std::string simulation_csv_header(int packs) {
  std::string header = "time_s,day,clock,solar_w,charger_w,house_w,load_w";
  for (int pack = 1; pack <= packs; ++pack) {
    for (const PackColumn& column : kPackColumns) {
      header += packs == 1 ? "," : fmt::format(",p{}_", pack);
      header += column.name;
    }
  }
  return header + "\n";
}

void append_simulation_csv(std::string& out, const twin::Scenario& scenario, const Sample& sample) {
  const auto seconds = static_cast<std::int64_t>(std::floor(scenario.begin_s + sample.time_s));
  const std::int64_t of_day = seconds % 86'400;
  fmt::format_to(std::back_inserter(out), "{},{},{:02}:{:02}:{:02}", number_text(sample.time_s, 0),
                 seconds / 86'400 + 1, of_day / 3600, of_day / 60 % 60, of_day % 60);
  for (const double watts : {sample.solar_w, sample.charger_w, sample.house_w, sample.load_w}) {
    out.append(",").append(number_text(watts, 1));
  }
  for (const PackSample& pack : sample.packs) {
    for (const PackColumn& column : kPackColumns) out.append(",").append(column.text(pack));
  }
  out.push_back('\n');
}

}  // namespace cellwarden::cli
