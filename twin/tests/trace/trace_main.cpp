// SPDX-License-Identifier: Apache-2.0
// Prints the trace of three seeds, or hands them to whoever instantiates it as WebAssembly.
#include <cinttypes>
#include <cstdint>
#include <cstdio>

#include "trace.hpp"

using cellwarden::twin::Fidelity;

extern "C" std::uint64_t trace_of(std::uint32_t seed) {
  return cellwarden::twin::test::trace(seed, Fidelity::bytes);
}

#ifndef __wasm__
int main() {
  for (std::uint32_t seed = 1; seed <= 3; ++seed) std::printf("%016" PRIx64 "\n", trace_of(seed));
  return 0;
}
#endif
