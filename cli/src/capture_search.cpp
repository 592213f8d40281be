// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/capture_search.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cellwarden/words/problem.hpp"

namespace cellwarden::cli {

using protocol::Chain;
using protocol::FrameError;
using protocol::kFrameLength;
using protocol::Marks;
using protocol::Stretch;

namespace {

std::string unknown_sign(std::span<const std::uint8_t> bytes) {
  const auto is_known = [](char sign) { return sign == '+' || sign == '-' || sign == 'X'; };
  const auto* wrong = std::ranges::find_if(protocol::kSignOffsets, [&](std::size_t offset) {
    return !is_known(static_cast<char>(bytes[offset]));
  });
  return fmt::format("sign in byte {} is 0x{:02X}, should be one of + - X", *wrong, bytes[*wrong]);
}

}  // namespace

CaptureSearch::CaptureSearch(std::span<const std::uint8_t> bytes)
    : bytes_{bytes},
      window_words_(Marks::words_for(bytes.size())),
      frame_words_(window_words_.size()),
      windows_{window_words_},
      claimed_{frame_words_} {
  std::vector<Chain> room(2 * mark_windows(bytes_, windows_));
  claim_frames(windows_, room, claimed_);
  for_each([this](const Stretch& stretch) { frames_ += stretch.error ? 0U : 1U; });
}

std::string CaptureSearch::dropped_sentence(const Stretch& stretch) const {
  const std::string why = sentence(*stretch.error, bytes_of(stretch));
  return fmt::format("dropped {} {} at offset {}: {}{}", stretch.length,
                     stretch.length == 1 ? "byte" : "bytes", stretch.offset, why,
                     stretch.length > kFrameLength ? "; nor does a frame begin in the rest" : "");
}

std::string sentence(FrameError error, std::span<const std::uint8_t> bytes) {
  switch (error) {
    case FrameError::wrong_length: return "too short for a frame";
    case FrameError::wrong_sum:
      return fmt::format("sum is 0x{:02X}, should be 0x{:02X}", bytes[protocol::kChecksumOffset],
                         protocol::checksum(bytes.first<kFrameLength>()));
    case FrameError::unknown_sign: return unknown_sign(bytes);
    case FrameError::soc_above_100: return fmt::format("SOC is {} %", bytes[protocol::kSocOffset]);
    case FrameError::no_cells: return "number of cells is 0";
    case FrameError::voltages_crossed: return "lowest cell voltage is above the highest";
    case FrameError::temperatures_crossed: return "lowest cell temperature is above the highest";
    case FrameError::overlapped: return "overlaps a longer or earlier chain of frames";
  }
  return {};
}

}  // namespace cellwarden::cli
