// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/readings.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

#include "cellwarden/core/bypass.hpp"
#include "cellwarden/core/frozen.hpp"
#include "cellwarden/core/pack_reading.hpp"
#include "cellwarden/core/sensors.hpp"

namespace cellwarden::core {
namespace {

using namespace literals;

// CELL-7
TEST(Readings, AVoltageThatCannotBeRealIsInvalid) {
  EXPECT_EQ(cell_reading(499_mV, 25_C).voltage_fault, ReadingFault::too_low);
  EXPECT_TRUE(cell_reading(500_mV, 25_C).valid());
  EXPECT_TRUE(cell_reading(5500_mV, 25_C).valid());
  EXPECT_EQ(cell_reading(5501_mV, 25_C).voltage_fault, ReadingFault::too_high);
}

// CELL-7
TEST(Readings, ATemperatureThatCannotBeRealIsInvalid) {
  EXPECT_EQ(cell_reading(3300_mV, -50'001_mC).temperature_fault, ReadingFault::too_low);
  EXPECT_TRUE(cell_reading(3300_mV, -50_C).valid());
  EXPECT_TRUE(cell_reading(3300_mV, 125_C).valid());
  EXPECT_EQ(cell_reading(3300_mV, 125'001_mC).temperature_fault, ReadingFault::too_high);
}

// CELL-7
TEST(Readings, AFaultThatTheBoardFoundStaysAndTheValueIsNotClamped) {
  CellReading reading = cell_reading(6000_mV, 25_C);
  EXPECT_EQ(reading.voltage, 6000_mV);
  reading.temperature_fault = ReadingFault::sensor_open;
  EXPECT_EQ(checked(reading).temperature_fault, ReadingFault::sensor_open);
  EXPECT_FALSE(CellReading{}.voltage_valid());
  EXPECT_FALSE(CellReading{}.temperature_valid());
}

// CELL-8
TEST(Readings, AConverterThatMissesItsReferenceByMoreThan3PercentIsOff) {
  EXPECT_FALSE(converter_off(1236_mV, 1200_mV));
  EXPECT_TRUE(converter_off(1237_mV, 1200_mV));
  EXPECT_FALSE(converter_off(1164_mV, 1200_mV));
  EXPECT_TRUE(converter_off(1163_mV, 1200_mV));
}

// CELL-9
TEST(Readings, AReadingIsTheMedianOfFiveSamplesInAnyOrder) {
  std::array<std::int32_t, 5> samples{1, 2, 3, 4, 9000};
  do {
    EXPECT_EQ(median_of_five(samples), 3);
  } while (std::next_permutation(samples.begin(), samples.end()));
}

// CELL-10
TEST(Readings, OffsetsUpTo50MillivoltsAnd10DegreesAreAllowed) {
  EXPECT_TRUE(offset_allowed({50_mV, 10_C}));
  EXPECT_TRUE(offset_allowed({-50_mV, -10_C}));
  EXPECT_FALSE(offset_allowed({51_mV, 0_C}));
  EXPECT_FALSE(offset_allowed({-51_mV, 0_C}));
  EXPECT_FALSE(offset_allowed({0_mV, 10'001_mC}));
  EXPECT_FALSE(offset_allowed({0_mV, -10'001_mC}));
}

// CELL-10
TEST(Readings, AnOffsetCorrectsWhatIsValidAndNothingElse) {
  const CellReading right = corrected(cell_reading(3300_mV, 25_C), {-12_mV, 2_C});
  EXPECT_EQ(right.voltage, 3288_mV);
  EXPECT_EQ(right.temperature, 27_C);
  const CellReading wrong = corrected(cell_reading(200_mV, 200_C), {-12_mV, 2_C});
  EXPECT_EQ(wrong.voltage, 200_mV);
  EXPECT_EQ(wrong.temperature, 200_C);
}

TEST(PackReading, NamesTheLowestAndTheHighestCellAndTheFirstOfEqualOnes) {
  const std::array<CellReading, 4> cells{cell_reading(3310_mV, 24_C), cell_reading(3290_mV, 26_C),
                                         cell_reading(3290_mV, 26_C), cell_reading(3310_mV, 20_C)};
  const PackReading pack = summarise(cells);
  EXPECT_EQ(pack.cell_count, 4);
  EXPECT_EQ(pack.pack_voltage, 13'200_mV);
  EXPECT_EQ(pack.cell_voltage_min.cell, 2);
  EXPECT_EQ(pack.cell_voltage_max.cell, 1);
  EXPECT_EQ(pack.cell_temperature_min.cell, 4);
  EXPECT_EQ(pack.cell_temperature_max.cell, 2);
  EXPECT_EQ(pack.cell_temperature_max.value, 26_C);
}

TEST(PackReading, OfInvalidReadingsAloneNoCellIsAboveOrBelowAnything) {
  const std::array<CellReading, 2> cells{};
  const PackReading pack = summarise(cells);
  EXPECT_EQ(pack.pack_voltage, 0_mV);
  EXPECT_FALSE(pack.cell_voltage_max.value >= 500_mV);
  EXPECT_FALSE(pack.cell_voltage_min.value <= 5500_mV);
  EXPECT_FALSE(pack.cell_temperature_max.value > -50_C);
  EXPECT_FALSE(pack.cell_temperature_min.value < 125_C);
}

// CELL-3
TEST(Bypass, GoesOnAtVBypassAndOffBelow10MillivoltsUnderIt) {
  Bypass bypass;
  EXPECT_FALSE(judge_bypass(bypass, 3399_mV, 25_C, 3400_mV));
  EXPECT_TRUE(judge_bypass(bypass, 3400_mV, 25_C, 3400_mV));
  EXPECT_TRUE(judge_bypass(bypass, 3390_mV, 25_C, 3400_mV));
  EXPECT_FALSE(judge_bypass(bypass, 3389_mV, 25_C, 3400_mV));
  EXPECT_FALSE(judge_bypass(bypass, 3399_mV, 25_C, 3400_mV));
}

// CELL-3
TEST(Bypass, IsOffWhenNobodySaysWhatVBypassIsAndComesBackOnlyAtVBypass) {
  Bypass bypass;
  judge_bypass(bypass, 3400_mV, 25_C, 3400_mV);
  release_bypass(bypass);
  EXPECT_FALSE(bypass.on);
  EXPECT_FALSE(judge_bypass(bypass, 3395_mV, 25_C, 3400_mV));
  EXPECT_TRUE(judge_bypass(bypass, 3400_mV, 25_C, 3400_mV));
}

// CELL-5
TEST(Bypass, IsOffFrom70DegreesUntilBelow60) {
  Bypass bypass;
  EXPECT_TRUE(judge_bypass(bypass, 3450_mV, 69'999_mC, 3400_mV));
  EXPECT_FALSE(judge_bypass(bypass, 3450_mV, 70_C, 3400_mV));
  EXPECT_FALSE(judge_bypass(bypass, 3450_mV, 60_C, 3400_mV));
  EXPECT_TRUE(judge_bypass(bypass, 3450_mV, 59'999_mC, 3400_mV));
}

// CELL-5
TEST(Bypass, AfterCoolingDownItStartsFromOff) {
  Bypass bypass;
  judge_bypass(bypass, 3450_mV, 70_C, 3400_mV);
  EXPECT_FALSE(judge_bypass(bypass, 3395_mV, 59_C, 3400_mV));
  EXPECT_TRUE(judge_bypass(bypass, 3400_mV, 59_C, 3400_mV));
}

// CELL-5
TEST(Bypass, AHotBoardStaysLatchedWhenMessagesAreMissed) {
  Bypass bypass;
  judge_bypass(bypass, 3450_mV, 71_C, 3400_mV);
  release_bypass(bypass);
  EXPECT_FALSE(judge_bypass(bypass, 3450_mV, 65_C, 3400_mV));
}

// One cell, of which every message tells.
struct FrozenCell {
  bool frozen(Millivolts voltage, Milliamps current, Milliamps range, Milliseconds now) {
    watches.begin_message(1, now);
    return watches.judge(0, voltage, current, range);
  }
  FrozenWatches watches;
};

// CELL-8
TEST(Frozen, ACellIsFrozenAfter10MinutesOfTheSameMillivoltWhileTheCurrentMoved) {
  FrozenCell cell;
  EXPECT_FALSE(cell.frozen(3300_mV, 0_A, 100_A, 0_s));
  EXPECT_FALSE(cell.frozen(3300_mV, 10'001_mA, 100_A, 599_s));
  EXPECT_TRUE(cell.frozen(3300_mV, 0_A, 100_A, 600_s));
  EXPECT_FALSE(cell.frozen(3300_mV, 0_A, 100_A, 601_s)) << "told once";
}

// CELL-8
TEST(Frozen, ACellIsNotFrozenWhileTheCurrentRestsWithin10PercentOfRange) {
  FrozenCell cell;
  cell.frozen(3300_mV, -5_A, 100_A, 0_s);
  EXPECT_FALSE(cell.frozen(3300_mV, 5_A, 100_A, 3600_s));
  EXPECT_TRUE(cell.frozen(3300_mV, 5'001_mA, 100_A, 3601_s));
}

// CELL-8
TEST(Frozen, OneMillivoltOfMovementStartsTheTenMinutesAnew) {
  FrozenCell cell;
  cell.frozen(3300_mV, 0_A, 100_A, 0_s);
  cell.frozen(3301_mV, 50_A, 100_A, 599_s);
  EXPECT_FALSE(cell.frozen(3301_mV, 50_A, 100_A, 1300_s)) << "50 A all the time";
  EXPECT_TRUE(cell.frozen(3301_mV, 0_A, 100_A, 1301_s));
}

// CELL-8: what is packed into 8 bytes a cell says the same as plain numbers do, over messages that
// come late, packs whose length changes, sensors of any range, and days.
TEST(Frozen, PackedItSaysTheSameAsPlainNumbers) {
  struct Plain {
    Millivolts voltage;
    std::int64_t since_s{0};
    Milliamps least;
    Milliamps most;
    bool started{false};
    bool frozen{false};
  };
  std::mt19937 random{7};
  const auto any = [&random](int least, int most) {
    return std::uniform_int_distribution<int>{least, most}(random);
  };
  constexpr std::size_t kCells = 6;
  int found = 0;
  for (int run = 0; run < 60; ++run) {
    FrozenWatches watches;
    std::array<Plain, kCells> plain{};
    const Milliamps range = kSensorRanges[static_cast<std::size_t>(any(0, 7))];
    Milliseconds now{any(0, 5000)};
    for (int message = 0; message < 400; ++message) {
      const std::size_t cells = any(0, 9) == 0 ? static_cast<std::size_t>(any(1, 6)) : kCells;
      const Milliamps current{any(-4'100'000, 4'100'000) / (any(0, 3) == 0 ? 1 : 40)};
      watches.begin_message(cells, now);
      for (std::size_t i = 0; i < cells; ++i) {
        const Millivolts voltage{any(0, 60) == 0 ? 500 + any(0, 1) : 5550};
        Plain& p = plain[i];
        const std::int64_t now_s = now.count() / 1000;
        if (!p.started || voltage != p.voltage) {
          p = {.voltage = voltage,
               .since_s = now_s,
               .least = current,
               .most = current,
               .started = true};
        }
        p.least = std::min(p.least, current);
        p.most = std::max(p.most, current);
        const bool holds = now_s - p.since_s >= 600 && p.most - p.least > range / 10;
        ASSERT_EQ(watches.judge(i, voltage, current, range), holds && !p.frozen)
            << run << ' ' << message;
        if (holds) p.frozen = true;
        found += holds ? 1 : 0;
      }
      now += Milliseconds{any(0, 30) == 0 ? any(0, 100'000'000) : any(300, 40'000)};
    }
  }
  EXPECT_GT(found, 1000);
}

// CELL-7: the last values, the newest faults, in 5 bytes.
TEST(LastReadings, KeepEachReadingToTheLastDigit) {
  LastReadings kept;
  EXPECT_EQ(kept[0].voltage_fault, ReadingFault::missing);
  EXPECT_EQ(kept[254].temperature_fault, ReadingFault::missing);
  EXPECT_EQ(kept[7].voltage, 0_mV);
  EXPECT_EQ(kept[7].temperature, 0_mC);
  EXPECT_FALSE(kept[7].bypass);
  for (const int voltage : {0, 1, 450, 3300, 5550, 8191}) {
    for (const int temperature : {-135'000, -60'001, -1, 0, 1, 25'049, 65'535, 65'536, 135'000}) {
      for (int fault = 0; fault < 8; ++fault) {
        const CellReading reading{.voltage = Millivolts{voltage},
                                  .temperature = MilliCelsius{temperature},
                                  .voltage_fault = static_cast<ReadingFault>(fault),
                                  .temperature_fault = static_cast<ReadingFault>(7 - fault),
                                  .bypass = fault % 2 == 1};
        kept.set(253, kept[0]);
        kept.set(254, reading);
        EXPECT_EQ(kept[254].voltage, reading.voltage);
        EXPECT_EQ(kept[254].temperature, reading.temperature);
        EXPECT_EQ(kept[254].voltage_fault, reading.voltage_fault);
        EXPECT_EQ(kept[254].temperature_fault, reading.temperature_fault);
        EXPECT_EQ(kept[254].bypass, reading.bypass);
        EXPECT_EQ(kept[253].voltage_fault, ReadingFault::missing);
      }
    }
  }
}

}  // namespace
}  // namespace cellwarden::core
