// SPDX-License-Identifier: Apache-2.0
// The subjects of the interface, one function each that adds its rows.
#pragma once

#include "api_state.hpp"

namespace cellwarden::api {

void add_about_routes(web::Router& router, const Shared& api);
void add_pack_routes(web::Router& router, const Shared& api);
void add_pack_book_routes(web::Router& router, const Shared& api);
void add_event_routes(web::Router& router, const Shared& api);
void add_history_routes(web::Router& router, const Shared& api);
void add_csv_routes(web::Router& router, const Shared& api);
void add_settings_routes(web::Router& router, const Shared& api);
void add_pin_routes(web::Router& router, const Shared& api);
void add_link_routes(web::Router& router, const Shared& api);
void add_device_routes(web::Router& router, const Shared& api);
void add_command_routes(web::Router& router, const Shared& api);
void add_what_if_routes(web::Router& router, const Shared& api);
void add_simulator_routes(web::Router& router, const Shared& api);
void add_metrics_routes(web::Router& router, const Shared& api);

// A handler of the form `Response f(Api&, const Request&)` as the router takes it.
template <class Function>
web::Handler with(const Shared& api, Function function) {
  return [api, function](const web::Request& request) { return function(*api, request); };
}

}  // namespace cellwarden::api
