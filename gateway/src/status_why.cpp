// SPDX-License-Identifier: Apache-2.0
#include "status_why.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "cellwarden/words/decimal.hpp"
#include "cellwarden/words/say.hpp"
#include "cellwarden/words/sentences.hpp"

namespace cellwarden::gateway {

using core::Relay;
using core::SettingId;
using core::Warning;

namespace {

// What the wire rounds away of a real pack's voltages.
constexpr std::array<std::int32_t, 3> kRoundingMv{0, 5, -5};
constexpr std::int64_t kRestingMw = 5'000;
constexpr std::int64_t kMilliwattsPerWatt = 1000;

// The settings that the relay tables compare with; T-min, T-max and the restarts are not in a data
// output frame, and then no reason is inferred that needs them.
bool knows_limits(const Status& status) {
  if (!status.seen.settings || !status.seen.setup || !status.seen.setup->value.v_bypass ||
      !status.voltage_min || !status.temperature_min) {
    return false;
  }
  const SettingsView& view = status.seen.settings->value;
  return view.knows(SettingId::v_min) && view.knows(SettingId::v_max);
}

bool knows_charge(const Status& status) {
  return status.seen.charge && status.seen.charge->value.soc;
}

// A pack whose capacity was never set tells none; the rules look at the percentage only.
core::StateOfCharge state_of_charge(core::WattHours told, std::optional<core::MilliPercent> known) {
  constexpr int kWhole = 100'000;
  const core::WattHours capacity = std::max(told, core::WattHours{1});
  if (!known) return core::unknown_state_of_charge(capacity);
  const core::MilliPercent soc = *known;
  return {.capacity = capacity,
          .count = core::full_count(capacity) / kWhole * soc.count(),
          .calibrated = true};
}

core::Facts facts_of(const Status& status, std::int32_t rounding_mv) {
  const core::Settings& settings = status.seen.settings->value.settings;
  const core::Millivolts rounding{rounding_mv};
  core::Facts facts;
  facts.mode = status.seen.setup->value.mode.value_or(core::Mode::normal);
  facts.communication_error = status.warnings.has(Warning::communication);
  facts.pack.cell_count = static_cast<int>(status.seen.cells.size());
  facts.pack.cell_voltage_min = {status.voltage_min->value + rounding, status.voltage_min->cell};
  facts.pack.cell_voltage_max = {status.voltage_max->value + rounding, status.voltage_max->cell};
  facts.pack.cell_temperature_min = *status.temperature_min;
  facts.pack.cell_temperature_max = *status.temperature_max;
  // The tables want a state of charge in any case; what they say of one that is not known is not
  // told.
  const auto soc = status.seen.charge ? status.seen.charge->value.soc : std::nullopt;
  facts.soc = state_of_charge(settings.battery_capacity, soc);
  facts.v_min = settings.v_min;
  facts.v_max = settings.v_max;
  facts.v_bypass = *status.seen.setup->value.v_bypass;
  facts.t_min = settings.t_min;
  facts.t_max = settings.t_max;
  facts.charge_restart = settings.charge_restart;
  facts.discharge_restart = settings.discharge_restart;
  return facts;
}

bool told(const Status& status, core::RuleId id) {
  const SettingsView& view = status.seen.settings->value;
  switch (id) {
    case core::RuleId::ch_3:
    case core::RuleId::ch_4:
    case core::RuleId::ch_14:
    case core::RuleId::ld_2:
    case core::RuleId::ld_3:
    case core::RuleId::ld_13: return view.knows(SettingId::t_min) && view.knows(SettingId::t_max);
    case core::RuleId::ch_12: return view.knows(SettingId::charge_restart) && knows_charge(status);
    case core::RuleId::ld_12:
      return view.knows(SettingId::discharge_restart) && knows_charge(status);
    default: return true;
  }
}

// A data output frame has no T-min and T-max, but the pack's own warning says that one is passed.
std::vector<core::Reason> warned_of(const Status& status, Relay relay) {
  using core::RuleId;
  std::vector<core::Reason> reasons;
  const auto add = [&](Warning warning, RuleId charge, RuleId load, core::Subject subject,
                       const std::optional<core::CellValue<core::MilliCelsius>>& worst) {
    if (!status.warnings.has(warning) || !worst) return;
    reasons.push_back({.id = relay == Relay::charge ? charge : load,
                       .subject = subject,
                       .cell = worst->cell,
                       .value = worst->value.count(),
                       .limit = words::kLimitNotTold});
  };
  add(Warning::temperature_low, RuleId::ch_3, RuleId::ld_2, core::Subject::lowest_cell_temperature,
      status.temperature_min);
  add(Warning::temperature_high, RuleId::ch_4, RuleId::ld_3,
      core::Subject::highest_cell_temperature, status.temperature_max);
  return reasons;
}

// The same tables as on the boards, on what is known of a pack that does not say why. closed: what
// would open it; else what keeps it open.
std::vector<core::Reason> infer(const Status& status, Relay relay, bool closed) {
  if (!knows_limits(status)) return {};
  const core::RelayTable& table =
      relay == Relay::charge ? core::charge_table() : core::load_table();
  for (const std::int32_t rounding : kRoundingMv) {
    core::RelayState state;
    state.closed = closed;
    const core::Facts facts = facts_of(status, rounding);
    core::judge_relay(state, table, facts, core::Evidence::good_message,
                      {.profile = core::Profile::exact, .restart_delay = {}, .hold_open = false},
                      {});
    std::vector<core::Reason> reasons;
    for (const core::Reason& reason : state.why) {
      if (told(status, reason.id)) reasons.push_back(reason);
    }
    if (!reasons.empty()) return reasons;
  }
  return {};
}

void explain_relay(const Status& status, const Known<RelayView>& relay, Relay which, Why& why) {
  if (!status.has_data()) {
    why.sentences.emplace_back(status.presence == Presence::never
                                   ? "nothing has come from the pack yet"
                                   : "no data from the pack");
    return;
  }
  if (!relay) {
    why.sentences.emplace_back("the pack has not told it often enough yet to be believed");
    return;
  }
  why.allowed = relay->value.allowed;
  if (!relay->value.reasons_known) why.would_open = infer(status, which, true);
  if (why.allowed) return;
  why.inferred = !relay->value.reasons_known;
  why.reasons = why.inferred ? infer(status, which, false) : relay->value.reasons;
  if (why.inferred && why.reasons.empty()) why.reasons = warned_of(status, which);
  for (const core::Reason& reason : why.reasons) why.sentences.push_back(words::sentence(reason));
  if (why.sentences.empty()) {
    why.sentences.emplace_back("the pack does not say why, and its known values do not show it");
  }
}

// Truncated, as on the manual's screen (APP-1).
std::string watts(std::int64_t milliwatts) {
  return words::say("{} W", std::llabs(milliwatts) / kMilliwattsPerWatt);
}

std::string doing(const Status& status) {
  if (!status.battery_mw) return "The battery current is not known.";
  if (std::llabs(*status.battery_mw) < kRestingMw) return "The battery rests.";
  return *status.battery_mw > 0 ? words::say("Charging {}.", watts(*status.battery_mw))
                                : words::say("Discharging {}.", watts(*status.battery_mw));
}

std::string broken_chain(const Status& status) {
  if (!status.seen.chain || status.seen.chain->value.break_cell == 0) {
    return "No cell communication: both relays are open.";
  }
  return words::say(
      "No cell communication: no data from cell {}; check its board and the wire behind it. Both "
      "relays are open.",
      status.seen.chain->value.break_cell);
}

std::string whole_sentence(const Status& status) {
  switch (status.presence) {
    case Presence::never: return "Nothing has come from this pack yet.";
    case Presence::no_data:
      return "No data from this pack: what it does is not known. Look at its link.";
    default: break;
  }
  if (status.warnings.has(Warning::communication)) return broken_chain(status);
  std::string text = doing(status);
  const auto add = [&](const char* what, const Known<RelayView>& relay, const Why& why) {
    if (why.allowed || why.sentences.empty()) return;
    if (!relay) {
      text += words::say(" {}: not known yet.", what);
      return;
    }
    text += words::say(" {} open{}: {}.", what, why.inferred ? ", probably" : "",
                       why.sentences.front());
  };
  add("Charge relay", status.seen.charge_relay, status.charge);
  add("Load relay", status.seen.load_relay, status.load);
  return text;
}

}  // namespace

void explain(Status& status) {
  explain_relay(status, status.seen.charge_relay, Relay::charge, status.charge);
  explain_relay(status, status.seen.load_relay, Relay::load, status.load);
  status.sentence = whole_sentence(status);
}

}  // namespace cellwarden::gateway
