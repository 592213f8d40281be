// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/protocol/frame_receiver.hpp"

#include <algorithm>

namespace cellwarden::protocol {

namespace {

// The search over what a receiver has collected.
class BurstSearch {
 public:
  explicit BurstSearch(std::span<const std::uint8_t> bytes) : bytes_{bytes} {
    mark_windows(bytes_, windows());
    claim_frames(windows(), chains_, frames());
  }

  Stretch at(std::size_t offset) { return stretch_at(bytes_, windows(), frames(), offset); }

 private:
  Marks windows() { return Marks{window_words_}; }
  Marks frames() { return Marks{frame_words_}; }

  // At most four windows 58 bytes apart fit in, and two chains of them would be one.
  static constexpr std::size_t kChains = kFrameLength;

  std::span<const std::uint8_t> bytes_;
  std::array<std::uint64_t, Marks::words_for(kBurstBytes)> window_words_{};
  std::array<std::uint64_t, Marks::words_for(kBurstBytes)> frame_words_{};
  std::array<Chain, 2 * kChains> chains_{};
};

}  // namespace

void FrameReceiver::take(std::span<const std::uint8_t> bytes, core::Milliseconds now,
                         Report report) {
  if (last_byte_ && now - *last_byte_ >= kSilence) settle_all(report);
  for (const std::uint8_t byte : bytes) {
    buffer_[size_++] = byte;
    settle_front(report);
    if (size_ == kBurstBytes) settle_full(report);
  }
  if (!bytes.empty()) last_byte_ = now;
}

void FrameReceiver::settle_front(Report report) {
  while (aligned_ && size_ >= kFrameLength) {
    aligned_ = !frame_error(collected().first<kFrameLength>());
    if (!aligned_) return;
    give({.offset = 0, .length = kFrameLength, .error = {}}, report);
    remove_front(kFrameLength);
  }
}

void FrameReceiver::settle_full(Report report) {
  Stretch front = BurstSearch{collected()}.at(0);
  if (front.error) {
    // A frame may begin in the last 57 bytes.
    front.length = std::min(front.length, size_ - kFrameLength + 1);
  }
  give(front, report);
  remove_front(front.length);
  aligned_ = !front.error;
  settle_front(report);
}

void FrameReceiver::settle_all(Report report) {
  BurstSearch search{collected()};
  for (std::size_t offset = 0; offset < size_;) {
    const Stretch stretch = search.at(offset);
    give(stretch, report);
    offset += stretch.length;
  }
  remove_front(size_);
  aligned_ = true;
}

void FrameReceiver::give(const Stretch& stretch, Report report) const {
  using Frame = core::Result<DataFrame, FrameError>;
  const auto bytes = collected().subspan(stretch.offset, stretch.length);
  report.call(report.target,
              {.offset = offset_ + stretch.offset,
               .length = stretch.length,
               .frame = stretch.error ? Frame{core::failure(*stretch.error)} : decode(bytes)});
}

void FrameReceiver::remove_front(std::size_t length) {
  std::ranges::copy(collected().subspan(length), buffer_.begin());
  size_ -= length;
  offset_ += length;
}

}  // namespace cellwarden::protocol
