// SPDX-License-Identifier: Apache-2.0
// Our own commands, as the board reads them.
#pragma once

#include <optional>
#include <string_view>

#include "cellwarden/protocol/lines.hpp"

namespace cellwarden::protocol {

struct ParsedCommand {
  LineCommand command;                       // none: it makes no sense
  std::optional<core::SettingsError> error;  // a value that is refused by itself (SET-1)
};

// text: from its X up to its check. now: the settings to be changed.
ParsedCommand parse_command(std::string_view text, const core::Settings& now);

}  // namespace cellwarden::protocol
