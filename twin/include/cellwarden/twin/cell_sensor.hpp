// SPDX-License-Identifier: Apache-2.0
// What the converter of one board shows of its cell: five samples within 20 ms (CELL-9), the
// thermistor, and the reference by which the board checks its converter (CELL-8). With noise off it
// is exact to its step, and cheap: a year of 16 cells asks it 500 million times.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "cellwarden/core/readings.hpp"
#include "cellwarden/core/units.hpp"
#include "cellwarden/twin/random.hpp"

namespace cellwarden::twin {

inline constexpr std::int32_t kReferenceMv = 1200;
inline constexpr std::int32_t kHighestSampleMv = 6000;  // the converter's full scale; its lowest: 0
inline constexpr std::int32_t kLowestSampleMc = -60'000;
inline constexpr std::int32_t kHighestSampleMc = 135'000;

struct CellSensorSettings {
  double gain{1};       // of the converter: cell and reference alike
  double offset_mv{0};  // of the path to the cell
  double temperature_offset_c{0};
  double noise_mv{0};  // one standard deviation of one sample
  double temperature_noise_c{0};
  std::int32_t step_mv{1};  // CELL-1
  std::int32_t step_mc{100};
};

// A board as they come: noise 1 mV, errors drawn within what CELL-1 (±20 mV from 2 to 5 V, of which
// the rounding is a part) and CELL-2 (±5 °C) allow.
CellSensorSettings drawn_cell_sensor(Random& random);

enum class Thermistor : std::uint8_t { works, open, shorted };

// Fault interface; as made, nothing is wrong.
struct CellSensorFaults {
  double bias_mv{0};            // added to every sample
  double spike_mv{0};           // added to one of the five
  std::size_t spike_sample{2};  // 0…4
  bool stuck{false};            // at the samples before
  double converter_gain{1};     // of cell and reference alike
  Thermistor thermistor{Thermistor::works};
};

struct CellSamples {
  std::array<std::int32_t, 5> voltage_mv{};
  std::int32_t temperature_mc{0};
  core::ReadingFault temperature_fault{core::ReadingFault::none};
  core::Millivolts reference{kReferenceMv};  // as measured
  core::Millivolts reference_nominal{kReferenceMv};
};

class CellSensor {
 public:
  explicit CellSensor(const CellSensorSettings& settings);

  // The voltage at the board's terminals with the bypass paused (CELL-4), the board's temperature.
  const CellSamples& sample(double volts, double celsius, Random& noise);

  CellSensorFaults faults;

 private:
  [[nodiscard]] std::int32_t millivolts(double mv) const;
  [[nodiscard]] std::int32_t millicelsius(double celsius) const;
  void sample_voltage(double volts, Random& noise);
  void sample_temperature(double celsius, Random& noise);

  CellSensorSettings settings_;
  CellSamples samples_;
  bool sampled_{false};
  double steps_per_mv_{1};
  double steps_per_c_{10};
};

}  // namespace cellwarden::twin
