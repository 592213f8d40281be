// SPDX-License-Identifier: Apache-2.0
// The data output frames in a whole capture, and what is wrong with the bytes between them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "cellwarden/cli/frame_fields.hpp"
#include "cellwarden/protocol/data_frame.hpp"
#include "cellwarden/protocol/frame_search.hpp"

namespace cellwarden::cli {

class CaptureSearch {
 public:
  // bytes: below 4 GiB; they must outlive this.
  explicit CaptureSearch(std::span<const std::uint8_t> bytes);

  [[nodiscard]] std::size_t frames() const { return frames_; }
  [[nodiscard]] std::size_t dropped_bytes() const {
    return bytes_.size() - frames_ * protocol::kFrameLength;
  }

  // Calls use(CapturedFrame) for each frame, in the order in which they were sent.
  template <class Use>
  void for_each_frame(Use use) const {
    for_each([this, &use](const protocol::Stretch& stretch) {
      if (stretch.error) return;
      use(CapturedFrame{stretch.offset, *protocol::decode(bytes_of(stretch))});
    });
  }

  // Calls use(sentence) for each run of bytes that are no frame.
  template <class Use>
  void for_each_dropped(Use use) const {
    for_each([this, &use](const protocol::Stretch& stretch) {
      if (stretch.error) use(dropped_sentence(stretch));
    });
  }

 private:
  template <class Use>
  void for_each(Use use) const {
    for (std::size_t offset = 0; offset < bytes_.size();) {
      const protocol::Stretch stretch = protocol::stretch_at(bytes_, windows_, claimed_, offset);
      use(stretch);
      offset += stretch.length;
    }
  }
  [[nodiscard]] std::span<const std::uint8_t> bytes_of(const protocol::Stretch& stretch) const {
    return bytes_.subspan(stretch.offset, stretch.length);
  }
  [[nodiscard]] std::string dropped_sentence(const protocol::Stretch& stretch) const;

  std::span<const std::uint8_t> bytes_;
  std::vector<std::uint64_t> window_words_;
  std::vector<std::uint64_t> frame_words_;
  protocol::Marks windows_;
  protocol::Marks claimed_;
  std::size_t frames_{0};
};

// "sum is 0x2A, should be 0x16". bytes: those that were judged.
std::string sentence(protocol::FrameError error, std::span<const std::uint8_t> bytes);

}  // namespace cellwarden::cli
