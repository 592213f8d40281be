// SPDX-License-Identifier: Apache-2.0
// Items to be read in order, wherever they are and however they are packed there: a plain array, or
// something that makes each item when it is asked for. A board cannot afford a second, unpacked
// copy of what 255 cells say.
#pragma once

#include <concepts>
#include <cstddef>
#include <span>

namespace cellwarden::core {

template <class T>
class ListView {
 public:
  using Get = T (*)(const void* source, std::size_t index);

  constexpr ListView() = default;
  // A view of an array, a vector, a span; wherever a span would do.
  template <class Range>
    requires std::convertible_to<const Range&, std::span<const T>>
  constexpr ListView(const Range& items)  // NOLINT(*-explicit-*)
      : ListView{std::span<const T>{items}.data(), std::span<const T>{items}.size()} {}
  constexpr ListView(const T* items, std::size_t size) : source_{items}, size_{size} {}
  // get: makes the item of an index below `size`. source: lives as long as the view is used.
  constexpr ListView(const void* source, std::size_t size, Get get)
      : source_{source}, size_{size}, get_{get} {}

  [[nodiscard]] constexpr std::size_t size() const { return size_; }
  [[nodiscard]] constexpr bool empty() const { return size_ == 0; }
  T operator[](std::size_t index) const {
    return get_ == nullptr ? static_cast<const T*>(source_)[index] : get_(source_, index);
  }

 private:
  const void* source_{nullptr};
  std::size_t size_{0};
  Get get_{nullptr};
};

}  // namespace cellwarden::core
