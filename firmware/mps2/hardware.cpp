// SPDX-License-Identifier: Apache-2.0
// The MPS2 board as a board of the chain: chain, data output and Bluetooth module are UARTs of
// their own; clock, converter, outputs and memory are at the other end of the plant link.
#include "cellwarden/firmware/hardware.hpp"

#include <array>

#include "cellwarden/firmware/plant_link.hpp"
#include "stack.hpp"
#include "uart.hpp"

namespace cellwarden::firmware {

namespace {

using mps2::Port;

[[gnu::section(".plant_memory")]] std::array<std::uint8_t, core::store_size(kOutBoardMemory)> pages;
core::StoreGeometry geometry;

std::array<std::uint8_t, kLongestTell> told;
std::array<std::uint8_t, 64> chain_bytes;
std::array<std::uint8_t, kLineRoom> line_bytes;
Answer answer;

// SysTick counts the processor's clock down from 2²⁴: the measure of how long a board is awake.
constexpr std::uintptr_t kSysTick = 0xE000'E010;
constexpr std::uint32_t kTicks = 0xFF'FFFF;

volatile std::uint32_t& sys_tick(std::size_t index) {
  return reinterpret_cast<volatile std::uint32_t*>(kSysTick)[index];
}
std::uint32_t tick() { return sys_tick(2); }
std::uint32_t woken_at;

void change_memory(LinkReader& reader) {
  const auto address = reader.get<std::uint32_t>();
  for (std::size_t i = 0; i < reader.rest().size(); ++i) pages[address + i] = reader.rest()[i];
}

boards::Samples get_samples(LinkReader& reader) {
  boards::Samples samples;
  for (std::int32_t& voltage : samples.voltage_mv) voltage = reader.get<std::int32_t>();
  samples.temperature_mc = reader.get<std::int32_t>();
  samples.reference = core::Millivolts{reader.get<std::int32_t>()};
  samples.reference_nominal = core::Millivolts{reader.get<std::int32_t>()};
  samples.temperature_fault = reader.get<core::ReadingFault>();
  return samples;
}

Woken woken_by(LinkReader& reader) {
  const StepTold step = get_step(reader);
  Woken woken;
  woken.now = step.now;
  woken.switches = step.switches;
  woken.connected = (step.flags & kConnected) != 0;
  woken.button = (step.flags & kButton) != 0;
  woken.supply_falling = (step.flags & kSupplyFalling) != 0;
  woken.bank_open = (step.flags & kBankOpen) != 0;
  if ((step.flags & kHasSamples) != 0) woken.samples = get_samples(reader);
  if ((step.flags & kHasCurrents) != 0) {
    boards::CurrentSamples& currents = woken.currents.emplace();
    currents.in = core::Milliamps{reader.get<std::int32_t>()};
    if ((step.flags & kHasOutCurrent) != 0) {
      currents.out = core::Milliamps{reader.get<std::int32_t>()};
    }
  }
  const std::span<std::uint8_t> chain = std::span{chain_bytes}.first(step.chain_bytes);
  const std::span<std::uint8_t> line = std::span{line_bytes}.first(step.line_bytes);
  mps2::receive(Port::chain_in, chain);
  mps2::receive(Port::bluetooth, line);
  woken.chain = chain;
  woken.line = line;
  return woken;
}

// Sleeps until the plant says what happens next.
Woken next() {
  for (;;) {
    std::array<std::uint8_t, kTellHeader> head{};
    mps2::receive(Port::plant, head);
    LinkReader header{head};
    const auto what = header.get<Tell>();
    const std::span<std::uint8_t> payload = std::span{told}.first(header.get<std::uint16_t>());
    mps2::receive(Port::plant, payload);
    LinkReader reader{payload};
    if (what == Tell::memory) {
      change_memory(reader);
      continue;
    }
    const Woken woken = woken_by(reader);
    woken_at = tick();
    return woken;
  }
}

void put_operation(LinkWriter& writer, const core::Operation& operation) {
  writer.put(operation.address);
  if (operation.kind == core::Operation::Kind::erase_page) return;
  writer.put(std::span{operation.bytes}.first(kProgramUnit));
}

// As a flash does it: an erase sets a page to 0xFF, programming clears bits.
void carry_out(const core::Operation& operation) {
  if (operation.kind == core::Operation::Kind::erase_page) {
    const std::uint32_t page = operation.address - operation.address % geometry.page_size;
    for (std::uint32_t i = 0; i < geometry.page_size; ++i) pages[page + i] = core::kErasedByte;
    return;
  }
  for (std::uint32_t i = 0; i < kProgramUnit; ++i) {
    const unsigned programmed = pages[operation.address + i] & operation.bytes[i];
    pages[operation.address + i] = static_cast<std::uint8_t>(programmed);
  }
}

std::uint8_t flags_of(const Wanted& wanted) {
  unsigned flags = 0;
  if (wanted.sample_now) flags |= kSampleNow;
  if (wanted.bypass) flags |= kBypass;
  if (wanted.operation) {
    const bool erase = wanted.operation->kind == core::Operation::Kind::erase_page;
    flags |= erase ? kErase : kProgram;
  }
  return static_cast<std::uint8_t>(flags);
}

}  // namespace

Woken power_up(const core::StoreGeometry& store) {
  geometry = store;
  pages.fill(core::kErasedByte);
  sys_tick(1) = kTicks;
  sys_tick(0) = 5;  // on, the processor's clock, no interrupt
  mps2::open_uarts();
  const std::array<std::uint8_t, 1> hello{kHello};
  mps2::send(Port::plant, hello);
  return next();
}

std::span<const std::uint8_t> memory() {
  return std::span{pages}.first(geometry.page_size == 0 ? 0 : core::store_size(geometry));
}

void send_chain(std::span<const std::uint8_t> bytes) {
  mps2::send(Port::chain_out, bytes);
  answer.chain_bytes = static_cast<std::uint8_t>(answer.chain_bytes + bytes.size());
}

void send_frame(std::span<const std::uint8_t> bytes) {
  mps2::send(Port::data_output, bytes);
  answer.frame_bytes = static_cast<std::uint8_t>(answer.frame_bytes + bytes.size());
}

void send_line(std::span<const std::uint8_t> bytes) {
  mps2::send(Port::bluetooth, bytes);
  answer.line_bytes = static_cast<std::uint16_t>(answer.line_bytes + bytes.size());
}

Woken sleep(const Wanted& wanted) {
  answer.ticks = (woken_at - tick()) & kTicks;
  answer.wake_at = wanted.wake_at;
  answer.led_until = wanted.led_until;
  answer.leds = wanted.leds;
  answer.flags = flags_of(wanted);
  answer.pulses = static_cast<std::uint8_t>(static_cast<unsigned>(wanted.charge) |
                                            static_cast<unsigned>(wanted.load) << 2U);
  answer.bluetooth = static_cast<std::uint8_t>(wanted.bluetooth);
  answer.stack_bytes = mps2::deepest_stack_bytes();
  std::array<std::uint8_t, kLongestAnswer> room{};
  LinkWriter writer{std::span{room}.subspan(kAnswerHeader)};
  put(writer, answer);
  if (wanted.operation) {
    put_operation(writer, *wanted.operation);
    carry_out(*wanted.operation);
  }
  LinkWriter header{room};
  header.put(static_cast<std::uint16_t>(writer.written().size()));
  mps2::send(Port::plant, std::span{room}.first(kAnswerHeader + writer.written().size()));
  answer = {};
  return next();
}

}  // namespace cellwarden::firmware
