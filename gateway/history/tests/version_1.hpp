// SPDX-License-Identifier: Apache-2.0
// A file of version 1 as it was released: tables, an event, a block of three readings of two cells
// (told_at() of the first three seconds of 2026) and their roll-up. This text is never changed.
#pragma once

namespace cellwarden::history::test {

inline constexpr const char* kVersion1 =
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
    "CREATE INDEX settings_change_time ON settings_change(time_ms);"
    "INSERT INTO pack VALUES(1, 'shed');"
    "INSERT INTO event VALUES(1, 1, 1767225600000, 'cell_frozen', 1, 7, 3300, 0, 'Frozen.', 0);"
    "INSERT INTO block(id, pack, level, first_ms, last_ms, rows, data, voltages, temperatures"
    ") VALUES(1,1,0,1767225600000,1767225602000,3,x'0128b52ffd2060010300030b0c090808080806060"
    "808020080a0d5edee66e80700020200f6ad0601030e0a1702069c4a8a5000020206b4c0012900010206e6ee0"
    "152000100e0e406010002020180c4a1bb01019ca5d2810100ea1d01030f0a0808f60e0304120427010472886"
    "450',x'0128b52ffd2012910000030307030300d2330500060705000005000c27a68e36',x'0128b52ffd201"
    "ed50000e281050930d103c08081a596026f7b9c5d02be84cc9a2d542000e45b5240');"
    "INSERT INTO block(id, pack, level, first_ms, last_ms, rows, data, voltages, temperatures"
    ") VALUES(2,1,1,1767225600000,1767225899999,1,x'0128b52ffd609200650600e2cb252a704f1a03de9"
    "3ed24ae7a9971cd5c6548a9854170ac83cc87bd6efbfff9faef813c468c3dee9344eea51687862689cf59de2"
    "3e05d3036e17db061ec0db09ea567f83e55cfd0d3f4ea3b8384e1de3b17d0f69e8117506795f723a911a735c"
    "dfa1fe73de07f8ff551de09ee2999f53881bc107dc85bdf6ef56e5a6ff779c3d31b82effa35726ccb18a34a2"
    "977374a29a3aa54d5182fc5011820d08eae0e4e3552d701c403c6e17a9d41f009566369070fa3e2300704027"
    "5cd76773b19d26a18bcc1c0d697d631d88903fc2672e6',x'0128b52ffd20200101000108020303030203030"
    "3010601d83301c83301f033010601e43301d43301fc3375e4683b',x'0128b52ffd20333d01005242070dd01"
    "d0300008d8610781b249248300cd331ac3b5de3f77ce7382d61070200ef1004180262905d82');"
    "INSERT INTO folded VALUES(1,1,1,81816);"
    "PRAGMA application_id=1129804388; PRAGMA user_version=1;";

}  // namespace cellwarden::history::test
