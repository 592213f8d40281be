// SPDX-License-Identifier: Apache-2.0
#include "breaks.hpp"

#include <array>
#include <optional>
#include <random>

#include "cellwarden/core/kept.hpp"
#include "cellwarden/firmware/hardware.hpp"
#include "lone_board.hpp"

namespace cellwarden::firmware {

namespace {

constexpr int kPatienceMs = 10'000;  // the emulator's clock goes by instructions
constexpr int kQuietMs = 400;        // more than 20 s of its clock, with a program that runs

// Instructions of the processor, lowest byte first.
constexpr std::array<std::uint8_t, 2> kJumpToItself{0xFE, 0xE7};
constexpr std::array<std::uint8_t, 2> kNoInstruction{0x00, 0xDE};
constexpr std::array<std::uint8_t, 2> kReturn{0x70, 0x47};
constexpr std::array<std::uint8_t, 4> kReturnTrue{0x01, 0x20, 0x70, 0x47};
constexpr std::array<std::uint8_t, 4> kReturnFalse{0x00, 0x20, 0x70, 0x47};

void run_to(LoneBoard& lone, const std::string& name) {
  if (!lone.debugger().run_to(lone.address(name), kPatienceMs)) {
    throw EmulatorFailed{"the program did not come to " + name};
  }
}

constexpr const char* kStep = "cellwarden::boards::step(";
constexpr const char* kTestSlice = "cellwarden::firmware::(anonymous namespace)::test_slice(";
constexpr const char* kLoadWatchdog = "cellwarden::firmware::mps2::(anonymous namespace)::load(";
constexpr const char* kSleep = "cellwarden::firmware::sleep(";

// The program goes round in a circle.
void stall(LoneBoard& lone) {
  lone.debugger().stop();
  lone.debugger().write(lone.address(kStep), kJumpToItself);
  lone.tell_step();
  lone.debugger().go_on();
}

// It jumps over everything between waking and sleeping.
void jump(LoneBoard& lone) {
  constexpr int kLink = 14;
  constexpr std::uint32_t kCallBytes = 4;
  lone.debugger().stop();
  lone.tell_step();
  run_to(lone, kSleep);
  const std::uint32_t wanted = lone.debugger().get_register(0);
  const std::uint32_t flow = lone.debugger().get_register(1);
  const std::uint32_t call = (lone.debugger().get_register(kLink) & ~1U) - kCallBytes;
  lone.debugger().go_on();
  lone.hear();
  lone.debugger().stop();
  lone.tell_step();
  run_to(lone, kStep);
  lone.debugger().set_register(0, wanted);
  lone.debugger().set_register(1, flow);
  lone.debugger().set_register(kProgramCounter, call);
  lone.debugger().go_on();
}

// It comes to what is no instruction.
void stumble(LoneBoard& lone) {
  lone.debugger().stop();
  lone.debugger().write(lone.address(kStep), kNoInstruction);
  lone.tell_step();
  lone.debugger().go_on();
}

// Something has gone past the end of the stack.
void overflow(LoneBoard& lone) {
  lone.debugger().stop();
  lone.debugger().write_word(lone.address("stack_limit") + 8, 0);
  lone.tell_step();
  lone.debugger().go_on();
}

// A bit changes while a slice of the memory is tested.
void flip(LoneBoard& lone) {
  constexpr int kInside = 600;  // instructions, of 2,300: behind the first writes
  constexpr std::uint32_t kWord = 3 * 4;
  lone.debugger().stop();
  lone.tell_samples();
  run_to(lone, kTestSlice);
  const std::uint32_t slice = lone.debugger().get_register(0);
  lone.debugger().step(kInside);
  const std::uint8_t byte = lone.debugger().read(slice + kWord, 1).front();
  const std::array<std::uint8_t, 1> flipped{static_cast<std::uint8_t>(byte ^ 0x10U)};
  lone.debugger().write(slice + kWord, flipped);
  lone.debugger().go_on();
}

// It sleeps, and nothing wakes it. Asleep the emulator's clock is no faster than a real one, so the
// round of minutes is made a short one.
void sleep_for_ever(LoneBoard& lone) {
  constexpr std::uint32_t kTenthOfASecond = 2'500'000;
  lone.debugger().stop();
  lone.tell_step();
  run_to(lone, kLoadWatchdog);  // it wakes
  run_to(lone, kSleep);
  run_to(lone, kLoadWatchdog);
  lone.debugger().set_register(0, kTenthOfASecond);
  lone.debugger().go_on();
  lone.hear();
}

// It wakes long after the moment that it asked for.
void oversleep(LoneBoard& lone) {
  lone.let_pass(boards::kWatchdog);
  lone.tell_step();
}

struct Break {
  const char* name;
  void (*make)(LoneBoard& lone);
  // Its program finds it and tells so; the watchdog, which tells of a stall, finds the rest.
  bool tells;
  // The test that finds it, and what it becomes where it is taken out; empty: it cannot be, because
  // it is part of another function.
  const char* test;
  std::span<const std::uint8_t> without;
};

const std::array<Break, 7> breaks{{
    {"a program that stalls", stall, false, "cellwarden::firmware::mps2::start_watchdog(", kReturn},
    {"a program that jumps over its duties", jump, true, nullptr, {}},
    {"what is no instruction", stumble, true, nullptr, {}},
    {"a stack that is too deep", overflow, true, "cellwarden::firmware::stack_intact(",
     kReturnTrue},
    {"a bit of the memory that does not hold", flip, true, kTestSlice, kReturnTrue},
    {"a sleep that nothing ends", sleep_for_ever, false, kLoadWatchdog, kReturn},
    {"a sleep that ends too late", oversleep, true, "cellwarden::firmware::mps2::slept_too_long(",
     kReturnFalse},
}};

// Empty: it failed, was reset by its watchdog, and came up with both relays pulsed open.
std::string trouble_with(LoneBoard& lone, bool twice) {
  if (lone.board().next_byte(kPatienceMs) != kFailed) return "was not found";
  // A program that has failed tells it once more when the first round of the watchdog is over.
  if (twice && lone.board().next_byte(kPatienceMs) != kFailed) return "did not end in a stall";
  if (!lone.board().came_up(kPatienceMs)) return "was found, but no watchdog has reset the board";
  lone.begin({});
  if (!lone.opens_first()) return "was found, but the relays were not pulsed open first";
  return {};
}

}  // namespace

BreakFigures break_board(const std::string& images, const std::string& kind) {
  BreakFigures figures;
  for (const Break& it : breaks) {
    LoneBoard lone{images, kind};
    lone.power_up({});
    lone.step();
    it.make(lone);
    const std::string trouble = trouble_with(lone, it.tells);
    if (!trouble.empty()) {
      figures.trouble = std::string{it.name} + " " + trouble;
      return figures;
    }
    ++figures.found;
    if (it.test == nullptr) continue;
    LoneBoard blind{images, kind};
    blind.power_up({});
    blind.step();
    blind.debugger().stop();
    blind.debugger().write(blind.address(it.test), it.without);
    blind.debugger().go_on();
    it.make(blind);
    if (blind.board().next_byte(kQuietMs) == kFailed) {
      figures.trouble = std::string{it.name} + " was found with its test taken out";
      return figures;
    }
    ++figures.unnoticed;
  }
  return figures;
}

namespace {

using SettingsBytes = std::array<std::uint8_t, core::kSettingsBytes>;

std::optional<SettingsBytes> settings_in(std::span<const std::uint8_t> memory) {
  const core::OpenedStore opened = core::open_store(kOutBoardMemory, memory);
  core::OutBoardKept kept;
  const core::OutBoardProblems problems = core::load_out_board(opened.sections, {}, kept);
  if (problems.settings || problems.access || problems.commissioning || problems.counters)
    return {};
  SettingsBytes bytes{};
  core::encode_settings(kept.settings, bytes);
  return bytes;
}

Bytes memory_of(LoneBoard& lone) {
  return lone.debugger().read(lone.address("cellwarden::firmware::(anonymous namespace)::pages"),
                              core::store_size(kOutBoardMemory));
}

constexpr std::uint8_t kOperation = kErase | kProgram;

// A client signs in and writes a setting. Up to the first memory operation, which is not yet told.
void ask_for_a_write(LoneBoard& lone) {
  lone.step("PW1234!\r");
  lone.step("02-050!\r");
  lone.tell_step("C6-051!\r");
}

int finish_write(LoneBoard& lone) {
  constexpr int kAtMost = 500;
  int operations = 0;
  for (int i = 0; i < kAtMost; ++i) {
    const bool writes = (lone.hear().answer.flags & kOperation) != 0;
    if (writes) ++operations;
    if (!writes && operations > 0) return operations;
    lone.tell_step();
  }
  throw EmulatorFailed{"the OUT board's write has no end"};
}

}  // namespace

CutFigures cut_writes(const std::string& images, int cuts, std::uint64_t seed) {
  CutFigures figures;
  std::mt19937_64 chance{seed};
  LoneBoard lone{images, "out"};
  lone.power_up({});
  lone.tell_step();
  finish_write(lone);  // what a board that has never run stores
  lone.debugger().stop();
  const Bytes old_memory = memory_of(lone);
  const std::optional<SettingsBytes> before = settings_in(old_memory);
  lone.power_up(old_memory);  // as before each cut: so it begins a fresh page
  ask_for_a_write(lone);
  const int operations = finish_write(lone);
  lone.debugger().stop();
  const std::optional<SettingsBytes> after = settings_in(memory_of(lone));
  if (!before || !after || before == after) {
    figures.trouble = "the setting was not stored, so no cut of its write can be tried";
    return figures;
  }
  for (int i = 0; i < cuts; ++i) {
    lone.power_up(old_memory);
    ask_for_a_write(lone);
    const int operation = static_cast<int>(chance() % static_cast<unsigned>(operations));
    for (int k = 0; k < operation;) {
      if ((lone.hear().answer.flags & kOperation) != 0) ++k;
      lone.tell_step();
    }
    // Half of the cuts anywhere in the step, half where bytes are programmed.
    const bool anywhere = chance() % 2 == 0;
    lone.debugger().stop();
    run_to(lone, anywhere ? kStep : "cellwarden::firmware::change_memory(");
    const int instructions = static_cast<int>(chance() % (anywhere ? 4'000 : 150));
    lone.debugger().step(instructions);
    const Bytes memory = memory_of(lone);
    const std::optional<SettingsBytes> found = settings_in(memory);
    const std::string where = "a cut " + std::to_string(instructions) +
                              " instructions into operation " + std::to_string(operation + 1) +
                              " of " + std::to_string(operations);
    if (found != before && found != after) {
      figures.trouble = where + " left settings that were never stored";
      return figures;
    }
    ++(found == before ? figures.before : figures.after);
    lone.debugger().reset();
    lone.board().forget();
    lone.debugger().go_on();
    if (!lone.board().came_up(kPatienceMs)) {
      figures.trouble = "after " + where + " the board did not come up";
      return figures;
    }
    lone.begin(memory);
    if (!lone.opens_first()) {
      figures.trouble = "after " + where + " the relays were not pulsed open first";
      return figures;
    }
  }
  return figures;
}

}  // namespace cellwarden::firmware
