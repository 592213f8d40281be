// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/fault_words.hpp"

#include <fmt/format.h>

namespace cellwarden::cli {

using twin::Fault;
using twin::FaultKind;

namespace {

std::string percent(double share) { return fmt::format("{:.3g} %", share * 100); }

// Empty for a fault of another kind.
std::string chain_words(const Fault& f) {
  const auto wire = fmt::format("the wire behind cell {}", f.cell);
  switch (f.kind) {
    case FaultKind::chain_wire_broken: return wire + " breaks";
    case FaultKind::chain_intermittent:
      return fmt::format("{} loses {} of the messages", wire, percent(f.magnitude));
    case FaultKind::chain_bit_errors:
      return fmt::format("{} flips a bit in {} of the messages", wire, percent(f.magnitude));
    case FaultKind::chain_bytes_lost:
      return fmt::format("{} loses a byte of {} of the messages", wire, percent(f.magnitude));
    case FaultKind::chain_bytes_doubled:
      return fmt::format("{} doubles a byte of {} of the messages", wire, percent(f.magnitude));
    case FaultKind::clock_drift:
      return fmt::format("the clock of the board on cell {} is off by {:.4g} ppm", f.cell,
                         f.magnitude);
    case FaultKind::board_dead: return fmt::format("the board on cell {} dies", f.cell);
    case FaultKind::board_rebooting:
      return fmt::format("the board on cell {} loses power every {:.4g} s", f.cell, f.magnitude);
    case FaultKind::board_hanging: return fmt::format("the board on cell {} hangs", f.cell);
    case FaultKind::board_missing: return fmt::format("the board on cell {} is bridged", f.cell);
    case FaultKind::boards_swapped:
      return fmt::format("the sense wires of cells {} and {:.0f} are swapped", f.cell, f.magnitude);
    default: return {};
  }
}

std::string current_words(const Fault& f) {
  const auto sensor = fmt::format("current sensor I-{}", f.cell == 0 ? 1 : f.cell);
  switch (f.kind) {
    case FaultKind::sensor_offset:
      return fmt::format("{} reads {:+.4g} A too much", sensor, f.magnitude);
    case FaultKind::sensor_gain:
      return fmt::format("{} reads {:.4g} times the current", sensor, f.magnitude);
    case FaultKind::sensor_stuck: return sensor + " is stuck";
    case FaultKind::sensor_reversed: return sensor + " is the wrong way round";
    case FaultKind::sensors_swapped: return "the two current sensors are swapped";
    case FaultKind::sensor_wrong_size:
      return fmt::format("{} is really one of {:.4g} A", sensor, f.magnitude);
    case FaultKind::sensor_lost: return "the consumers' current sensor comes off J2";
    default: return {};
  }
}

std::string cell_words(const Fault& f) {
  switch (f.kind) {
    case FaultKind::cell_voltage_bias:
      return fmt::format("the board on cell {} reads {:+.4g} mV too much", f.cell, f.magnitude);
    case FaultKind::cell_voltage_spike:
      return fmt::format("one sample in five of cell {} is {:.4g} mV off", f.cell, f.magnitude);
    case FaultKind::cell_voltage_stuck:
      return fmt::format("the reading of cell {} is stuck", f.cell);
    case FaultKind::converter_off:
      return fmt::format("the converter of the board on cell {} is off by {:.3g} %", f.cell,
                         f.magnitude);
    case FaultKind::thermistor_open: return fmt::format("the thermistor of cell {} opens", f.cell);
    case FaultKind::thermistor_shorted:
      return fmt::format("the thermistor of cell {} is shorted", f.cell);
    case FaultKind::connection_resistance:
      return fmt::format("the connection of cell {} rises to {:.4g} mΩ", f.cell,
                         f.magnitude * 1000);
    case FaultKind::weak_cell:
      return fmt::format("cell {} has {:.3g} % of its capacity left", f.cell, f.magnitude);
    case FaultKind::cell_heated:
      return fmt::format("the air around cell {} is {:.3g} °C {}", f.cell,
                         f.magnitude < 0 ? -f.magnitude : f.magnitude,
                         f.magnitude < 0 ? "colder" : "warmer");
    case FaultKind::internal_short:
      return fmt::format("cell {} has an internal short of {:.3g} A", f.cell, f.magnitude);
    default: return {};
  }
}

std::string relay_words(const Fault& f) {
  switch (f.kind) {
    case FaultKind::charge_relay_welded: return "the charge relay is welded";
    case FaultKind::load_relay_welded: return "the load relay is welded";
    case FaultKind::coil_pulse_lost:
      return fmt::format("the relays' coils lose {} of the pulses", percent(f.magnitude));
    case FaultKind::relay_flipped:
      return fmt::format("a shock flips the {} relay", f.cell == 2 ? "load" : "charge");
    case FaultKind::charger_ignores: return "the charger ignores its relay";
    case FaultKind::load_ignores: return "the load ignores its relay";
    case FaultKind::load_inrush: return fmt::format("the load takes {:.4g} A more", f.magnitude);
    default: return {};
  }
}

std::string supply_words(const Fault& f) {
  switch (f.kind) {
    case FaultKind::memory_corruption:
      return fmt::format("{:.0f} bits flip in the OUT board's memory", f.magnitude);
    case FaultKind::out_power_loss: return "the OUT board loses its supply";
    case FaultKind::in_power_loss: return "the IN board loses its supply";
    case FaultKind::switches: return "somebody moves the option switches";
    case FaultKind::button: return "somebody presses the OUT board's button";
    case FaultKind::ambient:
      return fmt::format("the room is {:.3g} °C {}", f.magnitude < 0 ? -f.magnitude : f.magnitude,
                         f.magnitude < 0 ? "colder" : "warmer");
    default: return "something happens";
  }
}

}  // namespace

std::string sentence(const Fault& fault) {
  for (const auto words : {chain_words, current_words, cell_words, relay_words}) {
    if (std::string text = words(fault); !text.empty()) return text;
  }
  return supply_words(fault);
}

}  // namespace cellwarden::cli
