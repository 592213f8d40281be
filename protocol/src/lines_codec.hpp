// SPDX-License-Identifier: Apache-2.0
// One list of fields a record, for both directions: a FieldWriter puts them into a line, a
// FieldReader takes them out. So the two can never disagree about order or scale.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <type_traits>

#include "cellwarden/core/units.hpp"
#include "cellwarden/protocol/data_output.hpp"
#include "cellwarden/protocol/lines_text.hpp"
#include "steps.hpp"

namespace cellwarden::protocol {

inline constexpr std::int32_t kMilliampsPerStepGen3 = 50;

constexpr std::int32_t milliamps_per_step(Generation generation) {
  return generation == Generation::three ? kMilliampsPerStepGen3 : kMilliampsPerStep;
}

// The nearest whole step; halves away from zero.
constexpr std::int64_t nearest_signed_step(std::int64_t value, std::int64_t step) {
  return (value < 0 ? value - step / 2 : value + step / 2) / step;
}

class FieldWriter {
 public:
  explicit FieldWriter(LineText& text) : text_{text} {}

  template <class T>
  void number(const T& value, int digits) {
    text_.field(static_cast<std::uint64_t>(value), digits);
  }
  template <class Quantity>
  void quantity(const Quantity& value, int digits) {
    text_.field(static_cast<std::uint64_t>(value.count() < 0 ? 0 : value.count()), digits);
  }
  template <class E>
  void choice(const E& value, E /*last*/) {
    text_.field(static_cast<std::uint64_t>(value), 2);
  }
  template <class T>
  void signed_number(const T& value, int digits) {
    text_.signed_field(static_cast<std::int64_t>(value), digits);
  }
  template <class Quantity>
  void signed_quantity(const std::optional<Quantity>& value, int digits) {
    if (value) text_.signed_field(static_cast<std::int64_t>(value->count()), digits);
    if (!value) text_.signed_field({}, digits);
  }
  // Without a sign; empty: X….
  template <class Quantity>
  void optional_quantity(const std::optional<Quantity>& value, int digits) {
    if (value) quantity(*value, digits);
    if (!value) text_.signed_field({}, digits);
  }
  void voltage(const core::Millivolts& value, int digits) {
    text_.field(voltage_steps(value, kMax24), digits);
  }
  void temperature(const core::MilliCelsius& value) { text_.field(temperature_steps(value), 3); }
  void current(const std::optional<core::Milliamps>& value, Generation generation) {
    if (!value) return text_.signed_field({}, 4);
    text_.signed_field(nearest_signed_step(value->count(), milliamps_per_step(generation)), 4);
  }

 private:
  LineText& text_;
};

class FieldReader {
 public:
  explicit FieldReader(LineReader& line) : line_{line} {}

  template <class T>
  void number(T& value, int /*digits*/) {
    using Limits = std::numeric_limits<T>;
    value = static_cast<T>(bounded(static_cast<std::uint64_t>(Limits::max())));
  }
  template <class Quantity>
  void quantity(Quantity& value, int /*digits*/) {
    using Rep = typename Quantity::Rep;
    const auto max = static_cast<std::uint64_t>(std::numeric_limits<Rep>::max());
    value = Quantity{static_cast<Rep>(bounded(max))};
  }
  template <class E>
  void choice(E& value, E last) {
    value = static_cast<E>(bounded(static_cast<std::uint64_t>(last)));
  }
  template <class T>
  void signed_number(T& value, int /*digits*/) {
    std::optional<std::int64_t> read;
    bounded_signed<T>(read);
    if (!read) line_.fail();
    value = static_cast<T>(read.value_or(0));
  }
  template <class Quantity>
  void signed_quantity(std::optional<Quantity>& value, int /*digits*/) {
    using Rep = typename Quantity::Rep;
    std::optional<std::int64_t> read;
    bounded_signed<Rep>(read);
    value = {};
    if (read) value = Quantity{static_cast<Rep>(*read)};
  }
  template <class Quantity>
  void optional_quantity(std::optional<Quantity>& value, int digits) {
    value = {};
    const std::string_view rest = line_.rest();
    if (rest.size() > 1 && rest[1] == 'X') {
      line_.signed_field();
      return;
    }
    quantity(value.emplace(), digits);
  }
  void voltage(core::Millivolts& value, int /*digits*/) {
    value = core::Millivolts{static_cast<std::int32_t>(bounded(kMax24)) * kMillivoltsPerStep};
  }
  void temperature(core::MilliCelsius& value) {
    const auto steps = static_cast<std::int32_t>(bounded(kMax16));
    value = core::MilliCelsius{steps * kMilliCelsiusPerStep + kMilliCelsiusAtStep0};
  }
  void current(std::optional<core::Milliamps>& value, Generation generation) {
    std::optional<std::int64_t> steps = line_.signed_field();
    value = {};
    if (!steps) return;
    if (*steps < -kMax24 || *steps > kMax24) return line_.fail();
    value = core::Milliamps{static_cast<std::int32_t>(*steps) * milliamps_per_step(generation)};
  }

 private:
  std::uint64_t bounded(std::uint64_t max) {
    const std::uint64_t value = line_.field();
    if (value > max) line_.fail();
    return line_.ok() ? value : 0;
  }
  template <class T>
  void bounded_signed(std::optional<std::int64_t>& value) {
    value = line_.signed_field();
    if (!value) return;
    if (*value < std::numeric_limits<T>::min() || *value > std::numeric_limits<T>::max()) {
      line_.fail();
      value = {};
    }
  }

  LineReader& line_;
};

}  // namespace cellwarden::protocol
