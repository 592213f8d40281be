// SPDX-License-Identifier: Apache-2.0
// Whether a public write arrived: the answer that shows it, read as the bytes that were written, so
// that no scale comes between (SET-1).
#pragma once

#include <string_view>

#include "cellwarden/protocol/lines_reads.hpp"
#include "cellwarden/protocol/lines_register_writes.hpp"

namespace cellwarden::protocol {

// line: the answer to this read. False also if the read does not show that address.
bool shows(PublicReadKind kind, std::string_view line, RegisterWrite write);

}  // namespace cellwarden::protocol
