// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/seeds_summary.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cellwarden::cli {

namespace {

std::string outcome(const Simulation& run) {
  const auto kept = std::count_if(run.verdicts.begin(), run.verdicts.end(),
                                  [](const twin::Verdict& verdict) { return verdict.kept; });
  std::string text = run.judged ? fmt::format("kept {} of {}", kept, run.verdicts.size())
                                : std::string{"nothing is judged: not the scenario's own length"};
  if (!run.violations.empty()) text += fmt::format(", {} invariants BROKEN", run.violations.size());
  return text;
}

}  // namespace

std::string seeds_summary(std::span<const Simulation> runs) {
  if (runs.empty()) return {};
  std::string out = fmt::format("{}, seeds {} to {}\n", runs.front().scenario.name,
                                runs.front().seed, runs.back().seed);
  for (const Simulation& run : runs) {
    out += fmt::format("{} seed {}: {}\n", run.kept() ? "✔" : "✘", run.seed, outcome(run));
    for (const twin::Verdict& verdict : run.verdicts) {
      if (!verdict.kept) out += fmt::format("    ✘ {}\n", verdict.sentence);
    }
    for (const twin::Violation& it : run.violations) {
      out += fmt::format("    ✘ {}  pack {}: {}\n", time_text(run.scenario, it.time_s), it.pack,
                         it.sentence);
    }
  }
  const auto kept =
      std::count_if(runs.begin(), runs.end(), [](const Simulation& run) { return run.kept(); });
  return out + fmt::format("{} of {} seeds kept everything.\n", kept, runs.size());
}

}  // namespace cellwarden::cli
