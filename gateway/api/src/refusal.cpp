// SPDX-License-Identifier: Apache-2.0
#include "refusal.hpp"

#include <nlohmann/json.hpp>

namespace cellwarden::api {

web::Response answer(const Refusal& refusal) {
  web::Response response = web::Response::error(refusal.status, refusal.code, refusal.sentence);
  if (refusal.retry_after_s == 0) return response;
  return std::move(response).with("Retry-After", std::to_string(refusal.retry_after_s));
}

web::Response answer(const nlohmann::json& body, int status) {
  // A name in a configuration file need not be UTF-8.
  return web::Response::json(body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace),
                             status);
}

}  // namespace cellwarden::api
