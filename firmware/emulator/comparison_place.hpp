// SPDX-License-Identifier: Apache-2.0
// What the files of the comparison share.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>

#include "comparison.hpp"

namespace cellwarden::firmware {

// What the plant gives a board in one step.
struct Comparison::Given {
  unsigned flags{0};
  core::SwitchPositions switches{0};
  std::span<const std::uint8_t> chain{};
  std::span<const std::uint8_t> line{};
  std::optional<boards::Samples> samples{};
  std::optional<boards::CurrentSamples> currents{};
};

struct Comparison::Place {
  std::unique_ptr<EmulatedBoard> board;
  bool powered{false};
  bool stopped{false};  // in the middle of a step
  bool hung{false};
  std::uint32_t step_address{0};
  Bytes memory;  // as the emulated board has it
  core::Milliseconds wake_at;
  core::Milliseconds led_until;
  std::uint8_t leds{0};
  std::string name;
};

}  // namespace cellwarden::firmware
