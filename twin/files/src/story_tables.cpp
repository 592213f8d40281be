// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cellwarden/twin/fault_rows.hpp"
#include "cellwarden/twin/story.hpp"
#include "cellwarden/twin/story_rows.hpp"
#include "cellwarden/words/problem.hpp"
#include "sections.hpp"
#include "time_text.hpp"

namespace cellwarden::scenario {

using twin::Expectation;
using twin::Fault;
using twin::FaultKind;
using twin::FaultRow;
using twin::FaultTarget;

namespace {

constexpr std::array<Word<int>, 2> kRelays{{{"charge", 1}, {"load", 2}}};

const FaultRow& read_kind(TableReader& table) {
  std::string kind;
  if (!table.text("kind", kind)) {
    table.fail("kind", "kind is missing in [[fault]]: say what breaks.");
  }
  const FaultRow* row = twin::find_fault_row(kind);
  if (row != nullptr) return *row;
  std::vector<std::string> known;
  for (const FaultRow& r : twin::fault_rows()) known.emplace_back(r.name);
  table.fail("kind", fmt::format("no kind of fault is called {}.{}", words::in_quotes(kind),
                                 twin::nearest_name(kind, known)));
}

void read_target(TableReader& table, const FaultRow& row, Fault& fault) {
  switch (row.target) {
    case FaultTarget::cell:
    case FaultTarget::inner_cell:
    case FaultTarget::wire: table.whole("cell", fault.cell); break;
    case FaultTarget::sensor: table.whole("sensor", fault.cell); break;
    case FaultTarget::relay: table.word<int>("relay", kRelays, fault.cell); break;
    case FaultTarget::consumers:
    case FaultTarget::site:
    case FaultTarget::nothing: break;
  }
}

// on = [3, 5]: the switches that are ON from then on, as bits.
void read_positions(TableReader& table, Fault& fault) {
  std::vector<int> on;
  if (!table.whole_list("on", on)) {
    table.fail("on", "the fault switches needs on = […]: the switches that are ON from then on.");
  }
  unsigned positions = 0;
  for (const int number : on) {
    if (number < 1 || number > 8) {
      table.fail("on", fmt::format("there is no switch {}; on may name 1 to 8.", number));
    }
    positions |= 1U << static_cast<unsigned>(number - 1);
  }
  fault.magnitude = positions;
}

void read_magnitude(TableReader& table, const FaultRow& row, Fault& fault) {
  if (row.key == nullptr) return;
  if (row.kind == FaultKind::switches) {
    read_positions(table, fault);
    return;
  }
  int whole = 0;
  const bool there =
      row.whole ? table.whole(row.key, whole) : table.number(row.key, fault.magnitude);
  if (row.whole) fault.magnitude = whole;
  if (there) return;
  table.fail("kind", fmt::format("the fault {} needs {} = …: {}.", row.name, row.key,
                                 twin::range_text(row.min, row.max, row.unit)));
}

Fault read_fault(TableReader& table, double begin_s) {
  const FaultRow& row = read_kind(table);
  Fault fault;
  fault.kind = row.kind;
  table.whole("pack", fault.pack);
  read_target(table, row, fault);
  read_time(table, "start", begin_s, fault.start_s);
  read_time(table, "end", begin_s, fault.end_s);
  read_magnitude(table, row, fault);
  table.finish();
  return fault;
}

void read_reason(TableReader& table, Expectation& expectation) {
  std::string reason;
  if (!table.text("reason", reason)) return;
  std::vector<std::string> known;
  for (int id = 0; id <= static_cast<int>(core::kLastRule); ++id) {
    const char* name = core::name(static_cast<core::RuleId>(id));
    known.emplace_back(name);
    if (reason != name) continue;
    expectation.reason = static_cast<core::RuleId>(id);
    return;
  }
  table.refuse("reason", *table.take("reason"), list_text(known));
}

// happens, holds or figure: one of them, and what it is called.
void read_shape(TableReader& table, Expectation& expectation) {
  constexpr std::array<Word<Expectation::Shape>, 3> kShapes{
      {{"happens", Expectation::Shape::happens},
       {"holds", Expectation::Shape::holds},
       {"figure", Expectation::Shape::figure}}};
  int found = 0;
  for (const auto& shape : kShapes) {
    if (!table.text(shape.word, expectation.name)) continue;
    expectation.shape = shape.meaning;
    ++found;
  }
  if (found == 1) return;
  table.fail("happens",
             "an [[expect]] says one of happens = \"…\", holds = \"…\" and figure = "
             "\"…\".");
}

void read_happens(TableReader& table, Expectation& expectation) {
  read_reason(table, expectation);
  bool never = false;
  table.flag("never", never);
  if (never) {
    if (table.has("at_least") || table.has("at_most")) {
      table.fail("never", "never = true says it all: leave at_least and at_most out.");
    }
    expectation.at_least = 0;
    expectation.at_most = 0;
  }
  int at_most = 0;
  table.whole("at_least", expectation.at_least);
  if (table.whole("at_most", at_most)) {
    expectation.at_most = at_most;
    // "At most twice" says nothing about at least once.
    if (!table.has("at_least")) expectation.at_least = 0;
  }
}

void read_figure(TableReader& table, Expectation& expectation) {
  table.number("min", expectation.min);
  table.number("max", expectation.max);
  const twin::FigureRow* figure = twin::find_figure(expectation.name);
  if (figure == nullptr || figure->about != twin::About::site) return;
  if (table.has("pack")) {
    table.fail("pack",
               fmt::format("{} is a figure of the whole site: leave pack out.", expectation.name));
  }
  expectation.pack = 0;
}

Expectation read_expectation(TableReader& table, double begin_s) {
  Expectation expectation;
  read_shape(table, expectation);
  table.whole("pack", expectation.pack);
  int number = 0;
  if (table.whole("number", number)) expectation.number = number;
  switch (expectation.shape) {
    case Expectation::Shape::happens:
      read_happens(table, expectation);
      table.whole("tolerance", expectation.tolerance);
      break;
    case Expectation::Shape::holds: break;
    case Expectation::Shape::figure: read_figure(table, expectation); break;
  }
  if (expectation.shape != Expectation::Shape::figure) {
    read_time(table, "from", begin_s, expectation.from_s);
    read_time(table, "to", begin_s, expectation.to_s);
  }
  if (!table.text("says", expectation.says)) {
    expectation.says = expectation.name;
    std::replace(expectation.says.begin(), expectation.says.end(), '_', ' ');
  }
  table.finish();
  return expectation;
}

}  // namespace

bool read_time(TableReader& table, const char* key, double begin_s, double& target) {
  const toml::node* value = table.take(key);
  if (value == nullptr) return false;
  if (!value->is_string()) return table.number(key, target);
  const std::optional<double> clock = parse_clock(value->as_string()->get());
  if (!clock) {
    table.refuse(key, *value,
                 "a clock time (\"06:30\", \"day 3, 12:41:07\") or a number of seconds since the "
                 "beginning");
  }
  target = *clock - begin_s;
  return true;
}

void read_faults(Source& source, TableReader& top, twin::Scenario& scenario) {
  for (const toml::table* table : top.tables("fault")) {
    TableReader reader{source, fmt::format("fault.{}", scenario.faults.size() + 1), "[[fault]]",
                       *table};
    scenario.faults.push_back(read_fault(reader, scenario.begin_s));
  }
}

void read_expectations(Source& source, TableReader& top, twin::Scenario& scenario) {
  for (const toml::table* table : top.tables("expect")) {
    TableReader reader{source, fmt::format("expect.{}", scenario.expectations.size() + 1),
                       "[[expect]]", *table};
    scenario.expectations.push_back(read_expectation(reader, scenario.begin_s));
  }
}

}  // namespace cellwarden::scenario
