// SPDX-License-Identifier: Apache-2.0
// Any bytes at all, as they might come from a serial line. decode() and encode() agree with each
// other; the receiver settles every byte once, gives only windows that decode, and does not care
// how the bytes were grouped.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

#include "cellwarden/protocol/data_frame.hpp"
#include "cellwarden/protocol/frame_receiver.hpp"

namespace {

using namespace cellwarden::protocol;
using cellwarden::core::Milliseconds;
using Bytes = std::span<const std::uint8_t>;

void require(bool holds) {
  if (!holds) std::abort();
}

// What decodes can be encoded, and then stays as it is.
void check_codec(Bytes bytes) {
  const auto frame = decode(bytes);
  require(static_cast<bool>(frame) == !frame_error(bytes));
  if (!frame) return;
  const FrameBytes encoded = encode(*frame);
  const auto again = decode(encoded);
  require(static_cast<bool>(again));
  require(encode(*again) == encoded);
}

// The same bytes with their signs and sum put right, so that most of them are frames.
void check_mended(Bytes bytes) {
  if (bytes.size() < kFrameLength) return;
  FrameBytes frame{};
  std::copy_n(bytes.begin(), kFrameLength, frame.begin());
  constexpr std::array<std::uint8_t, 3> kSigns{'+', '-', 'X'};
  for (const std::size_t offset : kSignOffsets) frame[offset] = kSigns[frame[offset] % 3U];
  frame[kSocOffset] %= 101;
  frame[kCellCountOffset] |= 1U;
  frame[kChecksumOffset] = checksum(frame);
  check_codec(frame);
}

struct Settled {
  std::uint64_t offset;
  std::size_t length;
  bool frame;
  friend bool operator==(const Settled&, const Settled&) = default;
};

// The input is a script: a byte says how many bytes come next, and after what pause.
std::vector<Settled> receive(Bytes script, Bytes stream, bool byte_by_byte) {
  constexpr std::array<std::int64_t, 4> kPauses{0, 0, 199, 200};
  std::vector<Settled> settled;
  FrameReceiver receiver;
  Milliseconds now;
  std::size_t end = 0;
  const auto sink = [&](const Reception& r) {
    require(r.offset == end && r.length > 0);
    end += r.length;
    if (r.frame) require(!frame_error(stream.subspan(r.offset, r.length)));
    settled.push_back({r.offset, r.length, static_cast<bool>(r.frame)});
  };
  for (std::size_t at = 0; at < stream.size();) {
    const std::uint8_t control = script[at % script.size()];
    const std::size_t length = std::min<std::size_t>(stream.size() - at, control % 64U + 1);
    now += Milliseconds{kPauses[control / 64U]};
    const Bytes chunk = stream.subspan(at, length);
    if (!byte_by_byte) receiver.receive(chunk, now, sink);
    for (std::size_t i = 0; byte_by_byte && i < length; ++i) {
      receiver.receive(chunk.subspan(i, 1), now, sink);
    }
    at += length;
  }
  receiver.receive({}, now + kSilence, sink);
  require(end == stream.size() && receiver.waiting() == 0);
  return settled;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer wants this name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes bytes{data, size};
  check_codec(bytes);
  check_mended(bytes);
  if (bytes.size() < 2) return 0;
  const Bytes script = bytes.first(std::min<std::size_t>(16, bytes.size() / 2));
  const Bytes stream = bytes.subspan(script.size());
  require(receive(script, stream, false) == receive(script, stream, true));
  return 0;
}
