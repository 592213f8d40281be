// SPDX-License-Identifier: Apache-2.0
// A march over a few words of a memory that is in use: they keep what they hold. It finds bits that
// stand still, bits that do not change in one direction, and bits that follow a bit of another word
// of the same slice or of the same word (IEC 60730-1 annex H, class B, variable memory).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace cellwarden::boards {

inline constexpr std::size_t kMarchWords = 8;  // of a slice
// Slices overlap by a word, so that neighbours across their border are tried too.
inline constexpr std::size_t kMarchStride = kMarchWords - 1;

// memory: std::uint32_t read(index), void write(index, value), for 0…kMarchWords − 1. Nobody else
// may touch these words meanwhile. False: one of them did not hold what was written.
template <class Memory>
bool march(Memory& memory) {
  std::array<std::uint32_t, kMarchWords> kept{};
  for (std::size_t i = 0; i < kMarchWords; ++i) kept[i] = memory.read(i);
  bool sound = true;
  const auto change = [&](std::size_t i, std::uint32_t from, std::uint32_t to) {
    sound = sound && memory.read(i) == from;
    memory.write(i, to);
  };
  // March C−, once with whole words and once with neighbouring bits apart.
  for (const std::uint32_t zero : {0x0000'0000U, 0x5555'5555U}) {
    const std::uint32_t one = ~zero;
    for (std::size_t i = 0; i < kMarchWords; ++i) memory.write(i, zero);
    for (std::size_t i = 0; i < kMarchWords; ++i) change(i, zero, one);
    for (std::size_t i = 0; i < kMarchWords; ++i) change(i, one, zero);
    for (std::size_t i = kMarchWords; i-- > 0;) change(i, zero, one);
    for (std::size_t i = kMarchWords; i-- > 0;) change(i, one, zero);
    for (std::size_t i = 0; i < kMarchWords; ++i) sound = sound && memory.read(i) == zero;
  }
  for (std::size_t i = 0; i < kMarchWords; ++i) memory.write(i, kept[i]);
  for (std::size_t i = 0; i < kMarchWords; ++i) sound = sound && memory.read(i) == kept[i];
  return sound;
}

}  // namespace cellwarden::boards
