// SPDX-License-Identifier: Apache-2.0
// A value, or the reason why there is none. For bytes and settings that come from outside; battery
// faults are data, and programmers' errors are assertions. (std::expected does not pass Debian's
// clang-tidy, and needs exceptions for its value().)
#pragma once

#include <utility>

namespace cellwarden::core {

template <class E>
struct Failure {
  E error;
};

template <class E>
constexpr Failure<E> failure(E error) {
  return {error};
}

// T and E are plain values that can be made from nothing.
template <class T, class E>
class [[nodiscard]] Result {
 public:
  // Parentheses: braces would make a list of one of a type that takes lists, such as JSON.
  constexpr Result(T value) : value_(std::move(value)), ok_{true} {}  // NOLINT(*-explicit-*)
  constexpr Result(Failure<E> failed) : error_{failed.error} {}       // NOLINT(*-explicit-*)

  constexpr explicit operator bool() const { return ok_; }
  // Only when there is a value.
  constexpr const T& operator*() const { return value_; }
  constexpr const T* operator->() const { return &value_; }
  // Only when there is none.
  [[nodiscard]] constexpr E error() const { return error_; }

 private:
  T value_{};
  E error_{};
  bool ok_{false};
};

}  // namespace cellwarden::core
