// SPDX-License-Identifier: Apache-2.0
#include "lone_board.hpp"

#include <algorithm>
#include <array>

#include "cellwarden/core/relay_drive.hpp"

namespace cellwarden::firmware {

LoneBoard::LoneBoard(const std::string& images, const std::string& kind)
    : elf_{images + "/" + kind + "-mps2.elf"},
      has_coils_{kind == "out"},
      board_{"the " + kind + " board",
             images + "/" + kind + "-mps2.bin",
             {.count_instructions = true, .debugged = true}} {}

void LoneBoard::power_up(std::span<const std::uint8_t> memory) {
  board_.restart();
  begin(memory);
}

void LoneBoard::begin(std::span<const std::uint8_t> memory) {
  constexpr std::size_t kPiece = 256;
  now_ = {};
  std::array<std::uint8_t, kLongestTell> room{};
  for (std::size_t at = 0; at < memory.size(); at += kPiece) {
    LinkWriter writer{room};
    writer.put(static_cast<std::uint32_t>(at));
    writer.put(memory.subspan(at, std::min(kPiece, memory.size() - at)));
    board_.tell(Tell::memory, writer.written());
  }
  LinkWriter writer{room};
  put(writer, StepTold{});
  board_.tell(Tell::begin, writer.written());
  hear();
}

void LoneBoard::tell_step(std::string_view line) {
  std::array<std::uint8_t, kLongestTell> room{};
  LinkWriter writer{room};
  put(writer,
      StepTold{
          .now = now_, .flags = kConnected, .line_bytes = static_cast<std::uint16_t>(line.size())});
  board_.tell(Tell::step, writer.written());
  board_.send(Uart::bluetooth, {reinterpret_cast<const std::uint8_t*>(line.data()), line.size()});
}

void LoneBoard::tell_samples() {
  constexpr std::size_t kSamplesBytes = 8 * sizeof(std::int32_t) + 1;
  std::array<std::uint8_t, kLongestTell> room{};
  LinkWriter writer{room};
  put(writer, StepTold{.now = now_, .flags = kHasSamples});
  const std::array<std::uint8_t, kSamplesBytes> zeros{};
  writer.put(std::span<const std::uint8_t>{zeros});
  board_.tell(Tell::step, writer.written());
}

Told LoneBoard::hear() {
  Told told = board_.hear();
  now_ = std::max(told.answer.wake_at, now_ + core::Milliseconds{1});
  return told;
}

Told LoneBoard::step(std::string_view line) {
  tell_step(line);
  return hear();
}

bool LoneBoard::opens_first() {
  constexpr auto kOpen = static_cast<unsigned>(core::Pulse::open);
  constexpr int kSteps = 50;
  for (int i = 0; i < kSteps; ++i) {
    const std::uint8_t pulses = step().answer.pulses;
    if (pulses != 0) return has_coils_ && pulses == (kOpen | kOpen << 2U);
  }
  return !has_coils_;
}

}  // namespace cellwarden::firmware
