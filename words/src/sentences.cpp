// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/words/sentences.hpp"

#include "cellwarden/core/readings.hpp"
#include "cellwarden/words/decimal.hpp"
#include "cellwarden/words/say.hpp"

namespace cellwarden::words {

using core::Event;
using core::EventKind;
using core::Milliseconds;
using core::ReadingFault;
using core::Reason;
using core::RuleId;
using core::Subject;

namespace {

std::string volts(std::int32_t millivolts) { return decimal_text(millivolts, 3) + " V"; }
std::string amps(std::int32_t milliamps) { return short_decimal_text(milliamps, 3) + " A"; }
std::string celsius(std::int32_t milli_celsius) {
  return short_decimal_text(milli_celsius, 3) + " °C";
}
std::string percent(std::int32_t milli_percent) {
  return short_decimal_text(milli_percent / 100, 1) + " %";
}

std::string silence(const Reason& reason) {
  if (reason.cell != 0) return say("the reading of cell {} is invalid", reason.cell);
  if (reason.value < reason.limit) return "waiting for two good messages in a row";
  return say("{} messages missed in a row", reason.value);
}

std::string what_holds(const Reason& r) {
  if (r.id == RuleId::ch_2) {
    return say("full, even the lowest cell {} is {}, V-bypass {}", r.cell, volts(r.value),
               volts(r.limit));
  }
  switch (r.subject) {
    case Subject::lowest_cell_voltage:
    case Subject::highest_cell_voltage:
      return say("cell {} is {}, limit {}", r.cell, volts(r.value), volts(r.limit));
    case Subject::lowest_cell_temperature:
    case Subject::highest_cell_temperature:
    case Subject::nearest_temperature:
      if (r.limit == kLimitNotTold) {
        return say("cell {} is {}, beyond a limit that the pack does not tell", r.cell,
                   celsius(r.value));
      }
      return say("cell {} is {}, limit {}", r.cell, celsius(r.value), celsius(r.limit));
    case Subject::state_of_charge:
      return say("SOC counted {}, restart at {}", percent(r.value), percent(r.limit));
    case Subject::communication: return "no cell communication, " + silence(r);
    case Subject::restart_delay:
      return say("waiting, {} of {}", duration_text(Milliseconds{r.value}),
                 duration_text(Milliseconds{r.limit}));
    case Subject::clock:
      return "the OUT board's clock does not fit the rhythm of the messages: more than 10 % apart";
    case Subject::hold: break;
  }
  return "held open by the owner";
}

const char* fault_text(ReadingFault fault) {
  switch (fault) {
    case ReadingFault::none: break;
    case ReadingFault::missing: return "missing";
    case ReadingFault::too_low: return "impossibly low";
    case ReadingFault::too_high: return "impossibly high";
    case ReadingFault::sensor_open: return "sensor open";
    case ReadingFault::sensor_shorted: return "sensor shorted";
    case ReadingFault::not_a_number: return "not a number";
    case ReadingFault::converter_off: return "converter off its reference";
  }
  return "valid";
}

std::string invalid_reading(const Event& e) {
  const auto voltage = static_cast<ReadingFault>(e.value / 256);
  const auto temperature = static_cast<ReadingFault>(e.value % 256);
  if (temperature == ReadingFault::none) {
    return say("The voltage of cell {} is invalid: {}.", e.number, fault_text(voltage));
  }
  if (voltage == ReadingFault::none) {
    return say("The temperature of cell {} is invalid: {}.", e.number, fault_text(temperature));
  }
  return say("Voltage ({}) and temperature ({}) of cell {} are invalid.", fault_text(voltage),
             fault_text(temperature), e.number);
}

std::string communication_lost(const Event& e) {
  if (e.number != 0) {
    return say("Warning E: no valid reading of cell {} in {} messages.", e.number, e.value);
  }
  return say("Warning E: {} messages missed in a row.", e.value);
}

const char* relay_name(const Event& e) { return e.number == 1 ? "charge" : "load"; }

}  // namespace

std::string sentence(const Reason& reason) {
  return say("{}: {}", core::name(reason.id), what_holds(reason));
}

std::string sentence(const Event& e) {
  switch (e.kind) {
    case EventKind::communication_lost: return communication_lost(e);
    case EventKind::communication_back: return "Warning E ends: the cells are heard again.";
    case EventKind::cell_count_differs:
      return say("Found {} cells instead of {}.", e.value, e.limit);
    case EventKind::reading_invalid: return invalid_reading(e);
    case EventKind::cell_frozen:
      return say("Cell {} is frozen at {}: its voltage does not move with the current.", e.number,
                 volts(e.value));
    case EventKind::gap_not_counted:
      return say("A gap of {} without good messages is not counted into the SOC.",
                 duration_text(Milliseconds{e.value}));
    case EventKind::sensor_saturated:
      return say("Current sensor I-{} is saturated: {} of {}. The SOC is uncalibrated now.",
                 e.number, amps(e.value), amps(e.limit));
    case EventKind::consumer_sensor_lost:
      return "The consumers' sensor I-2 is lost: no current is counted.";
    case EventKind::soc_set_full:
      return say("The battery is full: SOC set to 100 %, it was counted as {}.", percent(e.value));
    case EventKind::soc_corrected_at_empty:
      return say("SOC corrected at empty: from {} to {}.", percent(e.value), percent(e.limit));
    case EventKind::v_bypass_contradicts:
      return say("V-bypass is {} by the switches, which contradicts V-min or V-max ({}).",
                 volts(e.value), volts(e.limit));
    case EventKind::relay_oscillating:
      return say("The {} relay oscillates: it now waits {} before it closes.", relay_name(e),
                 duration_text(Milliseconds{e.value}));
    case EventKind::relay_did_not_open:
      return say("ALARM: the {} relay did not open, {} still flow.", relay_name(e), amps(e.value));
    case EventKind::auto_zero_refused:
      return say("Auto zero of sensor I-{} refused: {} flow.", e.number, amps(e.value));
    case EventKind::break_located:
      return say(
          "No data from cell {}: check the wire between cell {} and cell {}, and the board on cell "
          "{}.",
          e.number, e.number, e.number + 1, e.number);
    case EventKind::store_failing:
      return e.value == 0
                 ? "ALARM: the OUT board's memory takes nothing any more: settings and SOC "
                   "are lost when the power goes."
                 : "One of the two copies in the OUT board's memory takes nothing any more.";
    case EventKind::settings_lost: break;
  }
  return "The stored settings were lost: everything is at its default.";
}

std::string duration_text(Milliseconds duration) {
  const std::int64_t seconds = duration.count() / 1000;
  if (seconds < 60) return short_decimal_text(duration.count(), 3) + " s";
  if (seconds < 3600) return say("{} min {} s", seconds / 60, seconds % 60);
  if (seconds < 86'400) return say("{} h {} min", seconds / 3600, seconds / 60 % 60);
  return say("{} d {} h", seconds / 86'400, seconds / 3600 % 24);
}

}  // namespace cellwarden::words
