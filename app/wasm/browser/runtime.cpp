// SPDX-License-Identifier: Apache-2.0
// What the C++ library would do with words that nobody reads here: in the browser it stops instead.
// Without this the module carries printf.
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <new>

void* operator new(std::size_t size) {
  void* const memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) __builtin_trap();
  return memory;
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

extern "C" {
// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming): the compiler calls it
// so
void __cxa_pure_virtual() { __builtin_trap(); }
// NOLINTNEXTLINE(cert-dcl50-cpp): the library calls it so
void abort_message(const char*, ...) { __builtin_trap(); }
// The library prints before it stops, and nlohmann/json writes control characters with it, of which
// no text of ours has any.
int fprintf(FILE*, const char*, ...) { __builtin_trap(); }
int snprintf(char*, std::size_t, const char*, ...) { __builtin_trap(); }
}
