// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/relay_rules.hpp"

#include <array>

#include "cellwarden/core/communication.hpp"

namespace cellwarden::core {

namespace {

using F = Facts;
using enum RuleId;
using enum Modes;
using enum Needs;
using enum Subject;

constexpr Millivolts highest(const F& f) { return f.pack.cell_voltage_max.value; }
constexpr Millivolts lowest(const F& f) { return f.pack.cell_voltage_min.value; }
constexpr MilliCelsius hottest(const F& f) { return f.pack.cell_temperature_max.value; }
constexpr MilliCelsius coldest(const F& f) { return f.pack.cell_temperature_min.value; }
constexpr SocCount counted(const F& f) { return f.soc.count; }
constexpr SocCount count_of(const F& f, Percent p) { return count_at(f.soc.capacity, p); }

constexpr bool nearest_is_cold(const F& f) { return coldest(f) - f.t_min < f.t_max - hottest(f); }

// Limits, for the reasons.
constexpr std::int32_t v_min(const F& f) { return f.v_min.count(); }
constexpr std::int32_t v_min_margin(const F& f) { return (f.v_min + f.v_min_hysteresis).count(); }
constexpr std::int32_t v_bypass(const F& f) { return f.v_bypass.count(); }
constexpr std::int32_t v_max(const F& f) { return f.v_max.count(); }
constexpr std::int32_t v_max_margin(const F& f) { return (f.v_max - f.v_max_hysteresis).count(); }
constexpr std::int32_t t_min(const F& f) { return f.t_min.count(); }
constexpr std::int32_t t_max(const F& f) { return f.t_max.count(); }
constexpr std::int32_t t_near(const F& f) { return nearest_is_cold(f) ? t_min(f) : t_max(f); }
constexpr std::int32_t charge_restart(const F& f) { return f.charge_restart.count() * 1000; }
constexpr std::int32_t discharge_restart(const F& f) { return f.discharge_restart.count() * 1000; }
constexpr std::int32_t messages(const F& /*f*/) { return kMissedForError; }

// clang-format off
constexpr std::array<RelayRule, 5> kChargeOff{{
    {ch_1,  both,     any_reading,  highest_cell_voltage,     v_max,
     [](const F& f) { return highest(f) >= f.v_max; }},
    {ch_2,  normal,   good_message, lowest_cell_voltage,      v_bypass,
     [](const F& f) { return lowest(f) >= f.v_bypass; }},
    {ch_3,  both,     any_reading,  lowest_cell_temperature,  t_min,
     [](const F& f) { return coldest(f) < f.t_min; }},
    {ch_4,  both,     any_reading,  highest_cell_temperature, t_max,
     [](const F& f) { return hottest(f) > f.t_max; }},
    {ch_5,  both,     nothing,      communication,            messages,
     [](const F& f) { return f.communication_error; }},
}};

constexpr std::array<RelayRule, 5> kChargeOn{{
    {ch_11, normal,   good_message, highest_cell_voltage,     v_bypass,
     [](const F& f) { return highest(f) < f.v_bypass; }},
    {ch_12, normal,   good_message, state_of_charge,          charge_restart,
     [](const F& f) { return counted(f) < count_of(f, f.charge_restart); }},
    {ch_13, critical, good_message, highest_cell_voltage,     v_max,
     [](const F& f) { return highest(f) < f.v_max; }},
    {ch_14, both,     good_message, nearest_temperature,      t_near,
     [](const F& f) { return coldest(f) > f.t_min && hottest(f) < f.t_max; }},
    {ch_15, both,     nothing,      communication,            messages,
     [](const F& f) { return !f.communication_error; }},
}};

constexpr std::array<RelayRule, 1> kChargeMargin{{
    {relay_1, critical, good_message, highest_cell_voltage,   v_max_margin,
     [](const F& f) { return highest(f) < f.v_max - f.v_max_hysteresis; }},
}};

constexpr std::array<RelayRule, 4> kLoadOff{{
    {ld_1,  both,     any_reading,  lowest_cell_voltage,      v_min,
     [](const F& f) { return lowest(f) <= f.v_min; }},
    {ld_2,  both,     any_reading,  lowest_cell_temperature,  t_min,
     [](const F& f) { return coldest(f) < f.t_min; }},
    {ld_3,  both,     any_reading,  highest_cell_temperature, t_max,
     [](const F& f) { return hottest(f) > f.t_max; }},
    {ld_4,  both,     nothing,      communication,            messages,
     [](const F& f) { return f.communication_error; }},
}};

constexpr std::array<RelayRule, 4> kLoadOn{{
    {ld_11, both,     good_message, lowest_cell_voltage,      v_min,
     [](const F& f) { return lowest(f) > f.v_min; }},
    {ld_12, normal,   good_message, state_of_charge,          discharge_restart,
     [](const F& f) { return counted(f) >= count_of(f, f.discharge_restart); }},
    {ld_13, both,     good_message, nearest_temperature,      t_near,
     [](const F& f) { return coldest(f) > f.t_min && hottest(f) < f.t_max; }},
    {ld_14, both,     nothing,      communication,            messages,
     [](const F& f) { return !f.communication_error; }},
}};

constexpr std::array<RelayRule, 1> kLoadMargin{{
    {relay_1, both,   good_message, lowest_cell_voltage,      v_min_margin,
     [](const F& f) { return lowest(f) > f.v_min + f.v_min_hysteresis; }},
}};
// clang-format on

struct Shown {
  CellNumber cell;
  std::int32_t value;
};

template <class T>
Shown shown(const CellValue<T>& of) {
  return {of.cell, of.value.count()};
}

const CellValue<MilliCelsius>& nearest_temperature_of(const Facts& f) {
  return nearest_is_cold(f) ? f.pack.cell_temperature_min : f.pack.cell_temperature_max;
}

// What each Subject looks at, in the order of the enumeration.
constexpr std::array<Shown (*)(const Facts&), 10> kLooks{
    [](const F& f) {
      return Shown{f.invalid_cell, f.messages_missed};
    },
    [](const F& f) { return shown(f.pack.cell_voltage_min); },
    [](const F& f) { return shown(f.pack.cell_voltage_max); },
    [](const F& f) { return shown(f.pack.cell_temperature_min); },
    [](const F& f) { return shown(f.pack.cell_temperature_max); },
    [](const F& f) { return shown(nearest_temperature_of(f)); },
    [](const F& f) {
      return Shown{0, milli_percent(f.soc).count()};
    },
    [](const F& /*f*/) {
      return Shown{0, 0};
    },
    [](const F& /*f*/) {
      return Shown{0, 0};
    },
    [](const F& /*f*/) {
      return Shown{0, 0};
    },
};

constexpr RelayTable kCharge{Relay::charge, kChargeOff, kChargeOn, kChargeMargin};
constexpr RelayTable kLoad{Relay::load, kLoadOff, kLoadOn, kLoadMargin};

}  // namespace

const char* name(RuleId id) {
  constexpr std::array<const char*, 21> kNames{
      "CH-1",  "CH-2",  "CH-3",  "CH-4",  "CH-5",    "CH-11",   "CH-12",
      "CH-13", "CH-14", "CH-15", "LD-1",  "LD-2",    "LD-3",    "LD-4",
      "LD-11", "LD-12", "LD-13", "LD-14", "RELAY-1", "RELAY-9", "OUT-6"};
  return kNames[static_cast<std::size_t>(id)];
}

const RelayTable& charge_table() { return kCharge; }
const RelayTable& load_table() { return kLoad; }

Reason reason(const RelayRule& rule, const Facts& facts) {
  const auto [cell, value] = kLooks[static_cast<std::size_t>(rule.subject)](facts);
  return {.id = rule.id,
          .subject = rule.subject,
          .cell = cell,
          .value = value,
          .limit = rule.limit(facts)};
}

}  // namespace cellwarden::core
