// SPDX-License-Identifier: Apache-2.0
// What is true of a pack now: what its links told, merged, and judged by its age. Old numbers never
// pass for live ones (APP-7): a value is stale when its turn was missed for 3 cycles, and after 20
// s without any there is no data, which is warning E and allows nothing.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "cellwarden/gateway/observation.hpp"

namespace cellwarden::gateway {

inline constexpr core::Milliseconds kNoDataAfter{20'000};
inline constexpr int kStaleCycles = 3;

enum class Presence : std::uint8_t {
  never,    // nothing has come yet
  live,     // the newest message is at most 3 cycles old
  stale,    // older, but not yet 20 s
  no_data,  // 20 s old or more
};

// "never", "live", "stale", "no_data".
const char* name(Presence presence);

// Why a relay is open, as sentences (RELAY-3).
struct Why {
  bool allowed{false};
  // The pack did not say why: the same rules were run on what is known of it, give or take 5 mV.
  bool inferred{false};
  std::vector<core::Reason> reasons;
  std::vector<std::string> sentences;
  // Of a pack that does not say why: what opens the relay in the values that are known, whatever
  // the pack says of it now. Its word is believed a message or two after the values.
  std::vector<core::Reason> would_open;
};

// Something in what the pack says cannot be true together.
struct Contradiction {
  enum class Kind : std::uint8_t { currents, voltages };
  Kind kind{};
  std::int32_t value{0};     // mA or mV that are told
  std::int32_t expected{0};  // what the other values make of it
};

struct Status {
  Presence presence{Presence::never};
  core::Milliseconds cycle{1000};
  std::optional<core::Milliseconds> age;  // of the newest value
  Observation seen;                       // of all links, merged
  core::Warnings warnings;                // E besides, and only E, without data
  std::uint8_t unconfirmed{0};
  Why charge;
  Why load;
  std::optional<core::CellValue<core::Millivolts>> voltage_min;
  std::optional<core::CellValue<core::Millivolts>> voltage_max;
  std::optional<core::CellValue<core::MilliCelsius>> temperature_min;
  std::optional<core::CellValue<core::MilliCelsius>> temperature_max;
  std::optional<std::int64_t> battery_mw;
  std::optional<std::int64_t> in_mw;
  std::optional<std::int64_t> out_mw;
  std::vector<Contradiction> contradictions;
  std::string sentence;  // what the BMS does, and why (PLUS-1)

  [[nodiscard]] bool has_data() const {
    return presence == Presence::live || presence == Presence::stale;
  }
};

// Of several links to the same pack: group by group the first one that is fresh, else the newest.
// links: the one that knows most first.
Observation merge(std::span<const Observation* const> links, core::Milliseconds cycle,
                  core::Milliseconds now);

// now: by the gateway's clock, as in the observations.
Status judge(std::span<const Observation* const> links, core::Milliseconds now);

// Is a value that was read then stale now?
[[nodiscard]] bool stale(core::Milliseconds at, core::Milliseconds cycle, core::Milliseconds now);
// A cell that comes in turn is stale when its turn was due 3 cycles ago; every cell is when the
// newest message of the pack is stale.
[[nodiscard]] bool stale(const Read<CellView>& cell, const Status& status, core::Milliseconds now);

}  // namespace cellwarden::gateway
