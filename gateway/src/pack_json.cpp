// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "cellwarden/gateway/status_json.hpp"

namespace cellwarden::gateway {

using nlohmann::json;

json links_json(const Pack& pack) { return links_json(pack.links()); }

json pack_json(const Pack& pack, Times times) {
  return pack_json(pack.info(), pack.status(), pack.links(), times);
}

}  // namespace cellwarden::gateway
