// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/api/api.hpp"

#include "routes.hpp"

namespace cellwarden::api {

void add_routes(web::Router& router, boost::asio::io_context& io, gateway::Gateway& gateway,
                ApiOptions options) {
  const bool app = options.app;
  const auto api = std::make_shared<Api>(io, gateway, std::move(options));
  add_about_routes(router, api);
  add_pack_routes(router, api);
  add_pack_book_routes(router, api);
  add_event_routes(router, api);
  add_history_routes(router, api);
  add_csv_routes(router, api);
  add_settings_routes(router, api);
  add_pin_routes(router, api);
  add_link_routes(router, api);
  add_device_routes(router, api);
  add_command_routes(router, api);
  add_what_if_routes(router, api);
  add_simulator_routes(router, api);
  add_metrics_routes(router, api);
  if (app) router.set_files(embedded_app());
}

}  // namespace cellwarden::api
