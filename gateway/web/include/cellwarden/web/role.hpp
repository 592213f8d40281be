// SPDX-License-Identifier: Apache-2.0
// Who asks. Each role may do what the one before it may; settings need the pack's PIN on top.
#pragma once

#include <cstdint>
#include <string_view>

namespace cellwarden::web {

enum class Role : std::uint8_t { anyone, viewer, owner };

constexpr std::string_view role_name(Role role) {
  switch (role) {
    case Role::anyone: return "anyone";
    case Role::viewer: return "viewer";
    case Role::owner: return "owner";
  }
  return "anyone";
}

}  // namespace cellwarden::web
