// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/chain/codec.hpp"

#include <algorithm>

#include "cellwarden/core/little_endian.hpp"
#include "checksum.hpp"

namespace cellwarden::chain {

using core::put_little_endian;

std::size_t begin_message(const Head& head, const Record& own, std::span<std::uint8_t> out) {
  if (out.size() < message_bytes(1)) return 0;
  out[0] = kMessageStart;
  encode_head(head, out.subspan<1, kHeadBytes>());
  out[1 + kHeadBytes] = 1;
  out[1 + kHeadBytes + 1] = count_check(1);
  constexpr std::size_t kRecordAt = 1 + kHeadBytes + kCountBytes;
  encode_record(own, out.subspan<kRecordAt, kRecordBytes>());
  const std::uint32_t crc =
      checksum(out.subspan(kRecordAt, kRecordBytes), checksum(out.first(1 + kHeadBytes)));
  put_little_endian(out.subspan(kRecordAt + kRecordBytes, kCrcBytes), crc);
  return message_bytes(1);
}

std::size_t encode_report(int hops, std::span<std::uint8_t> out) {
  if (out.size() < kReportBytes) return 0;
  out[0] = kReportStart;
  out[1] = static_cast<std::uint8_t>(std::clamp(hops, 1, 255));
  put_little_endian(out.subspan(2, kCrcBytes), checksum(out.first(2)));
  return kReportBytes;
}

}  // namespace cellwarden::chain
