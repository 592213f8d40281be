// SPDX-License-Identifier: Apache-2.0
// One answer: a status, a few headers, and a body of one of four kinds. The server adds the
// security headers, Content-Length, Date and, below /api/, Cache-Control: no-store.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

#include "cellwarden/web/request.hpp"

namespace cellwarden::web {

class EventChannel;

// Bytes that many readers share and nobody changes.
using SharedText = std::shared_ptr<const std::string>;

// The same, without saying where they lie; no owner: they are part of the program.
struct SharedBytes {
  std::string_view bytes;
  std::shared_ptr<const void> owner;
};

// A body that is made while it is sent. Called on a worker thread, never twice at once, and not
// before the reader has taken the chunk before; chunk comes in empty. `more`: send it and call
// again; `end`: send it, that was all; `failed`: break off, so that the reader sees that something
// is missing. It is destroyed, uncalled, when the reader goes away.
enum class Chunk : std::uint8_t { more, end, failed };
using ChunkSource = std::function<Chunk(std::string& chunk)>;

struct Response {
  int status{200};
  std::string content_type;
  Fields headers;
  std::variant<std::string, SharedBytes, ChunkSource, std::shared_ptr<EventChannel>> body;

  static Response json(std::string text, int status = 200);
  static Response text(std::string text, std::string content_type = "text/plain; charset=utf-8");
  static Response shared(SharedText text, std::string content_type);
  static Response shared(SharedBytes bytes, std::string content_type);
  static Response no_content();
  // {"error": {"code": "no_such_pack", "sentence": "There is no pack \"x\"."}}
  static Response error(int status, std::string_view code, std::string_view sentence);
  static Response stream(std::string content_type, ChunkSource source);
  // Server-Sent Events: the channel's snapshot, then what is published.
  static Response events(std::shared_ptr<EventChannel> channel);

  // For a chain: Response::stream(…).with("Content-Disposition", "attachment; …").
  Response&& with(std::string name, std::string value) &&;
};

}  // namespace cellwarden::web
