// SPDX-License-Identifier: Apache-2.0
#include "database.hpp"

#include <sqlite3.h>

#include <utility>

namespace cellwarden::history {

namespace {

constexpr int kBusyMilliseconds = 5000;

}  // namespace

Statement::~Statement() { sqlite3_finalize(handle_); }

Statement::Statement(Statement&& other) noexcept
    : handle_{std::exchange(other.handle_, nullptr)},
      bound_{other.bound_},
      failed_{other.failed_} {}

Statement& Statement::operator<<(std::int64_t value) {
  sqlite3_bind_int64(handle_, ++bound_, value);
  return *this;
}

Statement& Statement::operator<<(std::string_view text) {
  sqlite3_bind_text64(handle_, ++bound_, text.empty() ? "" : text.data(), text.size(),
                      SQLITE_STATIC, SQLITE_UTF8);
  return *this;
}

Statement& Statement::operator<<(BytesView blob) {
  sqlite3_bind_blob64(handle_, ++bound_, blob.empty() ? "" : static_cast<const void*>(blob.data()),
                      blob.size(), SQLITE_STATIC);
  return *this;
}

bool Statement::next() {
  if (handle_ == nullptr) return false;
  const int code = sqlite3_step(handle_);
  failed_ = code != SQLITE_ROW && code != SQLITE_DONE;
  return code == SQLITE_ROW;
}

bool Statement::run() {
  if (handle_ == nullptr) return false;
  int code = SQLITE_ROW;
  while (code == SQLITE_ROW) code = sqlite3_step(handle_);
  sqlite3_reset(handle_);
  bound_ = 0;
  failed_ = code != SQLITE_DONE;
  return !failed_;
}

std::int64_t Statement::number(int column) const { return sqlite3_column_int64(handle_, column); }

std::string Statement::text(int column) const {
  const auto* const bytes = sqlite3_column_text(handle_, column);
  if (bytes == nullptr) return {};
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, column));
  return {reinterpret_cast<const char*>(bytes), size};
}

BytesView Statement::blob(int column) const {
  const auto* const bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_, column));
  if (bytes == nullptr) return {};
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

void Database::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

Database::Database(const std::string& path, Access access) {
  sqlite3* handle = nullptr;
  const int mode =
      access == Access::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  error_ = sqlite3_open_v2(path.c_str(), &handle, mode | SQLITE_OPEN_FULLMUTEX, nullptr);
  handle_.reset(handle);
  if (error_ != SQLITE_OK) error_text_ = sqlite3_errstr(error_);
  if (handle == nullptr) return;
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, kBusyMilliseconds);
}

int Database::error() const { return error_; }

std::string Database::error_text() const { return error_text_; }

void Database::note_error() {
  const int code = sqlite3_extended_errcode(handle_.get());
  if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return;
  error_ = code;
  error_text_ = sqlite3_errmsg(handle_.get());
}

Statement Database::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()), &statement,
                         nullptr) != SQLITE_OK) {
    note_error();
  }
  return Statement{statement};
}

bool Database::execute(const char* sql) {
  if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK) return true;
  note_error();
  return false;
}

std::optional<std::int64_t> Database::number(std::string_view sql) {
  Statement statement = prepare(sql);
  if (!statement.next()) {
    note_error();
    return std::nullopt;
  }
  return statement.number(0);
}

bool Database::read_only() const { return sqlite3_db_readonly(handle_.get(), "main") == 1; }

std::int64_t Database::last_id() const { return sqlite3_last_insert_rowid(handle_.get()); }

Transaction::Transaction(Database& database, Access access)
    : database_{database},
      open_{database.execute(access == Access::write ? "BEGIN IMMEDIATE" : "BEGIN")} {}

Transaction::~Transaction() {
  if (!open_) return;
  const bool in_transaction = sqlite3_get_autocommit(database_.handle()) == 0;
  if (in_transaction) sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

bool Transaction::commit() {
  if (!open_ || !database_.execute("COMMIT")) return false;
  open_ = false;
  return true;
}

bool is_damage(int error) {
  const int primary = error & 0xff;
  return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB;
}

bool is_disk_full(int error) { return (error & 0xff) == SQLITE_FULL; }

}  // namespace cellwarden::history
