// SPDX-License-Identifier: Apache-2.0
#include "packed.hpp"

#include <zstd.h>

#include "cellwarden/core/crc32.hpp"

namespace cellwarden::history {

namespace {

// Measured on half hours of 16 cells: level 9 needs 15 % more bytes, level 19 no fewer.
constexpr int kThoroughLevel = 15;
constexpr int kQuickLevel = 1;
constexpr std::size_t kCrcBytes = 4;

}  // namespace

Bytes pack(BytesView plain, Effort effort) {
  Bytes out(1 + ZSTD_compressBound(plain.size()) + kCrcBytes);
  out.front() = kPartFormat;
  const std::size_t size = ZSTD_compress(out.data() + 1, out.size() - 1, plain.data(), plain.size(),
                                         effort == Effort::thorough ? kThoroughLevel : kQuickLevel);
  if (ZSTD_isError(size) != 0) return {};
  out.resize(1 + size);
  const std::uint32_t crc = core::crc32(out);
  for (unsigned shift = 0; shift < 32; shift += 8) {
    out.push_back(static_cast<std::uint8_t>(crc >> shift));
  }
  return out;
}

std::optional<Bytes> unpack(BytesView packed) {
  if (packed.size() <= 1 + kCrcBytes || packed.front() != kPartFormat) return std::nullopt;
  const BytesView covered = packed.first(packed.size() - kCrcBytes);
  std::uint32_t crc = 0;
  for (std::size_t i = 0; i < kCrcBytes; ++i) {
    crc |= static_cast<std::uint32_t>(packed[covered.size() + i]) << (8 * i);
  }
  if (core::crc32(covered) != crc) return std::nullopt;
  const BytesView frame = covered.subspan(1);
  const unsigned long long size = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR || size > kMaxPlainBytes) {
    return std::nullopt;
  }
  Bytes plain(static_cast<std::size_t>(size));
  const std::size_t made = ZSTD_decompress(plain.data(), plain.size(), frame.data(), frame.size());
  if (ZSTD_isError(made) != 0 || made != plain.size()) return std::nullopt;
  return plain;
}

}  // namespace cellwarden::history
