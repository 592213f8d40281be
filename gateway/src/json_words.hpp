// SPDX-License-Identifier: Apache-2.0
// The values of the enumerations as the API calls them (gateway/api/openapi.json).
#pragma once

#include "cellwarden/core/readings.hpp"
#include "cellwarden/core/relay_rules.hpp"
#include "cellwarden/protocol/lines.hpp"

namespace cellwarden::gateway {

const char* word(core::ReadingFault fault);
const char* word(protocol::LedState led);
const char* word(protocol::SensorZeroing zeroing);
const char* word(core::Subject subject);

}  // namespace cellwarden::gateway
