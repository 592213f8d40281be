// SPDX-License-Identifier: Apache-2.0
// Any bytes at all, as they might come over the wire. Heads and records that decode are encoded as
// they came; a board does not care how the bytes were grouped; what it passes on is judged by the
// next one as it judged it.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <vector>

#include "cellwarden/chain/forwarder.hpp"
#include "cellwarden/chain/receiver.hpp"
#include "cellwarden/core/crc32.hpp"
#include "cellwarden/core/little_endian.hpp"

namespace {

using namespace cellwarden;
using Bytes = std::span<const std::uint8_t>;

void require(bool holds) {
  if (!holds) std::abort();
}

void check_head(Bytes bytes) {
  if (bytes.size() < chain::kHeadBytes) return;
  const auto head = chain::decode_head(bytes.first<chain::kHeadBytes>());
  if (!head) return;
  std::array<std::uint8_t, chain::kHeadBytes> again{};
  chain::encode_head(*head, again);
  require(std::ranges::equal(again, bytes.first(chain::kHeadBytes)));
}

// A value beside a fault is not kept, so the second time counts.
void check_record(Bytes bytes) {
  if (bytes.size() < chain::kRecordBytes) return;
  std::array<std::uint8_t, chain::kRecordBytes> first{};
  chain::encode_record(chain::decode_record(bytes.first<chain::kRecordBytes>()), first);
  std::array<std::uint8_t, chain::kRecordBytes> second{};
  chain::encode_record(chain::decode_record(first), second);
  require(first == second);
}

// The first bytes made into a message that is right, so that the ends of messages are reached too.
std::vector<std::uint8_t> mended(Bytes bytes) {
  std::vector<std::uint8_t> message(bytes.begin(), bytes.end());
  if (bytes.size() < chain::message_bytes(1)) return message;
  const auto most = (bytes.size() - chain::message_bytes(0)) / chain::kRecordBytes;
  // One board more still fits in, so that the next one judges as this one.
  const auto records = static_cast<std::uint8_t>(std::min<std::size_t>(most, 253));
  const std::size_t size = chain::message_bytes(records);
  constexpr std::size_t kCountAt = 1 + chain::kHeadBytes;
  message[0] = chain::kMessageStart;
  for (const std::size_t at : {4U, 5U, 6U, 7U, 8U, 9U}) message[1 + at] = 0;
  message[kCountAt] = records;
  message[kCountAt + 1] = chain::count_check(records);
  const auto all = std::span{message};
  const std::uint32_t crc =
      core::crc32(all.subspan(kCountAt + 2, size - kCountAt - 2 - chain::kCrcBytes),
                  core::crc32(all.first(kCountAt)));
  core::put_little_endian(all.subspan(size - chain::kCrcBytes, chain::kCrcBytes), crc);
  return message;
}

struct Trace {
  std::vector<std::uint8_t> out;
  std::vector<chain::Heard> heard;  // what this board said, in the words of the next one
  friend bool operator==(const Trace&, const Trace&) = default;
};

chain::Heard heard_of(chain::Passed passed) {
  switch (passed) {
    case chain::Passed::message: return chain::Heard::message;
    case chain::Passed::damaged: return chain::Heard::damaged;
    case chain::Passed::report: return chain::Heard::report;
    case chain::Passed::nothing: break;
  }
  return chain::Heard::nothing;
}

// The script says how many bytes come at a time.
Trace pass(Bytes script, Bytes stream) {
  Trace trace;
  chain::Forwarder board;
  for (std::size_t at = 0; at < stream.size();) {
    const std::size_t wanted = script.empty() ? 1 : script[at % script.size()] + std::size_t{1};
    const Bytes part = stream.subspan(at, std::min(wanted, stream.size() - at));
    std::vector<std::uint8_t> room(chain::max_output(part.size()));
    const chain::PassedOn passed = chain::forward(board, part, chain::Record{}, room);
    require(passed.consumed > 0 && passed.consumed <= part.size());
    require(passed.written <= chain::max_output(passed.consumed));
    trace.out.insert(trace.out.end(), room.begin(),
                     room.begin() + static_cast<std::ptrdiff_t>(passed.written));
    if (passed.what != chain::Passed::nothing) trace.heard.push_back(heard_of(passed.what));
    at += passed.consumed;
  }
  if (chain::note_pause(board)) trace.heard.push_back(chain::Heard::damaged);
  return trace;
}

std::vector<chain::Heard> listen(Bytes stream) {
  std::vector<chain::Heard> heard;
  chain::Receiver board;
  for (std::size_t at = 0; at < stream.size();) {
    const chain::Reception reception = chain::receive(board, stream.subspan(at));
    require(reception.consumed > 0);
    if (reception.what != chain::Heard::nothing) heard.push_back(reception.what);
    at += reception.consumed;
  }
  if (chain::note_pause(board)) heard.push_back(chain::Heard::damaged);
  return heard;
}

void check_stream(Bytes script, Bytes stream) {
  const Trace grouped = pass(script, stream);
  require(grouped == pass({}, stream));
  require(listen(stream) == grouped.heard);
  require(listen(grouped.out) == grouped.heard);
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): libFuzzer wants this name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes bytes{data, size};
  check_head(bytes);
  check_record(bytes);
  const Bytes script = bytes.first(std::min<std::size_t>(8, size / 2));
  const Bytes stream = bytes.subspan(script.size());
  check_stream(script, stream);
  check_stream(script, mended(stream));
  return 0;
}
