// SPDX-License-Identifier: Apache-2.0
// The bytes before a body: status line and headers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cellwarden/web/response.hpp"

namespace cellwarden::web {

// How a reader sees where the body ends.
enum class Framing : std::uint8_t { length, chunked, until_close, none };

struct HeadFacts {
  Framing framing{Framing::length};
  std::uint64_t length{0};
  bool keep_alive{true};
  bool api{false};  // below /api/: must not be stored
};

std::string response_head(const Response& response, const HeadFacts& facts);

}  // namespace cellwarden::web
