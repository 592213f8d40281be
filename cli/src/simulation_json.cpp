// SPDX-License-Identifier: Apache-2.0
#include "cellwarden/cli/simulation_json.hpp"

#include <nlohmann/json.hpp>

#include "cellwarden/cli/fault_words.hpp"
#include "cellwarden/words/sentences.hpp"

namespace cellwarden::cli {

using Json = nlohmann::ordered_json;
using twin::Occurrence;
using twin::OccurrenceKind;

namespace {

Json reasons_json(const core::Reasons& reasons) {
  Json list = Json::array();
  for (const core::Reason& reason : reasons) {
    list.push_back({{"id", core::name(reason.id)},
                    {"cell", reason.cell},
                    {"value", reason.value},
                    {"limit", reason.limit},
                    {"sentence", words::sentence(reason)}});
  }
  return list;
}

Json occurrence_json(const Simulation& run, const Occurrence& it) {
  Json json{{"time_s", it.time_s},
            {"clock", time_text(run.scenario, it.time_s)},
            {"pack", it.pack},
            {"name", twin::name_of(it)},
            {"number", twin::number_of(it)}};
  if (it.kind == OccurrenceKind::event) json["sentence"] = words::sentence(it.event);
  if (it.kind == OccurrenceKind::relay_opened) json["why"] = reasons_json(it.why);
  if (it.kind == OccurrenceKind::fault_began || it.kind == OccurrenceKind::fault_ended) {
    const auto index = static_cast<std::size_t>(it.number);
    if (index < run.scenario.faults.size()) json["fault"] = sentence(run.scenario.faults[index]);
  }
  return json;
}

Json figures_json(const Simulation& run) {
  Json list = Json::array();
  for (const twin::Figure& figure : run.figures) {
    Json json{{"name", figure.name}};
    if (figure.pack != 0) json["pack"] = figure.pack;
    if (figure.number) json["number"] = *figure.number;
    json["value"] = figure.value;
    list.push_back(std::move(json));
  }
  return list;
}

Json verdicts_json(const Simulation& run) {
  Json list = Json::array();
  for (const twin::Verdict& verdict : run.verdicts) {
    list.push_back({{"kept", verdict.kept}, {"sentence", verdict.sentence}});
  }
  return list;
}

Json violations_json(const Simulation& run) {
  Json list = Json::array();
  for (const twin::Violation& it : run.violations) {
    list.push_back({{"time_s", it.time_s}, {"pack", it.pack}, {"sentence", it.sentence}});
  }
  return list;
}

Json scenario_json(const Simulation& run) {
  return {{"scenario", run.scenario.name},
          {"about", run.scenario.about},
          {"days", run.scenario.days},
          {"packs", run.scenario.packs.size()}};
}

void add_outcome(Json& json, const Simulation& run) {
  json["seed"] = run.seed;
  json["judged"] = run.judged;
  json["kept"] = run.kept();
  json["verdicts"] = verdicts_json(run);
  json["violations"] = violations_json(run);
  json["figures"] = figures_json(run);
}

// A scenario file may hold bytes that are no UTF-8; they are replaced, not thrown at a program.
std::string text_of(const Json& json) {
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string simulation_json(const Simulation& run) {
  Json json = scenario_json(run);
  add_outcome(json, run);
  Json& list = json["occurrences"] = Json::array();
  for (const Occurrence& it : run.occurrences) list.push_back(occurrence_json(run, it));
  json["speed"] = {{"took_s", run.took_s},
                   {"times_real_time", run.took_s > 0 ? run.seconds() / run.took_s : 0}};
  return text_of(json);
}

std::string seeds_json(std::span<const Simulation> runs) {
  Json json = runs.empty() ? Json::object() : scenario_json(runs.front());
  Json& list = json["seeds"] = Json::array();
  for (const Simulation& run : runs) add_outcome(list.emplace_back(Json::object()), run);
  return text_of(json);
}

}  // namespace cellwarden::cli
