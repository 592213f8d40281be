// SPDX-License-Identifier: Apache-2.0
// Streams for the tests of search and receiver: frames, noise, and frames inside frames.
#pragma once

#include <rapidcheck.h>

#include <array>
#include <utility>

#include "frames.hpp"

namespace cellwarden::protocol::test {

inline Bytes part(const Bytes& bytes, std::size_t from, std::size_t to) {
  return {bytes.begin() + static_cast<std::ptrdiff_t>(from),
          bytes.begin() + static_cast<std::ptrdiff_t>(to)};
}

// Bytes in which no frame begins, and none can be completed by what follows: no signs.
inline Bytes noise(std::size_t length) {
  Bytes bytes(length, 0xEE);
  return bytes;
}

// How far into a false_friend() its false window begins.
inline constexpr std::size_t kFalseShift = 29;

inline bool fits(const Bytes& bytes, std::size_t at) {
  return static_cast<bool>(decode(std::span{bytes}.subspan(at, kFrameLength)));
}

// A frame that can really come, and that sent twice is a frame from its byte 29 on as well: the
// three daily energies are about 11 kWh, so that their middle bytes are signs, and the SOC of the
// false window is the battery current. The sum is found by trying. number: 0…3, each another frame.
inline Bytes false_friend(unsigned number = 0) {
  DataFrame f = plain_frame();
  f.energy_in_today = core::WattHours{0x2B10};
  f.energy_out_today = core::WattHours{0x2D20};
  f.battery_current = core::Milliamps{8'250};
  f.energy_in_total = KilowattHours{2'111};
  f.energy_out_total = KilowattHours{2'345};
  f.cell = static_cast<core::CellNumber>(number + 1);
  for (std::int64_t stored = 0x2B00; stored <= 0x2BFF; ++stored) {
    f.energy_stored = core::WattHours{stored};
    Bytes frame = to_bytes(encode(f));
    if (fits(joined({frame, frame}), kFalseShift)) return frame;
  }
  ADD_FAILURE() << "there is no such frame";
  return {};
}

// Three bytes again and again, a frame from every third byte on, and so no chain longer than one.
inline Bytes three_byte_weave(std::size_t length) {
  for (unsigned second = 1; second <= 100; ++second) {
    for (unsigned third = 0; third <= 0xFF; ++third) {
      const std::array<std::uint8_t, 3> weave{'+', static_cast<std::uint8_t>(second),
                                              static_cast<std::uint8_t>(third)};
      Bytes bytes(std::max(length, 2 * kFrameLength));
      for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = weave[i % 3];
      if (!fits(bytes, 0) || !fits(bytes, 3)) continue;
      bytes.resize(length);
      return bytes;
    }
  }
  ADD_FAILURE() << "there is no such weave";
  return {};
}

// Pieces of frames, whole frames in a row, damaged frames, weaves and noise, in any order.
inline Bytes any_stream() {
  static const std::vector<Bytes> frames = reference_frames();
  Bytes stream;
  const int pieces = *rc::gen::inRange(0, 12);
  for (int i = 0; i < pieces; ++i) {
    const Bytes& frame = frames[*rc::gen::inRange<std::size_t>(0, frames.size())];
    const Bytes friends = false_friend(*rc::gen::inRange(0U, 4U));
    const auto from = *rc::gen::inRange<std::size_t>(0, kFrameLength);
    const auto times = *rc::gen::inRange<std::size_t>(1, 6);
    switch (*rc::gen::inRange(0, 7)) {
      case 0: stream = joined({stream, frame}); break;
      case 1: stream = joined({stream, part(frame, from, kFrameLength)}); break;
      case 2: stream = joined({stream, part(friends, 0, from)}); break;
      case 3: stream = joined({stream, damaged(frame, from)}); break;
      case 4: stream = joined({stream, three_byte_weave(from + 40)}); break;
      case 5: stream = joined({stream, *rc::gen::arbitrary<Bytes>()}); break;
      default:
        for (std::size_t n = 0; n < times; ++n) stream = joined({stream, friends});
        break;
    }
  }
  return stream;
}

}  // namespace cellwarden::protocol::test
