// SPDX-License-Identifier: Apache-2.0
// A UART with a ring either way, filled and emptied by interrupt. USART1 and USART2 hear a byte in
// Stop 0 too: its start bit starts their 16 MHz clock.
#pragma once

#include <cstdint>
#include <span>

#include "registers.hpp"

namespace cellwarden::firmware::stm32g0 {

class Uart {
 public:
  // Sizes of the rings are powers of two, or 0.
  constexpr Uart(std::uintptr_t base, std::span<std::uint8_t> in, std::span<std::uint8_t> out)
      : base_{base}, in_{in}, out_{out} {}

  void open(std::uint32_t divisor, std::uint32_t more_cr2 = 0);
  // Waits for room when the ring is full.
  void send(std::span<const std::uint8_t> bytes);
  // As many as there are and fit.
  std::span<std::uint8_t> receive(std::span<std::uint8_t> into);
  [[nodiscard]] bool anything_received() const { return in_written_ != in_read_; }
  // A byte is on its way, in or out: Stop must wait.
  [[nodiscard]] bool busy() const;
  void interrupt();

 private:
  [[nodiscard]] Usart& registers() const { return block<Usart>(base_); }

  std::uintptr_t base_;
  std::span<std::uint8_t> in_, out_;
  volatile std::uint32_t in_written_{0}, in_read_{0};
  volatile std::uint32_t out_written_{0}, out_read_{0};
};

Uart& chain();

}  // namespace cellwarden::firmware::stm32g0
