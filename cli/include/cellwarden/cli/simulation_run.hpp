// SPDX-License-Identifier: Apache-2.0
// Runs scenarios on the bench of the twin. A bench is single-threaded and its seed makes every byte
// of it, so several seeds may run on several threads and nothing depends on how many.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "cellwarden/cli/simulation.hpp"
#include "cellwarden/twin/bench.hpp"

namespace cellwarden::cli {

using SampleListener = std::function<void(const Sample&)>;

Sample sample_of(const twin::Bench& bench);

// The whole scenario. judged: whether its expectations fit. listener: may be empty; gets a sample
// at the end of each step of sample_step_s().
Simulation simulate(const twin::Scenario& scenario, const twin::BenchOptions& options, bool judged,
                    const SampleListener& listener);

struct SeedPlan {
  int seeds{1};    // options.seed, the next one, …
  int threads{1};  //
};

// In the order of the seeds. done: called after each, with how many are done; from any thread, one
// at a time.
std::vector<Simulation> simulate_seeds(const twin::Scenario& scenario,
                                       const twin::BenchOptions& options, bool judged,
                                       const SeedPlan& plan, const std::function<void(int)>& done);

}  // namespace cellwarden::cli
