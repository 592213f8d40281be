// SPDX-License-Identifier: Apache-2.0
// A run made by hand: two days from 06:00 with a broken wire, for the tests of what is told of it.
#pragma once

#include "cellwarden/cli/simulation.hpp"

namespace cellwarden::cli::test {

inline twin::Occurrence happening(double time_s, twin::OccurrenceKind kind, int number) {
  twin::Occurrence it;
  it.time_s = time_s;
  it.kind = kind;
  it.number = number;
  return it;
}

inline twin::Occurrence relay(twin::OccurrenceKind kind, double time_s, int number,
                              core::Reason why = {}) {
  twin::Occurrence it = happening(time_s, kind, number);
  if (kind == twin::OccurrenceKind::relay_opened) it.why.push_back(why);
  return it;
}

inline twin::Occurrence event(double time_s, core::EventKind kind, int number, int value = 0) {
  twin::Occurrence it = happening(time_s, twin::OccurrenceKind::event, 0);
  it.event = {.kind = kind,
              .number = static_cast<core::CellNumber>(number),
              .value = value,
              .limit = 3,
              .since = {}};
  return it;
}

// The wire behind cell 6 breaks at 10:00 of the first day, four hours after the beginning.
inline constexpr double kBreak = 4 * 3600;

inline Simulation example_run() {
  using core::RuleId;
  using core::Subject;
  using twin::OccurrenceKind;
  Simulation run;
  run.scenario.name = "two-days";
  run.scenario.about = "A wire breaks & is <mended>.";
  run.scenario.days = 2;
  run.scenario.begin_s = 6 * 3600;
  run.scenario.faults.push_back({.kind = twin::FaultKind::chain_wire_broken,
                                 .cell = 6,
                                 .start_s = kBreak,
                                 .end_s = kBreak + 3600});
  const core::Reason silent{RuleId::ch_5, Subject::communication, 0, 3, 3};
  const core::Reason silent_load{RuleId::ld_4, Subject::communication, 0, 3, 3};
  const core::Reason full{RuleId::ch_2, Subject::lowest_cell_voltage, 2, 3401, 3400};
  run.occurrences = {
      relay(OccurrenceKind::relay_closed, 31, 1),
      relay(OccurrenceKind::relay_closed, 31, 2),
      happening(kBreak, OccurrenceKind::fault_began, 0),
      event(kBreak + 3.25, core::EventKind::communication_lost, 0, 3),
      relay(OccurrenceKind::relay_opened, kBreak + 3.25, 1, silent),
      relay(OccurrenceKind::relay_opened, kBreak + 3.25, 2, silent_load),
      event(kBreak + 4.1, core::EventKind::break_located, 6, 11),
      relay(OccurrenceKind::relay_closed, kBreak + 3631, 1),
      relay(OccurrenceKind::relay_closed, kBreak + 3631, 2),
      event(8 * 3600, core::EventKind::soc_set_full, 0, 99'300),
      relay(OccurrenceKind::relay_opened, 8 * 3600, 1, full),
      event(30 * 3600, core::EventKind::soc_set_full, 0, 99'800),
  };
  run.figures = {
      {.name = "harvested_wh", .number = {}, .value = 8412},
      {.name = "missed_wh", .number = {}, .value = 350},
      {.name = "used_wh", .number = {}, .value = 6000},
      {.name = "unserved_wh", .number = {}, .value = 0},
      {.name = "soc_min_percent", .pack = 1, .number = {}, .value = 41.25},
      {.name = "soc_max_percent", .pack = 1, .number = {}, .value = 100},
      {.name = "soc_end_percent", .pack = 1, .number = {}, .value = 87.3},
      {.name = "true_soc_end_percent", .pack = 1, .number = {}, .value = 88},
      {.name = "voltage_min_mv", .pack = 1, .number = {}, .value = 3102},
      {.name = "voltage_max_mv", .pack = 1, .number = {}, .value = 3489},
      {.name = "balancing_hours", .pack = 1, .number = {}, .value = 3.5},
      {.name = "balancing_hours", .pack = 1, .number = 7, .value = 3},
      {.name = "balancing_hours", .pack = 1, .number = 8, .value = 0.5},
      {.name = "balancing_hours", .pack = 1, .number = 9, .value = 0},
  };
  run.verdicts = {{.kept = true, .sentence = "E within 3.6 s."},
                  {.kept = false, .sentence = "The SOC stays above 50 %: it was 41.2 %."}};
  run.took_s = 0.5;
  return run;
}

inline Sample example_sample(double time_s) {
  PackSample pack{.pack_v = 52.9,
                  .current_a = -1.5,
                  .soc_percent = 55.5,
                  .true_soc_percent = 56.25,
                  .cell_v_min = 3.3,
                  .cell_v_max = 3.312,
                  .cell_c_min = 21,
                  .cell_c_max = 23.5,
                  .charge_closed = true,
                  .load_closed = false,
                  .warnings = {},
                  .bypassing = 2};
  return {.time_s = time_s,
          .solar_w = 1000,
          .charger_w = 900.04,
          .house_w = 300,
          .load_w = -0.01,
          .packs = {pack}};
}

}  // namespace cellwarden::cli::test
