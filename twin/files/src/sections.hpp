// SPDX-License-Identifier: Apache-2.0
// The tables of a scenario file, one function each. Their order matters: what an owner leaves out
// is sized to the pack, so the packs are read first.
#pragma once

#include "cellwarden/scenario/table_reader.hpp"
#include "cellwarden/twin/scenario.hpp"

namespace cellwarden::scenario {

// [pack] or [[pack]], all but [pack.settings].
void read_packs(Source& source, TableReader& top, twin::Scenario& scenario);

// [site] and what is in it.
void read_site(Source& source, TableReader& top, twin::Scenario& scenario);

// [pack.settings] of one pack.
void read_settings(TableReader& table, core::Settings& settings);

// [[fault]] and [[expect]].
void read_faults(Source& source, TableReader& top, twin::Scenario& scenario);
void read_expectations(Source& source, TableReader& top, twin::Scenario& scenario);

// Seconds since the beginning of the scenario, from a clock time or a number of seconds.
bool read_time(TableReader& table, const char* key, double begin_s, double& target);

// measured = "file.csv" with its columns and units, if it is there; per_unit: by how much values
// in the file are multiplied.
std::optional<twin::Profile> read_profile(const Source& source, TableReader& table,
                                          std::span<const Word<double>> units);

}  // namespace cellwarden::scenario
