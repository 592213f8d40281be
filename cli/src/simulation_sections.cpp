// SPDX-License-Identifier: Apache-2.0
#include "simulation_sections.hpp"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <utility>

#include "cellwarden/cli/fault_words.hpp"
#include "cellwarden/cli/simulation_summary.hpp"
#include "cellwarden/words/sentences.hpp"

namespace cellwarden::cli {

using twin::Occurrence;
using twin::OccurrenceKind;

namespace {

constexpr int kShownFaults = 20;
constexpr const char* kUnknown = "unknown";

// The figure with its unit, or that it is not known.
template <class Text>
std::string told(const std::optional<double>& value, Text text) {
  return value ? text(*value) : kUnknown;
}

std::string energy(const Simulation& run, std::string_view name) {
  return told(run.figure(name), energy_text);
}

std::string heading(const Simulation& run, int pack) {
  return run.scenario.packs.size() == 1 ? "\nBattery\n" : fmt::format("\nBattery, pack {}\n", pack);
}

void append_battery(std::string& out, const Simulation& run, int pack) {
  const auto figure = [&](std::string_view name, double scale, int decimals, const char* unit) {
    return told(run.figure(name, pack),
                [&](double value) { return number_text(value * scale, decimals) + unit; });
  };
  out += fmt::format("  SOC from {} to {}, {} at the end; in truth {}\n",
                     figure("soc_min_percent", 1, 1, " %"), figure("soc_max_percent", 1, 1, " %"),
                     figure("soc_end_percent", 1, 1, " %"),
                     figure("true_soc_end_percent", 1, 1, " %"));
  out += fmt::format(
      "  cells from {} to {}, from {} to {}\n", figure("voltage_min_mv", 0.001, 3, " V"),
      figure("voltage_max_mv", 0.001, 3, " V"), figure("temperature_min_c", 1, 1, " °C"),
      figure("temperature_max_c", 1, 1, " °C"));
  out += fmt::format("  they lie {} apart at the beginning, {} at the end\n",
                     figure("spread_begin_mv", 1, 0, " mV"), figure("spread_end_mv", 1, 0, " mV"));
}

void append_balancing(std::string& out, const Simulation& run, int pack) {
  const std::optional<double> all = run.figure("balancing_hours", pack);
  if (!all) return;
  if (*all <= 0) {
    out += "  no cell was balanced\n";
    return;
  }
  std::pair<int, double> most{0, 0};
  int balanced = 0;
  for (const twin::Figure& figure : run.figures) {
    if (figure.name != "balancing_hours" || figure.pack != pack || !figure.number) continue;
    if (figure.value > 0) ++balanced;
    if (figure.value > most.second) most = {*figure.number, figure.value};
  }
  out += fmt::format("  balanced for {} in all", span_text(*all * 3600));
  if (most.first != 0) {
    out += fmt::format(", {} of {} cells, longest cell {}: {}", balanced,
                       run.scenario.packs[static_cast<std::size_t>(pack - 1)].cells, most.first,
                       span_text(most.second * 3600));
  }
  out += "\n";
}

struct Openings {
  int count{0};
  const Occurrence* first{nullptr};
};

// By the first reason; without one for a relay that a shock flipped.
using OpeningsByReason = std::map<std::optional<core::RuleId>, Openings>;

OpeningsByReason openings(const Simulation& run, int pack, int number) {
  OpeningsByReason by_reason;
  for (const Occurrence& it : run.occurrences) {
    if (it.kind != OccurrenceKind::relay_opened || it.pack != pack || it.number != number) continue;
    Openings& entry = by_reason[it.why.empty() ? std::optional<core::RuleId>{} : it.why[0].id];
    if (++entry.count == 1) entry.first = &it;
  }
  return by_reason;
}

void append_relay(std::string& out, const Simulation& run, int pack, int number) {
  double open = 0;
  for (const OpenTime& time : open_times(run, pack, number)) open += time.to_s - time.from_s;
  const double closed = run.seconds() > 0 ? 1 - open / run.seconds() : 0;
  const auto by_reason = openings(run, pack, number);
  int count = 0;
  for (const auto& [id, entry] : by_reason) count += entry.count;
  out += fmt::format("  {} relay: closed {} % of the time, {}\n", number == 1 ? "charge" : "load",
                     std::lround(closed * 100),
                     count == 0 ? "never opened" : fmt::format("opened {}×", count));
  for (const auto& [id, entry] : by_reason) {
    out += fmt::format(
        "    {}×, first at {}: {}\n", entry.count, time_text(run.scenario, entry.first->time_s),
        entry.first->why.empty() ? "no rule asked for it" : words::sentence(entry.first->why[0]));
  }
}

void append_noticed(std::string& out, const Noticed& noticed) {
  const auto after = [&](const Occurrence* it) { return span_text(it->time_s - noticed.began_s); };
  std::string text;
  if (noticed.warning != nullptr)
    text += fmt::format("warning E after {}; ", after(noticed.warning));
  if (noticed.opening != nullptr) {
    text += fmt::format("{} relay open after {}; ",
                        noticed.opening->number == 1 ? "charge" : "load", after(noticed.opening));
  }
  if (noticed.place != nullptr) {
    text += fmt::format("its place told after {}: {}", after(noticed.place),
                        words::sentence(noticed.place->event));
  }
  if (text.empty()) text = "no E and no relay opened within " + span_text(kNoticed);
  if (text.ends_with("; ")) text.resize(text.size() - 2);
  out += "    " + text + "\n";
}

std::string warning_words(core::Warning warning) {
  return fmt::format("Warning {}.", core::name(warning));
}

// What a summary counts together; empty: it is told elsewhere.
std::string what(const Occurrence& it) {
  switch (it.kind) {
    case OccurrenceKind::event: return words::sentence(it.event);
    case OccurrenceKind::warning_began:
      return it.warning == core::Warning::communication ? "" : warning_words(it.warning);
    case OccurrenceKind::board_reset:
      return fmt::format("The board on cell {} comes up anew.", it.number);
    case OccurrenceKind::relay_opened:
    case OccurrenceKind::relay_closed:
    case OccurrenceKind::warning_ended:
    case OccurrenceKind::fault_began:
    case OccurrenceKind::fault_ended: break;
  }
  return {};
}

// The same event at another cell is another one; the same with another value is not.
struct Kind {
  int pack;
  OccurrenceKind kind;
  core::EventKind event;
  core::Warning warning;
  int number;
  auto operator<=>(const Kind&) const = default;
};

Kind kind_of(const Occurrence& it) {
  return {it.pack, it.kind, it.event.kind, it.warning,
          it.kind == OccurrenceKind::event ? it.event.number : it.number};
}

}  // namespace

void append_site(std::string& out, const Simulation& run) {
  out += fmt::format(
      "\nSun and house\n  harvested {}; not taken, because the battery was full or refused: {}\n"
      "  used {}; wanted by the house and not served: {}\n",
      energy(run, "harvested_wh"), energy(run, "missed_wh"), energy(run, "used_wh"),
      energy(run, "unserved_wh"));
}

void append_pack(std::string& out, const Simulation& run, int pack) {
  out += heading(run, pack);
  append_battery(out, run, pack);
  append_balancing(out, run, pack);
  append_relay(out, run, pack, 1);
  append_relay(out, run, pack, 2);
}

void append_faults(std::string& out, const Simulation& run) {
  int shown = 0;
  for (std::size_t i = 0; i < run.scenario.faults.size(); ++i) {
    const std::optional<Noticed> seen = noticed(run, i);
    if (!seen || shown == kShownFaults) continue;
    if (shown++ == 0) out += "\nFaults\n";
    const std::string pack =
        run.scenario.packs.size() == 1 ? "" : fmt::format("pack {}: ", run.scenario.faults[i].pack);
    out += fmt::format("  {}  {}{}\n", time_text(run.scenario, seen->began_s), pack,
                       sentence(run.scenario.faults[i]));
    append_noticed(out, *seen);
  }
}

void append_events(std::string& out, const Simulation& run) {
  std::map<Kind, std::pair<int, std::size_t>> seen;  // how often, place in `order`
  std::vector<std::pair<const Occurrence*, int>> order;
  for (const Occurrence& it : run.occurrences) {
    if (what(it).empty()) continue;
    auto& [count, place] = seen[kind_of(it)];
    if (++count == 1) {
      place = order.size();
      order.emplace_back(&it, 0);
    }
    order[place].second = count;
  }
  if (!order.empty()) out += "\nEvents\n";
  for (const auto& [it, count] : order) {
    const std::string pack =
        run.scenario.packs.size() == 1 ? "" : fmt::format("pack {}: ", it->pack);
    out += fmt::format("  {}  {}{}{}\n", time_text(run.scenario, it->time_s), pack, what(*it),
                       count == 1 ? "" : fmt::format(" And {}× more like it.", count - 1));
  }
}

}  // namespace cellwarden::cli
