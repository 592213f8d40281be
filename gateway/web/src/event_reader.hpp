// SPDX-License-Identifier: Apache-2.0
// One live reader, as its channel sees it.
#pragma once

#include "cellwarden/web/response.hpp"

namespace cellwarden::web {

class EventReader {
 public:
  EventReader() = default;
  EventReader(const EventReader&) = delete;
  EventReader& operator=(const EventReader&) = delete;
  virtual ~EventReader() = default;
  // False: it does not keep up, and wants no more; it has left the channel already.
  virtual bool offer(const SharedText& message) = 0;
};

}  // namespace cellwarden::web
