// SPDX-License-Identifier: Apache-2.0
// What the history keeps of one pack at one instant, and what happened to it: plain values with
// the unit in the name. An empty optional is "not known", never a number that means it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace cellwarden::history {

inline constexpr std::size_t kMaxCells = 255;

// Samples before 2000-01-01 and from 2200-01-01 on are refused: such a clock is not set.
// NOLINTBEGIN(readability-identifier-naming): the name carries the unit
inline constexpr std::int64_t kTimeMin_ms = 946'684'800'000;
inline constexpr std::int64_t kTimeEnd_ms = 7'258'118'400'000;
// NOLINTEND(readability-identifier-naming)

struct CellSample {
  std::optional<std::int32_t> mv{};
  std::optional<std::int32_t> decicelsius{};  // 0.1 °C
  bool bypass{false};

  friend bool operator==(const CellSample&, const CellSample&) = default;
};

// About one a second and pack. `cells` is only looked at during the call; where the history hands
// a Sample out, it is valid until the callback returns.
struct Sample {
  std::int64_t time_ms{0};  // UTC, since 1970
  std::optional<std::int32_t> pack_mv{};
  std::optional<std::int32_t> current_in_ma{};   // from the sources
  std::optional<std::int32_t> current_out_ma{};  // into the loads
  std::optional<std::int32_t> battery_ma{};      // + is charging
  std::optional<std::int32_t> soc_mpercent{};    // 0.001 %
  std::optional<std::int64_t> energy_in_wh_total{};
  std::optional<std::int64_t> energy_out_wh_total{};
  std::optional<std::int64_t> stored_wh{};
  std::uint8_t warnings{0};  // bit 0 E, 1 Vh, 2 Vl, 3 Th, 4 Tl (core::Warning)
  bool charge_closed{false};
  bool load_closed{false};
  bool soc_calibrated{false};
  bool good{false};  // not E
  bool simulated{false};
  std::span<const CellSample> cells{};  // cell 1 first, at most kMaxCells; may differ in number
};

enum class Severity : std::uint8_t { info, warning, alarm };

struct Event {
  std::int64_t id{0};  // given by the history, rising; 0 when it is added
  std::int64_t time_ms{0};
  std::string kind{};  // one word, as core::EventKind or the gateway names it
  Severity severity{Severity::info};
  std::int32_t number{0};  // cell, sensor or relay; 0: none
  std::int64_t value{0};
  std::int64_t limit{0};
  std::string text{};  // the sentence for the owner
  bool simulated{false};

  friend bool operator==(const Event&, const Event&) = default;
};

struct SettingsChange {
  std::int64_t id{0};  // as in Event
  std::int64_t time_ms{0};
  std::string setting{};  // the name that the API gives it
  std::string before{};
  std::string after{};
  std::string who{};  // "owner", "board", "import" …
  bool simulated{false};

  friend bool operator==(const SettingsChange&, const SettingsChange&) = default;
};

}  // namespace cellwarden::history
