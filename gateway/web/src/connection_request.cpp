// SPDX-License-Identifier: Apache-2.0
// A request's way in: read within its limits, taken apart, and checked before its body is read.
#include <algorithm>
#include <boost/beast/http/error.hpp>
#include <utility>

#include "cellwarden/web/static_files.hpp"
#include "connection.hpp"
#include "guard.hpp"
#include "incoming.hpp"
#include "url.hpp"

namespace cellwarden::web {
namespace {

namespace http = boost::beast::http;

constexpr std::size_t kHeadPiece = 4096;
constexpr std::size_t kBodyPiece = std::size_t{64} * 1024;
// Chunk sizes, extensions and trailers around a body.
constexpr std::size_t kMaxFraming = std::size_t{16} * 1024;

Response bad_request(std::string_view sentence) {
  return Response::error(400, "bad_request", sentence);
}

Response too_large(std::size_t limit) {
  return Response::error(
      413, "too_large",
      "That is too much at once: at most " + std::to_string(limit) + " bytes are taken here.");
}

Response too_slow() {
  return Response::error(408, "too_slow", "The request took too long to arrive.");
}

std::optional<Method> method_of(http::verb verb) {
  switch (verb) {
    case http::verb::get:
    case http::verb::head: return Method::get;
    case http::verb::post: return Method::post;
    case http::verb::put: return Method::put;
    case http::verb::patch: return Method::patch;
    case http::verb::delete_: return Method::remove;
    default: return std::nullopt;
  }
}

std::string allowed_text(const std::vector<Method>& methods) {
  std::string text;
  for (const Method method : methods) {
    if (!text.empty()) text += ", ";
    switch (method) {
      case Method::get: text += "GET, HEAD"; break;
      case Method::post: text += "POST"; break;
      case Method::put: text += "PUT"; break;
      case Method::patch: text += "PATCH"; break;
      case Method::remove: text += "DELETE"; break;
    }
  }
  return text;
}

Response not_allowed(const std::vector<Method>& allowed) {
  const std::string text = allowed_text(allowed);
  return Response::error(405, "method_not_allowed", "Here one can only use " + text + ".")
      .with("Allow", text);
}

}  // namespace

// False: the other end has gone, or its time is over.
asio::awaitable<bool> Connection::read_more(std::size_t bytes) {
  const Moved moved = co_await wire_.read_some(in_.prepare(bytes));
  in_.commit(moved.bytes);
  co_return moved.bytes > 0 && !moved.error && !closed_;
}

asio::awaitable<std::optional<Response>> Connection::read_head(Incoming& incoming) {
  auto& parser = incoming.parser;
  parser.eager(false);
  const std::size_t limit = server_->limits().header_bytes;
  std::size_t parsed = 0;
  while (!parser.is_header_done()) {
    const std::string_view unread{static_cast<const char*>(in_.data().data()), in_.size()};
    const bool in_first_line = parsed == 0 && unread.find('\n') >= limit;
    const std::size_t seen = parsed + unread.size();
    error_code error;
    if (!unread.empty()) {
      const std::size_t used = parser.put(in_.data(), error);
      in_.consume(used);
      parsed += used;
    }
    // Beast counts a little differently; a limit that is told should be exact.
    const bool too_long = parser.is_header_done() ? parsed > limit : seen > limit;
    const bool well_formed = !error || error == http::error::need_more;
    if ((too_long && well_formed) || error == http::error::header_limit) {
      if (in_first_line) co_return Response::error(414, "too_long", "The address is too long.");
      co_return Response::error(431, "headers_too_long", "The headers are too long.");
    }
    if (!well_formed) co_return bad_request("This is not HTTP/1.1.");
    if (parser.is_header_done()) break;
    const bool more = co_await read_more(kHeadPiece);
    if (more) continue;
    incoming.gone = closed_ || !timed_out_ || in_.size() == 0;
    co_return too_slow();
  }
  co_return std::nullopt;
}

std::optional<Response> Connection::check(Incoming& incoming) {
  auto refusal = check_address(incoming);
  if (!refusal) refusal = check_sender(incoming);
  if (!refusal) refusal = find_route(incoming);
  if (!refusal) refusal = check_origin(*incoming.request);
  if (!refusal && incoming.route != nullptr) {
    refusal = check_role(*incoming.request, incoming.route->role);
  }
  if (!refusal && incoming.route != nullptr) {
    refusal = check_content_type(*incoming.request, *incoming.route);
  }
  return refusal;
}

// The request line and headers, taken over into the Request.
std::optional<Response> Connection::check_address(Incoming& incoming) {
  const auto& message = incoming.parser.get();
  Request& request = *incoming.request;
  incoming.http_1_0 = message.version() == 10;
  incoming.head_only = message.method() == http::verb::head;
  for (const auto& field : message) {
    request.headers.emplace_back(std::string_view{field.name_string()},
                                 std::string_view{field.value()});
  }
  if (message.count(http::field::host) != 1 && !(incoming.http_1_0)) {
    return bad_request("The request does not say which host it is for.");
  }
  const std::string_view target{message.target()};
  const auto query_start = std::min(target.find('?'), target.size());
  incoming.raw_path = target.substr(0, query_start);
  auto path = percent_decoded(incoming.raw_path);
  auto query = parse_query(target.substr(std::min(query_start + 1, target.size())));
  if (!path || !query || !path->starts_with('/')) return bad_request("The address is malformed.");
  request.path = std::move(*path);
  request.query = std::move(*query);
  // Not after a doubtful address: another reader may have seen another request.
  incoming.keep_alive = message.keep_alive();
  return std::nullopt;
}

std::optional<Response> Connection::check_sender(Incoming& incoming) {
  Request& request = *incoming.request;
  request.peer = peer_;
  request.secure = wire_.is_secure();
  request.loopback = loopback_ && !passed_on_by_proxy(request);
  if (!loopback_ && !request.secure) {
    const std::string_view host = request.header("Host").value_or("");
    Response refusal = Response::error(400, "use_tls", "Please use https:// with this address.");
    const bool reads = incoming.parser.get().method() == http::verb::get || incoming.head_only;
    if (!server_->tls() || !reads || !is_plain_host(host)) return refusal;
    refusal.status = 308;
    const std::string_view target{incoming.parser.get().target()};
    return std::move(refusal).with("Location",
                                   "https://" + std::string{host} + std::string{target});
  }
  if (auto refusal = check_host(request, server_->options().host_names)) return refusal;
  if (server_->options().sign_in) {
    std::string cookies;
    for (const auto& [name, value] : request.headers) {
      if (same_ignoring_case(name, "Cookie")) cookies += value + "; ";
    }
    incoming.who = server_->options().sign_in->who(cookies, request.loopback);
  } else {
    incoming.who.role = request.loopback ? Role::owner : Role::anyone;
  }
  request.role = incoming.who.role;
  request.session = incoming.who.session;
  return std::nullopt;
}

std::optional<Response> Connection::find_route(Incoming& incoming) {
  Request& request = *incoming.request;
  const auto method = method_of(incoming.parser.get().method());
  request.method = method.value_or(Method::get);
  auto match = server_->router().find(request.method, incoming.raw_path);
  const bool has_file = match.allowed.empty() && server_->router().files() != nullptr &&
                        request.path != "/api" && !request.path.starts_with("/api/");
  if (has_file) match.allowed = {Method::get};
  if (match.allowed.empty()) {
    return Response::error(404, "not_found", "There is nothing at " + request.path + ".");
  }
  const bool found = match.route != nullptr || (has_file && request.method == Method::get);
  if (!method || !found) return not_allowed(match.allowed);
  incoming.route = match.route;
  request.parameters = std::move(match.parameters);
  return std::nullopt;
}

asio::awaitable<std::optional<Response>> Connection::read_body(Incoming& incoming) {
  auto& parser = incoming.parser;
  const bool takes_none = incoming.request->method == Method::get;
  const std::size_t limit =
      takes_none ? 0 : incoming.route->max_body.value_or(server_->limits().body_bytes);
  if (parser.content_length().value_or(0) > limit) co_return too_large(limit);
  if (parser.get()[http::field::expect] == "100-continue") {
    const std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    const asio::const_buffer buffer{go_on.data(), go_on.size()};
    incoming.gone = !co_await write(std::span{&buffer, 1});
    if (incoming.gone) co_return std::nullopt;
  }
  // A large import over slow Wi-Fi gets its time for each MiB that it announces.
  const auto mebibytes = static_cast<int>(parser.content_length().value_or(0) >> 20U) + 1;
  enter(Phase::body, server_->limits().body_time * mebibytes);
  parser.eager(true);
  std::size_t unread_limit = limit + kMaxFraming + limit / 8;
  while (!parser.is_done()) {
    error_code error;
    if (in_.size() > 0) {
      const std::size_t used = parser.put(in_.data(), error);
      in_.consume(used);
      unread_limit -= std::min(used, unread_limit);
    }
    if (error && error != http::error::need_more) co_return bad_request("The body is malformed.");
    const bool too_much = parser.get().body().size() > limit || unread_limit == 0;
    if (too_much || in_.size() > kMaxFraming + kBodyPiece) co_return too_large(limit);
    if (parser.is_done()) break;
    if (error || in_.size() == 0) {
      const bool more = co_await read_more(kBodyPiece);
      if (more) continue;
      incoming.gone = closed_ || !timed_out_;
      co_return too_slow();
    }
  }
  incoming.request->body = std::move(parser.get().body());
  co_return std::nullopt;
}

}  // namespace cellwarden::web
