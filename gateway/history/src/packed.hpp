// SPDX-License-Identifier: Apache-2.0
// One part of a block as it lies in the file: format byte, zstd frame, CRC-32 over both. Nothing
// that a worn card makes of it may crash or take much memory.
#pragma once

#include <cstdint>
#include <optional>

#include "bytes.hpp"
#include "column.hpp"

namespace cellwarden::history {

inline constexpr std::uint8_t kPartFormat = 1;
inline constexpr std::size_t kMaxPlainBytes = 16'777'216;

Bytes pack(BytesView plain, Effort effort);

// Nothing if the checksum, the format or the frame is wrong.
std::optional<Bytes> unpack(BytesView packed);

}  // namespace cellwarden::history
