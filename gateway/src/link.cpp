// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/link.hpp"

#include "cellwarden/gateway/pack.hpp"

namespace cellwarden::gateway {

const char* name(LinkKind kind) {
  switch (kind) {
    case LinkKind::lines: return "lines";
    case LinkKind::serial: return "serial";
    case LinkKind::simulated: return "simulated";
    case LinkKind::replay: return "replay";
    case LinkKind::bluetooth: return "bluetooth";
  }
  return "";
}

const char* name(PackOrigin origin) {
  switch (origin) {
    case PackOrigin::config: return "config";
    case PackOrigin::app: return "app";
    case PackOrigin::first_look: return "first_look";
  }
  return "";
}

const char* name(LinkState state) {
  switch (state) {
    case LinkState::opening: return "opening";
    case LinkState::up: return "up";
    case LinkState::waiting: return "waiting";
    case LinkState::let_go: return "let_go";
  }
  return "";
}

}  // namespace cellwarden::gateway
