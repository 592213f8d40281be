// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/core/events.hpp"

namespace cellwarden::core {

void EventLog::add(const Event& event) {
  ring_[written_ % kKeptEvents] = event;
  ++written_;
}

}  // namespace cellwarden::core
