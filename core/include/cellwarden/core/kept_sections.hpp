// SPDX-License-Identifier: Apache-2.0
// What the store keeps, section by section, as bytes: fixed places, little-endian, a version each.
// Every value is checked when it comes back, as if it came from a stranger (OUT-5).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "cellwarden/core/access.hpp"
#include "cellwarden/core/energy.hpp"
#include "cellwarden/core/list_view.hpp"
#include "cellwarden/core/option_switches.hpp"
#include "cellwarden/core/readings.hpp"
#include "cellwarden/core/settings.hpp"
#include "cellwarden/core/soc.hpp"
#include "cellwarden/core/store_page.hpp"
#include "cellwarden/core/units.hpp"

namespace cellwarden::core {

// OUT board: the first five. IN board: the last two. The numbers stand in the memory.
enum class SectionKind : std::uint8_t {
  settings = 1,
  access = 2,
  commissioning = 3,
  offsets = 4,
  counters = 5,
  factory = 6,
  zeros = 7,
};

// Each section is at its first version.
inline constexpr std::uint8_t kSectionVersion = 1;

enum class SectionProblem : std::uint8_t {
  missing,          // no valid record
  unknown_version,  // written by another firmware
  wrong_length,
  out_of_range,  // a value that could not have been stored
};

// Empty: the section was decoded. Else what decode_… was to fill is as it was before.
using Problem = std::optional<SectionProblem>;

struct Counters {
  StateOfCharge soc;
  EnergyCounters energy;
};

// Learned together (CHAIN-7, IN-4), and what the owner holds open (RELAY-9).
struct Commissioning {
  std::uint8_t cells{0};  // 0: never yet
  bool second_sensor{false};
  bool hold_charge_open{false};
  bool hold_load_open{false};
};

// Cell 1 first (CELL-10); two bytes a cell, the same as in the memory.
class CellOffsets {
 public:
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  CellOffset operator[](std::size_t index) const;
  // Grows up to the cell if it is not there yet. offset: within what is allowed; finer than 0.1 °C
  // is cut off. index: below kMaxCells.
  void set(std::size_t index, CellOffset offset);
  void push_back(CellOffset offset) { set(size_, offset); }
  void clear() { size_ = 0; }
  [[nodiscard]] ListView<CellOffset> view() const { return {this, size_, get}; }

 private:
  static CellOffset get(const void* offsets, std::size_t index) {
    return (*static_cast<const CellOffsets*>(offsets))[index];
  }
  struct Packed {
    std::int8_t millivolts;
    std::int8_t tenths;  // of a °C
  };

  std::array<Packed, kMaxCells> offsets_{};
  std::uint8_t size_{0};
};

// I-1, I-2: what is subtracted from a raw reading (IN-6).
using Zeros = std::array<Milliamps, 2>;

inline constexpr std::size_t kSettingsBytes = 64;
inline constexpr std::size_t kAccessBytes = 3;
inline constexpr std::size_t kCommissioningBytes = 2;
inline constexpr std::size_t kOffsetBytes = 2;  // of one cell
inline constexpr std::size_t kCountersBytes = 52;
inline constexpr std::size_t kFactoryBytes = 2;
inline constexpr std::size_t kZerosBytes = 8;

// 16 settings in the order of SettingId, 4 bytes each, in the unit of their row.
void encode_settings(const Settings& settings, std::span<std::uint8_t, kSettingsBytes> bytes);
Problem decode_settings(const StoredSection& stored, Settings& settings);

//   0 wrong PINs   1 locks   2 locked: 0 or 1
// A lock that has run out by `now` is stored as none. What comes back has no time: resume_lock()
// must give it one before anything else is done with it (SET-2).
void encode_access(const PinGuard& guard, Milliseconds now,
                   std::span<std::uint8_t, kAccessBytes> bytes);
Problem decode_access(const StoredSection& stored, PinGuard& access);

//   0 cells, 0 or 2…255   1 bit 0 second sensor, bit 1 hold charge open, bit 2 hold load open
void encode_commissioning(Commissioning commissioning,
                          std::span<std::uint8_t, kCommissioningBytes> bytes);
Problem decode_commissioning(const StoredSection& stored, Commissioning& commissioning);

// For each cell, from cell 1 (CELL-10):   0 mV, −50…50   1 temperature in 0.1 °C, −100…100
// Finer than 0.1 °C is cut off. bytes: kOffsetBytes for each cell. Cells behind the last stored one
// have no offset.
void encode_offsets(ListView<CellOffset> offsets, std::span<std::uint8_t> bytes);
Problem decode_offsets(const StoredSection& stored, CellOffsets& offsets);

//    0 capacity, 2 bytes, 0.1 kWh        10 in today, 4 bytes Wh and 6 bytes nJ
//    2 SOC count, 8 bytes, 10 nJ;        20 out today, the same
//      bit 63: calibrated                30 in total, 5 bytes Wh and 6 bytes nJ
//                                        41 out total, the same
// Energy that does not fit is stored as the largest that does. Capacity: as settings allow it, in
// steps of 0.1 kWh.
void encode_counters(const StateOfCharge& soc, const EnergyCounters& energy,
                     std::span<std::uint8_t, kCountersBytes> bytes);
Problem decode_counters(const StoredSection& stored, Counters& counters);

//   0 sensor: code of switches 1, 2, 3   1 cells, 2…255
void encode_factory(FactorySettings factory, std::span<std::uint8_t, kFactoryBytes> bytes);
Problem decode_factory(const StoredSection& stored, FactorySettings& factory);

// 4 bytes each, mA. More than 5 % of the sensor's range was never a zero (IN-6).
void encode_zeros(const Zeros& zeros, std::span<std::uint8_t, kZerosBytes> bytes);
Problem decode_zeros(const StoredSection& stored, SensorRange sensor, Zeros& zeros);

}  // namespace cellwarden::core
