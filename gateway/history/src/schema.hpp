// SPDX-License-Identifier: Apache-2.0
// The tables of the file, and the way from every version that was ever released to this one
// (docs/history.md describes them for someone who has only the file).
#pragma once

#include <cstdint>

#include "database.hpp"

namespace cellwarden::history {

inline constexpr std::int64_t kSchemaVersion = 1;
inline constexpr std::int64_t kApplicationId = 0x43577264;  // "CWrd"

enum class SchemaState : std::uint8_t {
  ready,
  newer,    // made by a newer program
  foreign,  // a database, but not one of ours
  failed,   // see Database::error()
};

// Looks only.
SchemaState look_at_schema(Database& database);

// Makes the tables, or brings them to this version, in one transaction; sets what lasts with the
// connection.
SchemaState prepare_schema(Database& database);

}  // namespace cellwarden::history
