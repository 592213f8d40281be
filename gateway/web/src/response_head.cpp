// SPDX-License-Identifier: Apache-2.0
#include "response_head.hpp"

#include <algorithm>
#include <array>
#include <boost/beast/http/status.hpp>
#include <ctime>

#include "url.hpp"

namespace cellwarden::web {
namespace {

// On every answer. Scripts, styles and requests only of our own origin; 'wasm-unsafe-eval' lets the
// simulator's WebAssembly run, and nothing else; in nobody's frame; no address told to others.
constexpr std::string_view kSecurityHeaders =
    "Content-Security-Policy: default-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: DENY\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: bluetooth=(self), screen-wake-lock=(self), camera=(), geolocation=(), "
    "microphone=(), payment=(), serial=(), usb=()\r\n";

std::string date_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 40> text{};
  const auto length = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text.data(), length};
}

// A line end in a value would begin a header of somebody else's.
void append_header(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ");
  for (const char letter : value) {
    const bool is_control = static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F;
    head += is_control ? ' ' : letter;
  }
  head += "\r\n";
}

bool has(const Response& response, std::string_view name) {
  return std::any_of(response.headers.begin(), response.headers.end(),
                     [&](const auto& header) { return same_ignoring_case(header.first, name); });
}

void append_framing(std::string& head, const HeadFacts& facts) {
  if (facts.framing == Framing::length) {
    append_header(head, "Content-Length", std::to_string(facts.length));
  } else if (facts.framing == Framing::chunked) {
    append_header(head, "Transfer-Encoding", "chunked");
  }
  append_header(head, "Connection", facts.keep_alive ? "keep-alive" : "close");
}

}  // namespace

std::string response_head(const Response& response, const HeadFacts& facts) {
  const auto reason = boost::beast::http::obsolete_reason(
      boost::beast::http::int_to_status(static_cast<unsigned>(response.status)));
  std::string head;
  head.reserve(1200);
  head.append("HTTP/1.1 ").append(std::to_string(response.status)).append(" ");
  head.append(reason.data(), reason.size()).append("\r\n");
  append_header(head, "Date", date_now());
  if (!response.content_type.empty()) append_header(head, "Content-Type", response.content_type);
  append_framing(head, facts);
  const bool store_unsaid = !has(response, "Cache-Control");
  if (store_unsaid && (facts.api || response.status >= 400)) {
    append_header(head, "Cache-Control", "no-store");
  } else if (store_unsaid) {
    append_header(head, "Cache-Control", "no-cache");
  }
  for (const auto& [name, value] : response.headers) append_header(head, name, value);
  head.append(kSecurityHeaders).append("\r\n");
  return head;
}

}  // namespace cellwarden::web
