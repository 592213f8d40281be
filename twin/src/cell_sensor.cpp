// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/twin/cell_sensor.hpp"

namespace cellwarden::twin {

namespace {

// One draw holds four uniform numbers of 16 bits; their sum is close to a bell curve, ends at ±3.46
// standard deviations, and is several times cheaper than an exact one.
constexpr double kSumOfFourMean = 2 * 65'535;
constexpr double kSumOfFourDeviation = 37'837.2;  // √(4 (2³² − 1) / 12)

double converter_noise(Random& noise) {
  const std::uint64_t draw = noise.next();
  const std::uint64_t sum =
      (draw & 0xffffU) + ((draw >> 16U) & 0xffffU) + ((draw >> 32U) & 0xffffU) + (draw >> 48U);
  return (static_cast<double>(sum) - kSumOfFourMean) / kSumOfFourDeviation;
}

// The nearest whole number, halves up; x ≥ 0.
std::int32_t nearest(double x) {
  const double raised = x + 0.5;
  return static_cast<std::int32_t>(raised);
}

}  // namespace

CellSensorSettings drawn_cell_sensor(Random& random) {
  return {.gain = 1 + 0.002 * random.uniform(-1, 1),  // ±10 mV at 5 V
          .offset_mv = 9 * random.uniform(-1, 1),     // and half a millivolt of rounding
          .temperature_offset_c = 4.5 * random.uniform(-1, 1),
          .noise_mv = 1};
}

CellSensor::CellSensor(const CellSensorSettings& settings)
    : settings_{settings},
      steps_per_mv_{1.0 / settings.step_mv},
      steps_per_c_{1000.0 / settings.step_mc} {}

const CellSamples& CellSensor::sample(double volts, double celsius, Random& noise) {
  if (!faults.stuck || !sampled_) sample_voltage(volts, noise);
  sampled_ = true;
  sample_temperature(celsius, noise);
  samples_.reference =
      core::Millivolts{millivolts(kReferenceMv * settings_.gain * faults.converter_gain)};
  return samples_;
}

void CellSensor::sample_voltage(double volts, Random& noise) {
  const double gain = settings_.gain * faults.converter_gain;
  const double mv = volts * 1000 * gain + settings_.offset_mv + faults.bias_mv;
  if (settings_.noise_mv > 0) {
    for (std::int32_t& one : samples_.voltage_mv) {
      one = millivolts(mv + settings_.noise_mv * converter_noise(noise));
    }
  } else {
    samples_.voltage_mv.fill(millivolts(mv));
  }
  if (faults.spike_mv != 0 && faults.spike_sample < samples_.voltage_mv.size()) {
    samples_.voltage_mv[faults.spike_sample] = millivolts(mv + faults.spike_mv);
  }
}

// An open thermistor looks endlessly cold, a shorted one endlessly hot; the board tells both from a
// temperature (CELL-7).
void CellSensor::sample_temperature(double celsius, Random& noise) {
  samples_.temperature_fault = core::ReadingFault::none;
  switch (faults.thermistor) {
    case Thermistor::works: break;
    case Thermistor::open:
      samples_.temperature_fault = core::ReadingFault::sensor_open;
      samples_.temperature_mc = kLowestSampleMc;
      return;
    case Thermistor::shorted:
      samples_.temperature_fault = core::ReadingFault::sensor_shorted;
      samples_.temperature_mc = kHighestSampleMc;
      return;
  }
  double shown = celsius + settings_.temperature_offset_c;
  if (settings_.temperature_noise_c > 0) {
    shown += settings_.temperature_noise_c * converter_noise(noise);
  }
  samples_.temperature_mc = millicelsius(shown);
}

// What is outside of the converter's range, or no number, shows as its end.
std::int32_t CellSensor::millivolts(double mv) const {
  if (!(mv > 0)) return 0;
  if (mv >= kHighestSampleMv) return kHighestSampleMv;
  return nearest(mv * steps_per_mv_) * settings_.step_mv;
}

std::int32_t CellSensor::millicelsius(double celsius) const {
  if (!(celsius > kLowestSampleMc * 1e-3)) return kLowestSampleMc;
  if (celsius >= kHighestSampleMc * 1e-3) return kHighestSampleMc;
  const double steps = celsius * steps_per_c_;
  return (steps < 0 ? -nearest(-steps) : nearest(steps)) * settings_.step_mc;
}

}  // namespace cellwarden::twin
