// SPDX-License-Identifier: Apache-2.0
// `cellwarden simulate`: a scenario on the bench, and what came of it (PLUS-5).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "cellwarden/twin/bench.hpp"

namespace cellwarden::cli {

struct SimulateCommand {
  std::string scenario;  // a file, or the name of one that ships
  std::uint64_t seed{1};
  int seeds{1};
  std::optional<int> threads;  // empty: as many as this computer has cores
  std::optional<double> days;  // empty: the scenario's own
  std::string chain{"messages"};
  std::string csv;  // path; empty: none
  std::string plot;
  bool json{false};
};

// Exit code: 0, or 1 if an expectation or an invariant broke. Throws Problem for whatever the
// person at the keyboard can put right.
int run_simulate(const SimulateCommand& command);

// The named scenario with the length that was asked for; what `simulate`, `frames` and `board` have
// in common. judged: false if the length is not the scenario's own.
struct ChosenScenario {
  twin::Scenario scenario;
  std::string path;
  bool judged{true};
};
ChosenScenario choose_scenario(const std::string& name, std::optional<double> days);

// Throws Problem unless the scenario has that pack, 1…
void check_pack(int pack, const twin::Scenario& scenario);

}  // namespace cellwarden::cli
