// SPDX-License-Identifier: Apache-2.0
// What happens to a pack in a scenario, as an owner reads it.
#pragma once

#include <string>

#include "cellwarden/twin/scenario.hpp"

namespace cellwarden::cli {

// "the wire behind cell 6 breaks"
std::string sentence(const twin::Fault& fault);

}  // namespace cellwarden::cli
