// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/api/api.hpp"
#include "embedded.hpp"

namespace cellwarden::api {

std::shared_ptr<const web::StaticFiles> embedded_app() {
  return std::make_shared<const web::StaticFiles>(web::StaticFiles::embedded(kAppFiles));
}

}  // namespace cellwarden::api
