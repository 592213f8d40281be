// SPDX-License-Identifier: Apache-2.0
// What happened: since when, which cell, sensor or relay, the value and its limit. The newest ones
// are kept on the board; whoever listens keeps the rest.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "cellwarden/core/units.hpp"

namespace cellwarden::core {

enum class EventKind : std::uint8_t {
  communication_lost,      // E began; number: the cell whose reading was invalid, if one was;
                           // value: messages missed
  communication_back,      // E ended
  cell_count_differs,      // CHAIN-7; value: found, limit: commissioned
  reading_invalid,         // CELL-7; number: cell; value: ReadingFault of voltage × 256 + of
                           // temperature
  cell_frozen,             // CELL-8; number: cell; value: mV
  gap_not_counted,         // SOC-5; value: ms, limit: ms
  sensor_saturated,        // IN-7; number: sensor 1 or 2; value: mA, limit: mA
  consumer_sensor_lost,    // IN-4
  soc_set_full,            // SOC-2, when the pack becomes full; value: 0.001 % before
  soc_corrected_at_empty,  // SOC-6; value: 0.001 % before, limit: 0.001 % now
  v_bypass_contradicts,    // SET-0; value: mV of V-bypass, limit: mV of V-max
  relay_oscillating,       // RELAY-1; number: 1 charge, 2 load; value: ms of delay
  relay_did_not_open,      // RELAY-7; number: 1 charge, 2 load; value: mA, limit: mA
  auto_zero_refused,       // IN-6; number: sensor; value: mA, limit: mA
  settings_lost,           // OUT-5
  break_located,           // CHAIN-6; number: the cell that no data comes from; value: hops
  store_failing,           // OUT-5; value: copies that still take something, 0 or 1
};

// One word, as in files and in the gateway's API: "communication_lost".
const char* name(EventKind kind);

struct Event {
  EventKind kind{};
  std::uint8_t number{0};
  std::int32_t value{0};
  std::int32_t limit{0};
  Milliseconds since;
};

inline constexpr std::uint32_t kKeptEvents = 32;

class EventLog {
 public:
  void add(const Event& event);

  // Events since the beginning; the newest kKeptEvents of them can still be read.
  [[nodiscard]] std::uint32_t written() const { return written_; }
  // index: from max(written − 32, 0) to written − 1.
  [[nodiscard]] Event at(std::uint32_t index) const;

 private:
  // 16 bytes: the moment in 48 bits, which is 8,900 years.
  struct Kept {
    std::int32_t value{0};
    std::int32_t limit{0};
    std::uint32_t since_low{0};
    std::uint16_t since_high{0};
    EventKind kind{};
    std::uint8_t number{0};
  };

  std::array<Kept, kKeptEvents> ring_{};
  std::uint32_t written_{0};
};

}  // namespace cellwarden::core
