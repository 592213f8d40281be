// SPDX-License-Identifier: Apache-2.0
#include "converter.hpp"

#include <algorithm>
#include <array>

#include "clock.hpp"
#include "pins.hpp"
#include "registers.hpp"

namespace cellwarden::firmware::stm32g0 {

using core::Millivolts;

namespace {

// A third of the cell is converted, so that 5.4 V fit into a supply of 1.8 V.
constexpr std::int32_t kDivider = 3;
constexpr Millivolts kSupply{1800};

// 10 kΩ at 25 °C, B = 3950 K, below 10 kΩ to the supply: its share of the supply in 1/4095, from
// −40 °C in steps of 10 °C. Straight lines between them are at most 0.7 °C off.
constexpr std::int32_t kFirstCelsius = -40, kStepCelsius = 10;
constexpr std::array<std::int32_t, 18> kThermistor{3996, 3900, 3740, 3495, 3156, 2738,
                                                   2278, 1825, 1419, 1081, 815,  613,
                                                   462,  350,  267,  206,  160,  126};
constexpr std::int32_t kOpen = 4060, kShorted = 100;  // beyond −50 °C and 125 °C (CELL-7)

constexpr std::uint32_t kRegulatorStarts = 20;  // µs

// Whether the flag comes when the channel is the one that was chosen before is not said clearly.
constexpr int kChannelPatience = 100;

// The sum of 16: 0…65520.
std::int32_t convert(unsigned channel) {
  Converter& adc = converter_block();
  adc.isr = converter::kChannelTaken;
  adc.chselr = 1U << channel;
  for (int look = 0; look < kChannelPatience && (adc.isr & converter::kChannelTaken) == 0; ++look) {
  }
  adc.cr = adc.cr | converter::kStart;
  while ((adc.isr & converter::kConverted) == 0) {
  }
  return static_cast<std::int32_t>(adc.dr);
}

void turn_on() {
  Converter& adc = converter_block();
  adc.isr = converter::kReady;
  adc.cr = adc.cr | converter::kOn;
  while ((adc.isr & converter::kReady) == 0) {
  }
}
void turn_off() {
  Converter& adc = converter_block();
  adc.cr = adc.cr | converter::kOff;
  while ((adc.cr & converter::kOn) != 0) {
  }
}

std::int32_t factory_reference() {
  return *reinterpret_cast<const volatile std::uint16_t*>(converter::kReferenceAtFactory);
}

void take_temperature(boards::Samples& samples, std::int32_t share) {
  samples.temperature_fault = share >= kOpen      ? core::ReadingFault::sensor_open
                              : share <= kShorted ? core::ReadingFault::sensor_shorted
                                                  : core::ReadingFault::none;
  std::size_t step = 0;
  while (step + 2 < kThermistor.size() && share < kThermistor[step + 1]) ++step;
  const std::int32_t into = kThermistor[step] - share;
  const std::int32_t width = kThermistor[step] - kThermistor[step + 1];
  const std::int32_t begin = kFirstCelsius + kStepCelsius * static_cast<std::int32_t>(step);
  samples.temperature_mc = begin * 1000 + into * kStepCelsius * 1000 / width;
}

}  // namespace

void start_converter() {
  rcc_block().apbenr2 = rcc_block().apbenr2 | rcc::kAdc;
  Converter& adc = converter_block();
  adc.cr = converter::kRegulator;
  for (std::uint32_t i = 0; i < kRegulatorStarts * (kProcessorHz / 1'000'000); ++i) {
    asm volatile("nop");
  }
  adc.cfgr2 = converter::kBusClockBy2 | converter::kOversample16;
  adc.smpr = converter::kLongestSampling;
  adc.ccr = converter::kReference;
  adc.cr = adc.cr | converter::kCalibrate;
  while ((adc.cr & converter::kCalibrate) != 0) {
  }
}

// The converter measures against the board's supply, and knows what that is from the reference
// inside the part, as the factory found it. What CELL-8 compares: the supply that comes out of
// that, and what the board's regulator holds it at. A converter or reference that is off shows
// another one.
void sample(boards::Samples& samples, unsigned number) {
  constexpr std::int64_t kFull = std::int64_t{converter::kFull} * converter::kSummed;
  turn_on();
  const std::int32_t reference = std::max<std::int32_t>(1, convert(converter::kReferenceChannel));
  const std::int64_t supply = std::int64_t{factory_reference()} * converter::kSummed *
                              converter::kFactoryMillivolts / reference;
  samples.voltage_mv[number] =
      static_cast<std::int32_t>(std::int64_t{convert(kCellChannel)} * kDivider * supply / kFull);
  if (number + 1 == samples.voltage_mv.size()) {
    take_temperature(samples, convert(kThermistorChannel) / converter::kSummed);
    samples.reference = Millivolts{static_cast<std::int32_t>(supply)};
    samples.reference_nominal = kSupply;
  }
  turn_off();
}

core::Milliamps current(unsigned channel, core::SensorRange range) {
  constexpr std::int64_t kFull = std::int64_t{converter::kFull} * converter::kSummed;
  turn_on();
  const std::int64_t share = convert(channel) - kFull / 2;
  turn_off();
  const std::int64_t full = core::full_range(range).count();
  return core::Milliamps{static_cast<std::int32_t>(share * full * 8 / (3 * kFull))};
}

}  // namespace cellwarden::firmware::stm32g0
