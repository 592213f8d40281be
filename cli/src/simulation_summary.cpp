// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/simulation_summary.hpp"

#include <fmt/format.h>

#include <cmath>

#include "simulation_sections.hpp"

namespace cellwarden::cli {

using twin::Occurrence;
using twin::OccurrenceKind;

namespace {

std::string days_text(double days) {
  if (days * kDaySeconds < kDaySeconds) return span_text(days * kDaySeconds);
  return fmt::format("{:.4g} day{}", days, days == 1 ? "" : "s");
}

std::string packs_text(const twin::Scenario& scenario) {
  const twin::PackPlan& first = scenario.packs.front();
  std::string text = fmt::format("{} cells of {:.4g} Ah", first.cells, first.capacity_ah);
  if (scenario.packs.size() > 1) {
    text = fmt::format("{} packs in parallel, the first of {}", scenario.packs.size(), text);
  }
  return text;
}

// Long sentences in lines that a terminal shows whole.
std::string wrapped(const std::string& text, std::size_t width) {
  std::string lines;
  std::size_t length = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \n", begin), text.size());
    if (end > begin) {
      const bool fits = length + (end - begin) < width;
      if (length > 0) lines += fits ? " " : "\n";
      length = (length > 0 && fits ? length + 1 : 0) + (end - begin);
      lines.append(text, begin, end - begin);
    }
    begin = end + 1;
  }
  return lines.empty() ? lines : lines + "\n";
}

void append_verdicts(std::string& out, const Simulation& run) {
  if (!run.judged) {
    out += "\nExpected\n  nothing is judged: the scenario's expectations are for its own length.\n";
  } else if (!run.verdicts.empty()) {
    out += "\nExpected\n";
    for (const twin::Verdict& verdict : run.verdicts) {
      out.append(verdict.kept ? "  ✔ " : "  ✘ ").append(verdict.sentence).append("\n");
    }
  }
}

void append_violations(std::string& out, const Simulation& run) {
  constexpr std::size_t kShown = 20;
  if (run.violations.empty()) {
    out += "\nInvariants: all of them held.\n";
    return;
  }
  out += fmt::format("\nInvariants BROKEN, {}×: this is a defect of the rules or of the twin\n",
                     run.violations.size());
  for (std::size_t i = 0; i < std::min(kShown, run.violations.size()); ++i) {
    const twin::Violation& it = run.violations[i];
    out += fmt::format("  ✘ {}  pack {}: {}\n", time_text(run.scenario, it.time_s), it.pack,
                       it.sentence);
  }
}

std::string speed_text(const Simulation& run) {
  const double factor = run.took_s > 0 ? run.seconds() / run.took_s : 0;
  return fmt::format("\nSimulated {} in {:.2f} s: {} times as fast as life.\n",
                     days_text(run.scenario.days), run.took_s, std::llround(factor));
}

bool is_of(const Occurrence& it, core::EventKind kind) {
  return it.kind == OccurrenceKind::event && it.event.kind == kind;
}

bool is_e(const Occurrence& it) {
  return (it.kind == OccurrenceKind::warning_began && it.warning == core::Warning::communication) ||
         is_of(it, core::EventKind::communication_lost) ||
         is_of(it, core::EventKind::cell_count_differs);
}

}  // namespace

std::string simulation_facts(const Simulation& run) {
  return fmt::format("{} from {}, {}, seed {}.", days_text(run.scenario.days),
                     time_text(run.scenario, 0), packs_text(run.scenario), run.seed);
}

std::optional<Noticed> noticed(const Simulation& run, std::size_t index) {
  std::optional<Noticed> found;
  const int pack = run.scenario.faults[index].pack;
  for (const Occurrence& it : run.occurrences) {
    if (!found) {
      if (it.kind == OccurrenceKind::fault_began && it.number == static_cast<int>(index)) {
        found.emplace().began_s = it.time_s;
      }
      continue;
    }
    if (it.time_s > found->began_s + kNoticed) break;
    if (it.pack != pack) continue;
    const auto keep = [&it](const Occurrence*& first) {
      if (first == nullptr) first = &it;
    };
    if (is_e(it)) keep(found->warning);
    if (it.kind == OccurrenceKind::relay_opened) keep(found->opening);
    if (is_of(it, core::EventKind::break_located)) keep(found->place);
  }
  return found;
}

std::string simulation_summary(const Simulation& run) {
  const std::string name = run.scenario.name.empty() ? "A scenario" : run.scenario.name;
  std::string out = name + ": " + simulation_facts(run) + "\n" + wrapped(run.scenario.about, 100);
  append_site(out, run);
  const auto packs = static_cast<int>(run.scenario.packs.size());
  for (int pack = 1; pack <= packs; ++pack) append_pack(out, run, pack);
  append_faults(out, run);
  append_events(out, run);
  append_verdicts(out, run);
  append_violations(out, run);
  return out + speed_text(run);
}

}  // namespace cellwarden::cli
