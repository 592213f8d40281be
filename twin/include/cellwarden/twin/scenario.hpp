// SPDX-License-Identifier: Apache-2.0
// What is to be simulated, and what story it must tell: packs with their boards, the site around
// them, faults with a beginning and an end, and expectations. Plain values; scenarios/*.toml are
// read into them by scenario_file.hpp.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "cellwarden/core/option_switches.hpp"
#include "cellwarden/core/relay_rules.hpp"
#include "cellwarden/core/settings.hpp"
#include "cellwarden/twin/charger.hpp"
#include "cellwarden/twin/current_sensor.hpp"
#include "cellwarden/twin/house.hpp"
#include "cellwarden/twin/inverter.hpp"
#include "cellwarden/twin/profile.hpp"
#include "cellwarden/twin/sun.hpp"

namespace cellwarden::twin {

// One cell that differs from the rest; what is empty is as the spread draws it.
struct CellPlan {
  int cell{1};
  std::optional<double> soc_percent{};
  std::optional<double> capacity_percent{};    // of the pack's capacity
  std::optional<double> resistance_percent{};  // of the model's
  std::optional<double> connection_ohm{};
  std::optional<double> self_discharge_percent{};  // of the model's
};

// One standard deviation each, drawn from the seed.
struct SpreadPlan {
  double capacity_percent{0};
  double resistance_percent{0};
  double soc_percent{0};
  double temperature_c{0};
  double self_discharge_percent{0};
  double voltage_error_mv{0};     // of each board's converter, held within ±20 mV (CELL-1)
  double temperature_error_c{0};  // held within ±5 °C (CELL-2)
  double clock_error_ppm{0};
};

struct PackPlan {
  int cells{16};
  double capacity_ah{100};
  double soc_percent{50};
  SpreadPlan spread;
  std::vector<CellPlan> cell_plans;
  // CHAIN-8: the links behind these cells are galvanically isolated. What happens in a wire is the
  // same; its isolator adds a delay.
  std::vector<int> isolated_behind;
  double voltage_noise_mv{0};  // one standard deviation of one sample

  core::Options options;  // the option switches as they stand at the beginning (IN-1)
  core::FactorySettings factory;
  core::Settings settings;
  // Boards that have run before know the number of cells, both sensors, and a SOC; new ones come up
  // with an empty memory (CHAIN-7, SOC-3).
  bool commissioned{true};
  std::optional<double> known_soc_percent;  // what the OUT board believes; empty: the truth
  bool known_soc_calibrated{true};

  CurrentSensorSettings sensor_in;
  std::optional<CurrentSensorSettings> sensor_out;  // empty: one sensor (IN-4)
};

// Who is connected to what (RELAY-5, RELAY-6).
enum class Wiring : std::uint8_t {
  separate,      // charger on the charge relay and J1, consumers on the load relay and J2
  combined_two,  // combined charger/inverter with two enable signals, one sensor: normal mode
  combined_one,  // with one enable signal: both contacts in series, one sensor: critical mode
};

struct SitePlan {
  SunSettings sun;
  HouseSettings house;
  AmbientSettings ambient;
  ChargerSettings charger;
  InverterSettings inverter;
  Wiring wiring{Wiring::separate};
};

enum class FaultKind : std::uint8_t {
  chain_wire_broken,      // cell: the wire behind it (towards the OUT board)
  chain_intermittent,     // the same, magnitude: share of messages lost, 0…1
  chain_bit_errors,       // the same, magnitude: share of messages in which one bit flips
  chain_bytes_lost,       // the same, magnitude: share of messages in which one byte is lost
  chain_bytes_doubled,    // the same, magnitude: share of messages in which one byte comes twice
  clock_drift,            // cell: whose board, magnitude: ppm
  board_dead,             // cell
  board_rebooting,        // cell; it is without power every magnitude seconds for one second
  board_hanging,          // cell; it does nothing until its watchdog resets it (OUT-6)
  board_missing,          // cell: its board is bridged: the chain passes, nobody measures that cell
  boards_swapped,         // cell and magnitude: the sense wires of these two cells are swapped
  sensor_offset,          // cell: 1 = I-1, 2 = I-2; magnitude: A
  sensor_gain,            // magnitude: factor
  sensor_stuck,           // at what it read when the fault began
  sensor_reversed,        //
  sensors_swapped,        // J1 and J2
  sensor_wrong_size,      // magnitude: the range of the sensor really fitted, A
  sensor_lost,            // J2 without a sensor (IN-4)
  cell_voltage_bias,      // cell; magnitude: mV that its board reads too much
  cell_voltage_spike,     // cell; magnitude: mV in one of five samples
  cell_voltage_stuck,     // cell
  converter_off,          // cell; magnitude: % by which voltage and reference are off (CELL-8)
  thermistor_open,        // cell
  thermistor_shorted,     // cell
  connection_resistance,  // cell; magnitude: ohm on top at the end, rising from nothing at start
  weak_cell,              // cell; magnitude: % of its capacity that is left, from the beginning
  internal_short,         // cell; magnitude: A that flow inside of it
  cell_heated,            // cell; magnitude: °C by which the air around it is warmer
  charge_relay_welded,    // it does not open (nor close) any more
  load_relay_welded,      //
  coil_pulse_lost,        // magnitude: share of pulses lost, both relays
  relay_flipped,          // cell: 1 charge, 2 load; a shock at `start` flips it once
  charger_ignores,        // its signal
  load_ignores,           // its signal
  load_inrush,            // magnitude: A, on top of the load
  memory_corruption,      // magnitude: bits that flip at `start` in the OUT board's store
  out_power_loss,         // the OUT board's supply falls at start and is back at end
  in_power_loss,          // the same of the IN board
  switches,               // magnitude: the new positions of the eight switches as bits, once
  button,                 // the OUT board's button is held from start to end
  ambient,                // magnitude: °C on top
};

struct Fault {
  FaultKind kind{};
  int pack{1};
  int cell{0};
  double start_s{0};
  double end_s{std::numeric_limits<double>::infinity()};
  double magnitude{0};
};

// What must be true of the run, or the scenario failed.
struct Expectation {
  enum class Shape : std::uint8_t {
    happens,  // occurrences called `name`, `number` if given, between from and to: at_least…at_most
    holds,    // the condition called `name` in every cycle between from and to
    figure,  // the figure called `name` of the summary is within min…max
  };
  Shape shape{Shape::happens};
  std::string name;
  std::string says;  // the sentence that an owner reads
  int pack{1};
  std::optional<int> number;           // a cell, a relay (1 charge, 2 load) or a sensor, …
  int tolerance{0};                    // … give or take so many
  std::optional<core::RuleId> reason;  // of a relay_opened
  double from_s{0};
  double to_s{std::numeric_limits<double>::infinity()};
  int at_least{1};
  std::optional<int> at_most;
  double min{-std::numeric_limits<double>::infinity()};
  double max{std::numeric_limits<double>::infinity()};
};

struct Scenario {
  std::string name;
  std::string about;  // what an owner learns from it
  double days{1};
  double begin_s{0};                        // local time of the first day at which it starts
  std::vector<PackPlan> packs{PackPlan{}};  // more than one: in parallel
  SitePlan site;
  std::vector<Fault> faults;
  std::vector<Expectation> expectations;
};

}  // namespace cellwarden::twin
