// SPDX-License-Identifier: Apache-2.0
// One message through a whole chain, as the digital twin sends it, beside the least that passing it
// on can cost: a copy of the same bytes.
#include <benchmark/benchmark.h>

#include <array>
#include <cstring>
#include <utility>
#include <vector>

#include "cellwarden/chain/forwarder.hpp"
#include "cellwarden/chain/receiver.hpp"
#include "cellwarden/core/crc32.hpp"

namespace {

using namespace cellwarden;
using Bytes = std::vector<std::uint8_t>;

chain::Record record_of(int cell) {
  return {.reading = core::cell_reading(core::Millivolts{3'300 + cell % 7},
                                        core::MilliCelsius{20'000 + 100 * (cell % 50)})};
}

Bytes first_message() {
  Bytes bytes(chain::message_bytes(1));
  chain::begin_message({}, record_of(1), bytes);
  return bytes;
}

// All bytes that the boards 2…cells−1 take in while one message passes.
std::int64_t bytes_in(int cells) {
  std::int64_t sum = 0;
  for (int cell = 2; cell < cells; ++cell) {
    sum += static_cast<std::int64_t>(chain::message_bytes(cell - 1));
  }
  return sum;
}

void report_rate(benchmark::State& state, int cells) {
  state.SetBytesProcessed(state.iterations() * bytes_in(cells));
  state.counters["bytes"] = static_cast<double>(bytes_in(cells));
}

// span: how many bytes a board takes in at a time; 0 for all.
void pass_through_chain(benchmark::State& state) {
  const auto cells = static_cast<int>(state.range(0));
  const auto span = static_cast<std::size_t>(state.range(1));
  std::vector<chain::Forwarder> boards(static_cast<std::size_t>(cells - 2));
  Bytes in(chain::kLongestMessage);
  Bytes out(chain::kLongestMessage + chain::kMaxAdded);
  const Bytes first = first_message();
  for ([[maybe_unused]] auto _ : state) {
    std::ranges::copy(first, in.begin());
    std::size_t length = first.size();
    for (int cell = 2; cell < cells; ++cell) {
      chain::Forwarder& board = boards[static_cast<std::size_t>(cell - 2)];
      const chain::Record own = record_of(cell);
      std::size_t written = 0;
      for (std::size_t at = 0; at < length;) {
        const std::size_t part = span == 0 ? length - at : std::min(span, length - at);
        const auto passed = chain::forward(board, std::span{std::as_const(in)}.subspan(at, part),
                                           own, std::span{out}.subspan(written));
        at += passed.consumed;
        written += passed.written;
        benchmark::DoNotOptimize(passed.position);
      }
      std::swap(in, out);
      in.resize(chain::kLongestMessage + chain::kMaxAdded);
      out.resize(chain::kLongestMessage + chain::kMaxAdded);
      length = written;
    }
    benchmark::ClobberMemory();
  }
  report_rate(state, cells);
}
BENCHMARK(pass_through_chain)->ArgNames({"cells", "span"})->ArgsProduct({{16, 255}, {0, 32, 1}});

// The baseline: each board copies what it hears.
void copy_through_chain(benchmark::State& state) {
  const auto cells = static_cast<int>(state.range(0));
  Bytes in(chain::kLongestMessage);
  Bytes out(chain::kLongestMessage);
  for ([[maybe_unused]] auto _ : state) {
    for (int cell = 2; cell < cells; ++cell) {
      std::memcpy(out.data(), in.data(), chain::message_bytes(cell - 1));
      benchmark::ClobberMemory();
      std::swap(in, out);
    }
  }
  report_rate(state, cells);
}
BENCHMARK(copy_through_chain)->ArgName("cells")->Arg(16)->Arg(255);

// The same with the CRC that a board has room for.
void small_crc_through_chain(benchmark::State& state) {
  const auto cells = static_cast<int>(state.range(0));
  const Bytes bytes(chain::kLongestMessage, 0x5A);
  for ([[maybe_unused]] auto _ : state) {
    for (int cell = 2; cell < cells; ++cell) {
      benchmark::DoNotOptimize(core::crc32(std::span{bytes}.first(chain::message_bytes(cell - 1))));
    }
  }
  report_rate(state, cells);
}
BENCHMARK(small_crc_through_chain)->ArgName("cells")->Arg(16)->Arg(255);

void receive_message(benchmark::State& state) {
  const auto cells = static_cast<int>(state.range(0));
  Bytes bytes = first_message();
  for (int cell = 2; cell < cells; ++cell) {
    chain::Forwarder board;
    Bytes out(chain::max_output(bytes.size()));
    out.resize(chain::forward(board, bytes, record_of(cell), out).written);
    bytes = out;
  }
  chain::Receiver receiver;
  for ([[maybe_unused]] auto _ : state) {
    benchmark::DoNotOptimize(chain::receive(receiver, bytes));
    benchmark::DoNotOptimize(receiver.message);
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes.size()));
}
BENCHMARK(receive_message)->ArgName("cells")->Arg(16)->Arg(255);

}  // namespace
