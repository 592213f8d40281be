// SPDX-License-Identifier: Apache-2.0
// What the simulator uses of nlohmann/json, in a tenth of its code: it only ever writes. The
// gateway's sources are the same in the browser, and script/wasm holds every answer against the
// library's own, byte by byte.
//
// A value is a handle of 16 bytes without a destructor. What it points to lies in one arena, which
// is emptied by the first value made after a dump(): one answer at a time. A copy of an object or
// array is the same object or array.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace nlohmann {

class json {
 public:
  struct Node;
  struct List;
  struct Member;

  json() = default;
  json(std::nullptr_t) {}                                            // NOLINT(*-explicit-*)
  json(bool value) : kind_{Kind::boolean}, whole_{value ? 1 : 0} {}  // NOLINT(*-explicit-*)
  template <std::integral Whole>
    requires(!std::same_as<Whole, bool>)
  json(Whole value) : kind_{Kind::whole}, whole_{static_cast<std::int64_t>(value)} {}  // NOLINT
  json(double value) : kind_{Kind::real}, real_{value} {}                              // NOLINT
  // Stays where it is: a text of the program.
  json(const char* text) : kind_{Kind::text}, text_{text} {}       // NOLINT(*-explicit-*)
  json(std::string_view text);                                     // NOLINT(*-explicit-*)
  json(const std::string& text) : json(std::string_view{text}) {}  // NOLINT(*-explicit-*)
  json(const std::vector<std::string>& texts);                     // NOLINT(*-explicit-*)
  json(std::initializer_list<Member> members);                     // NOLINT(*-explicit-*)

  static json array();
  static json object();

  void push_back(json value);
  json& operator[](std::string_view key);
  json& operator[](std::size_t index);

  // nullptr, as end(): there is none.
  [[nodiscard]] json* find(std::string_view key) const;
  [[nodiscard]] static json* end() { return nullptr; }
  [[nodiscard]] bool contains(std::string_view key) const { return find(key) != nullptr; }
  [[nodiscard]] bool is_null() const { return kind_ == Kind::null; }
  [[nodiscard]] bool is_object() const { return kind_ == Kind::object; }
  template <class Text>
  [[nodiscard]] Text get() const {
    return text_;
  }

  [[nodiscard]] std::string dump() const;

 private:
  enum class Kind : std::uint8_t { null, boolean, whole, real, text, array, object };

  json(Kind kind, List* list) : kind_{kind}, list_{list} {}
  void write(std::string& out) const;

  Kind kind_{Kind::null};
  union {
    std::int64_t whole_{0};
    double real_;
    const char* text_;
    List* list_;
  };
};

struct json::Member {
  const char* key;
  json value;
};

}  // namespace nlohmann
