// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>

#include <algorithm>
#include <vector>

#include "cellwarden/protocol/data_frame.hpp"
#include "cellwarden/protocol/frame_receiver.hpp"
#include "cellwarden/protocol/frame_search.hpp"

namespace {

using namespace cellwarden::protocol;

// Another frame for each number, as a pack of 16 cells sends them.
DataFrame frame_of(std::size_t number) {
  DataFrame frame;
  frame.pack_voltage = cellwarden::core::Millivolts{53'080};
  frame.current_in = cellwarden::core::Milliamps{12'500};
  frame.current_out = cellwarden::core::Milliamps{4'250};
  frame.battery_current = cellwarden::core::Milliamps{8'250};
  frame.cell_count = 16;
  frame.cell = static_cast<std::uint8_t>(number % 16 + 1);
  frame.cell_voltage = cellwarden::core::Millivolts{3'300 + static_cast<int>(number % 16)};
  frame.trailer = KeyValue{.key = static_cast<std::uint8_t>(number % 19), .value = 7};
  return frame;
}

constexpr std::size_t kFrames = 64;

std::vector<FrameBytes> encoded_frames() {
  std::vector<FrameBytes> frames;
  for (std::size_t i = 0; i < kFrames; ++i) frames.push_back(encode(frame_of(i)));
  return frames;
}

void encode_frame(benchmark::State& state) {
  std::vector<DataFrame> frames;
  for (std::size_t i = 0; i < kFrames; ++i) frames.push_back(frame_of(i));
  std::size_t number = 0;
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(encode(frames[++number % kFrames]));
  }
}
BENCHMARK(encode_frame);

void decode_frame(benchmark::State& state) {
  const std::vector<FrameBytes> frames = encoded_frames();
  std::size_t number = 0;
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(decode(frames[++number % kFrames]));
  }
}
BENCHMARK(decode_frame);

// The least that a codec can do: to compare with.
void sum_58_bytes(benchmark::State& state) {
  const std::vector<FrameBytes> frames = encoded_frames();
  std::size_t number = 0;
  for ([[maybe_unused]] auto _ : state) {
    FrameBytes copy = frames[++number % kFrames];
    benchmark::DoNotOptimize(copy);
    benchmark::DoNotOptimize(checksum(copy));
  }
}
BENCHMARK(sum_58_bytes);

using Bytes = std::vector<std::uint8_t>;
constexpr std::size_t kCaptureBytes = 10'000'000;

Bytes good_capture() {
  Bytes bytes;
  for (std::size_t i = 0; bytes.size() < kCaptureBytes; ++i) {
    const FrameBytes frame = encode(frame_of(i));
    bytes.insert(bytes.end(), frame.begin(), frame.end());
  }
  return bytes;
}

// A linear congruential generator: the same garbage on every machine.
Bytes garbage() {
  Bytes bytes(kCaptureBytes);
  std::uint32_t random = 1;
  for (std::uint8_t& byte : bytes) {
    random = random * 1'664'525U + 1'013'904'223U;
    byte = static_cast<std::uint8_t>(random >> 24U);
  }
  return bytes;
}

// Three bytes in turn such that a window fits at every third byte: '+', 1, and what makes the sum
// of 19 such threes, without the last byte, equal to that last byte.
Bytes weave() {
  Bytes bytes(kCaptureBytes, 1);
  for (unsigned third = 0; third <= 0xFF; ++third) {
    if ((19U * ('+' + 1U + third) & 0xFFU) != '+') continue;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
      bytes[i] = '+';
      if (i + 2 < bytes.size()) bytes[i + 2] = static_cast<std::uint8_t>(third);
    }
  }
  return bytes;
}

void search(benchmark::State& state, Bytes (*make)()) {
  const Bytes bytes = make();
  std::vector<std::uint64_t> window_words(Marks::words_for(bytes.size()));
  std::vector<std::uint64_t> frame_words(window_words.size());
  const Marks windows{window_words};
  const Marks frames{frame_words};
  for ([[maybe_unused]] auto _ : state) {
    std::vector<Chain> room(2 * mark_windows(bytes, windows));
    claim_frames(windows, room, frames);
    benchmark::DoNotOptimize(frame_words.data());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
}
BENCHMARK_CAPTURE(search, good, good_capture)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(search, garbage, garbage)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(search, weave, weave)->Unit(benchmark::kMillisecond);

void receive(benchmark::State& state, Bytes (*make)()) {
  const Bytes bytes = make();
  for ([[maybe_unused]] auto _ : state) {
    FrameReceiver receiver;
    std::size_t frames = 0;
    receiver.receive(bytes, cellwarden::core::Milliseconds{0},
                     [&frames](const Reception& r) { frames += r.frame ? 1U : 0U; });
    benchmark::DoNotOptimize(frames);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
}
BENCHMARK_CAPTURE(receive, good, good_capture)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(receive, garbage, garbage)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(receive, weave, weave)->Unit(benchmark::kMillisecond);

}  // namespace
