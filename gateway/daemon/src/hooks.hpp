// SPDX-License-Identifier: Apache-2.0
// One alert, told once: a command of the owner, or a POST to an address.
#pragma once

#include <optional>
#include <string>

#include "cellwarden/daemon/alerts.hpp"

namespace cellwarden::daemon {

// By /bin/sh, with CELLWARDEN_PACK, _TOPIC, _STATE (begins, ends), _KIND, _AT (UTC, ISO 8601),
// _SENTENCE in its environment; ended after 30 s. Returns what went wrong.
std::optional<std::string> run_command(const std::string& command, const Alert& alert);

// A POST with JSON of the same; three tries, each of at most 10 s. Returns what went wrong.
std::optional<std::string> call_webhook(const std::string& address, const Alert& alert);

}  // namespace cellwarden::daemon
