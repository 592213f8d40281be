// SPDX-License-Identifier: Apache-2.0
// What the OUT board says on its data output, one frame a cycle (OUT-3). Content only: when a frame
// is sent, and the silence behind it, belong to whoever owns the line.
#pragma once

#include <cstdint>
#include <optional>

#include "cellwarden/core/judgement.hpp"
#include "cellwarden/protocol/data_frame.hpp"
#include "cellwarden/protocol/key_values.hpp"

namespace cellwarden::protocol {

enum class Generation : std::uint8_t {
  three,       // bytes 47 and 48 are a key and its value
  one_or_two,  // they are the time of the device
};

struct DataOutputInputs {
  const core::State& state;
  const core::Settings& settings;
  const core::Options& options;
  core::SensorRange sensor{core::SensorRange::a100};
  // Sent as given, but for those flags of status_2 that the state knows: relays and cold.
  const KeyValues& key_values;
  Generation generation{Generation::three};
  // A real pack may announce cells up to its factory setting; those above its number of cells then
  // show 0 V and 0 °C. 0: only the cells that there are.
  core::CellNumber announced_cells{0};
};

// The next frame; empty before the first good message, and then the rotation stands still. During
// E nothing is allowed, the currents are not available and the voltages are the last ones (OUT-3).
// Currents are rounded to range/200 (IN-3), the SOC and the totals are truncated (SOC-1).
// now: the time that the state was stepped with.
std::optional<DataFrame> next_frame(FrameRotation& rotation, const DataOutputInputs& in,
                                    core::Milliseconds now);

}  // namespace cellwarden::protocol
