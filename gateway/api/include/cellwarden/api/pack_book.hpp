// SPDX-License-Identifier: Apache-2.0
// Who keeps the list of the packs that an owner adds and removes while the gateway runs (APP-4).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "cellwarden/core/result.hpp"

namespace cellwarden::api {

// A pack as an owner asks for it; kind, at and baud as in the config.
struct NewPack {
  std::string id;    // empty: one is chosen, which no other pack ever had
  std::string name;  // empty: the id
  std::string kind;  // "bluetooth", "serial" or "lines"
  std::string at;
  std::string adapter;
  std::optional<int> baud;
};

// Why it was not done: nothing has changed.
struct BookRefusal {
  int status{400};       // of HTTP
  std::string code;      // one word, for programs
  std::string sentence;  // what is wrong and what to do, for people
};

// On the thread of the gateway. What is done is on disk, and true of the gateway, when it returns.
class PackBook {
 public:
  PackBook() = default;
  PackBook(const PackBook&) = delete;
  PackBook& operator=(const PackBook&) = delete;
  virtual ~PackBook() = default;

  // Its id.
  virtual core::Result<std::string, BookRefusal> add(const NewPack& wanted) = 0;
  // Empty: done.
  virtual std::optional<BookRefusal> rename(std::string_view id, const std::string& name) = 0;
  // Nobody may be writing to it. Its history stays.
  virtual std::optional<BookRefusal> remove(std::string_view id) = 0;
};

}  // namespace cellwarden::api
