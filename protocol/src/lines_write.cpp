// SPDX-License-Identifier: Apache-2.0
// The public writes: one byte an address, a word as two of them. A word is nothing until its low
// byte has come, and then it is checked as a whole (SET-1).
#include "lines_port.hpp"
#include "lines_registers.hpp"

namespace cellwarden::protocol {

namespace {

std::optional<LineVerdict> ask(LinesPort& port, const RegisterRow& row, std::uint32_t raw,
                               const LinesView& view) {
  if (raw == row.now(view)) return LineVerdict::ok;  // it is so, and it is stored
  if (row.ask == nullptr) return LineVerdict::refused;
  const LineCommand command = row.ask(raw, view);
  if (command.action == LineAction::none) return LineVerdict::refused;
  port.command = command;
  port.command_extended = false;
  return {};
}

}  // namespace

std::optional<LineVerdict> write_byte(LinesPort& port, std::uint16_t address, std::uint8_t value,
                                      const LinesView& view) {
  const std::optional<HeldByte> held = port.held;
  port.held.reset();
  const RegisterScale* scale = find_scale(address);
  const RegisterRow* row = scale == nullptr ? nullptr : find_register(scale->at);
  if (row == nullptr) return LineVerdict::refused;
  const auto first = static_cast<std::uint16_t>(row->at);
  if (scale->bytes == 1) return ask(port, *row, value, view);
  if (address == first) {
    port.held = {.address = address, .value = value};
    return LineVerdict::ok;
  }
  if (!held || held->address != first) return LineVerdict::refused;
  constexpr unsigned kBitsPerByte = 8;
  return ask(port, *row, std::uint32_t{held->value} << kBitsPerByte | value, view);
}

}  // namespace cellwarden::protocol
