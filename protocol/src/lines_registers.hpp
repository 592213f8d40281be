// SPDX-License-Identifier: Apache-2.0
// What the registers of the real product mean on a board of ours. One table for reads and writes,
// so that what is written is what is read back; addresses and scales are in lines_register_map.hpp.
#pragma once

#include <cstdint>
#include <optional>

#include "cellwarden/core/settings.hpp"
#include "cellwarden/protocol/lines.hpp"
#include "lines_register_map.hpp"

namespace cellwarden::protocol {

struct RegisterRow {
  Register at;
  // Its value now, on the wire.
  std::uint32_t (*now)(const LinesView& view);
  // What a write asks for: a changed command, or `none` if it cannot be had. Null: it cannot be
  // written, except with the value it has.
  LineCommand (*ask)(std::uint32_t raw, const LinesView& view);
};

// nullptr: there is none.
const RegisterRow* find_register(Register at);

std::uint32_t register_now(Register at, const LinesView& view);

}  // namespace cellwarden::protocol
