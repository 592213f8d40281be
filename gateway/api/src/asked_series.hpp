// SPDX-License-Identifier: Apache-2.0
// "series=soc,cell_v/7" of an address.
#pragma once

#include <vector>

#include "cellwarden/history/series.hpp"
#include "cellwarden/web/request.hpp"
#include "refusal.hpp"

namespace cellwarden::api {

// Empty: the request names none.
Or<std::vector<history::Series>> asked_series(const web::Request& request);

}  // namespace cellwarden::api
