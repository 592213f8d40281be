// SPDX-License-Identifier: Apache-2.0
// The MPS2 board as a board of the chain: chain, data output and Bluetooth module are UARTs of
// their own; clock, converter, outputs and memory are at the other end of the plant link.
#include "cellwarden/firmware/hardware.hpp"

#include <array>

#include "../src/memory_test.hpp"
#include "../src/start.hpp"
#include "cellwarden/core/crc32.hpp"
#include "cellwarden/firmware/plant_link.hpp"
#include "uart.hpp"
#include "watchdog.hpp"

extern "C" {
extern const std::uint8_t image_begin[], image_seal[];
}

namespace cellwarden::firmware {

namespace {

using mps2::Port;

[[gnu::section(".plant_memory")]] std::array<std::uint8_t, core::store_size(kOutBoardMemory)> pages;
core::StoreGeometry geometry;

std::array<std::uint8_t, kLongestTell> told;
std::array<std::uint8_t, 64> chain_bytes;
std::array<std::uint8_t, kLineRoom> line_bytes;
Woken woken;
Answer answer;
std::optional<core::Operation> operation;  // told in the answer

// SysTick counts the processor's clock down from 2²⁴: the measure of how long a board is awake.
constexpr std::uintptr_t kSysTick = 0xE000'E010;
constexpr std::uint32_t kTicks = 0xFF'FFFF;
constexpr std::uint32_t kTicking = 5;  // on, the processor's clock, no interrupt

volatile std::uint32_t& sys_tick(std::size_t index) {
  return reinterpret_cast<volatile std::uint32_t*>(kSysTick)[index];
}
std::uint32_t tick() { return sys_tick(2); }
std::uint32_t woken_at;

void fill_memory(LinkReader& reader) {
  const auto address = reader.get<std::uint32_t>();
  for (std::size_t i = 0; i < reader.rest().size(); ++i) pages[address + i] = reader.rest()[i];
}

void get_samples(LinkReader& reader, boards::Samples& samples) {
  for (std::int32_t& voltage : samples.voltage_mv) voltage = reader.get<std::int32_t>();
  samples.temperature_mc = reader.get<std::int32_t>();
  samples.reference = core::Millivolts{reader.get<std::int32_t>()};
  samples.reference_nominal = core::Millivolts{reader.get<std::int32_t>()};
  samples.temperature_fault = reader.get<core::ReadingFault>();
}

void wake_by(LinkReader& reader) {
  const StepTold step = get_step(reader);
  woken = {};
  woken.now = step.now;
  woken.switches = step.switches;
  woken.connected = (step.flags & kConnected) != 0;
  woken.button = (step.flags & kButton) != 0;
  woken.supply_falling = (step.flags & kSupplyFalling) != 0;
  woken.bank_open = (step.flags & kBankOpen) != 0;
  if ((step.flags & kHasSamples) != 0) get_samples(reader, woken.samples.emplace());
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
}

// Sleeps until the plant says what happens next.
void next() {
  for (;;) {
    std::array<std::uint8_t, kTellHeader> head{};
    mps2::receive(Port::plant, head);
    LinkReader header{head};
    const auto what = header.get<Tell>();
    const std::span<std::uint8_t> payload = std::span{told}.first(header.get<std::uint16_t>());
    mps2::receive(Port::plant, payload);
    LinkReader reader{payload};
    if (what == Tell::memory) {
      fill_memory(reader);
      continue;
    }
    wake_by(reader);
    sys_tick(0) = kTicking;
    woken_at = tick();
    return;
  }
}

void put_operation(LinkWriter& writer) {
  if (!operation) return;
  const core::Operation& change = *operation;
  writer.put(change.address);
  if (change.kind == core::Operation::Kind::erase_page) return;
  writer.put(std::span{change.bytes}.first(kProgramUnit));
}

std::uint8_t flags_of(const Wanted& wanted) {
  unsigned flags = 0;
  if (wanted.sample_now) flags |= kSampleNow;
  if (wanted.bypass) flags |= kBypass;
  if (operation) {
    const bool erase = operation->kind == core::Operation::Kind::erase_page;
    flags |= erase ? kErase : kProgram;
  }
  return static_cast<std::uint8_t>(flags);
}

// The flash holds what was built.
bool sound() {
  const std::span<const std::uint8_t> program{image_begin, image_seal};
  const std::span<const std::uint8_t> seal{image_seal, sizeof(std::uint32_t)};
  return core::crc32(program) == core::get_little_endian(seal);
}

}  // namespace

const Woken& power_up(const core::StoreGeometry& store) {
  geometry = store;
  pages.fill(core::kErasedByte);
  sys_tick(1) = kTicks;
  mps2::open_uarts();
  const bool healthy = sound();
  const std::array<std::uint8_t, 1> first{healthy ? kHello : kDamaged};
  mps2::send(Port::plant, first);
  if (!healthy) {
    for (;;) asm volatile("wfi");
  }
  next();
  mps2::start_watchdog();
  return woken;
}

std::span<const std::uint8_t> memory() {
  return std::span{pages}.first(geometry.page_size == 0 ? 0 : core::store_size(geometry));
}

// As a flash does it: an erase sets a page to 0xFF, programming clears bits.
void change_memory(const core::Operation& change) {
  operation = change;
  if (change.kind == core::Operation::Kind::erase_page) {
    const std::uint32_t page = change.address - change.address % geometry.page_size;
    for (std::uint32_t i = 0; i < geometry.page_size; ++i) pages[page + i] = core::kErasedByte;
    return;
  }
  for (std::uint32_t i = 0; i < kProgramUnit; ++i) {
    const unsigned programmed = pages[change.address + i] & change.bytes[i];
    pages[change.address + i] = static_cast<std::uint8_t>(programmed);
  }
}

void send_chain(std::span<const std::uint8_t> bytes) {
  if (bytes.empty()) return;
  mps2::send(Port::chain_out, bytes);
  answer.sent_ticks = (woken_at - tick()) & kTicks;
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

void sleep(const Wanted& wanted, boards::Flow& flow) {
  // Once a cycle, and not while a message passes.
  if (woken.samples && !test_memory_slice()) mps2::fail();
  flow.did(boards::Duty::memory_tested);
  if (!stack_intact()) mps2::fail();
  flow.did(boards::Duty::stack_checked);
  if (!flow.complete()) mps2::fail();
  answer.ticks = (woken_at - tick()) & kTicks;
  sys_tick(0) = 0;  // a clock that runs keeps the emulator busy
  mps2::watch_sleep();
  answer.wake_at = wanted.wake_at;
  answer.led_until = wanted.led_until;
  answer.leds = wanted.leds;
  answer.flags = flags_of(wanted);
  answer.pulses = static_cast<std::uint8_t>(static_cast<unsigned>(wanted.charge) |
                                            static_cast<unsigned>(wanted.load) << 2U);
  answer.bluetooth = static_cast<std::uint8_t>(wanted.bluetooth);
  answer.stack_bytes = deepest_stack_bytes();
  std::array<std::uint8_t, kLongestAnswer> room{};
  LinkWriter writer{std::span{room}.subspan(kAnswerHeader)};
  put(writer, answer);
  put_operation(writer);
  LinkWriter header{room};
  header.put(static_cast<std::uint16_t>(writer.written().size()));
  mps2::send(Port::plant, std::span{room}.first(kAnswerHeader + writer.written().size()));
  answer = {};
  operation.reset();
  const core::Milliseconds asleep_from = woken.now;
  next();
  if (mps2::slept_too_long(woken.now - asleep_from)) mps2::fail();
  mps2::start_watchdog();
  flow.begin();
}

}  // namespace cellwarden::firmware
