// SPDX-License-Identifier: Apache-2.0
// Writes a staged change to a pack and answers when it has been read back (SET-1): one whole set to
// a board of ours, register by register to a real one. A part that was written is said to be a
// part.
#pragma once

#include "settings_change.hpp"
#include "writing.hpp"

namespace cellwarden::api {

// The PIN has been checked. who: for the history, "owner" or "import".
void apply(const Shared& api, gateway::Pack& pack, const web::Responder& responder,
           const StagedChange& staged, core::Millivolts v_bypass, const std::string& who);

}  // namespace cellwarden::api
