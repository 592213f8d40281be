// SPDX-License-Identifier: Apache-2.0
#include "memory_test.hpp"

#include "cellwarden/boards/memory_march.hpp"

extern "C" {
extern std::uint32_t data_begin[], bss_end[], stack_limit[];
}

namespace cellwarden::firmware {

namespace {

struct Ram {
  [[nodiscard]] std::uint32_t read(std::size_t index) const { return words[index]; }
  void write(std::size_t index, std::uint32_t value) { words[index] = value; }

  volatile std::uint32_t* words;
};

volatile std::uint32_t* next_slice;

// Interrupt handlers use the memory too.
// NOLINTNEXTLINE(readability-non-const-parameter): written through `ram`
[[gnu::noinline]] bool test_slice(volatile std::uint32_t* words) {
  Ram ram{words};
  asm volatile("cpsid i" ::: "memory");
  const bool sound = boards::march(ram);
  asm volatile("cpsie i" ::: "memory");
  return sound;
}

}  // namespace

bool test_memory_slice() {
  constexpr std::size_t kOwnFrames = 64;  // words, of the functions called from here
  std::uint32_t* here = nullptr;
  asm volatile("mov %0, sp" : "=r"(here));
  volatile std::uint32_t* slice = next_slice;
  if (slice == nullptr) slice = data_begin;
  next_slice = slice + boards::kMarchStride;
  if (slice < bss_end && slice + boards::kMarchWords > bss_end) {
    slice = bss_end - boards::kMarchWords;
    next_slice = stack_limit;
  }
  if (slice >= stack_limit && slice + boards::kMarchWords + kOwnFrames > here) {
    slice = data_begin;
    next_slice = slice + boards::kMarchStride;
  }
  return test_slice(slice);
}

}  // namespace cellwarden::firmware
