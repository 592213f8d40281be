// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/web/response.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace cellwarden::web {

Response Response::json(std::string text, int status) {
  return {status, "application/json", {}, std::move(text)};
}

Response Response::text(std::string text, std::string content_type) {
  return {200, std::move(content_type), {}, std::move(text)};
}

Response Response::shared(SharedText text, std::string content_type) {
  const std::string_view bytes = text ? std::string_view{*text} : std::string_view{};
  return shared(SharedBytes{bytes, std::move(text)}, std::move(content_type));
}

Response Response::shared(SharedBytes bytes, std::string content_type) {
  return {200, std::move(content_type), {}, std::move(bytes)};
}

Response Response::no_content() { return {204, "", {}, std::string{}}; }

Response Response::error(int status, std::string_view code, std::string_view sentence) {
  const nlohmann::ordered_json body = {{"error", {{"code", code}, {"sentence", sentence}}}};
  // What a sender wrote may stand in the sentence, and need not be UTF-8.
  return json(body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace), status);
}

Response Response::stream(std::string content_type, ChunkSource source) {
  return {200, std::move(content_type), {}, std::move(source)};
}

Response Response::events(std::shared_ptr<EventChannel> channel) {
  return {200, "text/event-stream", {}, std::move(channel)};
}

Response&& Response::with(std::string name, std::string value) && {
  headers.emplace_back(std::move(name), std::move(value));
  return std::move(*this);
}

}  // namespace cellwarden::web
