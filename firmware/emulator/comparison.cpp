// SPDX-License-Identifier: Apache-2.0
#include "comparison.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "cellwarden/firmware/hardware.hpp"
#include "comparison_place.hpp"

namespace cellwarden::firmware {

using core::Milliseconds;

namespace {

constexpr std::size_t kMemoryPiece = 256;

std::string text_of(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : bytes) {
    if (!text.empty()) text += ' ';
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 0xFU];
  }
  return text.empty() ? "nothing" : text;
}

bool erased(std::span<const std::uint8_t> bytes) {
  return std::ranges::all_of(bytes, [](std::uint8_t byte) { return byte == core::kErasedByte; });
}

// As the board tells it.
Bytes operation_bytes(const std::optional<core::Operation>& operation) {
  if (!operation) return {};
  const bool erase = operation->kind == core::Operation::Kind::erase_page;
  Bytes bytes(sizeof(operation->address) + (erase ? 0 : kProgramUnit));
  LinkWriter writer{bytes};
  writer.put(operation->address);
  if (!erase) writer.put(std::span{operation->bytes}.first(kProgramUnit));
  return bytes;
}

std::uint8_t flags_of(bool sample_now, bool bypass,
                      const std::optional<core::Operation>& operation) {
  unsigned flags = 0;
  if (sample_now) flags |= kSampleNow;
  if (bypass) flags |= kBypass;
  if (operation) {
    flags |= operation->kind == core::Operation::Kind::erase_page ? kErase : kProgram;
  }
  return static_cast<std::uint8_t>(flags);
}

void put(LinkWriter& writer, const boards::Samples& samples, std::int32_t more_mv) {
  for (const std::int32_t voltage : samples.voltage_mv) writer.put(voltage + more_mv);
  writer.put(samples.temperature_mc);
  writer.put(samples.reference.count());
  writer.put(samples.reference_nominal.count());
  writer.put(static_cast<std::uint8_t>(samples.temperature_fault));
}

std::uint8_t led_bits(const boards::OutLeds& leds) {
  return static_cast<std::uint8_t>((leds.info ? 1U : 0U) | (leds.charge ? 2U : 0U) |
                                   (leds.load ? 4U : 0U));
}

}  // namespace

Comparison::Comparison(ComparisonOptions options)
    : options_{std::move(options)},
      places_(static_cast<std::size_t>(options_.cells)),
      figures_(places_.size()),
      chance_{options_.seed} {
  for (int cell = 1; cell <= options_.cells; ++cell) {
    const bool first = cell == 1;
    const bool last = cell == options_.cells;
    const std::string kind = first ? "in" : last ? "out" : "cell";
    const std::string name = first ? "the IN board" : last ? "the OUT board" : "the cell board";
    Place& at = place(cell);
    at.name = name + " on cell " + std::to_string(cell);
    if (!emulated(cell)) continue;
    at.board = std::make_unique<EmulatedBoard>(
        at.name, options_.images + "/" + kind + "-mps2.bin",
        EmulatorOptions{.count_instructions = options_.count_instructions || options_.debugged,
                        .debugged = options_.debugged});
    if (options_.debugged) {
      at.step_address =
          address_of(options_.images + "/" + kind + "-mps2.elf", "cellwarden::boards::step(");
    }
  }
}

Comparison::~Comparison() = default;

Comparison::Place& Comparison::place(int cell) {
  return places_[static_cast<std::size_t>(cell - 1)];
}

// What the board did not write itself: what was there at power-up, and bits that flipped.
void Comparison::follow_memory(int cell, std::span<const std::uint8_t> memory) {
  Place& at = place(cell);
  if (std::ranges::equal(at.memory, memory)) return;
  for (std::size_t i = 0; i < memory.size(); i += kMemoryPiece) {
    const auto piece = memory.subspan(i, kMemoryPiece);
    const bool same = at.memory.empty() ? erased(piece)
                                        : std::ranges::equal(
                                              std::span{at.memory}.subspan(i, piece.size()), piece);
    if (same) continue;
    std::array<std::uint8_t, kLongestTell> room{};
    LinkWriter writer{room};
    writer.put(static_cast<std::uint32_t>(i));
    writer.put(piece);
    at.board->tell(Tell::memory, writer.written());
  }
  at.memory.assign(memory.begin(), memory.end());
}

Told Comparison::step(int cell, Tell what, const Given& given, Milliseconds now) {
  Place& at = place(cell);
  StepTold told{.now = now,
                .flags = static_cast<std::uint8_t>(given.flags),
                .switches = given.switches,
                .chain_bytes = static_cast<std::uint8_t>(given.chain.size()),
                .line_bytes = static_cast<std::uint16_t>(given.line.size())};
  if (given.samples) told.flags |= kHasSamples;
  if (given.currents) told.flags |= kHasCurrents;
  if (given.currents && given.currents->out) told.flags |= kHasOutCurrent;
  std::array<std::uint8_t, kLongestTell> room{};
  LinkWriter writer{room};
  firmware::put(writer, told);
  if (given.samples) put(writer, *given.samples, cell == options_.disturbed ? 1 : 0);
  if (given.currents) {
    writer.put(given.currents->in.count());
    if (given.currents->out) writer.put(given.currents->out->count());
  }
  at.board->tell(what, writer.written());
  at.board->send(Uart::chain_in, given.chain);
  at.board->send(Uart::bluetooth, given.line);
  Told heard = at.board->hear();
  if (what == Tell::step) count(cell, heard.answer, !given.chain.empty());
  return heard;
}

void Comparison::compare(int cell, const Told& told, const Told& expected, Milliseconds now) {
  Place& at = place(cell);
  const auto differ = [&](const std::string& what, const std::string& image,
                          const std::string& twin) {
    throw Difference{at.name + ", " + std::to_string(now.count()) + " ms after power-up: " + what +
                     "\n  image: " + image + "\n  twin:  " + twin};
  };
  const auto bytes = [&](const char* what, const Bytes& image, const Bytes& twin) {
    if (image != twin) differ(what, text_of(image), text_of(twin));
  };
  const auto number = [&](const char* what, std::int64_t image, std::int64_t twin) {
    if (image != twin) differ(what, std::to_string(image), std::to_string(twin));
  };
  bytes("bytes sent on the chain", told.chain, expected.chain);
  number("coil pulses (bits 0-1 charge, 2-3 load)", told.answer.pulses, expected.answer.pulses);
  number("LEDs (bits)", told.answer.leds, expected.answer.leds);
  number("end of the flash (ms)", told.answer.led_until.count(), expected.answer.led_until.count());
  bytes("frame on the data output", told.frame, expected.frame);
  bytes("answer on the Bluetooth lines", told.line, expected.line);
  number("sampling, bypass, kind of memory operation (bits)", told.answer.flags,
         expected.answer.flags);
  bytes("memory operation", told.operation, expected.operation);
  number("Bluetooth module", told.answer.bluetooth, expected.answer.bluetooth);
  number("next waking (ms)", told.answer.wake_at.count(), expected.answer.wake_at.count());

  BoardFigures& sum = figures_[static_cast<std::size_t>(cell - 1)];
  ++sum.steps;
  sum.chain_bytes += told.chain.size();
  sum.pulses += (told.answer.pulses & 3U) != 0 ? 1U : 0U;
  sum.pulses += (told.answer.pulses >> 2U) != 0 ? 1U : 0U;
  sum.led_changes += told.answer.leds != at.leds ? 1U : 0U;
  sum.frames += told.frame.empty() ? 0U : 1U;
  sum.line_bytes += told.line.size();
  sum.operations += told.operation.empty() ? 0U : 1U;
  sum.stack_bytes = std::max(sum.stack_bytes, told.answer.stack_bytes);
  at.leds = told.answer.leds;
  at.wake_at = told.answer.wake_at;
  at.led_until = told.answer.led_until;
}

namespace {

// What the plant does with a memory operation, so that only what it did not do is told again.
void carry_out(Bytes& memory, const core::StoreGeometry& geometry,
               const std::optional<core::Operation>& operation) {
  if (!operation || memory.empty()) return;
  if (operation->kind == core::Operation::Kind::erase_page) {
    const std::uint32_t page = operation->address - operation->address % geometry.page_size;
    std::fill_n(memory.begin() + page, geometry.page_size, core::kErasedByte);
    return;
  }
  for (std::uint32_t i = 0; i < geometry.program_unit; ++i) {
    std::uint8_t& byte = memory[operation->address + i];
    byte = static_cast<std::uint8_t>(byte & operation->bytes[i]);
  }
}

}  // namespace

void Comparison::stepped(const boards::InBoard& board, const boards::InBoardInputs& inputs,
                         const boards::InBoardOutputs& outputs, std::span<const std::uint8_t> sent,
                         Milliseconds now) {
  if (!emulated(1)) return;
  follow_memory(1, inputs.memory);
  Told expected;
  expected.answer.wake_at = outputs.wake_at;
  expected.answer.led_until = outputs.led_until;
  expected.answer.leds = boards::led(board, now) ? kInfoLed : std::uint8_t{0};
  expected.answer.flags = flags_of(outputs.sample_now, outputs.bypass, outputs.operation);
  expected.operation = operation_bytes(outputs.operation);
  expected.chain.assign(sent.begin(), sent.end());
  const Told told = step(
      1, Tell::step,
      {.switches = inputs.switches, .samples = inputs.samples, .currents = inputs.currents}, now);
  compare(1, told, expected, now);
  carry_out(place(1).memory, kInBoardMemory, outputs.operation);
}

void Comparison::stepped(int cell, const boards::CellBoard& board,
                         const boards::CellBoardInputs& inputs,
                         const boards::CellBoardOutputs& outputs,
                         std::span<const std::uint8_t> sent, Milliseconds now) {
  if (!emulated(cell)) return;
  Told expected;
  expected.answer.wake_at = outputs.wake_at;
  expected.answer.led_until = outputs.led_until;
  expected.answer.leds = boards::led(board, now) ? kInfoLed : std::uint8_t{0};
  expected.answer.flags = flags_of(outputs.sample_now, outputs.bypass, {});
  expected.chain.assign(sent.begin(), sent.end());
  const Told told = step(cell, Tell::step, {.chain = inputs.bytes, .samples = inputs.samples}, now);
  compare(cell, told, expected, now);
}

void Comparison::stepped(const boards::OutBoard& board, const boards::OutBoardInputs& inputs,
                         const boards::OutBoardOutputs& outputs, std::span<const std::uint8_t> line,
                         Milliseconds now) {
  follow_memory(options_.cells, inputs.memory);
  Told expected;
  expected.answer.wake_at = outputs.wake_at;
  expected.answer.led_until = board.flash_until;
  expected.answer.leds = led_bits(boards::leds(board, now));
  expected.answer.flags = flags_of(outputs.sample_now, outputs.bypass, outputs.operation);
  expected.answer.pulses = static_cast<std::uint8_t>(static_cast<unsigned>(outputs.charge) |
                                                     static_cast<unsigned>(outputs.load) << 2U);
  expected.answer.bluetooth = static_cast<std::uint8_t>(outputs.bluetooth);
  expected.operation = operation_bytes(outputs.operation);
  if (outputs.frame) expected.frame.assign(outputs.frame->begin(), outputs.frame->end());
  expected.line.assign(line.begin(), line.end());
  Given given{.chain = inputs.chain, .line = inputs.line};
  if (inputs.connected) given.flags |= kConnected;
  if (inputs.button) given.flags |= kButton;
  if (inputs.supply_falling) given.flags |= kSupplyFalling;
  if (inputs.bank_open) given.flags |= kBankOpen;
  const Told told = step(options_.cells, Tell::step, given, now);
  compare(options_.cells, told, expected, now);
  carry_out(place(options_.cells).memory, kOutBoardMemory, outputs.operation);
  if (options_.out_board_did) options_.out_board_did(told);
}

// heard: bytes of the chain came. What a cell board sends without is a break report.
void Comparison::count(int cell, const Answer& answer, bool heard) {
  if (!options_.count_instructions) return;
  // To the nearest: where in a tick the step began makes less than half an instruction.
  constexpr std::uint64_t kOne = 1U << kCountShift;
  const auto instructions_of = [](std::uint32_t ticks) {
    return (ticks * kTickNs + kOne / 2) / kOne;
  };
  const std::uint64_t instructions = instructions_of(answer.ticks);
  BoardFigures& sum = figures_[static_cast<std::size_t>(cell - 1)];
  sum.instructions += instructions;
  sum.most_instructions = std::max(sum.most_instructions, instructions);
  if (heard || cell == 1) {
    sum.most_to_send = std::max(sum.most_to_send, instructions_of(answer.sent_ticks));
  }
  constexpr auto kOpen = static_cast<unsigned>(core::Pulse::open);
  if ((answer.pulses & 3U) == kOpen || answer.pulses >> 2U == kOpen) {
    sum.most_to_open = std::max(sum.most_to_open, instructions);
  }
}

void Comparison::sampled(int cell, const boards::Samples& samples, const boards::Monitor& after,
                         Milliseconds wake_at, Milliseconds now) {
  if (!emulated(cell)) return;
  const Place& at = place(cell);
  Told expected;
  const Told told = step(cell, Tell::step, {.samples = samples}, now);
  expected.answer.flags = flags_of(false, boards::resistor_on(after), {});
  expected.answer.wake_at = wake_at;
  expected.answer.led_until = at.led_until;
  // The listener is not told the LEDs here: they are held side by side in the next step.
  expected.answer.leds = told.answer.leds;
  compare(cell, told, expected, now);
}

void Comparison::check_silence() {
  for (const Place& at : places_) {
    if (at.powered && at.board->anything_left()) {
      throw Difference{at.name + ": at the end bytes left a UART that no answer had announced"};
    }
  }
}

}  // namespace cellwarden::firmware
