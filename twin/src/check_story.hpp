// SPDX-License-Identifier: Apache-2.0
// The part of check_scenario() that looks at faults and expectations, and what both parts say.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "cellwarden/twin/check_scenario.hpp"
#include "cellwarden/twin/scenario_rows.hpp"

namespace cellwarden::twin {

using Problem = std::optional<ScenarioProblem>;

// index: from 0; places count from 1.
Problem check_fault(const Scenario& scenario, std::size_t index);
Problem check_expectation(const Scenario& scenario, std::size_t index);

inline Problem problem(const std::string& place, const std::string& key,
                       const std::string& sentence) {
  return ScenarioProblem{.place = place, .key = key, .other = {}, .sentence = sentence};
}

// One number, empty if it is possible.
inline Problem check_range(const std::string& place, const char* key, const char* unit, double min,
                           double max, double value) {
  const std::string sentence = range_problem(key, unit, min, max, value);
  if (sentence.empty()) return {};
  return problem(place, key, sentence);
}

inline double duration_s(const Scenario& scenario) { return scenario.days * 86'400; }

}  // namespace cellwarden::twin
