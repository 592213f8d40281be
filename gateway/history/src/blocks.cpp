// SPDX-License-Identifier: Apache-2.0
#include "blocks.hpp"

#include <utility>

#include "packed.hpp"

namespace cellwarden::history {

std::optional<std::array<Bytes, kParts>> read_parts(const Statement& row, const PartsWanted& wanted,
                                                    std::uint64_t& bad) {
  std::array<Bytes, kParts> plain;
  std::optional<Bytes> pack = unpack(row.blob(0));
  if (!pack) {
    ++bad;
    return std::nullopt;
  }
  plain[0] = *std::move(pack);
  if (wanted.temperatures) {
    std::optional<Bytes> part = unpack(row.blob(1));
    if (!part) ++bad;
    plain[static_cast<std::size_t>(Part::temperatures)] = std::move(part).value_or(Bytes{});
  }
  if (wanted.voltages) {
    std::optional<Bytes> part = unpack(row.blob(2));
    if (!part) ++bad;
    plain[static_cast<std::size_t>(Part::voltages)] = std::move(part).value_or(Bytes{});
  }
  return plain;
}

std::optional<SampleTable> read_samples(const Statement& row, const PartsWanted& wanted,
                                        std::uint64_t& bad) {
  const std::optional<std::array<Bytes, kParts>> plain = read_parts(row, wanted, bad);
  if (!plain) return std::nullopt;
  std::optional<SampleTable> samples = SampleTable::decode(*plain, wanted);
  if (!samples) ++bad;
  return samples;
}

std::array<Bytes, kParts> pack_samples(const SampleTable& samples, Effort effort) {
  std::array<Bytes, kParts> packed;
  for (std::size_t part = 0; part < kParts; ++part) {
    packed[part] = pack(samples.encode(static_cast<Part>(part), effort), effort);
  }
  return packed;
}

}  // namespace cellwarden::history
