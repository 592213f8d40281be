// SPDX-License-Identifier: Apache-2.0
#include "json_words.hpp"

namespace cellwarden::gateway {

const char* word(core::ReadingFault fault) {
  switch (fault) {
    case core::ReadingFault::none: return "none";
    case core::ReadingFault::missing: return "missing";
    case core::ReadingFault::too_low: return "too_low";
    case core::ReadingFault::too_high: return "too_high";
    case core::ReadingFault::sensor_open: return "sensor_open";
    case core::ReadingFault::sensor_shorted: return "sensor_shorted";
    case core::ReadingFault::not_a_number: return "not_a_number";
    case core::ReadingFault::converter_off: return "converter_off";
  }
  return "";
}

const char* word(protocol::LedState led) {
  switch (led) {
    case protocol::LedState::off: return "off";
    case protocol::LedState::flashing: return "flashing";
    case protocol::LedState::on: return "on";
  }
  return "";
}

const char* word(protocol::SensorZeroing zeroing) {
  switch (zeroing) {
    case protocol::SensorZeroing::idle: return "idle";
    case protocol::SensorZeroing::running: return "running";
    case protocol::SensorZeroing::refused: return "refused";
  }
  return "";
}

const char* word(core::Subject subject) {
  switch (subject) {
    case core::Subject::communication: return "communication";
    case core::Subject::lowest_cell_voltage: return "lowest_cell_voltage";
    case core::Subject::highest_cell_voltage: return "highest_cell_voltage";
    case core::Subject::lowest_cell_temperature: return "lowest_cell_temperature";
    case core::Subject::highest_cell_temperature: return "highest_cell_temperature";
    case core::Subject::nearest_temperature: return "nearest_temperature";
    case core::Subject::state_of_charge: return "state_of_charge";
    case core::Subject::restart_delay: return "restart_delay";
    case core::Subject::hold: return "hold";
    case core::Subject::clock: return "clock";
  }
  return "";
}

}  // namespace cellwarden::gateway
