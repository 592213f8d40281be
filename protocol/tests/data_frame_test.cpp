// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/protocol/data_frame.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "frames.hpp"

namespace cellwarden::protocol {
namespace {

using namespace core::literals;
using core::Milliamps;
using core::MilliCelsius;
using core::Millivolts;
using core::Warning;
using core::WattHours;
using test::Bytes;

constexpr std::int32_t kLargest = std::numeric_limits<std::int32_t>::max();
constexpr std::int32_t kSmallest = std::numeric_limits<std::int32_t>::min();

// What the bytes from `offset` on are after encoding.
Bytes encoded(const DataFrame& frame, std::size_t offset, std::size_t length) {
  const Bytes bytes = test::to_bytes(encode(frame));
  const auto first = bytes.begin() + static_cast<std::ptrdiff_t>(offset);
  return {first, first + static_cast<std::ptrdiff_t>(length)};
}

// The plain frame with other bytes from `offset` on, decoded.
DataFrame decoded(std::size_t offset, const Bytes& bytes) {
  Bytes frame = test::to_bytes(encode(test::plain_frame()));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    frame = test::with_byte(frame, offset + i, bytes[i]);
  }
  const auto result = decode(frame);
  EXPECT_TRUE(result);
  return *result;
}

FrameError error_of(std::span<const std::uint8_t> bytes) {
  const auto result = decode(bytes);
  EXPECT_FALSE(result);
  return result.error();
}

FrameError error_with(std::size_t offset, std::uint8_t value) {
  return error_of(test::with_byte(test::to_bytes(encode(test::plain_frame())), offset, value));
}

// The examples of the vendor's document.
TEST(DataFrame, ReadsTheExamplesOfTheVendorsDocument) {
  EXPECT_EQ(decoded(0, {0x01, 0x05, 0xFF}).pack_voltage, 335'355_mV);
  EXPECT_EQ(decoded(3, {0x2B, 0x01, 0x00}).current_in, 32_A);
  EXPECT_EQ(decoded(26, {0x02, 0x30}).cell_voltage, 2800_mV);
  EXPECT_EQ(decoded(51, {0x02, 0x44}).v_min, 2900_mV);
  EXPECT_EQ(decoded(55, {0x02, 0xBC}).v_bypass, 3500_mV);
  EXPECT_EQ(decoded(53, {0x02, 0xE4}).v_max, 3700_mV);
  EXPECT_EQ(decoded(34, {0x00, 0xF2, 0x21}).energy_stored, 61'985_Wh);
  EXPECT_EQ(decoded(49, {0x00, 0xA0}).capacity, 16'000_Wh);
  const DataFrame key_0 = decoded(47, {0x19, 0x62});
  ASSERT_TRUE(std::holds_alternative<KeyValue>(key_0.trailer));
  EXPECT_EQ(std::get<KeyValue>(key_0.trailer).key, 0);
  EXPECT_EQ(std::get<KeyValue>(key_0.trailer).value, 0x62);
}

TEST(DataFrame, WritesTheExamplesOfTheVendorsDocument) {
  DataFrame f = test::plain_frame();
  f.pack_voltage = 335'355_mV;
  f.current_in = 32_A;
  f.v_min = 2900_mV;
  f.v_max = 3700_mV;
  f.v_bypass = 3500_mV;
  f.energy_stored = 61'985_Wh;
  f.capacity = 16'000_Wh;
  f.trailer = KeyValue{.key = 0, .value = 98};
  EXPECT_EQ(encoded(f, 0, 6), (Bytes{0x01, 0x05, 0xFF, 0x2B, 0x01, 0x00}));
  EXPECT_EQ(encoded(f, 34, 3), (Bytes{0x00, 0xF2, 0x21}));
  EXPECT_EQ(encoded(f, 47, 10),
            (Bytes{0x19, 0x62, 0x00, 0xA0, 0x02, 0x44, 0x02, 0xE4, 0x02, 0xBC}));
}

// A frame by hand from the byte table, to see that no two fields are swapped.
TEST(DataFrame, PutsEveryFieldInItsPlace) {
  const Bytes bytes = test::bytes_of_hex(
      "002993"    // 53.215 V / 5 mV = 10643
      "2B0094"    // +148 × 0.125 A
      "2D0011"    // −17
      "2B00A5"    // +165
      "029003"    // 656 of cell 3
      "029F10"    // 671 of cell 16
      "011B04"    // 283 of cell 4
      "012B09"    // 299 of cell 9
      "070F"      // cell 7 of 15
      "02960120"  // 662, 288
      "01"        // charging allowed
      "011171"    // 70 001 Wh
      "001D2B"    // 7467 Wh
      "000320"    // 800 Wh
      "31"        // 49 %
      "0101D0"    // 66 000 kWh
      "00083F"    // 2111 kWh
      "1F33"      // key 6
      "0096"      // 15.0 kWh
      "023002DA02A8"
      "CC");
  ASSERT_EQ(bytes.size(), kFrameLength);
  EXPECT_EQ(test::to_bytes(encode(test::plain_frame())), bytes);
  const auto result = decode(bytes);
  ASSERT_TRUE(result);
  EXPECT_EQ(test::text(*result), test::text(test::plain_frame()));
}

// CELL-1
TEST(DataFrame, RoundsVoltagesToTheNearest5Millivolts) {
  DataFrame f = test::plain_frame();
  for (int millivolts = 0; millivolts <= 5000; ++millivolts) {
    f.cell_voltage = Millivolts{millivolts};
    const auto result = decode(encode(f));
    ASSERT_TRUE(result);
    ASSERT_EQ(result->cell_voltage.count() % 5, 0);
    ASSERT_LE(abs(result->cell_voltage - f.cell_voltage), 2_mV) << millivolts;
  }
  f.cell_voltage = 3602_mV;
  EXPECT_EQ(encoded(f, 26, 2), (Bytes{0x02, 0xD0}));  // 720
  f.cell_voltage = 3603_mV;
  EXPECT_EQ(encoded(f, 26, 2), (Bytes{0x02, 0xD1}));
}

TEST(DataFrame, RoundsCurrentsToTheNearest125Milliamps) {
  DataFrame f = test::plain_frame();
  f.current_in = 62_mA;
  EXPECT_EQ(encoded(f, 3, 3), (Bytes{'+', 0, 0}));
  f.current_in = 63_mA;
  EXPECT_EQ(encoded(f, 3, 3), (Bytes{'+', 0, 1}));
  f.current_in = -63_mA;
  EXPECT_EQ(encoded(f, 3, 3), (Bytes{'-', 0, 1}));
}

TEST(DataFrame, ACurrentOfZeroHasAPlus) {
  DataFrame f = test::plain_frame();
  for (const Milliamps current : {0_mA, 62_mA, -62_mA}) {
    f.current_in = f.current_out = f.battery_current = current;
    EXPECT_EQ(encoded(f, 3, 9), (Bytes{'+', 0, 0, '+', 0, 0, '+', 0, 0})) << current.count();
  }
}

// IN-4
TEST(DataFrame, AnUnknownCurrentIsXAndNotZero) {
  DataFrame f = test::plain_frame();
  f.current_out.reset();
  EXPECT_EQ(encoded(f, 6, 3), (Bytes{'X', 0, 0}));
  EXPECT_EQ(decoded(6, {'X', 0, 0}).current_out, std::nullopt);
  EXPECT_EQ(decoded(6, {'+', 0, 0}).current_out, 0_mA);
  EXPECT_EQ(decoded(6, {'-', 0, 1}).current_out, -125_mA);
}

TEST(DataFrame, XMeansUnknownWhateverTheMagnitude) {
  EXPECT_EQ(decoded(3, {'X', 0x12, 0x34}).current_in, std::nullopt);
}

TEST(DataFrame, ReadsTemperaturesAsTheTableOfTheDocumentHasThem) {
  const std::vector<std::pair<std::uint8_t, MilliCelsius>> rows{
      {0x00, -12'708_mC},  // 256
      {0x1B, 10'431_mC},   // 283
      {0x20, 14'716_mC},   // 288
      {0x26, 19'858_mC},   // 294
      {0x2B, 24'143_mC},   // 299
      {0x5E, 67'850_mC},   // 350
  };
  for (const auto& [low, temperature] : rows) {
    EXPECT_EQ(decoded(28, {0x01, low}).cell_temperature, temperature);
  }
  EXPECT_EQ(decoded(28, {0x00, 250}).cell_temperature, -17'850_mC);
}

TEST(DataFrame, RoundsEveryTemperatureToTheNearestStep) {
  DataFrame f = test::plain_frame();
  for (std::int32_t raw = 0; raw <= 0xFFFF; ++raw) {
    const std::int32_t exact = raw * 857 - 232'100;
    const Bytes expected{static_cast<std::uint8_t>(raw >> 8), static_cast<std::uint8_t>(raw)};
    for (const std::int32_t off : {-428, 0, 428}) {  // just below half a step
      f.cell_temperature = MilliCelsius{exact + off};
      ASSERT_EQ(encoded(f, 28, 2), expected) << raw << " with " << off;
    }
  }
}

TEST(DataFrame, HoldsWhatDoesNotFitAtTheEndOfItsField) {
  DataFrame f = test::plain_frame();
  f.pack_voltage = f.cell_voltage = f.v_min = f.v_max = f.v_bypass = Millivolts{kLargest};
  f.current_in = Milliamps{kLargest};
  f.current_out = f.battery_current = Milliamps{kSmallest};
  f.cell_temperature = MilliCelsius{kLargest};
  f.energy_in_today = f.energy_stored = f.energy_out_today = f.capacity = WattHours{1LL << 62};
  f.energy_in_total = f.energy_out_total = KilowattHours{1LL << 62};
  f.soc = core::Percent{kLargest};
  f.trailer = KeyValue{.key = 255, .value = 255};
  EXPECT_EQ(encoded(f, 0, 12), test::bytes_of_hex("FFFFFF2BFFFF2DFFFF2DFFFF"));
  EXPECT_EQ(encoded(f, 26, 4), test::bytes_of_hex("FFFFFFFF"));
  EXPECT_EQ(encoded(f, 31, 16), test::bytes_of_hex("FFFFFFFFFFFFFFFFFF64FFFFFFFFFFFF"));
  EXPECT_EQ(encoded(f, 47, 10), test::bytes_of_hex("FFFFFFFFFFFFFFFFFFFF"));
}

TEST(DataFrame, HoldsWhatIsNegativeAtZero) {
  DataFrame f = test::plain_frame();
  f.pack_voltage = f.cell_voltage = f.v_min = f.v_max = f.v_bypass = Millivolts{kSmallest};
  f.cell_temperature = MilliCelsius{kSmallest};
  f.energy_in_today = f.energy_stored = f.energy_out_today = f.capacity = WattHours{-1};
  f.energy_in_total = f.energy_out_total = KilowattHours{-(1LL << 62)};
  f.soc = core::Percent{-1};
  EXPECT_EQ(encoded(f, 0, 3), test::bytes_of_hex("000000"));
  EXPECT_EQ(encoded(f, 26, 4), test::bytes_of_hex("00000000"));
  EXPECT_EQ(encoded(f, 31, 16), test::bytes_of_hex("00000000000000000000000000000000"));
  EXPECT_EQ(encoded(f, 49, 8), test::bytes_of_hex("0000000000000000"));
}

TEST(DataFrame, AnHourNeverLooksLikeAKeyAndNoPackHasNoCells) {
  DataFrame f = test::plain_frame();
  f.trailer = DeviceTime{.hour = 25, .minute = 61};
  f.cell_count = 0;
  EXPECT_EQ(encoded(f, 47, 2), (Bytes{24, 61}));
  EXPECT_EQ(encoded(f, 25, 1), (Bytes{1}));
}

TEST(DataFrame, EachStatusBitIsOneFlag) {
  DataFrame f = test::plain_frame();
  f.charge_allowed = false;
  EXPECT_EQ(encoded(f, 30, 1), (Bytes{0x00}));
  EXPECT_TRUE(decoded(30, {0x01}).charge_allowed);
  EXPECT_TRUE(decoded(30, {0x02}).discharge_allowed);
  EXPECT_TRUE(decoded(30, {0x04}).warnings.has(Warning::communication));
  EXPECT_TRUE(decoded(30, {0x08}).warnings.has(Warning::voltage_low));
  EXPECT_TRUE(decoded(30, {0x10}).warnings.has(Warning::voltage_high));
  EXPECT_TRUE(decoded(30, {0x20}).warnings.has(Warning::temperature_low));
  EXPECT_TRUE(decoded(30, {0x40}).warnings.has(Warning::temperature_high));
  EXPECT_FALSE(decoded(30, {0x80}).soc_calibrated);
  for (unsigned status = 0; status <= 0xFF; ++status) {
    const auto byte = static_cast<std::uint8_t>(status);
    EXPECT_EQ(encoded(decoded(30, {byte}), 30, 1), (Bytes{byte}));
  }
}

TEST(DataFrame, Byte47IsAnHourBelow25AndAKeyFromThereOn) {
  const DataFrame evening = decoded(47, {23, 3});
  ASSERT_TRUE(std::holds_alternative<DeviceTime>(evening.trailer));
  EXPECT_EQ(std::get<DeviceTime>(evening.trailer).hour, 23);
  EXPECT_EQ(std::get<DeviceTime>(evening.trailer).minute, 3);
  EXPECT_TRUE(std::holds_alternative<DeviceTime>(decoded(47, {24, 0}).trailer));
  EXPECT_TRUE(std::holds_alternative<KeyValue>(decoded(47, {25, 0}).trailer));
  EXPECT_EQ(std::get<KeyValue>(decoded(47, {255, 0}).trailer).key, 230);
}

TEST(DataFrame, ACellNumberAboveTheNumberOfCellsIsLegal) {
  EXPECT_EQ(decoded(24, {40, 35}).cell, 40);
  EXPECT_EQ(decoded(24, {0, 35}).cell, 0);
}

TEST(DataFrame, EveryLengthBut58IsRefused) {
  Bytes bytes = test::to_bytes(encode(test::plain_frame()));
  bytes.resize(2 * kFrameLength);
  for (std::size_t length = 0; length <= bytes.size(); ++length) {
    if (length == kFrameLength) continue;
    EXPECT_EQ(error_of(std::span{bytes}.first(length)), FrameError::wrong_length) << length;
  }
}

TEST(DataFrame, AWrongSumIsRefused) {
  const Bytes frame = test::to_bytes(encode(test::plain_frame()));
  for (std::size_t offset = 0; offset < kFrameLength; ++offset) {
    EXPECT_EQ(error_of(test::damaged(frame, offset)), FrameError::wrong_sum) << offset;
  }
}

TEST(DataFrame, FiftyEightZerosAreNoFrameThoughTheirSumFits) {
  EXPECT_EQ(error_of(Bytes(kFrameLength, 0)), FrameError::unknown_sign);
}

TEST(DataFrame, OnlyThreeSignsAreKnown) {
  for (const std::size_t offset : {3U, 6U, 9U}) {
    for (unsigned sign = 0; sign <= 0xFF; ++sign) {
      if (sign == '+' || sign == '-' || sign == 'X') continue;
      EXPECT_EQ(error_with(offset, static_cast<std::uint8_t>(sign)), FrameError::unknown_sign);
    }
  }
}

TEST(DataFrame, AnSocAbove100IsRefused) {
  EXPECT_EQ(decoded(40, {100}).soc, 100_percent);
  EXPECT_EQ(error_with(40, 101), FrameError::soc_above_100);
}

TEST(DataFrame, APackWithoutCellsIsRefused) {
  EXPECT_EQ(decoded(25, {1}).cell_count, 1);
  EXPECT_EQ(error_with(25, 0), FrameError::no_cells);
}

TEST(DataFrame, ALowestVoltageAboveTheHighestIsRefused) {
  EXPECT_EQ(decoded(12, {0x02, 0x9F}).cell_voltage_min.value, 3355_mV);  // equal
  EXPECT_EQ(error_with(13, 0xA0), FrameError::voltages_crossed);
}

TEST(DataFrame, ALowestTemperatureAboveTheHighestIsRefused) {
  EXPECT_EQ(decoded(18, {0x01, 0x2B}).cell_temperature_min.value, 24'143_mC);  // equal
  EXPECT_EQ(error_with(19, 0x2C), FrameError::temperatures_crossed);
}

}  // namespace
}  // namespace cellwarden::protocol
