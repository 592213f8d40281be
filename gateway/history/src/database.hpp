// SPDX-License-Identifier: Apache-2.0
// One SQLite connection and its statements, which close themselves. Errors are SQLite's codes: only
// this folder sees them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "bytes.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace cellwarden::history {

enum class Access : std::uint8_t { read, write };

class Statement {
 public:
  explicit Statement(sqlite3_stmt* handle) : handle_{handle}, failed_{handle == nullptr} {}
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;

  // Binds the next ?. What text and blob point to must live until the statement is run.
  Statement& operator<<(std::int64_t value);
  Statement& operator<<(std::string_view text);
  Statement& operator<<(BytesView blob);

  bool next();                                           // a row is there
  bool run();                                            // to its end; false: it failed
  [[nodiscard]] bool failed() const { return failed_; }  // of the newest call

  [[nodiscard]] std::int64_t number(int column) const;
  [[nodiscard]] std::string text(int column) const;
  // Valid until the next call of next() or run().
  [[nodiscard]] BytesView blob(int column) const;

 private:
  sqlite3_stmt* handle_;
  int bound_{0};
  bool failed_;
};

class Database {
 public:
  // Never fails: see error(). The file is made if it is not there (Access::write).
  Database(const std::string& path, Access access);

  [[nodiscard]] int error() const;  // of the newest call that failed; 0: none did
  [[nodiscard]] std::string error_text() const;
  void clear_error() { error_ = 0; }
  void note_error();

  Statement prepare(std::string_view sql);
  bool execute(const char* sql);
  // The first number of the first row.
  std::optional<std::int64_t> number(std::string_view sql);

  [[nodiscard]] bool read_only() const;
  [[nodiscard]] std::int64_t last_id() const;
  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  std::unique_ptr<sqlite3, Close> handle_;
  int error_{0};
  std::string error_text_;
};

// Rolls back unless commit() succeeded.
class Transaction {
 public:
  // Access::read: everything that is read until the end is of one moment.
  Transaction(Database& database, Access access);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  [[nodiscard]] bool begun() const { return open_; }
  bool commit();

 private:
  Database& database_;
  bool open_;
};

bool is_damage(int error);  // the file is no database, or a broken one
bool is_disk_full(int error);

}  // namespace cellwarden::history
