// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/replay_row.hpp"

#include <fmt/format.h>

#include "cellwarden/words/decimal.hpp"

namespace cellwarden::cli {

using core::EnergyCounter;
using core::Reason;
using core::Reasons;
using core::StateOfCharge;
using core::Warning;

namespace {

// 10⁻⁶ % and 10⁻⁶ Wh, to the nearest.
std::int64_t millionths_of_percent(const StateOfCharge& soc) {
  const std::int64_t one = core::full_count(soc.capacity).count() / 100'000'000;
  return (soc.count.count() + one / 2) / one;
}

std::int64_t micro_watt_hours(const StateOfCharge& soc) {
  constexpr std::int64_t kOne = core::kSocCountsPerWattHour / 1'000'000;
  return (soc.count.count() + kOne / 2) / kOne;
}

std::int64_t micro_watt_hours(const EnergyCounter& counter) {
  constexpr std::int64_t kOne = core::kNanojoulesPerWattHour / 1'000'000;
  return counter.whole.count() * 1'000'000 + (counter.nanojoules + kOne / 2) / kOne;
}

void append_warnings(std::string& out, core::Warnings warnings) {
  const char* separator = "";
  for (const Warning warning : core::kWarnings) {
    if (!warnings.has(warning)) continue;
    out.append(separator).append(core::name(warning));
    separator = " ";
  }
}

void append_why(std::string& out, const Reasons& why) {
  const char* separator = "";
  for (const Reason& reason : why) {
    out.append(separator).append(core::name(reason.id));
    separator = " ";
  }
}

void append_bypassing(std::string& out, const core::ReplaySettings& settings,
                      const core::ReplayState& replay) {
  const char* separator = "";
  for (std::size_t i = 0; i < static_cast<std::size_t>(settings.cells); ++i) {
    if (!replay.bypass[i].on) continue;
    const fmt::format_int number{i + 1};
    out.append(separator).append(number.data(), number.size());
    separator = " ";
  }
}

}  // namespace

std::string_view replay_header() {
  return "time_s,pack_v,current_a,soc_percent,soc_calibrated,stored_wh,charge_relay,load_relay,"
         "warnings,charge_why,load_why,in_today_wh,out_today_wh,in_total_wh,out_total_wh,"
         "bypass_cells\n";
}

void append_replay_row(std::string& out, std::string_view time_text,
                       const core::ReplaySettings& settings, const core::ReplayState& replay) {
  const core::State& state = replay.state;
  out.append(time_text).push_back(',');
  if (state.status.known) words::append_decimal(out, state.status.pack.pack_voltage.count(), 3);
  out.push_back(',');
  if (state.status.currents.battery) {
    words::append_decimal(out, state.status.currents.battery->count(), 3);
  }
  out.push_back(',');
  words::append_decimal(out, millionths_of_percent(state.soc), 6);
  out.append(state.soc.calibrated ? ",true," : ",false,");
  words::append_decimal(out, micro_watt_hours(state.soc), 6);
  out.append(state.charge.closed ? ",closed" : ",open");
  out.append(state.load.closed ? ",closed," : ",open,");
  append_warnings(out, state.status.warnings);
  out.push_back(',');
  append_why(out, state.charge.why);
  out.push_back(',');
  append_why(out, state.load.why);
  for (const EnergyCounter* counter : {&state.energy.in_today, &state.energy.out_today,
                                       &state.energy.in_total, &state.energy.out_total}) {
    out.push_back(',');
    words::append_decimal(out, micro_watt_hours(*counter), 6);
  }
  out.push_back(',');
  append_bypassing(out, settings, replay);
  out.push_back('\n');
}

}  // namespace cellwarden::cli
