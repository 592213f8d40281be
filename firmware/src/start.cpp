// SPDX-License-Identifier: Apache-2.0
#include "start.hpp"

namespace {

constexpr std::uint32_t kStackPaint = 0xC5C5'C5C5;

}  // namespace

extern "C" {
extern std::uint32_t data_begin, data_end, data_in_flash, bss_begin, bss_end, stack_limit;
int main();

[[noreturn]] void reset() {
  std::uint32_t* here = nullptr;
  asm volatile("mov %0, sp" : "=r"(here));
  for (std::uint32_t* word = &stack_limit; word < here; ++word) *word = kStackPaint;
  const std::uint32_t* from = &data_in_flash;
  for (std::uint32_t* to = &data_begin; to < &data_end; ++to) *to = *from++;
  for (std::uint32_t* word = &bss_begin; word < &bss_end; ++word) *word = 0;
  main();
  stand_still();
}
}

namespace cellwarden::firmware {

std::uint32_t deepest_stack_bytes() {
  const std::uint32_t* word = &stack_limit;
  while (word < &stack_top && *word == kStackPaint) ++word;
  return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(&stack_top) -
                                    reinterpret_cast<std::uintptr_t>(word));
}

bool stack_intact() {
  constexpr std::size_t kCanary = 4;  // words: more than a frame jumps over without touching
  const volatile std::uint32_t* word = &stack_limit;
  bool intact = true;
  for (std::size_t i = 0; i < kCanary; ++i) intact = intact && word[i] == kStackPaint;
  return intact;
}

}  // namespace cellwarden::firmware
