// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "cellwarden/twin/story.hpp"
#include "cellwarden/twin/story_rows.hpp"

namespace cellwarden::twin {

using core::EventKind;

namespace {

constexpr EventKind kLastEvent = EventKind::store_failing;
constexpr std::size_t kShortestStem = 3;

std::string relay_name(int number) { return number == 1 ? "charge_relay" : "load_relay"; }

std::string warning_name(core::Warning warning) {
  return std::string{"warning_"} + core::name(warning);
}

constexpr About kSite = About::site;
constexpr About kPack = About::pack;
constexpr About kCell = About::cell;
constexpr About kPackOrCell = About::pack_or_cell;

// clang-format off
constexpr std::array kConditions{
    ConditionRow{"charge_relay_open",   kPack, "the contact of the charge relay says: charging is not allowed"},
    ConditionRow{"charge_relay_closed", kPack, "the contact of the charge relay says: charging is allowed"},
    ConditionRow{"load_relay_open",     kPack, "the contact of the load relay says: discharging is not allowed"},
    ConditionRow{"load_relay_closed",   kPack, "the contact of the load relay says: discharging is allowed"},
    ConditionRow{"data",                kPack, "the cells are heard: no warning E"},
    ConditionRow{"warning_E",           kPack, "no cell communication"},
    ConditionRow{"warning_Vh",          kPack, "a cell is at V-max or above"},
    ConditionRow{"warning_Vl",          kPack, "a cell is at V-min or below"},
    ConditionRow{"warning_Th",          kPack, "a cell is warmer than T-max"},
    ConditionRow{"warning_Tl",          kPack, "a cell is colder than T-min"},
    ConditionRow{"no_warning_E",        kPack, "the same as data"},
    ConditionRow{"no_warning_Vh",       kPack, "the warning is not lit"},
    ConditionRow{"no_warning_Vl",       kPack, "the warning is not lit"},
    ConditionRow{"no_warning_Th",       kPack, "the warning is not lit"},
    ConditionRow{"no_warning_Tl",       kPack, "the warning is not lit"},
    ConditionRow{"bypass_on",           kCell, "current flows through the bypass of this cell"},
    ConditionRow{"bypass_off",          kCell, "no current flows through it"},
    ConditionRow{"soc_calibrated",      kPack, "the SOC comes from a full battery"},
    ConditionRow{"soc_uncalibrated",    kPack, "the SOC is a guess until the next full battery"},
};

constexpr std::array kFigures{
    FigureRow{"harvested_wh",          kSite,       "Wh", "given by the charger"},
    FigureRow{"missed_wh",             kSite,       "Wh", "sun that the charger could have used and did not"},
    FigureRow{"used_wh",               kSite,       "Wh", "served to the house"},
    FigureRow{"unserved_wh",           kSite,       "Wh", "that the house wanted and did not get"},
    FigureRow{"soc_min_percent",       kPack,       "%",  "lowest SOC that the OUT board counted"},
    FigureRow{"soc_max_percent",       kPack,       "%",  "highest SOC that it counted"},
    FigureRow{"soc_end_percent",       kPack,       "%",  "its SOC at the end"},
    FigureRow{"soc_error_end_percent", kPack,       "%",  "its SOC minus the true one at the end"},
    FigureRow{"true_soc_end_percent",  kPack,       "%",  "charge that is really in the pack at the end"},
    FigureRow{"voltage_min_mv",        kPack,       "mV", "lowest voltage that any cell really had"},
    FigureRow{"voltage_max_mv",        kPack,       "mV", "highest voltage that any cell really had"},
    FigureRow{"temperature_min_c",     kPack,       "°C", "lowest temperature that any board measured"},
    FigureRow{"temperature_max_c",     kPack,       "°C", "highest temperature that any board measured"},
    FigureRow{"spread_begin_mv",       kPack,       "mV", "highest minus lowest cell voltage at the beginning"},
    FigureRow{"spread_end_mv",         kPack,       "mV", "highest minus lowest cell voltage at the end"},
    FigureRow{"charge_relay_openings", kPack,       "",   "steps of the charge relay from closed to open"},
    FigureRow{"load_relay_openings",   kPack,       "",   "steps of the load relay from closed to open"},
    FigureRow{"balancing_hours",       kPackOrCell, "h",  "time with bypass current: of one cell, or the sum of all"},
    FigureRow{"messages_good",         kPack,       "",   "good messages at the OUT board"},
    FigureRow{"messages_bad",          kPack,       "",   "messages that were missed: damaged, late or never there (CHAIN-5)"},
    FigureRow{"energy_in_wh",          kPack,       "Wh", "incoming, as the OUT board counted it (EN-1)"},
    FigureRow{"energy_out_wh",         kPack,       "Wh", "outgoing, as the OUT board counted it (EN-1)"},
    FigureRow{"violations",            kSite,       "",   "rules of the manual that were broken; always 0"},
};
// clang-format on

template <class Row, std::size_t Count>
const Row* find_row(const std::array<Row, Count>& rows, std::string_view name) {
  const auto* found =
      std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return name == row.name; });
  return found == rows.end() ? nullptr : found;
}

template <class Row>
std::vector<std::string> names_of(std::span<const Row> rows) {
  std::vector<std::string> names;
  for (const Row& row : rows) names.emplace_back(row.name);
  return names;
}

// Steps from one word to the other: a letter more, less or another one (Levenshtein).
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, replaced}));
    }
  }
  return row[b.size()];
}

}  // namespace

std::string name_of(const Occurrence& occurrence) {
  switch (occurrence.kind) {
    case OccurrenceKind::event: return core::name(occurrence.event.kind);
    case OccurrenceKind::relay_opened: return relay_name(occurrence.number) + "_opened";
    case OccurrenceKind::relay_closed: return relay_name(occurrence.number) + "_closed";
    case OccurrenceKind::warning_began: return warning_name(occurrence.warning) + "_began";
    case OccurrenceKind::warning_ended: return warning_name(occurrence.warning) + "_ended";
    case OccurrenceKind::fault_began: return "fault_began";
    case OccurrenceKind::fault_ended: return "fault_ended";
    case OccurrenceKind::board_reset: return "board_reset";
  }
  return "";
}

std::vector<std::string> occurrence_names() {
  std::vector<std::string> names;
  for (int kind = 0; kind <= static_cast<int>(kLastEvent); ++kind) {
    names.emplace_back(core::name(static_cast<EventKind>(kind)));
  }
  for (const int relay : {1, 2}) {
    names.push_back(relay_name(relay) + "_opened");
    names.push_back(relay_name(relay) + "_closed");
  }
  for (const core::Warning warning : core::kWarnings) {
    names.push_back(warning_name(warning) + "_began");
    names.push_back(warning_name(warning) + "_ended");
  }
  for (const char* name : {"fault_began", "fault_ended", "board_reset"}) names.emplace_back(name);
  return names;
}

int number_of(const Occurrence& occurrence) {
  switch (occurrence.kind) {
    case OccurrenceKind::event: return occurrence.event.number;
    // People count the faults of a file from 1.
    case OccurrenceKind::fault_began:
    case OccurrenceKind::fault_ended: return occurrence.number + 1;
    case OccurrenceKind::relay_opened:
    case OccurrenceKind::relay_closed:
    case OccurrenceKind::board_reset: return occurrence.number;
    case OccurrenceKind::warning_began:
    case OccurrenceKind::warning_ended: break;
  }
  return 0;
}

std::span<const ConditionRow> condition_rows() { return kConditions; }
std::span<const FigureRow> figure_rows() { return kFigures; }

std::vector<std::string> condition_names() { return names_of(condition_rows()); }
std::vector<std::string> figure_names() { return names_of(figure_rows()); }

const ConditionRow* find_condition(std::string_view name) { return find_row(kConditions, name); }
const FigureRow* find_figure(std::string_view name) { return find_row(kFigures, name); }

std::string nearest_name(std::string_view name, const std::vector<std::string>& known) {
  const std::string* nearest = nullptr;
  std::size_t distance = std::max<std::size_t>(2, name.size() / 3) + 1;
  for (const std::string& candidate : known) {
    // The unit is what people leave out: "capacity" for "capacity_ah".
    const bool without_end = name.size() >= kShortestStem && candidate.starts_with(name);
    const std::size_t here = without_end ? 1 : edit_distance(name, candidate);
    if (here >= distance) continue;
    distance = here;
    nearest = &candidate;
  }
  return nearest == nullptr ? std::string{} : " Did you mean '" + *nearest + "'?";
}

}  // namespace cellwarden::twin
