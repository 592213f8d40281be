// SPDX-License-Identifier: Apache-2.0
// Short scenario files for the tests, and the sentence with which one is refused.
#pragma once

#include <string>

#include "cellwarden/scenario/scenario_file.hpp"

namespace cellwarden::scenario::test {

inline twin::Scenario parsed(const std::string& text) {
  return parse_scenario(text, "s.toml", ".");
}

// Empty if it is taken.
inline std::string refusal(const std::string& text) {
  try {
    parsed(text);
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return "";
}

// After "[pack]" and "cells = 16": the text begins in line 3.
inline twin::Scenario parsed_after(const std::string& more) {
  return parsed("[pack]\ncells = 16\n" + more);
}
inline std::string refusal_after(const std::string& more) {
  return refusal("[pack]\ncells = 16\n" + more);
}

}  // namespace cellwarden::scenario::test
