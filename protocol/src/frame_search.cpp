// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/protocol/frame_search.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace cellwarden::protocol {

namespace {

bool follows_another(Marks windows, std::size_t start) {
  return start >= kFrameLength && windows.has(start - kFrameLength);
}

bool has_follower(Marks windows, std::size_t start) { return windows.has(start + kFrameLength); }

// In ascending order of their starts. Returns those that there are.
std::span<Chain> find_chains(Marks windows, std::span<Chain> room) {
  std::size_t count = 0;
  const std::size_t end = windows.end();
  for (std::size_t start = windows.next(0, end); start < end;
       start = windows.next(start + 1, end)) {
    if (follows_another(windows, start) || !has_follower(windows, start)) continue;
    std::size_t length = 2;
    while (windows.has(start + length * kFrameLength)) ++length;
    room[count++] = {.start = static_cast<std::uint32_t>(start),
                     .windows = static_cast<std::uint32_t>(length)};
  }
  return room.first(count);
}

// The longest first, equal ones in the order they had: a radix sort, because its time is linear and
// it needs no recursion. Returns where they are now: in `chains` or in `spare`, of equal size.
std::span<Chain> longest_first(std::span<Chain> chains, std::span<Chain> spare) {
  constexpr unsigned kDigitBits = 8;
  constexpr std::uint32_t kDigitMax = (1U << kDigitBits) - 1;
  std::uint32_t longest = 0;
  for (const Chain& chain : chains) longest = std::max(longest, chain.windows);
  for (unsigned shift = 0; shift < 32 && longest >> shift != 0; shift += kDigitBits) {
    const auto rank = [shift](const Chain& c) {
      return kDigitMax - (c.windows >> shift & kDigitMax);
    };
    std::array<std::uint32_t, kDigitMax + 1> place{};
    for (const Chain& chain : chains) ++place[rank(chain)];
    std::uint32_t before = 0;
    for (std::uint32_t& count : place) before += std::exchange(count, before);
    for (const Chain& chain : chains) spare[place[rank(chain)]++] = chain;
    std::swap(chains, spare);
  }
  return chains;
}

void claim(std::size_t start, Marks frames) {
  const std::size_t first_overlap = start < kFrameLength ? 0 : start - kFrameLength + 1;
  if (!frames.any(first_overlap, start + kFrameLength)) frames.set(start);
}

void claim_singles(Marks windows, Marks frames) {
  const std::size_t end = windows.end();
  for (std::size_t start = windows.next(0, end); start < end;
       start = windows.next(start + 1, end)) {
    if (!follows_another(windows, start) && !has_follower(windows, start)) claim(start, frames);
  }
}

}  // namespace

std::size_t mark_windows(std::span<const std::uint8_t> bytes, Marks windows) {
  windows.clear();
  if (bytes.size() < kFrameLength) return 0;
  std::size_t chains = 0;
  std::uint8_t sum = checksum(bytes.first<kFrameLength>());
  for (std::size_t start = 0; start + kFrameLength <= bytes.size(); ++start) {
    const std::uint8_t last = bytes[start + kChecksumOffset];
    if (sum == last && !implausible(bytes.subspan(start).first<kFrameLength>())) {
      windows.set(start);
      const bool second_of_a_chain =
          follows_another(windows, start) && !follows_another(windows, start - kFrameLength);
      if (second_of_a_chain) ++chains;
    }
    sum = static_cast<std::uint8_t>(sum + last - bytes[start]);
  }
  return chains;
}

void claim_frames(Marks windows, std::span<Chain> room, Marks frames) {
  frames.clear();
  const std::span<Chain> chains = find_chains(windows, room);
  const std::span<Chain> spare = room.subspan(chains.size(), chains.size());
  for (const Chain& chain : longest_first(chains, spare)) {
    for (std::size_t i = 0; i < chain.windows; ++i) claim(chain.start + i * kFrameLength, frames);
  }
  claim_singles(windows, frames);
}

Stretch stretch_at(std::span<const std::uint8_t> bytes, Marks windows, Marks frames,
                   std::size_t offset) {
  if (frames.has(offset)) return {.offset = offset, .length = kFrameLength, .error = {}};
  const std::size_t end = frames.next(offset, bytes.size());
  const std::size_t length = end - offset;
  const std::size_t first_touching = offset < kFrameLength ? 0 : offset - kFrameLength + 1;
  const bool overlapped = length < kFrameLength && windows.any(first_touching, end);
  const std::size_t judged = std::min(length, kFrameLength);
  return {
      .offset = offset,
      .length = length,
      .error = overlapped ? FrameError::overlapped : frame_error(bytes.subspan(offset, judged))};
}

}  // namespace cellwarden::protocol
