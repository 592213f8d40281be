// SPDX-License-Identifier: Apache-2.0
#include "conditions.hpp"

#include <cstddef>

namespace cellwarden::twin {

namespace {

bool warns(const PackBench& pack, std::string_view warning) {
  for (const core::Warning each : core::kWarnings) {
    if (warning == core::name(each)) return pack.out_board().state.status.warnings.has(each);
  }
  return false;
}

bool known_warning(std::string_view warning) {
  for (const core::Warning each : core::kWarnings) {
    if (warning == core::name(each)) return true;
  }
  return false;
}

bool bypasses(const PackBench& pack, int cell) {
  return cell >= 1 && cell <= pack.plan().cells &&
         pack.resistor(static_cast<std::size_t>(cell - 1));
}

}  // namespace

bool condition_holds(std::string_view name, int number, const PackBench& pack) {
  constexpr std::string_view kWarning = "warning_";
  constexpr std::string_view kNoWarning = "no_warning_";
  const Permission contacts = pack.contacts();
  if (name == "charge_relay_open") return !contacts.charge;
  if (name == "charge_relay_closed") return contacts.charge;
  if (name == "load_relay_open") return !contacts.load;
  if (name == "load_relay_closed") return contacts.load;
  if (name == "bypass_on") return bypasses(pack, number);
  if (name == "bypass_off") return !bypasses(pack, number);
  if (!pack.out_powered()) return false;  // the rest is what the OUT board says
  const core::State& state = pack.out_board().state;
  if (name == "soc_calibrated") return state.soc.calibrated;
  if (name == "soc_uncalibrated") return !state.soc.calibrated;
  if (name == "data") return state.status.known && !state.communication.error;
  if (name.starts_with(kWarning)) return warns(pack, name.substr(kWarning.size()));
  if (!name.starts_with(kNoWarning)) return false;
  const std::string_view warning = name.substr(kNoWarning.size());
  return known_warning(warning) && !warns(pack, warning);
}

}  // namespace cellwarden::twin
