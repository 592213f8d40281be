// SPDX-License-Identifier: Apache-2.0
#include "schema.hpp"

#include <array>
#include <string>

namespace cellwarden::history {

namespace {

// Step i leads from version i to version i + 1. A step is never changed once it was released.
constexpr std::array<const char*, kSchemaVersion> kSteps{
    "CREATE TABLE pack(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);"
    "CREATE TABLE journal(id INTEGER PRIMARY KEY, pack INTEGER NOT NULL,"
    " first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL, rows INTEGER NOT NULL,"
    " data BLOB NOT NULL, temperatures BLOB NOT NULL, voltages BLOB NOT NULL);"
    "CREATE TABLE block(id INTEGER PRIMARY KEY, pack INTEGER NOT NULL, level INTEGER NOT NULL,"
    " first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL, rows INTEGER NOT NULL,"
    " data BLOB NOT NULL, temperatures BLOB NOT NULL, voltages BLOB NOT NULL);"
    "CREATE INDEX block_time ON block(pack, level, first_ms);"
    "CREATE TABLE folded(pack INTEGER NOT NULL, level INTEGER NOT NULL, upto INTEGER NOT NULL,"
    " window INTEGER NOT NULL, PRIMARY KEY(pack, level)) WITHOUT ROWID;"
    "CREATE TABLE event(id INTEGER PRIMARY KEY AUTOINCREMENT, pack INTEGER NOT NULL,"
    " time_ms INTEGER NOT NULL, kind TEXT NOT NULL, severity INTEGER NOT NULL,"
    " number INTEGER NOT NULL, value INTEGER NOT NULL, limit_value INTEGER NOT NULL,"
    " text TEXT NOT NULL, simulated INTEGER NOT NULL);"
    "CREATE INDEX event_time ON event(time_ms);"
    "CREATE TABLE settings_change(id INTEGER PRIMARY KEY AUTOINCREMENT, pack INTEGER NOT NULL,"
    " time_ms INTEGER NOT NULL, setting TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,"
    " who TEXT NOT NULL, simulated INTEGER NOT NULL);"
    "CREATE INDEX settings_change_time ON settings_change(time_ms);"};

bool is_empty(Database& database) {
  return database.number("SELECT count(*) FROM sqlite_schema") == 0;
}

}  // namespace

SchemaState look_at_schema(Database& database) {
  const auto version = database.number("PRAGMA user_version");
  const auto application = database.number("PRAGMA application_id");
  if (!version || !application) return SchemaState::failed;
  if (*version == 0 && *application == 0 && is_empty(database)) return SchemaState::ready;
  if (*application != kApplicationId) return SchemaState::foreign;
  return *version > kSchemaVersion ? SchemaState::newer : SchemaState::ready;
}

SchemaState prepare_schema(Database& database) {
  if (const SchemaState state = look_at_schema(database); state != SchemaState::ready) return state;
  // FULL: a commit is on disk when it returns. One every ten seconds, so it costs little. Pages of
  // 2048 bytes: each commit writes the last page of the journal again.
  if (!database.execute("PRAGMA page_size=2048; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                        "PRAGMA cache_size=-1000; PRAGMA journal_size_limit=16777216;")) {
    return SchemaState::failed;
  }
  const std::int64_t version = database.number("PRAGMA user_version").value_or(0);
  if (version == kSchemaVersion) return SchemaState::ready;
  Transaction transaction{database, Access::write};
  for (auto step = static_cast<std::size_t>(version); step < kSteps.size(); ++step) {
    if (!database.execute(kSteps.at(step))) return SchemaState::failed;
  }
  const std::string marks = "PRAGMA application_id=" + std::to_string(kApplicationId) +
                            "; PRAGMA user_version=" + std::to_string(kSchemaVersion);
  if (!database.execute(marks.c_str()) || !transaction.commit()) return SchemaState::failed;
  return SchemaState::ready;
}

}  // namespace cellwarden::history
