// SPDX-License-Identifier: Apache-2.0
#include "uart.hpp"

#include <array>

namespace cellwarden::firmware::mps2 {

namespace {

struct Registers {
  std::uint32_t data;
  std::uint32_t state;  // bit 0: no room to send; bit 1: a byte has come
  std::uint32_t control;
  std::uint32_t interrupts;  // which are pending; writing a one ends it
  std::uint32_t baud_divisor;
};

constexpr std::array<std::uintptr_t, 5> kBase{0x4000'4000, 0x4000'5000, 0x4000'6000, 0x4000'7000,
                                              0x4000'9000};
constexpr std::array<unsigned, 5> kReceiveInterrupt{0, 2, 4, 18, 20};
constexpr std::uintptr_t kInterruptEnable = 0xE000'E100;

constexpr std::uint32_t kSendFull = 1;
constexpr std::uint32_t kReceived = 2;
constexpr std::uint32_t kSendAndReceive = 1 | 2;
constexpr std::uint32_t kAndInterrupt = 8;
constexpr std::uint32_t kReceiveInterruptPending = 2;
constexpr std::uint32_t kDivisor = 434;  // 25 MHz to 57 600 baud

volatile Registers& registers(std::size_t port) {
  return *reinterpret_cast<volatile Registers*>(kBase[port]);
}

// Holds what comes while the program does something else; a power of two.
constexpr std::uint32_t kRing = 1024;

struct Ring {
  std::array<std::uint8_t, kRing> bytes;
  volatile std::uint32_t written;
  volatile std::uint32_t read;
  volatile bool full;  // interrupts are off until there is room; the sender waits
};

std::array<Ring, 5> rings;

void take(std::size_t port) {
  volatile Registers& uart = registers(port);
  Ring& ring = rings[port];
  // First, so that a byte that comes behind the last look is told by an interrupt of its own.
  uart.interrupts = kReceiveInterruptPending;
  while ((uart.state & kReceived) != 0) {
    const std::uint32_t at = ring.written;
    ring.full = at - ring.read == kRing;
    if (ring.full) {
      uart.control = kSendAndReceive;
      return;
    }
    ring.bytes[at % kRing] = static_cast<std::uint8_t>(uart.data);
    ring.written = at + 1;
  }
}

// Interrupts are held back between the look and the sleep; a pending one ends it all the same.
void sleep_while_empty(const Ring& ring) {
  asm volatile("cpsid i" ::: "memory");
  if (ring.written == ring.read) asm volatile("wfi" ::: "memory");
  asm volatile("cpsie i" ::: "memory");
}

// A byte that came while interrupts were off has told nobody, so it is looked for.
void go_on(std::size_t port) {
  asm volatile("cpsid i" ::: "memory");
  rings[port].full = false;
  registers(port).control = kSendAndReceive | kAndInterrupt;
  take(port);
  asm volatile("cpsie i" ::: "memory");
}

}  // namespace

void open_uarts() {
  std::uint32_t enable = 0;
  for (std::size_t port = 0; port < kBase.size(); ++port) {
    rings[port].written = 0;
    rings[port].read = 0;
    registers(port).baud_divisor = kDivisor;
    rings[port].full = false;
    registers(port).control = kSendAndReceive | kAndInterrupt;
    // The emulator looks for bytes anew when one was read, not when receiving begins: else what
    // comes first might wait for ever. Nobody sends before our first byte.
    static_cast<void>(registers(port).data);
    enable |= 1U << kReceiveInterrupt[port];
  }
  *reinterpret_cast<volatile std::uint32_t*>(kInterruptEnable) = enable;
}

void receive(Port port, std::span<std::uint8_t> into) {
  Ring& ring = rings[static_cast<std::size_t>(port)];
  for (std::uint8_t& byte : into) {
    while (ring.written == ring.read) sleep_while_empty(ring);
    const std::uint32_t at = ring.read;
    byte = ring.bytes[at % kRing];
    ring.read = at + 1;
    if (ring.full) go_on(static_cast<std::size_t>(port));
  }
}

void send(Port port, std::span<const std::uint8_t> bytes) {
  volatile Registers& uart = registers(static_cast<std::size_t>(port));
  for (const std::uint8_t byte : bytes) {
    while ((uart.state & kSendFull) != 0) {
    }
    uart.data = byte;
  }
}

}  // namespace cellwarden::firmware::mps2

// Interrupt handlers, named by the vector table in start.cpp.
extern "C" {
void plant_received() { cellwarden::firmware::mps2::take(0); }
void chain_received() { cellwarden::firmware::mps2::take(1); }
void chain_out_received() { cellwarden::firmware::mps2::take(2); }
void data_output_received() { cellwarden::firmware::mps2::take(3); }
void bluetooth_received() { cellwarden::firmware::mps2::take(4); }
}
