// SPDX-License-Identifier: Apache-2.0
#include "guard.hpp"

#include <algorithm>
#include <array>

#include "peers.hpp"
#include "url.hpp"

namespace cellwarden::web {
namespace {

// "http://localhost:8423" has the host "localhost:8423".
std::string_view origin_host(std::string_view origin) {
  const auto scheme_end = origin.find("://");
  return scheme_end == std::string_view::npos ? std::string_view{} : origin.substr(scheme_end + 3);
}

bool comes_from_our_page(const Request& request) {
  const std::string_view site = request.header("Sec-Fetch-Site").value_or("");
  if (!site.empty()) return site == "same-origin" || site == "none";
  const std::string_view host = request.header("Host").value_or("");
  const std::string_view origin = request.header("Origin").value_or("");
  return !host.empty() && same_ignoring_case(origin_host(origin), host);
}

bool other_site_reads(const Request& request) {
  const std::string_view site = request.header("Sec-Fetch-Site").value_or("");
  const bool other = site == "cross-site" || site == "same-site";
  // A link from elsewhere may be followed; its page sees nothing of the answer.
  return other && request.header("Sec-Fetch-Mode").value_or("") != "navigate";
}

}  // namespace

std::string_view host_without_port(std::string_view host) {
  const auto after_brackets = host.starts_with('[') ? host.find(']') : 0;
  if (after_brackets == std::string_view::npos) return host;
  return host.substr(0, host.find(':', after_brackets));
}

bool is_plain_host(std::string_view host) {
  constexpr std::string_view kLetters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:[]";
  return !host.empty() && host.size() <= 255 &&
         host.find_first_not_of(kLetters) == std::string_view::npos;
}

std::optional<Response> check_host(const Request& request,
                                   std::span<const std::string> host_names) {
  if (!request.loopback) return std::nullopt;
  const std::string_view name = host_without_port(request.header("Host").value_or(""));
  constexpr std::array<std::string_view, 3> kOwn{"localhost", "127.0.0.1", "[::1]"};
  const auto is_name = [&](std::string_view known) { return same_ignoring_case(known, name); };
  if (std::any_of(kOwn.begin(), kOwn.end(), is_name)) return std::nullopt;
  if (std::any_of(host_names.begin(), host_names.end(), is_name)) return std::nullopt;
  return Response::error(421, "unknown_host",
                         "On this machine the gateway is called localhost. If it has another name, "
                         "add it to the configuration.");
}

std::optional<Response> check_origin(const Request& request) {
  if (request.method == Method::get) {
    if (!request.path.starts_with("/api/") || !other_site_reads(request)) return std::nullopt;
    return Response::error(403, "other_site", "The page of another site may not read this.");
  }
  if (comes_from_our_page(request)) return std::nullopt;
  return Response::error(403, "other_site",
                         "A change has to come from the gateway's own pages. A program sends the "
                         "header \"Sec-Fetch-Site: none\" with it.");
}

std::optional<Response> check_content_type(const Request& request, const Route& route) {
  if (request.method == Method::get) return std::nullopt;
  const std::string type = request.content_type();
  if (route.content_types.empty() && type == "application/json") return std::nullopt;
  for (const std::string& accepted : route.content_types) {
    if (type == accepted) return std::nullopt;
  }
  std::string wanted;
  for (const std::string& accepted : route.content_types) {
    wanted += (wanted.empty() ? "" : " or ") + accepted;
  }
  if (wanted.empty()) wanted = "application/json";
  return Response::error(415, "wrong_content_type",
                         "Send this with the header \"Content-Type: " + wanted + "\".");
}

std::optional<Response> check_role(const Request& request, Role needed) {
  if (request.role >= needed) return std::nullopt;
  if (request.session.empty()) {
    return Response::error(401, "sign_in_first", "Please sign in first.");
  }
  return Response::error(403, "owner_only", "Only the owner may do this. Please sign in as owner.");
}

bool passed_on_by_proxy(const Request& request) {
  constexpr std::array<std::string_view, 4> kSigns{"Forwarded", "X-Forwarded-For", "X-Real-IP",
                                                   "Via"};
  return std::any_of(kSigns.begin(), kSigns.end(),
                     [&](std::string_view name) { return request.header(name).has_value(); });
}

}  // namespace cellwarden::web
