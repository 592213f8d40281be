// SPDX-License-Identifier: Apache-2.0
// Reads a scenario file (TOML) into what the bench runs. Everything that is wrong with it is one
// sentence with file, line and key, because an owner writes these files.
#pragma once

#include <stdexcept>
#include <string>

#include "cellwarden/twin/scenario.hpp"

namespace cellwarden::scenario {

// "my.toml:12: there is no key 'capacity' in [pack]. Did you mean 'capacity_ah'?"
class ScenarioError : public std::runtime_error {
 public:
  explicit ScenarioError(const std::string& sentence) : std::runtime_error{sentence} {}
};

// Throws ScenarioError. What comes back has passed twin::find_problem().
twin::Scenario read_scenario(const std::string& path);

// name: for the sentences; folder: where the CSV files of measured profiles are.
twin::Scenario parse_scenario(const std::string& text, const std::string& name,
                              const std::string& folder);

}  // namespace cellwarden::scenario
