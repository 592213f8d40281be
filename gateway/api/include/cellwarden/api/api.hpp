// SPDX-License-Identifier: Apache-2.0
// The gateway's HTTP interface, version 1: what people and programs may read and ask for, as rows
// in the table of web::Router. It is described in openapi.json, which the program serves; what a
// call means is in docs/api.md.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cellwarden/api/pack_book.hpp"
#include "cellwarden/gateway/finder.hpp"
#include "cellwarden/gateway/gateway.hpp"
#include "cellwarden/web/router.hpp"
#include "cellwarden/web/server.hpp"
#include "cellwarden/web/static_files.hpp"

namespace cellwarden::api {

struct ApiOptions {
  std::string version;  // "0.1.0"
  std::string commit;   // empty: not known
  // For /metrics; may be empty. Called on the server's thread.
  std::function<web::ServerCounts()> server_counts;
  // The pack has taken this PIN from us (sign-in, or a PIN that was changed), so that whoever keeps
  // the PINs of the links can keep it. May be empty.
  std::function<void(const std::string& pack, std::uint16_t pin)> pin_taken;
  // Ways to look for packs that are not configured yet (APP-4), and where packs are configured, as
  // people find it; may be empty.
  std::vector<std::unique_ptr<gateway::Finder>> finders{};
  std::string config_file{};
  // Adds and removes packs; outlives the routes. Null: packs neither come nor go.
  PackBook* packs{nullptr};
  bool app{true};  // serve the app that is part of the program at "/"
};

// Before the server starts. io: the one that gateway and server run on; it and the gateway outlive
// the router. The past is read from the file of gateway.history(), if there is one.
void add_routes(web::Router& router, boost::asio::io_context& io, gateway::Gateway& gateway,
                ApiOptions options);

// The document that describes the routes (OpenAPI 3.1, JSON).
std::string_view openapi_document();

// The app that is part of the program; if it was built without one, a page that says how to.
std::shared_ptr<const web::StaticFiles> embedded_app();

}  // namespace cellwarden::api
