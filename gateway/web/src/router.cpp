// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/web/router.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "url.hpp"

namespace cellwarden::web {
namespace {

// Takes the first segment off a path: "/a/b" gives "a" and leaves "/b".
std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);
  const auto end = std::min(path.find('/'), path.size());
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(end);
  return segment;
}

bool is_parameter(std::string_view segment) {
  return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

// Segments are decoded after the path is split, so that "%2F" in a name is no slash.
std::optional<Fields> matched(std::string_view pattern, std::string_view path) {
  Fields parameters;
  while (!pattern.empty() && !path.empty()) {
    const std::string_view expected = take_segment(pattern);
    auto given = percent_decoded(take_segment(path));
    if (!given) return std::nullopt;
    if (is_parameter(expected)) {
      if (given->empty()) return std::nullopt;
      parameters.emplace_back(expected.substr(1, expected.size() - 2), std::move(*given));
    } else if (*given != expected) {
      return std::nullopt;
    }
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return parameters;
}

bool well_formed(std::string_view pattern) {
  if (pattern.empty() || pattern.front() != '/') return false;
  while (!pattern.empty()) {
    const std::string_view segment = take_segment(pattern);
    const bool has_brace = segment.find_first_of("{}") != std::string_view::npos;
    if (has_brace && !is_parameter(segment)) return false;
  }
  return true;
}

Route simple(Method method, std::string pattern, Role role, Handler handler) {
  Route route;
  route.method = method;
  route.pattern = std::move(pattern);
  route.role = role;
  route.handler = [answer = std::move(handler)](const Responder& responder) {
    responder.send(answer(responder.request()));
  };
  return route;
}

}  // namespace

Route& Router::get(std::string pattern, Role role, Handler handler) {
  return add(simple(Method::get, std::move(pattern), role, std::move(handler)));
}

Route& Router::post(std::string pattern, Role role, Handler handler) {
  return add(simple(Method::post, std::move(pattern), role, std::move(handler)));
}

Route& Router::put(std::string pattern, Role role, Handler handler) {
  return add(simple(Method::put, std::move(pattern), role, std::move(handler)));
}

Route& Router::patch(std::string pattern, Role role, Handler handler) {
  return add(simple(Method::patch, std::move(pattern), role, std::move(handler)));
}

Route& Router::remove(std::string pattern, Role role, Handler handler) {
  return add(simple(Method::remove, std::move(pattern), role, std::move(handler)));
}

Route& Router::add(Route route) {
  if (!well_formed(route.pattern)) {
    throw std::logic_error{"the route pattern " + route.pattern + " is malformed"};
  }
  for (const Route& other : routes_) {
    if (other.method == route.method && other.pattern == route.pattern) {
      throw std::logic_error{"the route pattern " + route.pattern + " is taken"};
    }
  }
  return routes_.emplace_back(std::move(route));
}

void Router::set_files(std::shared_ptr<const StaticFiles> files) { files_ = std::move(files); }

Router::Match Router::find(Method method, std::string_view path) const {
  Match best;
  if (path.empty() || path.front() != '/') return best;
  for (const Route& route : routes_) {
    auto parameters = matched(route.pattern, path);
    if (!parameters) continue;
    best.allowed.push_back(route.method);
    if (route.method != method) continue;
    // "/packs/new" before "/packs/{pack}": fewer parameters say more.
    if (best.route == nullptr || parameters->size() < best.parameters.size()) {
      best.route = &route;
      best.parameters = std::move(*parameters);
    }
  }
  return best;
}

}  // namespace cellwarden::web
