// SPDX-License-Identifier: Apache-2.0
// The four functions that the compiler itself may call; there is no C library on a board.
#include <cstddef>
#include <cstdint>

namespace {

using Word [[gnu::may_alias]] = std::uint32_t;

bool whole_words(const void* a, const void* b) {
  return ((reinterpret_cast<std::uintptr_t>(a) | reinterpret_cast<std::uintptr_t>(b)) &
          (sizeof(Word) - 1)) == 0;
}

}  // namespace

extern "C" {

void* memcpy(void* to, const void* from, std::size_t size) {
  auto* t = static_cast<std::uint8_t*>(to);
  const auto* f = static_cast<const std::uint8_t*>(from);
  if (whole_words(to, from)) {
    auto* word = static_cast<Word*>(to);
    const auto* source = static_cast<const Word*>(from);
    for (; size >= sizeof(Word); size -= sizeof(Word)) *word++ = *source++;
    t = reinterpret_cast<std::uint8_t*>(word);
    f = reinterpret_cast<const std::uint8_t*>(source);
  }
  while (size-- > 0) *t++ = *f++;
  return to;
}

void* memmove(void* to, const void* from, std::size_t size) {
  auto* t = static_cast<std::uint8_t*>(to);
  const auto* f = static_cast<const std::uint8_t*>(from);
  if (t < f) return memcpy(to, from, size);
  while (size-- > 0) t[size] = f[size];
  return to;
}

void* memset(void* to, int value, std::size_t size) {
  auto* t = static_cast<std::uint8_t*>(to);
  if (whole_words(to, to)) {
    auto* word = static_cast<Word*>(to);
    const Word four = static_cast<std::uint8_t>(value) * 0x0101'0101U;
    for (; size >= sizeof(Word); size -= sizeof(Word)) *word++ = four;
    t = reinterpret_cast<std::uint8_t*>(word);
  }
  while (size-- > 0) *t++ = static_cast<std::uint8_t>(value);
  return to;
}

int memcmp(const void* a, const void* b, std::size_t size) {
  const auto* x = static_cast<const std::uint8_t*>(a);
  const auto* y = static_cast<const std::uint8_t*>(b);
  for (; size > 0; --size, ++x, ++y) {
    if (*x != *y) return *x - *y;
  }
  return 0;
}

}  // extern "C"
