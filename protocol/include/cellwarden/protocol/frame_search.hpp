// SPDX-License-Identifier: Apache-2.0
// Finds the frames in a capture without a clock. A frame has no header, and a window of 58 bytes
// inside other frames fits now and then by chance; so of windows that overlap, those win that
// belong to the longer chain of windows one behind the other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "cellwarden/protocol/data_frame.hpp"
#include "cellwarden/protocol/marks.hpp"

namespace cellwarden::protocol {

// Two or more windows one behind the other, 58 bytes apart; as many as there are.
struct Chain {
  std::uint32_t start{0};
  std::uint32_t windows{0};
};

// The two steps of a search. `bytes` is below 4 GiB, and Marks have room for all its offsets.
// 1. Marks the start of every window that decodes. Returns the number of chains that they form.
std::size_t mark_windows(std::span<const std::uint8_t> bytes, Marks windows);
// 2. Takes windows as frames: chain by chain, the longest first, of equal ones the earliest, and
//    then the single windows; each one that has no byte of a frame taken before.
//    room: twice the number of chains. Time grows as the capture does, whatever is in it.
void claim_frames(Marks windows, std::span<Chain> room, Marks frames);

// A frame, or bytes between frames with what is wrong with them.
struct Stretch {
  std::size_t offset{0};
  std::size_t length{0};
  std::optional<FrameError> error;  // empty: a frame
};

// The stretch that begins at `offset`, which is 0 or the end of another stretch, and below the size
// of `bytes`. The error is that of the first 58 bytes of the stretch; of a shorter one it is
// `overlapped` if it is a part of a window that decodes but was not taken, else wrong_length.
Stretch stretch_at(std::span<const std::uint8_t> bytes, Marks windows, Marks frames,
                   std::size_t offset);

}  // namespace cellwarden::protocol
