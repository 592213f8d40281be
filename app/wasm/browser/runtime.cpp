// SPDX-License-Identifier: Apache-2.0
// What the C++ library takes from an operating system: memory, and words that nobody reads here,
// where in the browser it stops instead. Without this the module carries printf.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <new>

// The linker's: the end of what the program has in memory from the beginning.
// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming)
extern "C" char __heap_base;

namespace {

// Memory by powers of two: what is given back waits for the next of its size. The library's malloc
// is ten times this code.
constexpr std::size_t kSmallest = 5;  // 32 bytes
constexpr std::size_t kPage = 65'536;

struct Piece {
  Piece* next;
  std::size_t size_class;
};
constexpr std::size_t kHead = 16;  // before what is given out, which so stands at 16 bytes
static_assert(sizeof(Piece) <= kHead);

struct Memory {
  std::array<Piece*, 32> waiting;
  std::uintptr_t free;
  std::uintptr_t end;
};
Memory memory;

// Where in memory, as the number that it is in WebAssembly.
void* address(std::uintptr_t at) {
  return reinterpret_cast<void*>(at);  // NOLINT(performance-no-int-to-ptr)
}

std::uintptr_t fresh(std::size_t size) {
  if (memory.end == 0) {
    memory.free = (reinterpret_cast<std::uintptr_t>(&__heap_base) + kHead - 1) / kHead * kHead;
    memory.end = __builtin_wasm_memory_size(0) * kPage;
  }
  if (memory.end - memory.free < size) {
    const std::size_t pages = (size + kPage - 1) / kPage;
    const std::size_t before = __builtin_wasm_memory_grow(0, pages);
    if (before == SIZE_MAX) __builtin_trap();
    if (before * kPage != memory.end) memory.free = before * kPage;
    memory.end = (before + pages) * kPage;
  }
  const std::uintptr_t at = memory.free;
  memory.free += size;
  return at;
}

}  // namespace

void* operator new(std::size_t size) {
  if (size > SIZE_MAX / 4) __builtin_trap();
  std::size_t size_class = kSmallest;
  while (std::size_t{1} << size_class < size + kHead) ++size_class;
  Piece* piece = memory.waiting[size_class];
  if (piece != nullptr) {
    memory.waiting[size_class] = piece->next;
  } else {
    piece = static_cast<Piece*>(address(fresh(std::size_t{1} << size_class)));
  }
  piece->size_class = size_class;
  return reinterpret_cast<char*>(piece) + kHead;
}
void operator delete(void* given) noexcept {
  if (given == nullptr) return;
  auto* const piece = reinterpret_cast<Piece*>(static_cast<char*>(given) - kHead);
  piece->next = memory.waiting[piece->size_class];
  memory.waiting[piece->size_class] = piece;
}
void operator delete(void* given, std::size_t) noexcept { operator delete(given); }

// What wants to stand at more than 16 bytes keeps its true beginning before it.
void* operator new(std::size_t size, std::align_val_t alignment) {
  const auto step = static_cast<std::uintptr_t>(alignment);
  const auto whole = reinterpret_cast<std::uintptr_t>(operator new(size + step + kHead));
  const std::uintptr_t at = (whole + kHead + step - 1) / step * step;
  void* const given = address(at);
  static_cast<void**>(given)[-1] = address(whole);
  return given;
}
void operator delete(void* given, std::align_val_t) noexcept {
  if (given != nullptr) operator delete(static_cast<void**>(given)[-1]);
}
void operator delete(void* given, std::size_t, std::align_val_t alignment) noexcept {
  operator delete(given, alignment);
}

extern "C" {
// Nothing is destroyed at the end: a page just goes. The library's way of remembering what is to be
// brings its malloc. NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming)
int __cxa_atexit(void (*)(void*), void*, void*) { return 0; }
// The compiler calls it so.
// NOLINTNEXTLINE(bugprone-reserved-identifier,readability-identifier-naming)
void __cxa_pure_virtual() { __builtin_trap(); }
// NOLINTNEXTLINE(cert-dcl50-cpp): the library calls it so
void abort_message(const char*, ...) { __builtin_trap(); }
// The library prints before it stops.
int fprintf(FILE*, const char*, ...) { __builtin_trap(); }
}
