// SPDX-License-Identifier: Apache-2.0
// Which of a relay's three pins are connected. The load relay's contacts are the other way round on
// version 2 of the OUT board (RELAY-4).
#pragma once

#include "cellwarden/core/relay_rules.hpp"
#include "cellwarden/core/settings.hpp"

namespace cellwarden::core {

struct Contacts {
  bool pins_1_2_closed;
  bool pins_2_3_closed;
};

Contacts contacts(Relay relay, bool allowed, BoardVersion version);

}  // namespace cellwarden::core
