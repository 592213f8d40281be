// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/gateway/link.hpp"

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
