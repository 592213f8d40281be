// SPDX-License-Identifier: Apache-2.0
// What generation 3 tells one byte at a time: each frame carries one key and one byte of its value,
// and describes one cell. Readers expect all keys, in ascending order, again and again.
#pragma once

#include <cstdint>
#include <optional>

#include "cellwarden/core/readings.hpp"
#include "cellwarden/core/units.hpp"
#include "cellwarden/protocol/data_frame.hpp"

namespace cellwarden::protocol {

inline constexpr std::uint8_t kKeyCount = 19;  // keys 0…18

struct FirmwareVersion {
  std::uint8_t major{0};  // 0…15
  std::uint8_t minor{0};  // 0…15
  std::uint8_t patch{0};
};

// Key 16, bits 1 to 5.
struct Status2 {
  bool early_warning{false};
  bool too_cold_to_charge{false};
  bool too_cold_to_discharge{false};
  bool charge_relay_closed{false};
  bool load_relay_closed{false};
};

struct KeyValues {
  std::optional<core::Percent> state_of_health{};    // empty: unknown, 255 on the wire
  std::optional<core::Percent> charge_efficiency{};  // the same
  core::Millivolts v_low{};
  core::Millivolts v_nominal{};
  FirmwareVersion firmware{};
  std::int32_t charge_cycles{0};
  KilowattHours charged_total{};
  KilowattHours discharged_total{};
  Status2 status_2{};
  core::Millivolts v_full{};
};

// The byte that goes with a key, 0…18; values of several bytes have a key for each, the most
// significant first. Rounded and held as in encode(). 0 for a key that does not exist.
std::uint8_t value_of_key(const KeyValues& values, std::uint8_t key);

// Which cell and which key come next: cells 1, 2, … last, 1, … and keys 0, 1, … 18, 0, …
class FrameRotation {
 public:
  struct Turn {
    core::CellNumber cell{1};
    std::uint8_t key{0};
  };

  // last_cell: the number of cells, or the higher factory setting that a real pack announces.
  Turn next(core::CellNumber last_cell);

 private:
  core::CellNumber cell_{0};
  std::uint8_t key_{kKeyCount - 1};
};

}  // namespace cellwarden::protocol
