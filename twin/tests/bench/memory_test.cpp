// SPDX-License-Identifier: Apache-2.0
// Memory stays flat over simulated time: what a bench holds grows by what happened, which is the
// story itself, and by nothing else. A program of its own, because it counts every allocation.
#include <gtest/gtest.h>
#include <malloc.h>

#include <cstddef>
#include <cstdlib>
#include <new>

#include "small_pack.hpp"

namespace {

std::size_t held_bytes = 0;

}  // namespace

// Not inlined: gcc would take malloc and delete for a mismatched pair.
[[gnu::noinline]] void* operator new(std::size_t size) {
  void* const memory = std::malloc(size);
  if (memory == nullptr) std::abort();
  held_bytes += malloc_usable_size(memory);
  return memory;
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  if (memory != nullptr) held_bytes -= malloc_usable_size(memory);
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  operator delete(memory);
}

namespace cellwarden::twin {
namespace {

// What is held when the bench has come so far.
std::size_t held_after(Bench& bench, double hours) {
  bench.run_until(hours * 3600);
  return held_bytes;
}

// A pack at rest: after the relays have closed nothing happens any more.
TEST(Memory, IsFlatWhileNothingHappens) {
  for (const Fidelity fidelity : {Fidelity::messages, Fidelity::bytes}) {
    Scenario scenario = test::small_pack(16);
    scenario.site.sun.measured = test::always(0.04);  // just what the load takes
    Bench bench{scenario, {.fidelity = fidelity}};
    const std::size_t before = held_after(bench, 1);
    const std::size_t happened = bench.occurrences().size();
    const std::size_t after = held_after(bench, 12);
    ASSERT_EQ(bench.occurrences().size(), happened);
    EXPECT_EQ(after, before);
  }
}

}  // namespace
}  // namespace cellwarden::twin
