// SPDX-License-Identifier: Apache-2.0
// What passes between an emulated board and the plant: the world tells the board what time it is
// and what its pins show, the board tells what it does. The board's time stands still between two
// messages, so a run gives the same bytes every time. Both ends include this header.
//
//   plant → board   what u8 · size u16 · payload        board → plant   size u16 · payload
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "cellwarden/core/little_endian.hpp"
#include "cellwarden/core/units.hpp"

namespace cellwarden::firmware {

enum class Tell : std::uint8_t {
  memory = 1,  // address u32, bytes: the store's memory has these; no answer
  begin,       // the board may start; answered as a step is
  step,        // StepFlags and what they announce
};

enum StepFlags : std::uint8_t {
  kConnected = 1,
  kButton = 2,
  kSupplyFalling = 4,
  kBankOpen = 8,
  kHasSamples = 16,    // 5 × voltage, temperature, reference, its nominal: i32; fault u8
  kHasCurrents = 32,   // in i32
  kHasOutCurrent = 64  // out i32
};

enum AnswerFlags : std::uint8_t {
  kSampleNow = 1,
  kBypass = 2,
  kErase = 4,    // address u32
  kProgram = 8,  // address u32, 8 bytes
};

inline constexpr std::size_t kTellHeader = 3;
inline constexpr std::size_t kAnswerHeader = 2;
inline constexpr std::size_t kLongestTell = 300;
inline constexpr std::size_t kLongestAnswer = 64;
inline constexpr std::size_t kProgramUnit = 8;
// The board's first byte after a reset: its program is sound, or it is not, both coils are pulsed
// open and nothing else will come.
inline constexpr std::uint8_t kHello = 0xA5;
inline constexpr std::uint8_t kDamaged = 0x3C;
// In the place of an answer, whose first byte is never this: the program has failed a test of its
// own, or stalled. Both coils are pulsed open, and the watchdog will reset the board (OUT-6).
inline constexpr std::uint8_t kFailed = 0xE7;

// Numbers into a buffer, one behind the other.
class LinkWriter {
 public:
  explicit LinkWriter(std::span<std::uint8_t> room) : room_{room} {}

  template <class Number>
  void put(Number value) {
    core::put_little_endian(room_.subspan(at_, sizeof(Number)), static_cast<std::uint64_t>(value));
    at_ += sizeof(Number);
  }
  void put(std::span<const std::uint8_t> bytes) {
    for (const std::uint8_t byte : bytes) room_[at_++] = byte;
  }
  [[nodiscard]] std::span<const std::uint8_t> written() const { return room_.first(at_); }

 private:
  std::span<std::uint8_t> room_;
  std::size_t at_{0};
};

class LinkReader {
 public:
  explicit LinkReader(std::span<const std::uint8_t> bytes) : bytes_{bytes} {}

  template <class Number>
  Number get() {
    const auto value = core::get_little_endian(bytes_.subspan(at_, sizeof(Number)));
    at_ += sizeof(Number);
    return static_cast<Number>(value);
  }
  [[nodiscard]] std::span<const std::uint8_t> rest() const { return bytes_.subspan(at_); }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t at_{0};
};

// A step as it is told: now i64, flags u8, switches u8, chain bytes u8, line bytes u16; then
// samples and currents. The bytes themselves come on the UARTs.
struct StepTold {
  core::Milliseconds now;
  std::uint8_t flags{0};
  std::uint8_t switches{0};
  std::uint8_t chain_bytes{0};
  std::uint16_t line_bytes{0};
};

inline void put(LinkWriter& writer, const StepTold& told) {
  writer.put(told.now.count());
  writer.put(told.flags);
  writer.put(told.switches);
  writer.put(told.chain_bytes);
  writer.put(told.line_bytes);
}

inline StepTold get_step(LinkReader& reader) {
  StepTold told;
  told.now = core::Milliseconds{reader.get<std::int64_t>()};
  told.flags = reader.get<std::uint8_t>();
  told.switches = reader.get<std::uint8_t>();
  told.chain_bytes = reader.get<std::uint8_t>();
  told.line_bytes = reader.get<std::uint16_t>();
  return told;
}

// The answer; behind it the memory operation, if the flags announce one.
struct Answer {
  core::Milliseconds wake_at;
  core::Milliseconds led_until;
  std::uint8_t flags{0};
  std::uint8_t leds{0};
  std::uint8_t pulses{0};  // bits 0–1 charge relay, 2–3 load relay
  std::uint8_t bluetooth{0};
  std::uint8_t chain_bytes{0};  // that left on each UART since the last answer
  std::uint8_t frame_bytes{0};
  std::uint16_t line_bytes{0};
  std::uint32_t ticks{0};        // of SysTick, while awake
  std::uint32_t sent_ticks{0};   // of these, until the chain's UART had its last byte
  std::uint32_t stack_bytes{0};  // the deepest so far
};

inline void put(LinkWriter& writer, const Answer& answer) {
  writer.put(answer.wake_at.count());
  writer.put(answer.led_until.count());
  writer.put(answer.flags);
  writer.put(answer.leds);
  writer.put(answer.pulses);
  writer.put(answer.bluetooth);
  writer.put(answer.chain_bytes);
  writer.put(answer.frame_bytes);
  writer.put(answer.line_bytes);
  writer.put(answer.ticks);
  writer.put(answer.sent_ticks);
  writer.put(answer.stack_bytes);
}

inline Answer get_answer(LinkReader& reader) {
  Answer answer;
  answer.wake_at = core::Milliseconds{reader.get<std::int64_t>()};
  answer.led_until = core::Milliseconds{reader.get<std::int64_t>()};
  answer.flags = reader.get<std::uint8_t>();
  answer.leds = reader.get<std::uint8_t>();
  answer.pulses = reader.get<std::uint8_t>();
  answer.bluetooth = reader.get<std::uint8_t>();
  answer.chain_bytes = reader.get<std::uint8_t>();
  answer.frame_bytes = reader.get<std::uint8_t>();
  answer.line_bytes = reader.get<std::uint16_t>();
  answer.ticks = reader.get<std::uint32_t>();
  answer.sent_ticks = reader.get<std::uint32_t>();
  answer.stack_bytes = reader.get<std::uint32_t>();
  return answer;
}

}  // namespace cellwarden::firmware
