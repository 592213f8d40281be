// SPDX-License-Identifier: Apache-2.0
#include "uart.hpp"

#include <algorithm>

namespace cellwarden::firmware::stm32g0 {

namespace {

std::array<std::uint8_t, 64> heard;
std::array<std::uint8_t, 64> said;
constinit Uart chain_uart{kUsart1, heard, said};

}  // namespace

Uart& chain() { return chain_uart; }

void Uart::open(std::uint32_t divisor, std::uint32_t more_cr2) {
  Usart& uart = registers();
  uart.brr = divisor;
  uart.cr2 = more_cr2;
  const bool hears = !in_.empty();
  // A byte that nobody took in time is lost and makes the message a bad one; the receiver goes on.
  uart.cr3 = usart::kNoOverrun | (hears ? usart::kWakeByByte | usart::kWakeInterrupt : 0U);
  uart.cr1 =
      usart::kSend | (hears ? usart::kReceive | usart::kInStop | usart::kReceivedInterrupt : 0U);
  uart.cr1 = uart.cr1 | usart::kEnable;
}

void Uart::send(std::span<const std::uint8_t> bytes) {
  for (const std::uint8_t byte : bytes) {
    while (out_written_ - out_read_ == out_.size()) asm volatile("wfi");
    const std::uint32_t at = out_written_;
    out_[at % out_.size()] = byte;
    out_written_ = at + 1;
    asm volatile("cpsid i" ::: "memory");
    registers().cr1 = registers().cr1 | usart::kRoomInterrupt;
    asm volatile("cpsie i" ::: "memory");
  }
}

std::span<std::uint8_t> Uart::receive(std::span<std::uint8_t> into) {
  const std::size_t size = std::min<std::size_t>(in_written_ - in_read_, into.size());
  for (std::uint8_t& byte : into.first(size)) {
    const std::uint32_t at = in_read_;
    byte = in_[at % in_.size()];
    in_read_ = at + 1;
  }
  return into.first(size);
}

bool Uart::busy() const {
  const std::uint32_t state = registers().isr;
  return out_written_ != out_read_ || (state & usart::kSent) == 0 || (state & usart::kBusy) != 0;
}

void Uart::interrupt() {
  Usart& uart = registers();
  uart.icr = usart::kErrors | usart::kWoken;
  if ((uart.isr & usart::kReceived) != 0) {
    const auto byte = static_cast<std::uint8_t>(uart.rdr);
    const std::uint32_t at = in_written_;
    if (at - in_read_ < in_.size()) {
      in_[at % in_.size()] = byte;
      in_written_ = at + 1;
    }
  }
  if ((uart.isr & usart::kRoom) == 0) return;
  const std::uint32_t at = out_read_;
  if (at == out_written_) {
    uart.cr1 = uart.cr1 & ~usart::kRoomInterrupt;
    return;
  }
  uart.tdr = out_[at % out_.size()];
  out_read_ = at + 1;
}

}  // namespace cellwarden::firmware::stm32g0
