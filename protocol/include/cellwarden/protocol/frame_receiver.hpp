// SPDX-License-Identifier: Apache-2.0
// Takes bytes as they arrive from a serial line and gives frames as soon as they are sure: by
// silence where there is any, by sliding where there is none. Time is an argument.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "cellwarden/core/result.hpp"
#include "cellwarden/core/units.hpp"
#include "cellwarden/protocol/data_frame.hpp"
#include "cellwarden/protocol/frame_search.hpp"

namespace cellwarden::protocol {

// A pause that ends a burst. Of the vendor's readers one gives up when it looks after 200 ms and
// finds nothing, the other after more than 300 ms; both read a frame with a pause of 100 ms inside.
// The fast cycle leaves 440 ms, of which a computer that reads late may see less. 200 ms stands
// between the two, with room on both sides.
inline constexpr core::Milliseconds kSilence{200};

// How much of a burst a receiver looks at together: four frames.
inline constexpr std::size_t kBurstBytes = 4 * kFrameLength;

// Bytes that have been settled: a frame, or bytes that are none and why.
struct Reception {
  std::uint64_t offset{0};  // of the first byte, counted from the first byte ever received
  std::size_t length{0};    // 58 for a frame
  core::Result<DataFrame, FrameError> frame;
};

// - A window right after a silence, after a frame, or at the very beginning is a frame as soon as
//   it is complete, if it decodes.
// - Otherwise the burst is collected. When it ends, frames are found in it as in a capture
//   (frame_search.hpp).
// - A burst that fills the buffer is settled from the front: what the search does not begin with is
//   dropped, until the buffer is full and begins with a frame.
// The receptions follow one another without a gap, and do not depend on how the bytes were grouped.
class FrameReceiver {
 public:
  // bytes: what arrived at `now`; may be none, and should be called so every 100 ms or so, because
  // a burst ends only when a call tells that time has passed. now: never falls.
  // sink: called with a Reception for whatever this settles.
  template <class Sink>
  void receive(std::span<const std::uint8_t> bytes, core::Milliseconds now, Sink sink) {
    take(bytes, now, {.target = &sink, .call = [](void* target, const Reception& reception) {
                        (*static_cast<Sink*>(target))(reception);
                      }});
  }

  // How many bytes are not settled yet.
  [[nodiscard]] std::size_t waiting() const { return size_; }

 private:
  struct Report {
    void* target;
    void (*call)(void* target, const Reception& reception);
  };

  void take(std::span<const std::uint8_t> bytes, core::Milliseconds now, Report report);
  void settle_front(Report report);
  void settle_full(Report report);
  void settle_all(Report report);
  void give(const Stretch& stretch, Report report) const;
  void remove_front(std::size_t length);
  [[nodiscard]] std::span<const std::uint8_t> collected() const {
    return std::span{buffer_}.first(size_);
  }

  std::array<std::uint8_t, kBurstBytes> buffer_{};
  std::size_t size_{0};
  std::uint64_t offset_{0};  // of buffer_[0]
  bool aligned_{true};       // buffer_[0] is where a frame should begin
  std::optional<core::Milliseconds> last_byte_;
};

}  // namespace cellwarden::protocol
