// SPDX-License-Identifier: Apache-2.0
// The two relay tables of the manual, as tables: one row an id, so that a person can lay the manual
// beside them. What is done with the rows (latching, delays) is in relay.hpp.
#pragma once

#include <cstdint>
#include <span>

#include "cellwarden/core/facts.hpp"
#include "cellwarden/core/fixed_list.hpp"

namespace cellwarden::core {

// In the order in which reasons are named.
enum class RuleId : std::uint8_t {
  ch_1,
  ch_2,
  ch_3,
  ch_4,
  ch_5,
  ch_11,
  ch_12,
  ch_13,
  ch_14,
  ch_15,
  ld_1,
  ld_2,
  ld_3,
  ld_4,
  ld_11,
  ld_12,
  ld_13,
  ld_14,
  relay_1,  // the restart delay runs, or the cells are too near to the limit to close (guarded)
  relay_9,  // the owner holds the relay open
  out_6,    // the OUT board's clock and the chain's cadence differ: no time limit can be relied on
};
inline constexpr RuleId kLastRule = RuleId::out_6;

// As in the requirements: "CH-1".
const char* name(RuleId id);

enum class Relay : std::uint8_t { charge, load };

enum class Modes : std::uint8_t { both, normal, critical };

// What a row needs before it can be judged.
enum class Needs : std::uint8_t {
  nothing,       // always judged: E itself
  good_message,  // every cell
  any_reading,   // OFF rows that act on each valid reading of a message that is not good (CELL-7)
};

// What a reason talks about; it tells the unit of value and limit.
enum class Subject : std::uint8_t {
  communication,             // messages missed
  lowest_cell_voltage,       // mV
  highest_cell_voltage,      // mV
  lowest_cell_temperature,   // 0.001 °C
  highest_cell_temperature,  // 0.001 °C
  nearest_temperature,       // 0.001 °C: the one that is outside, or nearer to its limit
  state_of_charge,           // 0.001 %
  restart_delay,             // ms
  hold,                      //
  clock,                     //
};
inline constexpr Subject kLastSubject = Subject::clock;

// Why a relay is open: "CH-1: cell 7 is 3.652 V, limit 3.600 V" (RELAY-3).
struct Reason {
  RuleId id{RuleId::ch_5};
  Subject subject{Subject::communication};
  CellNumber cell{0};  // 0: no single cell
  std::int32_t value{0};
  std::int32_t limit{0};
};

// Five OFF rows, RELAY-9, OUT-6 and nothing else, or the ON rows that fail.
using Reasons = FixedList<Reason, 8>;

struct RelayRule {
  RuleId id;
  Modes modes;
  Needs needs;
  Subject subject;
  std::int32_t (*limit)(const Facts& facts);
  bool (*holds)(const Facts& facts);
};

struct RelayTable {
  Relay relay;
  std::span<const RelayRule> off;     // opens when any holds
  std::span<const RelayRule> on;      // closes when all hold
  std::span<const RelayRule> margin;  // besides, in the message that closes it (RELAY-1)
};

const RelayTable& charge_table();
const RelayTable& load_table();

// True if the row is part of the table in this mode.
constexpr bool applies(const RelayRule& rule, Mode mode) {
  return rule.modes == Modes::both ||
         rule.modes == (mode == Mode::normal ? Modes::normal : Modes::critical);
}

// The cell, the value and the limit that this row looks at.
Reason reason(const RelayRule& rule, const Facts& facts);

}  // namespace cellwarden::core
