// SPDX-License-Identifier: Apache-2.0
// Which handler answers which method and path, and who may ask. A table that is filled before the
// server starts and only read afterwards.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cellwarden/web/request.hpp"
#include "cellwarden/web/responder.hpp"
#include "cellwarden/web/response.hpp"
#include "cellwarden/web/role.hpp"

namespace cellwarden::web {

class StaticFiles;

// The usual handler: answers at once. The request is valid during the call.
using Handler = std::function<Response(const Request&)>;
// One that answers later: keep the responder (and with it responder.request()).
using LateHandler = std::function<void(Responder)>;

// A std::exception out of a handler is answered with 500, counted, and told to
// ServerOptions::on_fault.
struct Route {
  Method method{Method::get};
  // "/api/v1/packs/{pack}/cells": {name} stands for one segment that is not empty.
  std::string pattern;
  Role role{Role::owner};  // the least that may ask
  LateHandler handler;
  // On a worker thread, because it reads files or a database; otherwise on the server's own thread,
  // where nothing may take longer than a few milliseconds.
  bool on_worker{false};
  std::optional<std::size_t> max_body{};     // instead of Limits::body_bytes
  std::vector<std::string> content_types{};  // empty: application/json, for all but GET
};

class Router {
 public:
  // Terse ways for the common cases. The returned reference is for on_worker, max_body and
  // content_types, and is valid until the next route is added.
  Route& get(std::string pattern, Role role, Handler handler);
  Route& post(std::string pattern, Role role, Handler handler);
  Route& put(std::string pattern, Role role, Handler handler);
  Route& patch(std::string pattern, Role role, Handler handler);
  Route& remove(std::string pattern, Role role, Handler handler);
  // Throws std::logic_error if the pattern is malformed or taken.
  Route& add(Route route);

  // GET of a path that no route has, outside /api/, is a file from here; role anyone.
  void set_files(std::shared_ptr<const StaticFiles> files);
  [[nodiscard]] const StaticFiles* files() const { return files_.get(); }

  struct Match {
    const Route* route{nullptr};  // null: see allowed
    Fields parameters;
    std::vector<Method> allowed;  // the path exists, with these methods: 405; empty: 404
  };
  // path: as it stands in the request, percent signs and all, without the query.
  [[nodiscard]] Match find(Method method, std::string_view path) const;

  [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
  std::shared_ptr<const StaticFiles> files_;
};

}  // namespace cellwarden::web
