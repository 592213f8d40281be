// SPDX-License-Identifier: Apache-2.0
// Fields, made shortly.
#pragma once

#include <string>
#include <string_view>

#include "how.hpp"

namespace cellwarden::gateway::roads {

// exact: Truth -> Value. seen: Told -> Value.
template <class Exact, class Seen>
Field field(std::string_view name, Exact exact, Seen seen, const std::array<How, kRoads>& how) {
  return {.name = std::string{name},
          .exact = [exact](const Truth& truth, std::size_t) -> Value { return exact(truth); },
          .seen = [seen](const Told& told, std::size_t) -> Value { return seen(told); },
          .how = how};
}

// exact: Truth, cell -> Value. seen: CellView -> Value.
template <class Exact, class Seen>
Field cell_field(std::string_view name, Exact exact, Seen seen,
                 const std::array<How, kRoads>& how) {
  return {.name = std::string{name},
          .exact = exact,
          .seen = [seen](const Told& told, std::size_t cell) -> Value {
            if (cell >= told.seen.cells.size() || !told.seen.cells[cell]) return {};
            return seen(told.seen.cells[cell]->value);
          },
          .how = how,
          .of_each_cell = true};
}

// get: Group -> Value.
template <class Group, class Get>
auto of(Known<Group> Observation::*group, Get get) {
  return [group, get](const Told& told) -> Value {
    const Known<Group>& known = told.seen.*group;
    if (!known) return {};
    return get(known->value);
  };
}

// get: Records -> Value.
template <class Exact, class Get>
Field record_field(std::string_view name, Exact exact, Get get, const std::array<How, kRoads>& how,
                   bool in_keys = false) {
  Field made = field(
      name, exact,
      [get](const Told& told) -> Value { return told.records ? get(*told.records) : Value{}; },
      how);
  made.of_records = true;
  made.in_keys = in_keys;
  return made;
}

inline Field in_keys(Field made) {
  made.in_keys = true;
  return made;
}

}  // namespace cellwarden::gateway::roads
