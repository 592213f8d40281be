// SPDX-License-Identifier: Apache-2.0
// Whether two links would open the same thing, and whether an owner may name a place at all.
#pragma once

#include <string>

#include "cellwarden/daemon/config.hpp"

namespace cellwarden::daemon {

// As a link reports its place, in one form only: "Bluetooth 03330", "/dev/ttyUSB0", "shed:4000".
std::string one_form(const std::string& place);
std::string place_of(const LinkConfig& link);

// Empty: it may. Else what is wrong, as a sentence. A port is below /dev, so that no file of this
// computer is opened.
std::string why_no_place(gateway::LinkKind kind, const std::string& at);

}  // namespace cellwarden::daemon
