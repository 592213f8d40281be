// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/contacts.hpp"

namespace cellwarden::core {

Contacts contacts(Relay relay, bool allowed, BoardVersion version) {
  const bool reversed = relay == Relay::load && version == BoardVersion::v2;
  const bool first_pair = allowed != reversed;
  return {.pins_1_2_closed = first_pair, .pins_2_3_closed = !first_pair};
}

}  // namespace cellwarden::core
